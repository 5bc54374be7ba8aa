"""What a finding does in an environment."""

from __future__ import annotations

from pathlib import Path

import pytest

from policies.errors import GovernanceError
from policies.levels import Level, Settings, UnknownMode
from policies.rule import Severity
from tests.policies.sample import a_rule

DAYS = "exemption-days: {critical: 30, high: 90, medium: 180, low: 365}\n"
DEFAULT = f"""
{DAYS}
default:
  exemptions: {{most: 10, second-approver: [critical]}}
  critical: mandatory
  high: mandatory
  medium: advisory
  low: off
  unknown: strict
"""
ENVIRONMENTS = ("dev", "prod")


def load(folder: Path, levels: str, environment: str = "prod") -> Settings:
    """The settings of a folder with these levels and no exemptions."""
    (folder / "levels.yaml").write_text(levels)
    (folder / "exemptions.yaml").write_text("exemptions: []")
    rules = [a_rule(), a_rule(id="LZ-T-002")]
    return Settings.load(environment, folder, rules=rules, environments=ENVIRONMENTS)


def test_an_environment_has_the_default_but_for_what_it_names(tmp_path: Path) -> None:
    """Its section changes single severities, unknown, and single rules; the default's rules stay."""
    levels = (
        DEFAULT + "  rules: {LZ-T-001: advisory, LZ-T-002: advisory}\n"
        "environments:\n  dev: {high: advisory, unknown: advisory, rules: {LZ-T-002: off}}\n"
    )

    dev, prod = load(tmp_path, levels, "dev"), load(tmp_path, levels)

    assert (Level.ADVISORY, Level.MANDATORY) == (dev.severities[Severity.HIGH], prod.severities[Severity.HIGH])
    assert (UnknownMode.ADVISORY, UnknownMode.STRICT) == (dev.unknown, prod.unknown)
    assert {"LZ-T-001": Level.ADVISORY, "LZ-T-002": Level.OFF} == dev.rules


def test_a_tier_has_what_it_names_in_every_environment(tmp_path: Path) -> None:
    """Levels and single rules; what it does not name is the environment's."""
    levels = (
        DEFAULT + "tiers:\n  high: {medium: mandatory, unknown: strict, rules: {LZ-T-002: mandatory}}\n"
        "environments:\n  dev: {unknown: advisory, high: advisory}\n"
    )

    dev = load(tmp_path, levels, "dev")

    medium, high = a_rule(severity=Severity.MEDIUM), a_rule()
    assert [Level.ADVISORY, Level.MANDATORY] == [dev.level(medium), dev.level(medium, ["high"])]
    assert [Level.ADVISORY, Level.MANDATORY] == [dev.unknown_level(medium), dev.unknown_level(medium, ["high"])]
    assert [Level.ADVISORY, Level.ADVISORY] == [dev.level(high, of) for of in ([], ["high"])]
    assert Level.MANDATORY is dev.level(a_rule(id="LZ-T-002"), ["limited", "high"])
    assert Level.ADVISORY is dev.level(medium, ["limited"])


def test_an_environment_limits_its_exemptions(tmp_path: Path) -> None:
    """How many hold at once, and who approves; what it does not say is the default's."""
    levels = DEFAULT + "environments:\n  dev: {exemptions: {most: 30, second-approver: []}}\n"

    dev, prod = load(tmp_path, levels, "dev").limits, load(tmp_path, levels).limits

    assert ((30, set()), (10, {Severity.CRITICAL})) == (
        (dev.most, dev.second_approver), (prod.most, prod.second_approver),
    )  # fmt: skip
    assert [30, 90, 180, 365] == [prod.days[severity] for severity in Severity]


def test_off_is_a_level_and_not_false(tmp_path: Path) -> None:
    """YAML 1.1 reads an unquoted off as false; quoted or not, the rule is not asked."""
    assert Level.OFF == load(tmp_path, DEFAULT).level(a_rule(severity=Severity.LOW))
    assert Level.OFF == load(tmp_path, DEFAULT.replace("low: off", "low: 'off'")).severities[Severity.LOW]


def test_a_rules_own_level_is_over_its_severitys(tmp_path: Path) -> None:
    """Both for what fails and for what is unknown."""
    settings = load(tmp_path, DEFAULT + "  rules: {LZ-T-001: advisory}\n")

    assert [Level.ADVISORY, Level.MANDATORY] == [settings.level(a_rule(id=id_)) for id_ in ("LZ-T-001", "LZ-T-002")]
    assert Level.ADVISORY == settings.unknown_level(a_rule())


@pytest.mark.parametrize(
    ("mode", "unknown", "error"),
    [("strict", Level.MANDATORY, Level.MANDATORY), ("advisory", Level.ADVISORY, Level.ADVISORY)],
)
def test_unknown_is_as_bad_as_failing_only_where_it_is_strict(
    tmp_path: Path, mode: str, unknown: Level, error: Level
) -> None:
    """And a rule that breaks blocks there too, for it has looked at nothing."""
    settings = load(tmp_path, DEFAULT.replace("strict", mode))

    assert (unknown, error) == (settings.unknown_level(a_rule()), settings.error_level())


@pytest.mark.parametrize(
    ("levels", "expected"),
    [
        (
            DEFAULT.replace("high: mandatory", "high: mandatroy"),
            ("default.high", "mandatroy", "use mandatory, advisory"),
        ),
        (DEFAULT.replace("unknown: strict", "unknown: yes"), ("default.unknown", "True", "use strict or advisory")),
        (DEFAULT.replace("  unknown: strict\n", ""), ("default.unknown", "missing", "use strict or advisory")),
        (DEFAULT + "  sever: x\n", ("default.sever", "no such key", "a section has critical, high")),
        (DEFAULT + "  rules: {LZ-T-9: off}\n", ("default.rules", "'LZ-T-9'", "there is no such rule")),
        (DEFAULT + "  rules: {LZ-T-001: maybe}\n", ("default.rules.LZ-T-001", "'maybe'", "map rule ids to")),
        (DEFAULT + "environments: {prd: {}}\n", ("environments.prd", "no such environment", "use one of dev, prod")),
        (
            DEFAULT + "environments: {dev: {low: 1}}\n",
            ("environments.dev.low", "= 1", "use mandatory, advisory or off"),
        ),
        (
            DEFAULT + "tiers: {hgih: {low: mandatory}}\n",
            ("tiers.hgih", "there is no such risk tier", "use one of gpai, high, limited, minimal"),
        ),
        (DEFAULT + "tiers: {high: {low: yes}}\n", ("tiers.high.low", "True", "use mandatory, advisory or off")),
        (DEFAULT + "tiers: {high: {rules: {LZ-T-9: off}}}\n", ("tiers.high.rules", "'LZ-T-9'", "no such rule")),
        (DEFAULT + "tiers: {high: {exemptions: {}}}\n", ("tiers.high.exemptions", "no such key")),
        (DEFAULT.replace(DAYS, ""), ("exemption-days", "required and missing", "the most days")),
        (DEFAULT.replace("low: 365", "low: 0"), ("exemption-days.low", "is below 1", "whole number of days")),
        (DEFAULT.replace("low: 365", "low: always"), ("exemption-days.low", "'always'", "is not a whole number")),
        (DEFAULT.replace("most: 10", "most: -1"), ("default.exemptions.most", "is below 0", "a whole number")),
        (
            DEFAULT.replace("[critical]", "[grave]"),
            ("default.exemptions.second-approver[0]", "'grave'", "list the severities"),
        ),
        (DEFAULT + DEFAULT, ("line 12", "'exemption-days' is given twice", "correct the YAML")),
        (DEFAULT + "? [a]\n: 1\n", ("line 11", "a key is not text", "correct the YAML there")),
        ("[" * 40_000, ("line 1", "nests deeper than 32", "correct the YAML there")),
        ("default: [", ("line", "correct the YAML there")),
        ("", ("default", "is required and missing", "give the section")),
        ("- a", ("policies", "levels.yaml")),
    ],
)
def test_a_wrong_file_is_refused_with_key_value_and_fix(tmp_path: Path, levels: str, expected: tuple[str, ...]) -> None:
    """A level nobody wrote would let something pass; the message says where and what to write."""
    folder = tmp_path / "policies"
    folder.mkdir()

    with pytest.raises(GovernanceError) as caught:
        load(folder, levels)

    message = str(caught.value)
    assert [] == [part for part in ("policies/levels.yaml", *expected) if part not in message], message


def test_every_problem_is_told_at_once(tmp_path: Path) -> None:
    """Nobody wants to find three mistakes in three runs."""
    with pytest.raises(GovernanceError) as caught:
        load(tmp_path, DEFAULT + "  rules: {LZ-T-8: off, LZ-T-9: off}\nenvironments: {prd: {}}\n")

    assert 3 == len(caught.value.problems)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    """A pack without levels judges nothing."""
    with pytest.raises(GovernanceError, match=r"levels\.yaml: the file does not exist"):
        Settings.load("dev", tmp_path, rules=[], environments=ENVIRONMENTS)


def test_an_environment_whose_file_is_empty_may_have_a_section(tmp_path: Path) -> None:
    """What is wrong then is the file, and the configuration says so."""
    folder = tmp_path / "config" / "environments"
    folder.mkdir(parents=True)
    (folder / "dev.yaml").write_text("")
    (folder / "base.yaml").write_bytes(b"region: \xff\n")
    (tmp_path / "policies").mkdir()
    (tmp_path / "policies" / "levels.yaml").write_text(DEFAULT + "environments: {dev: {}, base: {}}\n")
    (tmp_path / "policies" / "exemptions.yaml").write_text("exemptions: []\n")

    with pytest.raises(GovernanceError) as caught:
        Settings.load("dev", tmp_path / "policies", rules=[])

    assert ["environments.base"] == [problem.key for problem in caught.value.problems]


def test_the_projects_own_files_are_good_for_every_environment() -> None:
    """Checked against its own rules and environments; where evidence is kept, unknown is strict."""
    assert UnknownMode.STRICT == Settings.load("prod").unknown
    assert {Severity.CRITICAL} == Settings.load("prod").limits.second_approver
    assert Settings.load("somebodys-own-stack").severities == Settings.load("prod").severities
