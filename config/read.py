"""One YAML file as plain data with the line of every key, or every fault of its syntax at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from config.errors import ConfigurationError, KeyPath, Problem, dotted, shown

_DEEPEST = 32
"""PyYAML's C composer recurses: 30,000 opening brackets end the process (6.0.3), so depth is bounded before it runs."""

_MERGE = "tag:yaml.org,2002:merge"
_PLAIN = {"tag:yaml.org,2002:map", "tag:yaml.org,2002:seq"}
_TEXT = "tag:yaml.org,2002:str"


@dataclass(frozen=True, slots=True)
class Document:
    """A file that is a mapping."""

    file: str
    """Relative to the project's root."""

    data: Mapping[str, Any]

    lines: Mapping[KeyPath, int]
    """The line of every key and list item that the file itself says."""


def read(path: Path, file: str) -> Document:
    """The document at a path, called `file` in messages.

    Raises ConfigurationError: not readable, not UTF-8, not YAML, empty, not a mapping, a key written twice, an alias or
    a merge key (there is one way to inherit, `extends`).
    """
    try:
        text = path.read_bytes().decode()
    except OSError as error:
        raise _whole(file, f"cannot be read: {error.strerror}", "check the file and its permissions") from error
    except UnicodeDecodeError as error:
        raise _whole(file, f"is not UTF-8 at byte {error.start}", "save the file as UTF-8") from error
    try:
        _bound(text, file)
        loader = yaml.CSafeLoader(text)
        node = loader.get_single_node()
    except yaml.YAMLError as error:
        raise _syntax(file, error, text) from error
    if node is None:
        raise _whole(file, "is empty", "write at least `extends: base` and the environment's own values")
    if not isinstance(node, yaml.MappingNode):
        raise _whole(file, "is not a mapping of keys to values", "begin with `extends: base`", node.start_mark.line + 1)
    walk = _Walk(file, loader)
    data = walk.mapping(node, ())
    if walk.problems:
        raise ConfigurationError(walk.problems)
    return Document(file, data, walk.lines)


def _whole(file: str, reason: str, fix: str, line: int | None = None) -> ConfigurationError:
    return ConfigurationError([Problem(file, "", None, reason, fix, line)])


def _syntax(file: str, error: yaml.YAMLError, text: str) -> ConfigurationError:
    mark = error.problem_mark if isinstance(error, yaml.MarkedYAMLError) else None
    if mark is None:
        return _whole(file, "holds a character that YAML does not allow", "remove control characters")
    problem = error.problem if isinstance(error, yaml.MarkedYAMLError) and error.problem else "cannot be understood"
    place = f"line {mark.line + 1}, column {mark.column + 1}"
    if text[mark.index : mark.index + 1] == "\t":
        return _whole(file, f"is indented by a tab at {place}", "indent with blanks", mark.line + 1)
    return _whole(file, f"is not YAML at {place}: {problem}", "correct the line or the one before it", mark.line + 1)


def _bound(text: str, file: str) -> None:
    depth = documents = 0
    for event in yaml.parse(text, Loader=yaml.CSafeLoader):
        line = event.start_mark.line + 1
        if isinstance(event, yaml.AliasEvent):
            fix = "write the value out, or let `extends` carry it"
            raise _whole(file, f"repeats *{event.anchor} by an alias at line {line}", fix, line)
        if isinstance(event, yaml.DocumentStartEvent):
            documents += 1
            if documents > 1:
                raise _whole(file, f"holds a second document at line {line}", "write one document a file", line)
        elif isinstance(event, yaml.CollectionStartEvent):
            depth += 1
            if depth > _DEEPEST:
                raise _whole(file, f"nests deeper than {_DEEPEST} at line {line}", "remove the nesting", line)
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1


class _Walk:
    """From nodes to data; keeps lines and collects what is wrong."""

    def __init__(self, file: str, loader: yaml.CSafeLoader) -> None:
        self.file = file
        self.loader = loader
        self.lines: dict[KeyPath, int] = {}
        self.problems: list[Problem] = []

    def mapping(self, node: yaml.MappingNode, path: KeyPath) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for key_node, value_node in node.value:
            line = key_node.start_mark.line + 1
            if key_node.tag == _MERGE:
                self._wrong(path, None, "uses YAML's merge key `<<`", "use `extends`; it merges key by key", line)
                continue
            if not isinstance(key_node, yaml.ScalarNode) or key_node.tag != _TEXT:
                reason = "has a key that YAML does not read as text"
                self._wrong(path, None, reason, "put the key in quotes", line)
                continue
            key = str(key_node.value)
            inner = (*path, key)
            if key in found:
                self._wrong(inner, None, f"is written twice, at lines {self.lines[inner]} and {line}", "keep one", line)
            self.lines[inner] = line
            found[key] = self.value(value_node, inner)
        return found

    def value(self, node: yaml.Node, path: KeyPath) -> Any:
        if isinstance(node, yaml.CollectionNode) and node.tag not in _PLAIN:
            self._wrong(path, None, f"carries the YAML tag {node.tag}", "remove the tag", node.start_mark.line + 1)
            return None
        if isinstance(node, yaml.MappingNode):
            return self.mapping(node, path)
        if isinstance(node, yaml.SequenceNode):
            for index, item in enumerate(node.value):
                self.lines[*path, index] = item.start_mark.line + 1
            return [self.value(item, (*path, index)) for index, item in enumerate(node.value)]
        return self._scalar(node, path)

    def _scalar(self, node: yaml.Node, path: KeyPath) -> Any:
        try:
            return self.loader.construct_object(node)
        except (yaml.YAMLError, ValueError, OverflowError) as error:  # 2026-13-45 is a ValueError of datetime
            reason = (
                error.problem if isinstance(error, yaml.MarkedYAMLError) else str(error)
            ) or "cannot be understood"
            self._wrong(
                path,
                node.value,
                f"cannot be read as YAML: {reason}",
                "put it in quotes if it is text",
                node.start_mark.line + 1,
            )
            return None

    def _wrong(self, path: KeyPath, value: object, reason: str, fix: str, line: int) -> None:
        text = None if value is None else shown(value, path)
        self.problems.append(Problem(self.file, dotted(path), text, reason, fix, line))
