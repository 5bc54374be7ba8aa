"""Laws and standards as data."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from policies.errors import GovernanceError
from policies.framework import FOLDER, frameworks, load
from policies.rule import FRAMEWORKS

GOOD: dict[str, Any] = {
    "key": "GDPR",
    "name": "GDPR",
    "version": "2016/679",
    "source": {"document": "Regulation (EU) 2016/679", "date": "2016-05-04"},
    "lists": "what infrastructure can carry",
    "applies": {"default": {"from": "2018-05-25", "says": "Art. 99(2)"}},
    "requirements": {"44": "Personal data leaves the Union only as Chapter V allows"},
}


def copied(folder: Path, **change: Any) -> Path:
    """The pack's frameworks, with GDPR's file written anew."""
    for path in FOLDER.glob("*.yaml"):
        (folder / path.name).write_bytes(path.read_bytes())
    (folder / "gdpr.yaml").write_text(
        yaml.safe_dump({key: value for key, value in {**GOOD, **change}.items() if value is not None})
    )
    return folder


def test_every_framework_that_reports_show_is_described() -> None:
    """In the order of reports, with document, date and requirements."""
    assert list(FRAMEWORKS) == list(frameworks())
    assert all(one.requirements and one.source.date for one in frameworks().values())


@pytest.mark.parametrize(
    ("requirement", "since"),
    [("12(1)", date(2027, 12, 2)), ("5", date(2025, 2, 2)), ("50(1)", date(2026, 8, 2))],
)
def test_a_requirement_applies_from_a_day(requirement: str, since: date) -> None:
    """The duties of one law begin on several days, and the law says so itself."""
    application = frameworks()["EUAI"].application(requirement)

    assert since == application.since
    assert application.says


def test_a_deferral_that_is_not_published_yet_says_so() -> None:
    """Nobody plans by a date without knowing what it rests on."""
    assert "verify the OJ text" in frameworks()["EUAI"].application("12(1)").says


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"key": "HIPAA"}, ("gdpr.yaml: key = 'HIPAA'", "reports know no such framework", "one of EUAI, GDPR")),
        ({"key": "SOX"}, ("sox.yaml: key = 'SOX'", "another file describes this framework", "keep one")),
        ({"applies": {}}, ("gdpr.yaml: applies", "has no default")),
        ({"applies": {"default": {"from": "soon", "says": "Art. 99"}}}, ("applies.default.from", "is not a date")),
        ({"source": {"document": "GDPR", "date": "2016/05"}}, ("source.date", "'2016/05'", "2024-07-12")),
        ({"requirements": {}}, ("requirements", "has fewer than 1")),
        (
            {"requirements": {"44": {"asks": "Personal data stays where it is", "applies": "later"}}},
            ("requirements.44.applies = 'later'", "there is no such entry", "use one of default"),
        ),
        ({"requirements": {"44": 7}}, ("requirements.44", "is not a mapping", "write id: what it asks")),
        ({"lists": None}, ("gdpr.yaml: lists", "required and missing", "has the keys")),
        ({"title": "x"}, ("title", "there is no such key", "has the keys")),
    ],
)
def test_a_wrong_file_is_refused_with_key_value_and_fix(
    tmp_path: Path, change: dict[str, Any], expected: tuple[str, ...]
) -> None:
    """A framework that is read wrongly is evidence of nothing."""
    with pytest.raises(GovernanceError) as caught:
        load(copied(tmp_path, **change))

    assert [] == [part for part in expected if part not in str(caught.value)], str(caught.value)


def test_a_framework_without_a_file_is_named(tmp_path: Path) -> None:
    """Rules would support what nobody can look up."""
    (copied(tmp_path) / "gdpr.yaml").unlink()

    with pytest.raises(GovernanceError, match="GDPR: no file describes this framework"):
        load(tmp_path)
