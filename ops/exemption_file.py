"""Adds an entry to exemptions.yaml as text, so that comments and the other entries stay as people wrote them."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any, Final

import yaml

from engine.files import write_text
from ops.exits import UsageError
from policies.errors import shown
from policies.exemptions import FILE, Exemption, Limits, load
from policies.rule import Severity

_KEY: Final = "exemptions"
_UNBROKEN: Final = 100_000
"""Columns of a line; an entry's text is on one."""


class _Dumper(yaml.SafeDumper):
    """Text that has breaks or signs nobody sees stands in double quotes, on one line."""


def _text(dumper: yaml.SafeDumper, text: str) -> yaml.Node:
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=None if text.isprintable() else '"')


_Dumper.add_representer(str, _text)


def entry(exemption: Exemption) -> str:
    """An exemption as an entry of the list, without its empty keys."""
    said = {key: value for key, value in exemption.model_dump().items() if value not in {"", None}}
    text = yaml.dump([said], Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=_UNBROKEN)
    return "".join(f"  {line}\n" for line in text.rstrip("\n").split("\n"))


def added(text: str, exemption: Exemption) -> str:
    """The text of the file with one entry more; ValueError where its list is not one entry a line."""
    document = yaml.compose(text, Loader=yaml.SafeLoader)
    pairs: list[tuple[Any, Any]] = document.value if isinstance(document, yaml.MappingNode) else []
    node = next((value for key, value in pairs if key.value == _KEY), None)
    if not isinstance(node, yaml.SequenceNode) or (node.value and node.flow_style):
        raise ValueError("is no list of entries, each on lines of its own")
    if not node.value:
        before, after = text[: node.start_mark.index].rstrip(" "), text[node.end_mark.index :]
        return f"{before}\n{entry(exemption)}{after.removeprefix(chr(10))}"
    end = text.find("\n", _last(node.value[-1]).end_mark.index)
    head, tail = (f"{text}\n", "") if end < 0 else (text[: end + 1], text[end + 1 :])
    indent = " " * (node.value[0].start_mark.column - 2)
    return head + entry(exemption).replace("  ", indent, 1).replace("\n  ", f"\n{indent}") + tail


def write(folder: Path, exemption: Exemption, severities: dict[str, Severity], limits: Limits) -> None:
    """Add the entry to the folder's file: the file is the old one or the new one, and a new one that can be read."""
    path = folder / FILE
    try:
        text = added(path.read_text(encoding="utf-8"), exemption)
    except ValueError as error:
        raise UsageError(f"{shown(path)}: {_KEY} {error}", "write the entries in block style, as lz would") from error
    with tempfile.TemporaryDirectory() as aside:
        (Path(aside) / FILE).write_text(text, encoding="utf-8")
        load(Path(aside), severities, limits)
    write_text(path, text)


def _last(node: Any) -> Any:
    """The last scalar of an entry: what follows it on its line is a comment."""
    while isinstance(node, yaml.MappingNode | yaml.SequenceNode) and node.value:
        node = node.value[-1][1] if isinstance(node, yaml.MappingNode) else node.value[-1]
    return node
