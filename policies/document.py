"""Reads the pack's YAML files; a syntax error, a key given twice and a value outside the model become Problems."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError

from policies.errors import GovernanceError, Problem, shown


class Document(BaseModel):
    """A frozen part of one of the pack's files; unknown keys are refused."""

    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)


Model = TypeVar("Model", bound=Document)


class _Loader(yaml.CSafeLoader):
    """YAML's safe subset; a key given twice is an error, where YAML's own loader keeps the last one in silence."""

    def construct_mapping(self, node: Any, deep: bool = False) -> dict[Any, Any]:  # noqa: FBT001, FBT002  yaml's signature
        seen = set[Any]()
        for key_node, _ in node.value:
            key = self.construct_object(key_node, deep=True)
            if key in seen:
                raise yaml.MarkedYAMLError(problem=f"the key {key!r} is given twice", problem_mark=key_node.start_mark)
            seen.add(key)
        return super().construct_mapping(node, deep=deep)


def read(path: Path, model: type[Model], fixes: Mapping[str, str]) -> Model:
    """The file as this model; GovernanceError when it is missing, no YAML, or outside the model.

    `fixes` says what to do, by the last name of the key that is wrong; the empty name is the fallback.
    """
    try:
        raw = yaml.load(path.read_text(encoding="utf-8"), Loader=_Loader)  # noqa: S506  the loader is yaml's safe one
    except FileNotFoundError:
        raise GovernanceError(Problem(shown(path), "", None, "the file does not exist", "restore it")) from None
    except UnicodeDecodeError as error:
        raise GovernanceError(
            Problem(shown(path), "", None, f"is not UTF-8 ({error.reason})", "save it as UTF-8")
        ) from None
    except yaml.YAMLError as error:
        raise GovernanceError(_syntax(path, error)) from None
    try:
        return model.model_validate({} if raw is None else raw)
    except ValidationError as error:
        raise GovernanceError(*(_problem(path, dict(detail), fixes) for detail in error.errors())) from None


def _syntax(path: Path, error: yaml.YAMLError) -> Problem:
    mark = getattr(error, "problem_mark", None)
    where = f"line {mark.line + 1}" if mark is not None else ""
    return Problem(shown(path), where, None, getattr(error, "problem", None) or "is not YAML", "correct the YAML there")


def _problem(path: Path, detail: dict[str, Any], fixes: Mapping[str, str]) -> Problem:
    names = [str(step) for step in detail["loc"]]
    key = "".join(f"[{name}]" if name.isdigit() else f".{name}" for name in names).lstrip(".")
    last = next((name for name in reversed(names) if name in fixes), "")
    missing = detail["type"] == "missing"
    if detail["type"] == "extra_forbidden":
        return Problem(shown(path), key, detail["input"], "there is no such key", fixes[""])
    reason = "is required and missing" if missing else detail["msg"][:1].lower() + detail["msg"][1:]
    return Problem(shown(path), key, None if missing else detail["input"], reason, fixes[last])
