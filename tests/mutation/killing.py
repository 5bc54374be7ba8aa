"""Whether the tests of the rules notice a fault: asked in a process of its own, which the fault dies with."""

from __future__ import annotations

import contextlib
import importlib
import os
import signal
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import FunctionType, ModuleType
from typing import Final

import pytest

from graph.model import Graph
from policies import rule as declaring
from policies.example import graph_of
from policies.registry import all_rules
from policies.rule import Rule
from policies.verdict import Verdict
from tests.mutation.mutants import Mutant, mutants
from tests.policies.rules import test_soundness as soundness
from tests.policies.rules.judged import verdict

ROOT: Final = Path(__file__).resolve().parents[2]
SECONDS: Final = 60
"""After which a fault counts as noticed: it made a rule run for ever."""
_KILLED, _SURVIVED, _BROKEN = 0, 1, 2
_OWN: Final = (
    soundness.test_a_good_example_is_looked_at,
    soundness.test_a_finding_points_at_what_is_wrong,
    soundness.test_the_offending_property_unknown_is_unknown,
    soundness.test_an_unknown_elsewhere_hides_no_violation,
    soundness.test_an_unknown_never_turns_a_violation_into_a_pass,
    soundness.test_an_unknown_makes_no_good_stack_fail,
    soundness.test_what_is_only_read_is_not_judged,
)


@dataclass(frozen=True, slots=True)
class Verdicted:
    """A mutant of a module, and whether it was noticed."""

    module: str
    mutant: Mutant
    killed: bool


def judged(module: str, *, at_once: int) -> Iterator[Verdicted]:
    """Every mutant of a rule module, as each is judged; RuntimeError when the tests fail without any fault."""
    imported = importlib.import_module(module)
    source = Path(str(imported.__file__)).read_text(encoding="utf-8")
    rules = _rules_of(module)
    tests = _tests_of(module, rules)
    _examples()
    if _in_a_process(imported, source, rules, tests) != _SURVIVED:
        raise RuntimeError(f"the tests of {module} fail without a fault; mend them first")
    running = dict[int, Mutant]()
    waiting = iter(list(mutants(source)))
    while True:
        while len(running) < at_once and (mutant := next(waiting, None)) is not None:
            running[_fork(imported, mutant.source, rules, tests)] = mutant
        if not running:
            return
        pid, status = os.wait()
        if (ended := running.pop(pid, None)) is not None:
            yield Verdicted(module, ended, os.waitstatus_to_exitcode(status) != _SURVIVED)


def _rules_of(module: str) -> tuple[Rule, ...]:
    return tuple(rule for rule in all_rules() if _check(rule).__module__ == module or _check_name(rule, module))


def _check(rule: Rule) -> object:
    return rule.resource_check or rule.graph_check


def _check_name(rule: Rule, module: str) -> bool:
    """A declarative rule's check is made elsewhere, and the rule stands in its module by name."""
    return any(value is rule for value in vars(sys.modules[module]).values())


def _tests_of(module: str, rules: Sequence[Rule]) -> list[str]:
    """The files of tests that speak of the module or of one of its rules."""
    marks = (module, *(rule.id for rule in rules))
    files = sorted((ROOT / "tests" / "policies" / "rules").glob("test_*.py"))
    return [
        str(file)
        for file in files
        if file.name != "test_soundness.py" and any(mark in file.read_text(encoding="utf-8") for mark in marks)
    ]


@cache
def _examples() -> tuple[tuple[str, Graph, bool], ...]:
    """Every example of every rule, made once: (id of its rule, graph, whether it is the good one)."""
    return tuple(
        (rule.id, graph_of(stack), stack is rule.good) for rule in all_rules() for stack in (rule.good, rule.bad)
    )


def _fork(module: ModuleType, source: str, rules: Sequence[Rule], tests: Sequence[str]) -> int:
    pid = os.fork()
    if pid:
        return pid
    signal.alarm(SECONDS)
    with Path(os.devnull).open("w", encoding="utf-8") as nowhere:
        os.dup2(nowhere.fileno(), 1)
        os.dup2(nowhere.fileno(), 2)
        try:
            with contextlib.redirect_stdout(nowhere), contextlib.redirect_stderr(nowhere):
                survived = _install(module, source) and _sound(rules) and _tested(tests)
            os._exit(_SURVIVED if survived else _KILLED)
        except BaseException:  # noqa: BLE001  whatever a fault does, it was noticed
            os._exit(_BROKEN)


def _in_a_process(module: ModuleType, source: str, rules: Sequence[Rule], tests: Sequence[str]) -> int:
    _, status = os.waitpid(_fork(module, source, rules, tests), 0)
    return os.waitstatus_to_exitcode(status)


def _install(module: ModuleType, source: str) -> bool:
    """Run the changed source in the module's own place: what others imported of it is changed with it."""
    before = {name: value for name, value in vars(module).items() if isinstance(value, FunctionType)}
    declared = {rule.id: rule for rule in all_rules()}

    def declare(rule: Rule) -> Rule:
        known = declared[rule.id]
        object.__setattr__(known, "resource_check", rule.resource_check)
        object.__setattr__(known, "graph_check", rule.graph_check)
        return known

    declaring._declare = declare  # pyright: ignore[reportPrivateUsage]  in a process that ends with it
    exec(compile(source, str(module.__file__), "exec"), vars(module))  # noqa: S102  the source is the project's own
    for name, old in before.items():
        new = vars(module).get(name)
        if isinstance(new, FunctionType) and new is not old and old.__closure__ is None:
            old.__code__, old.__defaults__ = new.__code__, new.__defaults__
    return True


def _sound(rules: Iterable[Rule]) -> bool:
    """Whether everything that holds of every rule still holds of these."""
    for rule in rules:
        if verdict(rule, rule.good) is not Verdict.PASS or verdict(rule, rule.bad) is not Verdict.FAIL:
            return False
        for each in _OWN:
            each(rule)
        for id_, graph, good in _examples():
            said = verdict(rule, graph)
            if (good and said is not Verdict.PASS) or (id_ != rule.id and said is Verdict.FAIL):
                return False
    soundness.test_what_decides_is_really_undecided()
    return True


def _tested(tests: Sequence[str]) -> bool:
    """Whether the tests of the theme still pass."""
    if not tests:
        return True
    return pytest.main(["-x", "-p", "no:xdist", "-p", "no:cacheprovider", *tests]) is pytest.ExitCode.OK
