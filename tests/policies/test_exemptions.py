"""Exemptions as people write them."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from policies.errors import GovernanceError
from policies.exemptions import Exemption, Limits, load
from policies.rule import Severity
from tests.policies.sample import exemption, urn

GOOD: dict[str, Any] = {
    "rule": "LZ-T-001",
    "urn": urn("b"),
    "reason": "the bucket is a public website",
    "owner": "team@example.com",
    "ticket": "OPS-1",
    "granted": date(2027, 1, 31),
    "expires": date(2027, 3, 31),
}
LIMITS = Limits(days={Severity.CRITICAL: 30, Severity.HIGH: 90, Severity.MEDIUM: 180, Severity.LOW: 365})


def write(folder: Path, *entries: object) -> tuple[Exemption, ...]:
    """The exemptions of a file with these entries."""
    (folder / "exemptions.yaml").write_text(yaml.safe_dump({"exemptions": list(entries)}))
    return load(folder, {"LZ-T-001": Severity.HIGH}, LIMITS)


def test_an_exemption_is_read(tmp_path: Path) -> None:
    """Every key, and the stack out of the URN; the day may be quoted."""
    found = write(tmp_path, {**GOOD, "expires": "2027-03-31"})[0]

    assert Exemption.model_validate(GOOD) == found
    assert ("dev", date(2027, 3, 31)) == (found.stack, found.expires)


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"owner": None}, ("exemptions[0].owner", "required and missing", "name the e-mail address")),
        ({"owner": "me"}, ("exemptions[0].owner", "'me'", "name the e-mail address")),
        ({"rule": "LZ-T-9"}, ("exemptions[0].rule", "'LZ-T-9'", "no such rule", "lz policy list")),
        ({"urn": "urn:pulumi:dev::lz::*::*"}, ("exemptions[0].urn", "no wildcards")),
        ({"urn": "my bucket"}, ("exemptions[0].urn", "'my bucket'", "exact URN")),
        ({"reason": "because"}, ("exemptions[0].reason", "'because'", "say in a sentence")),
        ({"ticket": ""}, ("exemptions[0].ticket", "name the ticket")),
        ({"ticket": None}, ("exemptions[0].ticket", "required and missing")),
        ({"expires": None}, ("exemptions[0].expires", "required and missing", "YYYY-MM-DD")),
        ({"expires": "next year"}, ("exemptions[0].expires", "is not a date", "YYYY-MM-DD")),
        ({"expires": "2027-02-30"}, ("exemptions[0].expires", "is not a date")),
        ({"expires": 20270331}, ("exemptions[0].expires", "is not a date")),
        ({"until": "x"}, ("exemptions[0].until", "no such key", "has the keys rule, urn, path, reason")),
        ({"granted": None}, ("exemptions[0].granted", "required and missing", "the day it was agreed")),
        ({"granted": "2027-4"}, ("exemptions[0].granted", "is not a date")),
        ({"granted": "2027-04-01"}, ("exemptions[0].expires", "lies before the day it was granted")),
        (
            {"granted": "2026-12-30"},
            (
                "exemptions[0].expires = '2027-03-31'",
                "91 days",
                "high findings: 90 at most",
                "take 2027-03-30 at the latest",
            ),
        ),
        ({"approver": "boss"}, ("exemptions[0].approver", "'boss'", "the second person")),
        ({"path": 7}, ("exemptions[0].path = 7", "is not text", "give the property path")),
    ],
)
def test_a_broken_exemption_is_refused_with_key_and_fix(
    tmp_path: Path, change: dict[str, object], expected: tuple[str, ...]
) -> None:
    """An exemption nobody answers for, or without an end, is none."""
    entry = {key: value for key, value in {**GOOD, **change}.items() if value is not None}

    with pytest.raises(GovernanceError) as caught:
        write(tmp_path, entry)

    assert [] == [part for part in ("exemptions.yaml", *expected) if part not in str(caught.value)], str(caught.value)


@pytest.mark.parametrize("path", ["", "acl"])
def test_two_exemptions_of_one_finding_are_refused(tmp_path: Path, path: str) -> None:
    """Of two ends of one exemption, nobody knows which holds."""
    with pytest.raises(GovernanceError, match=r"exemptions\[1\].*same finding as exemptions\[0\]"):
        write(tmp_path, {**GOOD, "path": path}, {**GOOD, "path": path, "ticket": "OPS-2"})


def test_two_properties_of_one_resource_may_be_exempted_apart(tmp_path: Path) -> None:
    """They are two findings."""
    assert ["acl", "policy"] == [
        one.path for one in write(tmp_path, {**GOOD, "path": "acl"}, {**GOOD, "path": "policy"})
    ]


@pytest.mark.parametrize(("severity", "days"), [(Severity.CRITICAL, 30), (Severity.HIGH, 90), (Severity.LOW, 365)])
def test_an_exemption_holds_no_longer_than_its_severity_allows(tmp_path: Path, severity: Severity, days: int) -> None:
    """Counted from the day it was granted; on the last day it is good, a day more is an error."""
    for more in (0, 1):
        expires = GOOD["granted"] + timedelta(days=days + more)
        (tmp_path / "exemptions.yaml").write_text(yaml.safe_dump({"exemptions": [{**GOOD, "expires": expires}]}))
        if more:
            with pytest.raises(GovernanceError, match=f"{severity} findings: {days} at most"):
                load(tmp_path, {"LZ-T-001": severity}, LIMITS)
        else:
            assert 1 == len(load(tmp_path, {"LZ-T-001": severity}, LIMITS))


def test_a_file_without_the_list_is_refused(tmp_path: Path) -> None:
    """An empty file may be a lost one."""
    (tmp_path / "exemptions.yaml").write_text("")

    with pytest.raises(GovernanceError, match=r"exemptions: is required and missing; write a list"):
        load(tmp_path, {}, LIMITS)


@given(st.dates(date(2020, 1, 1), date(2040, 1, 1)), st.integers(-900, 900))
def test_an_exemption_holds_through_its_last_day(last: date, days: int) -> None:
    """On the day it is still good, on the next it is not."""
    on = last + timedelta(days=days)
    assert (days > 0) == exemption(expires=last).expired(on)
    assert -days == exemption(expires=last).days_left(on)
