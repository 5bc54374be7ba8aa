"""What a control supports in laws and standards."""

from __future__ import annotations

import pytest

from policies.controls import supports
from policies.registry import all_rules
from policies.rule import FRAMEWORKS


def test_a_rule_takes_its_frameworks_from_its_control() -> None:
    """One mapping for one control, wherever it is used."""
    assert [] == [rule.id for rule in all_rules() if rule.frameworks != supports(rule.control)]


def test_frameworks_are_those_that_reports_show() -> None:
    """A misspelt framework would be left out of every report."""
    named = {key for rule in all_rules() for key in rule.frameworks}

    assert named <= set(FRAMEWORKS)


def test_a_control_nobody_mapped_is_an_error() -> None:
    """A rule with an invented control fails at import."""
    with pytest.raises(KeyError, match="S3-99"):
        supports("S3-99")
