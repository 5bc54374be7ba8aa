"""What a control supports in laws and standards, and how far."""

from __future__ import annotations

from pathlib import Path

import pytest

from policies.controls import Coverage, coverage, load, names, primary, supports
from policies.errors import GovernanceError
from policies.matrix import strays
from policies.registry import all_rules
from policies.rule import FRAMEWORKS


def mapped(folder: Path, text: str) -> str:
    """What is wrong with a mapping."""
    path = folder / "frameworks" / "controls.yaml"
    path.parent.mkdir()
    path.write_text(text)
    with pytest.raises(GovernanceError) as caught:
        load(path)
    return str(caught.value)


def test_a_rule_takes_its_frameworks_from_its_control() -> None:
    """One mapping for one control, wherever it is used; less of it only where controls.yaml says so."""
    assert [] == [rule.id for rule in all_rules() if rule.frameworks != supports(rule.control, rule.id)]


def test_what_is_said_of_a_rule_is_said_of_a_rule_that_is_there() -> None:
    """And narrows what its control supports."""
    assert [] == list(strays(all_rules()))


def test_frameworks_are_those_that_reports_show() -> None:
    """A misspelt framework would be left out of every report."""
    named = {key for rule in all_rules() for key in rule.frameworks}

    assert named <= set(FRAMEWORKS)


def test_a_control_nobody_mapped_is_an_error() -> None:
    """A rule with an invented control fails at import."""
    with pytest.raises(KeyError, match="S3-99"):
        supports("S3-99")


def test_every_control_of_the_catalogue_is_mapped() -> None:
    """All 225, each to something."""
    assert 225 == len(names())
    assert [] == [control for control in names() if not supports(control)]


def test_a_mapping_says_how_far_it_goes() -> None:
    """In full, in part, or only so far that people have something to show."""
    assert Coverage.FULL is coverage("S3-01")["CIS v5"]["2.1.4"]
    assert Coverage.PARTIAL is coverage("LOG-03")["EUAI"]["19(1)"]
    assert Coverage.EVIDENCE is coverage("GOV-03")["GDPR"]["35(1)"]


def test_no_law_is_carried_in_full_by_infrastructure() -> None:
    """What an article asks of an organisation, no rule about resources can meet alone; CIS names single settings."""
    full = {
        key
        for control in names()
        for key, ids in coverage(control).items()
        for how in ids.values()
        if how is Coverage.FULL
    }

    assert {"CIS v5", "CIS v7"} == full


def test_the_requirement_to_name_first_is_the_one_carried_farthest() -> None:
    """Of those, the first framework's; a rule names what it carries itself."""
    framework, requirement = primary("S3-01", supports("S3-01"))
    assert ("CIS v5", "2.1.4") == (framework.key, requirement)

    framework, requirement = primary("S3-01", {"80053": ("AC-3",)})
    assert ("80053", "AC-3") == (framework.key, requirement)

    framework, requirement = primary("LOG-03", supports("LOG-03"))
    assert ("EUAI", "19(1)") == (framework.key, requirement)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            'controls: {S3-01: {HIPAA: ["164"]}}',
            ("frameworks/controls.yaml: controls.S3-01.HIPAA", "there is no such framework", "use one of EUAI, GDPR"),
        ),
        (
            'controls: {S3-01: {GDPR: ["99"]}}',
            ("controls.S3-01.GDPR = '99'", "GDPR has no such requirement here", "or add it there"),
        ),
        (
            'controls: {S3-01: {GDPR: ["44 fully"]}}',
            ("controls.S3-01.GDPR = '44 fully'", "full, partial, evidence-only"),
        ),
        ('controls: {S3-01: {GDPR: ["44", "44 full"]}}', ("controls.S3-01.GDPR = '44'", "is given twice")),
        ("controls: {S3-01: {GDPR: [44]}}", ("controls.S3-01.GDPR[0] = 44", "is not text", "each id in quotes")),
        ("controls: {}\nrules: {LZ-S3-001: {GDPR: ['99']}}", ("rules.LZ-S3-001.GDPR = '99'", "no such requirement")),
        ("control: {}", ("control", "there is no such key", "use only controls and rules")),
    ],
)
def test_a_wrong_mapping_is_refused_with_key_value_and_fix(
    tmp_path: Path, text: str, expected: tuple[str, ...]
) -> None:
    """A framework or a requirement that does not exist would be evidence of nothing."""
    message = mapped(tmp_path, text)

    assert [] == [part for part in expected if part not in message], message
