"""The table of the picture: its rows name things that exist, so that a slip of the pen is no empty box."""

from __future__ import annotations

import importlib
import inspect
import re
from pathlib import Path
from typing import Any

import pytest

from report.diagram.icons import PATHS
from report.diagram.kinds import NAME, Fact, Kind, Section
from report.diagram.model import Icon, Style
from report.diagram.relations import RELATIONS
from report.diagram.table import GOES_WITH, KINDS

ROOT = Path(__file__).resolve().parents[3]
CSS = (ROOT / "report" / "diagram" / "diagram.css").read_text(encoding="utf-8")


def sdk_class(token: str) -> Any:
    """The class of the installed SDK that registers a type token."""
    package, module, name = re.fullmatch(r"(\w+):(?:([\w.-]+)/)?[\w.-]+:(\w+)", token).groups()  # pyright: ignore[reportOptionalMemberAccess]
    module = f"{module}_" if module == "lambda" else module
    return getattr(importlib.import_module(f"pulumi_{package}.{module}"), name)


def properties(token: str) -> set[str]:
    """What a type takes, as the SDK spells it."""
    return set(inspect.signature(sdk_class(token)._internal_init).parameters)


def snake(key: str) -> str:
    return re.sub(r"(?<=[a-z0-9])([A-Z])", r"_\1", key).lower()


def facts(kind: Kind) -> list[Fact]:
    return [*kind.facts, *([kind.words] if kind.words else [])]


@pytest.mark.parametrize("token", [token for token in KINDS if token.startswith("aws:")])
def test_a_row_names_a_type_and_properties_that_the_sdk_has(token: str) -> None:
    """Of its own type, and of the types that its facts are read from."""
    kind = KINDS[token]
    paths = [kind.by, kind.copies, *(kind.cells or ())]
    told = [fact for fact in facts(kind) if fact.path != NAME]

    assert set() == {snake(path[0]) for path in paths if path} - properties(token)
    for fact in told:
        assert fact.of.startswith("kubernetes:") or snake(fact.path[0]) in properties(fact.of or token), fact


@pytest.mark.parametrize("token", [token for token in KINDS if token.startswith("lz:")])
def test_a_row_of_ours_names_a_component_and_reads_it_from_its_resources(token: str) -> None:
    """A component has no properties of its own."""
    sources = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "components").rglob("*.py"))

    assert f'"{token}"' in sources
    for fact in facts(KINDS[token]):
        assert fact.path == NAME or snake(fact.path[0]) in properties(fact.of), fact


@pytest.mark.parametrize("relation", RELATIONS, ids=lambda relation: f"{relation.type}.{relation.path[0]}")
def test_a_relation_names_a_type_and_a_property_and_leads_to_boxes(relation: Any) -> None:
    """An arrow to a type without a row would never be drawn."""
    if relation.type.startswith("aws:"):
        assert snake(relation.path[0]) in properties(relation.type)
    assert set() == relation.to - set(KINDS)


def test_what_goes_with_a_box_has_none_itself_and_the_box_is_one() -> None:
    """Else it would be counted as something that nobody thought of."""
    sources = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "components").rglob("*.py"))
    ours = [token for token in GOES_WITH if token.startswith("lz:")]

    assert [] == [token for token in ours if f'"{token}"' not in sources]
    assert all(sdk_class(token) for token in GOES_WITH if token.startswith("aws:"))
    assert set() == set(GOES_WITH) & set(KINDS)
    assert set() == set(GOES_WITH.values()) - set(KINDS)


def test_every_section_arrow_and_icon_is_drawn_in_a_way_of_its_own() -> None:
    """What the style sheet forgets is black on black in the dark."""
    assert [] == [section for section in Section if f".hue-{section} " not in CSS or f"--{section}:" not in CSS]
    assert [] == [style for style in Style if f".arrow-{style} " not in CSS or f".head-{style} " not in CSS]
    assert set(Icon) == set(PATHS)


def test_light_and_dark_define_the_same_colours() -> None:
    """A colour that only one of them has would be missing in the other."""
    light, dark, *_ = re.findall(r"\.lz-diagram \{ (--.*?)\}", CSS, re.DOTALL)

    assert set(re.findall(r"--[a-z]+:", light)) == set(re.findall(r"--[a-z]+:", dark))
