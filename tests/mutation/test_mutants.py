"""The faults that are put into a rule, and whether they are noticed."""

from __future__ import annotations

import ast
import subprocess
import sys
from textwrap import dedent

from tests.mutation.mutants import mutants

RULE = dedent(
    '''
    """A module."""
    LEAST = 3
    _OFFENDING = "x.path"
    WAYS = ("a", "b")

    @resource_rule(id="LZ-T-001", title="A thing is good", offending=_OFFENDING)
    def good(thing):
        """What is good."""
        if thing.x == "y" and not thing.z:
            return
        yield thing.must("path", some(each for each in WAYS if each), "is not good", when_missing=True)

    table = resource_rule(id="LZ-T-002")(demands(Demand("p", is_true, "is bad"), Demand("q", is_true, "is worse")))
    said = object_rule(
        Demand(Holds(path("a.b"), TRUE, missing=False), "is not so"),
        Demand(one(given("c"), given("d")), "has neither"),
        id="LZ-T-003",
        offending="a.b.c",
    )
    '''
)


def faults() -> list[str]:
    return [one.fault for one in mutants(RULE)]


def test_what_judges_is_changed() -> None:
    """Comparisons, logic, constants, paths, filters, defaults, outcomes, and the parts of a table."""
    expected = {
        "3 became 4",
        "an element is gone",
        "a condition is turned round",
        "Eq became NotEq",
        "And became Or",
        "Not is gone",
        "'path' became another text",
        "some became every",
        "a filter is gone",
        "when_missing is gone",
        "True became False",
        "an outcome is not said",
        "an argument is gone",
        "is_true became is_false",
        "TRUE became FALSE",
        "missing is gone",
        "'a.b' became another text",
    }

    assert expected <= set(faults())


def test_what_explains_is_not_changed() -> None:
    """Metadata, docstrings and messages have no tests of their own, and need none."""
    changed = [one.source for one in mutants(RULE)]

    for text in (
        "LZ-T-001",
        "LZ-T-003",
        "a.b.c",
        "has neither",
        "A thing is good",
        "What is good.",
        "is not good",
        "is worse",
        "A module.",
        "x.path",
    ):
        assert all(f"{text}-" not in source for source in changed)


def test_a_constant_is_changed_where_something_that_judges_reads_it() -> None:
    """By way of another constant as well, and where another module may; not where only metadata does."""
    read = "_A = 1\n_B = (_A, 2)\n_C = 3\nD = 4\ndef good(x, y=_B):\n    return x\ns = object_rule(x, id=_C)\n"

    assert {"1 became 2", "2 became 3", "4 became 5"} == {one.fault for one in mutants(read)}


def test_every_mutant_is_another_module_that_parses() -> None:
    """One fault each: none is the original, none is broken."""
    sources = [one.source for one in mutants(RULE)]

    assert ast.unparse(ast.parse(RULE)) not in sources
    assert all(ast.parse(source) for source in sources)
    assert len(sources) == len(faults()) >= 20


def test_a_theme_is_judged_fault_by_fault() -> None:
    """Every fault of a real module is noticed or listed with its line; the share is said."""
    run = subprocess.run(
        [sys.executable, "-m", "tests.mutation", "objectives", "--json"], capture_output=True, text=True, check=False
    )

    assert run.returncode in {0, 1}, run.stderr
    assert '"mutants": ' in run.stdout
    assert "noticed" in run.stderr
