"""Personal data and its limits: buckets, tables, backups and locks."""

from __future__ import annotations

from typing import Any

import pytest

from graph.model import UNKNOWN
from policies.buckets import BUCKET
from policies.example import graph_of
from policies.replicas import TABLE
from policies.rule import Examples
from policies.rules.examples.build import ACCOUNT, REGION, aws, changed, linked
from policies.rules.examples.personal import CONVERSATIONS, PERSONAL_DATA, backed_up, erased
from policies.verdict import Verdict
from tests.policies.rules.judged import RULES, outcomes, said

PASS, FAIL, UNSURE = Verdict.PASS, Verdict.FAIL, Verdict.UNKNOWN
OURS = {"lz:data-class": "operations", "lz:personal-data": "conversations"}
NOBODYS = {"lz:data-class": "operations", "lz:personal-data": "none"}
SILENT = {"lz:data-class": "operations"}


@pytest.mark.parametrize(
    ("category", "expected"),
    [("conversations", PASS), ("training-data", PASS), ("none", PASS), ("", FAIL), (7, FAIL), (UNKNOWN, UNSURE)],
)
def test_a_category_is_one_that_the_organisation_knows(category: Any, expected: Verdict) -> None:
    """On a resource of any type."""
    stack = (aws("aws:sqs/queue:Queue", "queue", tags={"lz:personal-data": category}),)

    assert expected is said("LZ-DAT-009", stack)


@pytest.mark.parametrize("tags", [NOBODYS, SILENT])
@pytest.mark.parametrize("rule", ["LZ-DAT-012", "LZ-DAT-014", "LZ-DAT-015"])
def test_what_holds_nobodys_data_has_no_limit(rule: str, tags: dict[str, str]) -> None:
    """Said or not said."""
    held = next(name for name in ("chats", "turns") if any(e.name == name for e in RULES[rule].bad))

    assert PASS is said(rule, changed(RULES[rule].bad, held, tags={**tags, "lz:backup": "daily"}))


@pytest.mark.parametrize(
    ("rules", "expected"),
    [
        (erased(300, 100), PASS),
        (erased(300, 101), FAIL),
        ([{**erased(300, 60)[0], "expiration": None}], FAIL),
        ([{**erased(300, 60)[0], "noncurrentVersionExpiration": None}], FAIL),
        ([{**erased(300, 60)[0], "status": "Disabled"}], FAIL),
    ],
)
def test_a_bucket_deletes_for_good_within_the_limit(rules: list[Any], expected: Verdict) -> None:
    """The limit of conversations is 400 days; the rest is in tests/policies/test_erasure.py."""
    assert expected is said("LZ-DAT-012", changed(PERSONAL_DATA, "chats-lifecycle", rules=rules))


def test_a_bucket_without_a_lifecycle_keeps_everything() -> None:
    """For ever is beyond every limit."""
    stack = tuple(e for e in PERSONAL_DATA if e.name != "chats-lifecycle")

    assert FAIL is said("LZ-DAT-012", stack)


def _table(**properties: Any) -> Examples:
    return (aws(TABLE, properties.pop("called", "items"), tags=SILENT, **properties),)


@pytest.mark.parametrize(
    ("stack", "expected"),
    [
        (_table(name="lz-prod-chats"), FAIL),
        (_table(name="lz-prod-Sessions"), FAIL),
        (_table(name="lz-prod-conversations"), FAIL),
        (_table(called="chat-turns"), FAIL),
        (_table(name=UNKNOWN), UNSURE),
        (_table(name=7), PASS),
        (_table(name="lz-prod-breakers"), PASS),
        (_table(name="lz-prod-chats", ttl={"enabled": True, "attributeName": "at"}), PASS),
        (_table(name="lz-prod-chats", ttl={"enabled": True}), FAIL),
        (_table(name="lz-prod-chats", ttl={"attributeName": "at"}), FAIL),
        (_table(name="lz-prod-chats", ttl={"enabled": True, "attributeName": ""}), FAIL),
    ],
)
def test_a_table_that_is_called_after_talk_forgets(stack: Examples, expected: Verdict) -> None:
    """Its name says what nobody tagged."""
    assert expected is said("LZ-DAT-013", stack)


@pytest.mark.parametrize(
    ("tags", "expected"),
    [
        (OURS, FAIL),
        ({**SILENT, "lz:content": "conversations"}, FAIL),
        ({**SILENT, "lz:content": "dataset"}, PASS),
    ],
)
def test_a_table_that_says_what_it_holds_forgets(tags: dict[str, str], expected: Verdict) -> None:
    """By whose data it is, or by what it is for."""
    assert expected is said("LZ-DAT-013", (aws(TABLE, "items", name="items", tags=tags),))


@pytest.mark.parametrize(
    ("rules", "expected"),
    [
        (backed_up(400), PASS),
        (backed_up(401), FAIL),
        (backed_up(None), FAIL),
        (backed_up(90, 401), FAIL),
        (backed_up(90, None), FAIL),
        ([{"ruleName": "daily", "lifecycle": {"deleteAfter": "ninety"}}], FAIL),
        ([{"ruleName": "daily", "lifecycle": {"deleteAfter": UNKNOWN}}], UNSURE),
    ],
)
def test_every_backup_and_every_copy_ends(rules: list[Any], expected: Verdict) -> None:
    """One that is never deleted outlives every limit."""
    assert expected is said("LZ-DAT-014", changed(CONVERSATIONS, "plan", rules=rules))


TOO_LONG = changed(CONVERSATIONS, "plan", rules=backed_up(1000))
TABLE_ARN = f"arn:aws:dynamodb:{REGION}:{ACCOUNT}:table"


@pytest.mark.parametrize(
    ("resources", "expected"),
    [
        (["*"], FAIL),
        ([f"{TABLE_ARN}/lz-prod-turns"], FAIL),
        ([f"{TABLE_ARN}/lz-prod-*"], FAIL),
        ([f"{TABLE_ARN}/lz-prod-orders"], PASS),
        ([f"{TABLE_ARN}/orders", f"{TABLE_ARN}/lz-prod-turns"], FAIL),
        ([UNKNOWN], UNSURE),
        ([7], PASS),
        ([], PASS),
    ],
)
def test_a_selection_names_what_it_backs_up(resources: list[Any], expected: Verdict) -> None:
    """By ARN, with wildcards."""
    assert expected is said("LZ-DAT-014", changed(TOO_LONG, "selection", selectionTags=[], resources=resources))


def test_a_selection_finds_what_it_backs_up_by_an_edge() -> None:
    """Before the table has an ARN."""
    chosen = changed(TOO_LONG, "selection", selectionTags=None)
    unnamed = changed(chosen, "turns", name=UNKNOWN)

    assert FAIL is said("LZ-DAT-014", linked(unnamed, "selection", resources="turns"))
    assert UNSURE is said("LZ-DAT-014", changed(unnamed, "selection", resources=[f"{TABLE_ARN}/orders"]))
    assert FAIL is said("LZ-DAT-014", changed(unnamed, "selection", resources=["*"]))


def test_what_has_no_name_of_its_own_may_be_chosen() -> None:
    """AWS makes one up, and the selection may be about it."""
    chosen = changed(changed(TOO_LONG, "selection", selectionTags=None), "turns", name=None)

    assert UNSURE is said("LZ-DAT-014", changed(chosen, "selection", resources=[f"{TABLE_ARN}/orders"]))
    assert FAIL is said("LZ-DAT-014", changed(chosen, "selection", resources=["*"]))


@pytest.mark.parametrize(
    ("type_", "names"),
    [
        (BUCKET, {"bucket": "turns"}),
        ("aws:rds/instance:Instance", {"identifier": "turns"}),
        ("aws:rds/cluster:Cluster", {"clusterIdentifier": "turns"}),
    ],
)
def test_a_store_of_any_kind_is_found_by_its_name(type_: str, names: dict[str, str]) -> None:
    """A bucket's ARN ends with a colon and its name."""
    base = changed(TOO_LONG, "turns", tags=SILENT)
    stack = (*changed(base, "selection", selectionTags=None, resources=["arn:aws:s3:::turns"]),)

    assert PASS is said("LZ-DAT-014", stack)
    assert FAIL is said("LZ-DAT-014", (*stack, aws(type_, "other", tags=OURS, **names)))


@pytest.mark.parametrize(
    ("tags", "expected"),
    [
        ([{"type": "STRINGEQUALS", "key": "lz:backup", "value": "weekly"}], PASS),
        ([{"type": "STRINGEQUALS", "key": "team", "value": "daily"}], PASS),
        ([{"type": "STRINGEQUALS", "key": "team"}], UNSURE),
        ([{"type": "STRINGEQUALS", "key": UNKNOWN, "value": "daily"}], UNSURE),
        ([{"key": "team", "value": "a"}, {"key": "lz:backup", "value": "daily"}], FAIL),
    ],
)
def test_a_selection_chooses_by_tags(tags: list[Any], expected: Verdict) -> None:
    """Any of them is enough."""
    assert expected is said("LZ-DAT-014", changed(TOO_LONG, "selection", selectionTags=tags))


def test_another_plan_may_keep_other_things_longer() -> None:
    """A selection is about its own plan only."""
    assert PASS is said("LZ-DAT-014", changed(TOO_LONG, "selection", planId="another"))
    assert UNSURE is said("LZ-DAT-014", changed(TOO_LONG, "selection", planId=UNKNOWN))
    by_id = changed(changed(TOO_LONG, "plan", id="plan-1"), "selection", planId="plan-1")
    assert FAIL is said("LZ-DAT-014", by_id)


def test_a_plan_that_backs_up_no_personal_data_is_looked_at() -> None:
    """A rule that says nothing would pass everything."""
    alone = tuple(e for e in TOO_LONG if e.name not in {"turns", "selection"})

    assert [PASS] == [outcome.verdict for outcome in outcomes(RULES["LZ-DAT-014"], graph_of(alone))]


@pytest.mark.parametrize(
    ("retention", "expected"),
    [
        ({"mode": "GOVERNANCE", "days": 400}, PASS),
        ({"mode": "COMPLIANCE", "days": 401}, FAIL),
        ({"mode": "GOVERNANCE", "years": 1}, PASS),
        ({"mode": "GOVERNANCE", "days": UNKNOWN}, UNSURE),
    ],
)
def test_a_lock_ends_within_the_limit(retention: dict[str, Any], expected: Verdict) -> None:
    """In days or in years."""
    assert expected is said("LZ-DAT-015", changed(PERSONAL_DATA, "chats-lock", rule={"defaultRetention": retention}))


def test_a_bucket_without_a_lock_lets_everything_go() -> None:
    """And the rule says that it looked."""
    stack = tuple(e for e in PERSONAL_DATA if e.name != "chats-lock")

    assert [PASS] == [outcome.verdict for outcome in outcomes(RULES["LZ-DAT-015"], graph_of(stack))]
