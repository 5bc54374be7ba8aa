"""Laws and standards as data: what each requirement asks of infrastructure, from when, and where that is written."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Annotated, Any, Final

from pydantic import AfterValidator, BeforeValidator, Field

from policies.document import Document, day, read
from policies.errors import GovernanceError, Problem, shown

FRAMEWORKS: Final = ("EUAI", "GDPR", "RMF", "ISO42001", "LLM", "80053", "SOC2", "CIS v5", "CIS v7", "SOX")
"""Keys of the frameworks a rule may support, in the order reports show them."""

FOLDER: Final = Path(__file__).with_name("frameworks")
DEFAULT: Final = "default"
"""The application of what names none."""
CONTROLS: Final = "controls.yaml"
"""The one file of the folder that is no framework."""

_FIXES: Final = {
    "": "a framework has the keys key, name, version, source, lists, applies, requirements and, for risks, defences",
    "key": f"give the key that rules and reports use: one of {', '.join(FRAMEWORKS)}",
    "source": "name the document, and its date as 2024, 2024-07 or 2024-07-12",
    "date": "give the date of the document as 2024, 2024-07 or 2024-07-12",
    "from": "give the first day it applies, as YYYY-MM-DD",
    "applies": "name an entry of applies; what names none has the default",
    "requirements": "write id: what it asks, or id: {asks: ..., applies: ..., outside: ...}",
}


class Source(Document):
    """Where the requirements are written."""

    document: Annotated[str, Field(min_length=3)]
    date: Annotated[str, Field(pattern=r"^\d{4}(-\d{2}(-\d{2})?)?$")]
    """Of the document, as exact as it is known."""


class Application(Document):
    """From when something applies, and who says so."""

    since: Annotated[date, BeforeValidator(day), Field(alias="from")]
    says: Annotated[str, Field(min_length=3)]


class Requirement(Document):
    """One requirement, as far as it asks something of infrastructure."""

    asks: Annotated[str, Field(min_length=10)]
    """What it asks, in our own words."""
    applies: str = DEFAULT
    """From when: an entry of the framework's `applies`."""
    outside: str = ""
    """Why no rule looks at it; empty where a rule does or should."""


class Thing(Document):
    """A resource of the zone that stands against something, or tells of it."""

    type: Annotated[str, Field(min_length=3)]
    """Its type token."""
    name: str = ""
    """How its logical name ends; empty for any of the type."""
    how: Annotated[str, Field(min_length=10)]
    """What it does, in a sentence."""


class Defence(Document):
    """What stands against a risk beside the rules: before it happens, and while the system runs."""

    prevents: Thing
    signals: Thing


def _asked(value: Any) -> Any:
    """A requirement that is written as what it asks alone."""
    return {"asks": value} if isinstance(value, str) else value


class Framework(Document):
    """A law or a standard."""

    key: str
    """What rules and reports call it."""
    name: Annotated[str, Field(min_length=2)]
    version: Annotated[str, Field(min_length=1)]
    source: Source
    lists: Annotated[str, Field(min_length=3)]
    """Which part of the document's requirements is listed here."""
    applies: Mapping[str, Application]
    """From when, by a name that requirements give; `default` for those that give none."""
    requirements: Annotated[
        Mapping[str, Annotated[Requirement, BeforeValidator(_asked)]],
        Field(min_length=1),
        AfterValidator(MappingProxyType[str, Requirement]),
    ]
    """By the id the document gives, in its order."""
    defences: Mapping[str, Defence] = Field(default_factory=dict[str, Defence])
    """Requirement to what prevents its risk and what tells of it, where the framework is a list of risks."""

    def application(self, requirement: str) -> Application:
        """From when a requirement applies, and who says so."""
        return self.applies[self.requirements[requirement].applies]


def load(folder: Path = FOLDER) -> Mapping[str, Framework]:
    """Every framework of a folder, in the order of reports; GovernanceError with every problem.

    Each file but controls.yaml is one framework, and each key of FRAMEWORKS has one file.
    """
    found = dict[str, Framework]()
    problems = list[Problem]()
    for path in sorted(folder.glob("*.yaml")):
        if path.name == CONTROLS:
            continue
        try:
            framework = read(path, Framework, _FIXES)
        except GovernanceError as error:
            problems += error.problems
            continue
        problems += _problems(path, framework, found)
        found[framework.key] = framework
    for key in FRAMEWORKS:
        if key not in found and not problems:
            fix = "restore its file, or take the key out of FRAMEWORKS in policies/framework.py"
            problems.append(Problem(shown(folder), key, None, "no file describes this framework", fix))
    if problems:
        raise GovernanceError(*problems)
    return MappingProxyType({key: found[key] for key in FRAMEWORKS})


@cache
def frameworks() -> Mapping[str, Framework]:
    """The pack's frameworks, read once."""
    return load()


def _problems(path: Path, framework: Framework, others: Mapping[str, Framework]) -> Iterator[Problem]:
    if framework.key not in FRAMEWORKS:
        yield Problem(shown(path), "key", framework.key, "reports know no such framework", _FIXES["key"])
    if framework.key in others:
        yield Problem(shown(path), "key", framework.key, "another file describes this framework", "keep one of the two")
    if DEFAULT not in framework.applies:
        fix = "add a default: from when what names no other entry applies"
        yield Problem(shown(path), "applies", None, "has no default", fix)
    for id_ in framework.defences:
        if id_ not in framework.requirements:
            fix = "use the id of a requirement of this file"
            yield Problem(shown(path), f"defences.{id_}", None, "there is no such requirement", fix)
    for id_, one in framework.requirements.items():
        if one.applies not in framework.applies and one.applies != DEFAULT:
            fix = f"use one of {', '.join(framework.applies)}"
            yield Problem(shown(path), f"requirements.{id_}.applies", one.applies, "there is no such entry", fix)
