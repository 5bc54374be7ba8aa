"""Every alarm has a runbook, every runbook an alarm, and each says the same five things."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from config.load import environments
from graph.model import Resource
from tests.previews import previewed

RUNBOOKS = Path(__file__).resolve().parents[2] / "docs" / "runbooks"
FILES = sorted(path for path in RUNBOOKS.glob("*.md") if path.stem != "index")
ALARMS = ("aws:cloudwatch/metricAlarm:MetricAlarm", "aws:cloudwatch/compositeAlarm:CompositeAlarm")
SECTIONS = ["What it means", "Look at", "Do", "Who is called", "Drill"]


def alarms() -> tuple[Resource, ...]:
    """Every alarm of every layer of every environment."""
    return tuple(alarm for name in environments() for alarm in previewed(name).of_type(*ALARMS))


def named(alarm: Resource) -> str | None:
    """The runbook that an alarm's description ends with."""
    found = re.search(
        r"^runbook: docs/runbooks/([a-z0-9-]+)\.md\Z", str(alarm.properties.get("alarmDescription")), re.MULTILINE
    )
    return found[1] if found else None


def told() -> set[str]:
    """The runbooks that rules over events name: what AWS tells of by itself needs no alarm."""
    rules = (rule for name in environments() for rule in previewed(name).of_type("aws:cloudwatch/eventRule:EventRule"))
    said = (re.search(r"docs/runbooks/([a-z0-9-]+)\.md\Z", str(rule.properties.get("description"))) for rule in rules)
    return {found[1] for found in said if found}


def test_every_alarm_names_a_runbook_that_exists() -> None:
    """In every layer of every environment: whoever it wakes has something to open."""
    known = {path.stem for path in FILES}

    assert alarms(), "an environment without alarms proves nothing"
    assert [] == sorted({alarm.urn for alarm in alarms() if named(alarm) not in known})


def test_every_rule_over_events_names_a_runbook_that_exists() -> None:
    """As an alarm does."""
    assert told() <= {path.stem for path in FILES}


def test_no_description_is_cut_off() -> None:
    """AWS keeps 1,024 characters, and the runbook stands at the end."""
    assert [] == [a.name for a in alarms() if len(str(a.properties["alarmDescription"])) > 1024]


def test_every_runbook_belongs_to_an_alarm() -> None:
    """Or to a rule over events, or to a runbook that an alarm names, as the way back to the way there.

    What nothing points to rots unread.
    """
    used = {named(alarm) for alarm in alarms()} | told()
    next_ = {
        stem
        for path in FILES
        if path.stem in used
        for stem in re.findall(r"\]\(([a-z-]+)\.md\)", path.read_text("utf-8"))
    }

    assert [] == [path.stem for path in FILES if path.stem not in used | next_]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_runbook_says_what_it_means_what_to_do_and_how_it_is_drilled(path: Path) -> None:
    """Five sections, in this order, none of them empty."""
    sections = list(_sections(path.read_text("utf-8")))

    assert SECTIONS == [title for title, _ in sections]
    assert [] == [title for title, text in sections if len(text.split()) < 15]
    assert "```console" in dict(sections)["Look at"], "a reader at night types what stands there"


def _sections(text: str) -> Iterator[tuple[str, str]]:
    parts = re.split(r"^## (.+)$", text, flags=re.MULTILINE)
    return zip(parts[1::2], parts[2::2], strict=True)


def test_the_index_names_every_runbook() -> None:
    """A reader without an alarm finds them as well."""
    index = (RUNBOOKS / "index.md").read_text("utf-8")

    assert [] == [path.name for path in FILES if f"({path.name})" not in index]
