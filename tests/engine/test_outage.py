"""A lost Region, asked through a real server; and who may take one away, and give it back."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from botocore.exceptions import HTTPClientError

from engine import outage, sandbox
from engine.errors import StateLocked
from engine.exclusive import attempted
from engine.paths import PROJECT, SandboxPaths
from engine.standin.clients import Clients

ACCOUNT, OTHER = "111111111111", "222222222222"
HERE, THERE = "eu-west-1", "eu-central-1"

DRILL = """
import sys, time
from pathlib import Path
from engine import outage
from engine.paths import SandboxPaths
paths = SandboxPaths(Path(sys.argv[1]))
with outage.alone(paths, print):
    outage.switch_off(paths, "111111111111", "eu-west-1")
    print("off", flush=True)
    time.sleep(60)
"""


@pytest.fixture
def paths(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[SandboxPaths]:
    monkeypatch.delenv(sandbox.PORT_VARIABLE, raising=False)
    found = SandboxPaths(tmp_path)
    yield found
    sandbox.stop(found)


def _bucket(clients: Clients, region: str, account: str = ACCOUNT) -> str:
    name = f"store-{account}-{region}"
    s3 = clients.client("s3", region, account)
    s3.create_bucket(Bucket=name, CreateBucketConfiguration={"LocationConstraint": region})
    s3.put_object(Bucket=name, Key="records/1", Body=b"1")
    return name


def _answers(clients: Clients, service: str, region: str, account: str, call: str, **parameters: Any) -> bool:
    try:
        getattr(clients.client(service, region, account), call)(**parameters)
    except HTTPClientError:
        return False
    return True


def test_a_lost_region_does_not_answer_and_every_other_does(paths: SandboxPaths) -> None:
    """Its services, and its buckets from wherever they are asked; not its neighbours, not what is global."""
    clients = Clients(sandbox.start(paths).endpoint)
    here, there, strange = (
        _bucket(clients, HERE),
        _bucket(clients, THERE),
        _bucket(clients, HERE, OTHER),
    )
    asked: dict[str, tuple[str, str, str, str, dict[str, Any]]] = {
        "its bucket": ("s3", HERE, ACCOUNT, "get_object", {"Bucket": here, "Key": "records/1"}),
        "its bucket, from elsewhere": ("s3", THERE, ACCOUNT, "get_object", {"Bucket": here, "Key": "records/1"}),
        "its bucket, by another account": ("s3", THERE, OTHER, "head_bucket", {"Bucket": here}),
        "its tables": ("dynamodb", HERE, ACCOUNT, "list_tables", {}),
        "its door to another's bucket": ("s3", HERE, ACCOUNT, "head_bucket", {"Bucket": there}),
        "the other bucket": ("s3", THERE, ACCOUNT, "get_object", {"Bucket": there, "Key": "records/1"}),
        "the other tables": ("dynamodb", THERE, ACCOUNT, "list_tables", {}),
        "another account": ("s3", HERE, OTHER, "get_object", {"Bucket": strange, "Key": "records/1"}),
        "what is global": ("iam", "us-east-1", ACCOUNT, "list_roles", {}),
    }

    def answering() -> set[str]:
        return {
            what
            for what, (service, region, account, call, given) in asked.items()
            if _answers(clients, service, region, account, call, **given)
        }

    assert set(asked) == answering()

    outage.switch_off(paths, ACCOUNT, HERE)

    assert {"the other bucket", "the other tables", "another account", "what is global"} == answering()
    assert sandbox.status(paths) is not None, "the server itself is well"

    assert HERE == (outage.switch_on(paths) or pytest.fail("nothing was off")).region
    assert set(asked) == answering()
    assert None is outage.switch_on(paths)


def test_a_presigned_address_does_not_answer_either(paths: SandboxPaths) -> None:
    """Whoever was given an address for an hour loses it with the Region."""
    clients = Clients(sandbox.start(paths).endpoint)
    name = _bucket(clients, HERE)
    s3 = clients.client("s3", HERE, ACCOUNT)
    environ: dict[str, Any] = {
        "PATH_INFO": f"/{name}/records/1",
        "QUERY_STRING": s3.generate_presigned_url("get_object", {"Bucket": name, "Key": "records/1"}).partition("?")[2],
        "werkzeug.socket": _Socket(),
    }
    off = outage.switch_off(paths, ACCOUNT, HERE)
    cut = outage.Cut(lambda _environ, _answer: [b"answered"], paths.outage, {name: (ACCOUNT, HERE)}.get)

    assert [] == list(cut(environ, lambda _status, _headers: None))
    assert [2] == environ["werkzeug.socket"].shut
    assert off == outage.switched_off(paths)


class _Socket:
    def __init__(self) -> None:
        self.shut = list[int]()

    def shutdown(self, how: int) -> None:
        self.shut.append(how)


def _drill(paths: SandboxPaths) -> subprocess.Popen[str]:
    process = subprocess.Popen(
        [sys.executable, "-c", DRILL, str(paths.root)], cwd=PROJECT, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    assert "off\n" == process.stdout.readline()
    return process


def test_nothing_else_runs_during_a_drill(paths: SandboxPaths) -> None:
    """Neither a run of the engine nor a second drill; each hears which Region is off."""
    told: list[str] = []
    with _drill(paths) as drill:
        try:
            with pytest.raises(StateLocked, match="has eu-west-1 switched off"), outage.beside_others(paths):
                pytest.fail("a run may not begin")
            with pytest.raises(StateLocked, match="another drill"), outage.alone(paths, told.append):
                pytest.fail("a drill may not begin")
            with pytest.raises(StateLocked, match="has eu-west-1 switched off"):
                outage.settle(paths, told.append)
        finally:
            drill.kill()

    assert [] == told
    assert outage.switched_off(paths) is not None, "the killed drill could not give the Region back"


def test_the_next_run_gives_back_what_a_killed_drill_took(paths: SandboxPaths) -> None:
    """And says so, once; so does the next drill."""
    for after in (outage.settle, _begin_and_end):
        told: list[str] = []
        with _drill(paths) as drill:
            drill.kill()

        after(paths, told.append)
        after(paths, told.append)

        assert 1 == len(told)
        assert "a drill that was killed had eu-west-1 switched off" in told[0]
        assert None is outage.switched_off(paths)


def _begin_and_end(paths: SandboxPaths, tell: Callable[[str], None]) -> None:
    with outage.alone(paths, tell):
        assert None is outage.switched_off(paths)


def test_runs_of_the_engine_keep_a_drill_out_and_not_each_other(paths: SandboxPaths) -> None:
    """A drill under an `up` would take half of what it deploys away."""
    with (
        outage.beside_others(paths),
        outage.beside_others(paths),
        pytest.raises(StateLocked, match="a run of the engine"),
        outage.alone(paths, print),
    ):
        pytest.fail("a drill may not begin")

    with outage.alone(paths, print), attempted(paths.activity, shared=True) as held:
        assert not held


def test_a_drill_that_fails_gives_the_region_back(paths: SandboxPaths) -> None:
    """Whatever went wrong in it."""
    with pytest.raises(ZeroDivisionError):
        _fail(paths)

    assert None is outage.switched_off(paths)


def _fail(paths: SandboxPaths) -> None:
    with outage.alone(paths, print):
        outage.switch_off(paths, ACCOUNT, HERE)
        raise ZeroDivisionError


@pytest.mark.parametrize("text", ["", "{", "[]", json.dumps({"region": "eu-west-1"})])
def test_a_file_that_is_no_switch_switches_nothing_off(paths: SandboxPaths, text: str) -> None:
    """Half a sentence is not an outage."""
    paths.outage.write_text(text)

    assert None is outage.switched_off(paths)
