"""`lz policy matrix`: what carries each requirement."""

from __future__ import annotations

import json
import re

import pytest

from ops.cli import main
from ops.coverage import find
from ops.exits import Exit
from policies.framework import frameworks


def test_every_framework_is_summed_up_on_a_line(capsys: pytest.CaptureFixture[str]) -> None:
    """Requirements, how far they are carried, gaps, and how many rules do it."""
    assert Exit.OK == main(["policy", "matrix"])

    said = capsys.readouterr().out
    for framework in frameworks().values():
        (line,) = [line for line in said.splitlines() if line.startswith(framework.name)]
        assert str(len(framework.requirements)) == line.removeprefix(framework.name).split()[0]


def test_a_framework_is_shown_requirement_by_requirement(capsys: pytest.CaptureFixture[str]) -> None:
    """With coverage, rules, gaps and dates."""
    assert Exit.OK == main(["policy", "matrix", "--framework", "cis-v5"])

    said = capsys.readouterr().out
    assert re.search(r"^2\.1\.4 +full +S3 blocks public access +.*LZ-S3-001", said, re.MULTILINE)
    assert "the root user is no resource of a program" in said
    assert "from 2025-03-31" in said
    assert "63 requirements" in said


def test_an_environment_has_its_own_matrix(capsys: pytest.CaptureFixture[str]) -> None:
    """As JSON here, for a script: in dev a rule of medium severity does not block."""
    levels = {}
    for name in ("dev", "prod"):
        assert Exit.OK == main(["policy", "matrix", "--framework", "CIS v5", "--env", name, "--json"])
        found = json.loads(capsys.readouterr().out)
        assert name == found["environment"]
        (framework,) = found["frameworks"]
        by_id = {one["id"]: one for one in framework["requirements"]}
        levels[name] = {one["level"] for one in by_id["3.6"]["rules"]}
        assert framework["figures"]["requirements"] == len(by_id)
        assert ("full", None) == (by_id["3.6"]["coverage"], by_id["3.6"]["gap"])
        assert "2025-03-31" == by_id["3.6"]["applies_from"]
        assert {"KMS-01": "full"} == by_id["3.6"]["controls"]
    assert {"mandatory"} == levels["prod"]


@pytest.mark.parametrize("word", ["EUAI", "euai", "cis v7", "CIS-v7", "80053"])
def test_a_framework_is_found_as_people_write_it(word: str) -> None:
    """In any case, and with a joint for a blank."""
    assert find(word, frameworks()).key.lower().replace(" ", "-") == word.lower().replace(" ", "-")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--framework", "cis6"], "there is no framework 'cis6'"),
        (["--framework", "hipaa"], "use one of euai, gdpr"),
        (["--env", "pord"], "did you mean prod?"),
    ],
)
def test_what_is_not_there_is_answered_with_the_nearest(
    arguments: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """Exit code 2."""
    assert Exit.CONFIGURATION == main(["policy", "matrix", *arguments])

    assert said in capsys.readouterr().err
