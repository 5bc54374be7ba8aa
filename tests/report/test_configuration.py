"""A wrong configuration as a person reads it."""

from __future__ import annotations

from config.errors import ConfigurationError, Problem
from report.configuration import render

CIDR = Problem(
    "config/environments/prod.yaml",
    "network.cidr",
    "'10.34.0.0/16'",
    "is also the block of staging (config/environments/staging.yaml, network.cidr)",
    "choose a free block, for example 10.36.0.0/16",
    8,
)
BUDGET = Problem("config/environments/prod.yaml", "budget", None, "is missing", "write it", None)
SYNTAX = Problem("config/environments/dev.yaml", "", None, "is empty", "write at least `extends: base`", None)


def test_each_problem_stands_under_its_file_with_reason_and_fix() -> None:
    """Key and value, then the reason, then the way out."""
    expected = """\
config/environments/prod.yaml: 2 errors

  network.cidr = '10.34.0.0/16'  (line 8)
    is also the block of staging (config/environments/staging.yaml, network.cidr)
    → choose a free block, for example 10.36.0.0/16

  budget
    is missing
    → write it

config/environments/dev.yaml: 1 error

  the file
    is empty
    → write at least `extends: base`"""

    assert expected == render(ConfigurationError([CIDR, BUDGET, SYNTAX]))


def test_a_key_cannot_steer_the_terminal() -> None:
    """YAML may spell an escape character in a key."""
    problem = Problem("config/environments/prod.yaml", "\x1b[2Jx", None, "is not a known key", "remove it")

    assert "\x1b" not in render(ConfigurationError([problem]))
