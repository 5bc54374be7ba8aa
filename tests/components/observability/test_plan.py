"""Burn rates: what they spend before somebody hears, how soon that is, and what never wakes anybody."""

from __future__ import annotations

import math

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from components.observability import plan
from components.observability.metrics import decisions
from components.observability.plan import WINDOWS, Ratio, Slower, Urgency, burning, detection, speaks, threshold

budgets = st.floats(0.00001, 0.2)
windows = st.sampled_from(WINDOWS)
SERVED, LOST, CRASHED = (decisions("fraud-scoring", name) for name in ("Served", "Exhausted", "SpoolFault"))


def test_the_windows_are_those_of_the_workbook() -> None:
    """2 % and 5 % of the budget before a page, 10 % before a ticket; the short window a twelfth of the long one."""
    assert [0.02, 0.05, 0.1] == [round(window.spent, 4) for window in WINDOWS]
    assert [Urgency.PAGE, Urgency.PAGE, Urgency.TICKET] == [window.urgency for window in WINDOWS]
    assert {12} == {window.long.seconds / window.short.seconds for window in WINDOWS}


def test_no_window_is_longer_than_cloudwatch_looks_back() -> None:
    """An alarm looks back seven days at most, one of less than an hour a point one day; a point is a day at most.

    Source: https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html
    """
    for look in (look for window in WINDOWS for look in (window.long, window.short)):
        assert look.period <= 86_400
        assert look.seconds <= (604_800 if look.period >= 3600 else 86_400)
        assert 1 <= look.over <= look.points


@given(budgets, windows)
def test_a_threshold_is_a_share_or_there_is_none(budget: float, window: plan.Window) -> None:
    """An alarm above everything could never be red: it is left out."""
    share = threshold(budget, window.rate)

    assert share is None or budget <= share < 1 or math.isclose(share, budget * window.rate, abs_tol=1e-9)
    assert (share is None) == (window.name not in burning(budget))


@given(budgets)
def test_a_faster_window_asks_for_a_higher_share(budget: float) -> None:
    """So that the urgent ones are the rare ones."""
    shares = list(burning(budget).values())

    assert shares == sorted(shares, reverse=True)
    assert "trend" in burning(budget), "an objective always has at least the slowest alarm"


@given(budgets, windows, st.floats(0, 1))
def test_a_higher_share_of_bad_requests_is_heard_of_sooner(budget: float, window: plan.Window, bad: float) -> None:
    """And never before the long window could know."""
    assume(window.name in burning(budget))
    worse = min(1.0, bad * 1.5)

    assert detection(budget, window, worse) <= detection(budget, window, bad)


def test_a_total_outage_of_three_nines_pages_within_a_minute() -> None:
    """14.4 times a thousandth of an hour: 52 seconds, and then CloudWatch's own minute."""
    fast, slow, trend = WINDOWS

    assert 52 == round(detection(0.001, fast, 1))
    assert 130 == round(detection(0.001, slow, 1))
    assert 24 < detection(0.001, trend, 1) / 3600 < 25, "the second of two daily points"


@given(budgets, st.integers(1, 10**7))
def test_a_service_that_keeps_its_objective_pages_nobody(budget: float, total: int) -> None:
    """Exactly as many bad requests as its budget: neither of the fast windows speaks."""
    bad = math.floor(budget * total)

    assert not any(speaks(w, budget, bad=bad, total=total) for w in WINDOWS if w.urgency is Urgency.PAGE)


@given(st.integers(0, 10**6))
def test_a_quiet_system_pages_nobody_for_a_single_failure(total: int) -> None:
    """At ten requests an hour one failure is 10 %: a hundred times the budget, and no reason to wake anybody."""
    assert not any(speaks(window, 0.001, bad=1, total=max(total, 1)) for window in WINDOWS)


@given(st.integers(10, 10**6))
def test_a_quiet_system_that_fails_altogether_is_heard_of(total: int) -> None:
    """Ten requests and not one answer is an outage, however few ten are."""
    assert all(speaks(window, 0.001, bad=total, total=total) for window in WINDOWS)


def test_a_share_is_computed_from_counters() -> None:
    """Each series once, gaps as nothing, and nothing said below the least number of bad requests."""
    queries = Ratio(bad=(LOST, CRASHED), total=(SERVED, LOST, CRASHED)).queries(3600, 3)

    assert ["m0", "m1", "m2", "bad", "total", "rate"] == [query["id"] for query in queries]
    assert ["Exhausted", "SpoolFault", "Served"] == [q["metric"]["metric_name"] for q in queries if "metric" in q]
    assert {
        "bad": "FILL(m0,0)+FILL(m1,0)",
        "total": "FILL(m2,0)+FILL(m0,0)+FILL(m1,0)",
        "rate": "IF(bad>=3,bad/total,0)",
    } == {query["id"]: query["expression"] for query in queries if "expression" in query}
    assert ["rate"] == [query["id"] for query in queries if query["return_data"]]


def test_slow_requests_are_counted_by_their_rank() -> None:
    """The share within the bound is a statistic of CloudWatch; the rest is slow."""
    queries = Slower(metric=decisions("fraud-scoring", "Latency"), milliseconds=400).queries(300, 1)

    assert ["PR(:400)", "SampleCount"] == [query["metric"]["stat"] for query in queries if "metric" in query]
    assert "IF(count*slow>=1,slow,0)" == queries[-1]["expression"]


@pytest.mark.parametrize("names", [1, 4, 7])
def test_no_alarm_reads_more_series_than_it_may(names: int) -> None:
    """Ten of them, says AWS."""
    bad = tuple(decisions("s", f"Bad{place}") for place in range(names))

    queries = Ratio(bad=bad, total=(SERVED, *bad)).queries(300, 1)

    assert 10 >= sum("metric" in query for query in queries)
