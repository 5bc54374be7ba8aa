"""Which rules a line of `lz verify` asks again."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any, NoReturn

import pytest

from config.contracts import CONTRACTS
from config.load import environments
from config.vocabulary import Layer
from ops.verification.account import Account
from ops.verification.environment import CHECKS
from ops.verification.outcome import Line
from ops.verification.rules import RULES, asked_again, rules_of
from policies.registry import all_rules
from tests.stacks.test_environments import deployed


class _Silent:
    """A client of a service that answers nothing, so that every line is there and none can be checked."""

    def __getattr__(self, operation: str) -> Callable[..., NoReturn]:
        def refuse(*_: Any, **__: Any) -> NoReturn:
            raise NotImplementedError(operation)

        return refuse


@cache
def _lines() -> tuple[Line, ...]:
    """Every line of every environment."""
    account = Account(lambda _service, _region: _Silent())
    return tuple(
        line
        for environment in environments()
        for layer in Layer
        if str(layer) in deployed(environment).exports
        for line in CHECKS[layer](CONTRACTS[layer].model_validate(deployed(environment).exports[str(layer)]), account)
    )


def test_every_rule_that_is_named_exists() -> None:
    """A reader who looks for the id finds the rule."""
    known = {rule.id for rule in all_rules()}

    assert [] == [id_ for id_ in asked_again() if id_ not in known]


def test_every_promise_of_the_table_is_a_line_of_some_environment() -> None:
    """A promise that is called otherwise now would lose its rules in silence."""
    told = {(kind, promise) for kind in RULES for promise in RULES[kind]}
    met = {
        (kind, promise)
        for line in _lines()
        for kind, promise in told
        if line.thing.startswith(f"{kind} ") and (line.promise == promise or _begins(line.promise, promise))
    }

    assert set() == told - met


def _begins(said: str, promise: str) -> bool:
    return promise.endswith("*") and said.startswith(promise.removesuffix("*"))


def test_a_line_carries_its_rules() -> None:
    """Also one that could not be checked: the rule's id says what is not known."""
    versioning = [line for line in _lines() if line.thing.startswith("bucket ") and line.promise == "versioning"]

    assert versioning
    assert {("LZ-S3-007",)} == {line.rules for line in versioning}


@pytest.mark.parametrize(
    ("kind", "promise", "rules"),
    [
        ("bucket", "replicates to lz-prod-logs", ("LZ-RES-004",)),
        ("bucket", "replicates encrypted objects", ("LZ-RES-006",)),
        ("bucket", "replicates", ()),
        ("trail", "delivers to", ()),
        ("nothing", "versioning", ()),
    ],
)
def test_a_promise_finds_its_rules(kind: str, promise: str, rules: tuple[str, ...]) -> None:
    """By kind and words, and by the beginning where a name follows."""
    assert rules == rules_of(kind, promise)


def test_a_rule_finds_its_promises() -> None:
    """The other way round, for who explains the rule."""
    assert ("bucket: replicates to", "bucket: replication time control") == tuple(
        place for place in asked_again()["LZ-RES-004"] if "replicat" in place and "within" not in place
    )
