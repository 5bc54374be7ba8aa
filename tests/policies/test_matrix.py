"""What carries each requirement, and what nothing carries."""

from __future__ import annotations

from policies.controls import Coverage, supports
from policies.guards import EXEMPTED
from policies.levels import Level
from policies.matrix import Row, figures, matrix, realised
from policies.registry import all_rules
from policies.rule import Rule
from tests.policies.sample import a_rule


def of(id_: str, control: str = "S3-01") -> Rule:
    """A rule that realises a control."""
    return a_rule(id=id_, control=control, frameworks=supports(control))


def row(rows: tuple[Row, ...], framework: str, requirement: str) -> Row:
    """The row of a requirement."""
    return next(one for one in rows if (one.framework.key, one.id) == (framework, requirement))


def test_a_requirement_names_its_rules_and_how_far_each_carries_it() -> None:
    """The farthest first; controls nobody realises yet are named beside them."""
    rows = matrix([of("LZ-T-002", "S3-05"), of("LZ-T-001")])

    found = row(rows, "80053", "AC-3")
    assert [("LZ-T-001", Coverage.PARTIAL), ("LZ-T-002", Coverage.PARTIAL)] == [
        (one.rule.id, one.coverage) for one in found.carriers
    ]
    assert ("AG-04", Coverage.PARTIAL) in found.controls
    assert Coverage.FULL is row(rows, "CIS v5", "2.1.4").coverage
    assert Coverage.PARTIAL is found.coverage


def test_a_gap_says_why_it_is_one() -> None:
    """No rule yet, or nothing that a rule could look at."""
    rows = matrix([of("LZ-T-001")])

    assert "no rule yet: KMS-01" == row(rows, "CIS v5", "3.6").gap
    assert "the root user is no resource of a program" == row(rows, "CIS v5", "1.4").gap
    assert not row(rows, "CIS v5", "2.1.4").gap


def test_every_requirement_has_a_control_or_a_reason_why_not() -> None:
    """Nothing was forgotten without a word; and no reason stands where a control does carry it."""
    rows = matrix(all_rules())

    assert [] == [f"{one.framework.key} {one.id}" for one in rows if not one.controls and not one.requirement.outside]
    assert [] == [f"{one.framework.key} {one.id}" for one in rows if one.controls and one.requirement.outside]


def test_a_rule_that_is_off_carries_nothing() -> None:
    """And of a control with two rules, half is not the whole."""
    first, second = of("LZ-T-001"), of("LZ-T-002")

    def level(rule: Rule) -> Level:
        return Level.OFF if rule is second else Level.ADVISORY

    half = row(matrix([first, second], level), "CIS v5", "2.1.4")
    assert Coverage.PARTIAL is half.coverage
    assert not half.blocks

    none = row(matrix([second], level), "CIS v5", "2.1.4")
    assert none.coverage is None
    assert "off here: LZ-T-002" == none.gap


def test_figures_count_requirements_and_rules_once() -> None:
    """A rule that carries three requirements is one rule."""
    counted = figures(matrix([of("LZ-T-001")], only=["CIS v5", "GDPR"]))

    assert (63 + 24, 1, 2, 0, 63 + 24 - 3, 3, 1) == (
        counted.requirements, counted.full, counted.partial, counted.evidence, counted.gaps, counted.blocking,
        counted.rules,
    )  # fmt: skip


def test_each_control_names_its_rules() -> None:
    """Those that nobody realises are there, with none."""
    found = realised([of("LZ-T-001")])

    assert 225 == len(found)
    assert ["LZ-T-001"] == [rule.id for rule in found["S3-01"]]
    assert () == found["AG-01"]
    assert [EXEMPTED] == list(found["CHG-05"]), "the engine holds it"


def test_what_the_engine_holds_carries_its_control_at_any_level() -> None:
    """No level switches it off."""
    found = row(matrix([], lambda _: Level.OFF), "SOC2", "CC3.4")

    assert [EXEMPTED.id] == [one.rule.id for one in found.asked]
    assert Coverage.EVIDENCE is found.coverage
