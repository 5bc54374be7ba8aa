"""Bad input: a message that names the thing and the way out, the documented exit code, and nothing half-written."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from ops.cli import EVERY, VERBS
from ops.exits import Exit
from tests.ops.bad_inputs import Case, cases, files
from tests.ops.bad_inputs.trying import tried
from tests.ops.clone import Clone

CASES = [case for file in files() for case in cases(file)]
OUTPUT = {Exit.OK, Exit.FINDINGS}
"""The codes of a command that did its work: what it found is its output."""


@pytest.fixture(scope="module")
def clone(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Clone]:
    """The project, to be spoiled."""
    made = Clone(tmp_path_factory.mktemp("clone"))
    yield made
    made.close()


@pytest.mark.parametrize("case", CASES, ids=[case.title for case in CASES])
def test_bad_input_ends_in_words_and_the_documented_code(clone: Clone, case: Case) -> None:
    """The whole message is as the reference page has it. After a change of words: python -m tests.ops.bad_inputs"""
    ran = tried(clone, case)

    assert case.exit == ran.exit, ran.stderr
    if case.exit in OUTPUT:
        assert case.says.strip() in ran.stdout
        assert "" == ran.stderr
    elif case.says.strip():
        code = Exit(case.exit)
        assert f"{case.says.strip()}\n\nexit code {code.value}: {code.meaning}\n" == ran.stderr
    else:
        assert ("", "") == (ran.stdout, ran.stderr)


@pytest.mark.parametrize("case", CASES, ids=[case.title for case in CASES])
def test_a_message_says_what_to_do(case: Case) -> None:
    """Every refusal has a way out, and none is a Python error."""
    assert Exit.INTERNAL != case.exit
    assert "Traceback" not in case.says
    if case.says.strip() and not case.run.startswith("./lz"):
        assert "→ " in case.says


@pytest.mark.parametrize("case", [case for case in CASES if case.run.split()[1] in VERBS], ids=lambda case: case.title)
def test_a_verb_ends_only_as_it_declares(case: Case) -> None:
    """The reference says which verb ends with which code; this is where it would be found to be wrong."""
    assert case.exit in {*EVERY, *VERBS[case.run.split()[1]].ends}


def test_the_corrected_file_works(clone: Clone) -> None:
    """A run that was refused leaves nothing behind that the next one meets."""
    wrong = next(case for case in CASES if case.title == "a key nobody knows")

    assert Exit.CONFIGURATION == tried(clone, wrong).exit
    assert Exit.OK == clone.lz(["check", "dev.network"]).exit


def test_the_script_refuses_like_the_verb(clone: Clone) -> None:
    """What is tried in a forked process is what a shell gets, from a folder of any name."""
    forked, typed = clone.lz(["chek"]), clone.shell("cd config && ../lz chek")

    assert (forked.exit, forked.stderr) == (typed.exit, typed.stderr)
