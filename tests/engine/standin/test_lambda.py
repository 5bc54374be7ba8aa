"""The code of a function: the same zip for the same files, and a new one when they change."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from typing import Any

import pytest

from engine.standin.errors import InvalidValuesError
from engine.standin.types.lambda_ import archive
from graph.decode import ARCHIVE, ASSET, SIGNATURE
from graph.model import UNKNOWN
from tests.engine.standin.examples import ARN, EXAMPLES, FUNCTION
from tests.engine.standin.world import World

MAPPING = "aws:lambda/eventSourceMapping:EventSourceMapping"


def names(packed: bytes) -> dict[str, bytes]:
    """What a zip holds."""
    with zipfile.ZipFile(io.BytesIO(packed)) as file:
        return {name: file.read(name) for name in file.namelist()}


def test_equal_files_make_equal_archives(tmp_path: Path) -> None:
    """Whenever and in whatever order they were written: an update without a change would deploy for nothing."""
    (tmp_path / "a.py").write_text("a = 1")
    forth = {"assets": {"b.json": {"text": "{}"}, "a.py": {"path": str(tmp_path / "a.py")}}}
    back = {"assets": dict(reversed(list(forth["assets"].items())))}

    assert archive(forth) == archive(back)
    assert {"a.py": b"a = 1", "b.json": b"{}"} == names(archive(forth))


def test_a_folder_and_a_zip_are_archives_too(tmp_path: Path) -> None:
    """As Pulumi's FileArchive has both."""
    (tmp_path / "src").mkdir()
    (tmp_path / "src" / "a.py").write_text("a = 1")
    packed = archive({"path": str(tmp_path / "src")})
    (tmp_path / "a.zip").write_bytes(packed)

    assert packed == archive({"path": str(tmp_path / "a.zip")})


def test_code_that_does_not_exist_yet_is_unknown() -> None:
    """At preview a text may hang on what will be created."""
    assert UNKNOWN is archive(UNKNOWN)
    assert UNKNOWN is archive({"assets": {"a": UNKNOWN}})


@pytest.mark.parametrize("code", [{"uri": "https://example.com/a.zip"}, {"assets": {"a": {"uri": "https://x"}}}])
def test_code_from_elsewhere_is_refused(code: Any) -> None:
    """The stand-in fetches nothing."""
    with pytest.raises(InvalidValuesError):
        archive(code)


def test_changed_code_reaches_the_function(plugin: Any) -> None:
    """moto holds the new code, and a caller runs it."""
    world = World(plugin)
    inputs = {**EXAMPLES[FUNCTION](world), "sourceCodeHash": "1"}
    id_, state = plugin.create(FUNCTION, inputs)
    text = {SIGNATURE: ASSET, "text": "def handler(*_): return 2"}
    changed = {
        **inputs,
        "name": state["name"],
        "code": {SIGNATURE: ARCHIVE, "assets": {"main.py": text}},
        "sourceCodeHash": "2",
    }

    after = plugin.update(FUNCTION, id_, state, {**inputs, "name": state["name"]}, changed)

    held = plugin.boto("lambda").get_function(FunctionName=id_)["Configuration"]["CodeSha256"]
    assert held != state["codeSha256"]
    assert held == after["codeSha256"], "what a contract promises of the code"


def test_a_mapping_answers_message_by_message(plugin: Any) -> None:
    """moto holds it, at creation and after a change; forgotten, one bad message would bring back the whole batch."""
    inputs = EXAMPLES[MAPPING](World(plugin))
    id_, state = plugin.create(MAPPING, inputs)
    held = plugin.boto("lambda").get_event_source_mapping(UUID=id_)
    assert (["ReportBatchItemFailures"], {"MaximumConcurrency": 2}) == (
        held["FunctionResponseTypes"],
        held["ScalingConfig"],
    )

    plugin.update(MAPPING, id_, state, inputs, {**inputs, "scalingConfig": {"maximumConcurrency": 5}})

    assert {"MaximumConcurrency": 5} == plugin.boto("lambda").get_event_source_mapping(UUID=id_)["ScalingConfig"]


def test_a_mapping_of_a_stream_puts_aside_what_fails(plugin: Any) -> None:
    """AWS and Pulumi call the destination differently; what does not arrive holds up a shard, and nothing says so."""
    world = World(plugin)
    inputs = {
        "eventSourceArn": world.output("aws:kinesis/stream:Stream", "arn"),
        "functionName": world.output(FUNCTION, "name"),
        "startingPosition": "TRIM_HORIZON",
        "destinationConfig": {"onFailure": {"destinationArn": f"{ARN}-one"}},
        "maximumRetryAttempts": 5,
    }
    id_, state = plugin.create(MAPPING, inputs)
    before = _aside(plugin, id_)
    other = {"destinationConfig": {"onFailure": {"destinationArn": f"{ARN}-two"}}, "maximumRetryAttempts": 2}
    plugin.update(MAPPING, id_, state, inputs, {**inputs, **other})

    assert (f"{ARN}-one", 5) == before
    assert (f"{ARN}-two", 2) == _aside(plugin, id_)


def test_a_mapping_that_begins_elsewhere_is_another(plugin: Any) -> None:
    """Lambda changes no place to begin at of a mapping that reads already."""
    inputs = {
        "eventSourceArn": "arn:aws:kinesis:eu-west-1:123456789012:stream/s",
        "functionName": "f",
        "startingPosition": "LATEST",
    }
    diff = plugin.diff(MAPPING, "id", inputs, inputs, {**inputs, "startingPosition": "TRIM_HORIZON"})

    assert "startingPosition" in diff.replaces


def _aside(plugin: Any, mapping: str) -> tuple[str, int]:
    held = plugin.boto("lambda").get_event_source_mapping(UUID=mapping)
    return held["DestinationConfig"]["OnFailure"]["Destination"], held["MaximumRetryAttempts"]
