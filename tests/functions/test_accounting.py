"""Served is recorded: hundreds of decisions with everything going wrong that can."""

from __future__ import annotations

from typing import Any

import pytest

from bench.accounting import NONE, Account, Faults, run
from bench.systems import FRAUD, LENIENT


@pytest.fixture(scope="module")
def strict() -> Account:
    """A high risk under faults."""
    return run(FRAUD, 500, Faults(store_refuses=0.05, store_loses=0.05))


@pytest.fixture(scope="module")
def lenient() -> Account:
    """A lower risk under the same faults."""
    return run(LENIENT, 500, Faults(store_refuses=0.05, store_loses=0.05))


@pytest.mark.parametrize("card", [FRAUD, LENIENT], ids=["fails", "spools"])
def test_without_faults_the_books_are_plain(card: dict[str, Any]) -> None:
    """As many records as requests, and nothing else."""
    account = run(card, 200, NONE)

    assert (200, 200, 200, 200, 0, []) == (
        account.sent,
        account.served,
        account.recorded,
        account.objects,
        account.refused,
        account.differences,
    )


@pytest.mark.parametrize("tier", ["strict", "lenient"])
def test_no_decision_is_without_its_record(tier: str, request: pytest.FixtureRequest) -> None:
    """Whatever failed: what somebody was answered with is in the store, and the metrics say so."""
    account: Account = request.getfixturevalue(tier)

    assert (0, [], account.recorded) == (account.missing, account.differences, account.served)


def test_a_high_risk_refuses_what_it_cannot_record(strict: Account) -> None:
    """Nothing waits anywhere: each fault of the store is a refusal."""
    assert strict.store_faults > 0
    assert (0, strict.store_faults) == (strict.spooled, strict.refused - strict.in_progress)


def test_what_was_written_and_not_answered_is_known(strict: Account) -> None:
    """The store took the record and its answer was lost: the sender was told no, and the record is counted apart."""
    assert strict.unanswered > 0
    assert strict.objects == strict.answered + strict.unanswered


def test_a_lower_risk_spools_and_drains(lenient: Account) -> None:
    """What waited is in the store at the end, each once."""
    assert lenient.spooled > 0
    assert (lenient.spooled, lenient.objects) == (lenient.drained, lenient.answered + lenient.unanswered)


def test_duplicates_are_answered_and_not_recorded_again(lenient: Account) -> None:
    """Requests that came twice have one record."""
    assert lenient.duplicates > 0
    assert lenient.objects <= lenient.sent - lenient.duplicates
