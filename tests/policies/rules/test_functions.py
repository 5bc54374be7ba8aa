"""What the rules about functions and queues say of cases beyond their examples."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from components.decision import function, plan
from graph.model import UNKNOWN, Secret
from policies.rule import Examples
from policies.rules.examples.build import aws, changed, linked
from policies.rules.examples.data import REDRIVE_ALLOW
from policies.rules.examples.decisions import SPOOL, WORK, put_aside_by
from policies.rules.examples.logs import LOG_GROUP
from policies.rules.functions import NOTICE, RUNTIMES, VISIBILITY_FACTOR, lasts
from policies.verdict import Verdict
from tests.policies.rules.judged import said

PASS, FAIL, UNSAID = Verdict.PASS, Verdict.FAIL, Verdict.UNKNOWN


@pytest.mark.parametrize(
    ("variables", "expected"),
    [
        ({"API_TOKEN_ARN": "arn:aws:secretsmanager:eu-west-1:111122223333:secret:token"}, PASS),
        ({"DB_PASSWORD": "arn:aws:secretsmanager:eu-west-1:111122223333:secret:db"}, PASS),
        ({"DB_PASSWORD": "hunter2"}, FAIL),
        ({"LZ_SUBJECT_KEY": "arn:aws:kms:eu-west-1:111122223333:alias/lz-prod-subjects"}, PASS),
        ({"START": "AKIAIOSFODNN7EXAMPLE"}, FAIL),
        ({"DATABASE": "postgres://app:hunter2@db.internal/app"}, FAIL),
        ({"ENDPOINT": "https://support-assistant.internal:8443/v1"}, PASS),
        ({"PLAIN": Secret("hunter2")}, FAIL),
        ({"LZ_TARGETS": UNKNOWN}, PASS),
        ({"DB_PASSWORD": UNKNOWN}, UNSAID),
    ],
)
def test_a_secret_is_known_by_its_name_its_shape_or_its_mark(variables: dict[str, Any], expected: Verdict) -> None:
    """A reference to where the secret is kept is none."""
    assert expected is said("LZ-FN-007", changed(WORK, "decide", environment={"variables": variables}))


def test_a_runtime_is_given_up_before_it_ends() -> None:
    """Ninety days before, and at once where nobody knows when it ends."""
    end = RUNTIMES["nodejs22.x"]

    assert lasts("nodejs22.x", end - NOTICE)
    assert not lasts("nodejs22.x", end - NOTICE + timedelta(days=1))
    assert not lasts("python3.9", date(2026, 11, 26))


def test_the_runtime_of_the_house_is_known() -> None:
    """The table says when it ends."""
    assert function.RUNTIME in RUNTIMES


def test_an_image_brings_its_own_runtime() -> None:
    """A function out of an image names none."""
    assert PASS is said("LZ-FN-003", changed(WORK, "decide", runtime=None, packageType="Image"))


@pytest.mark.parametrize("rule", ["LZ-FN-004", "LZ-FN-005", "LZ-FN-006"])
def test_a_function_of_no_system_is_not_held_to_a_systems_rules(rule: str) -> None:
    """What the landing zone runs for itself decides nothing about anybody."""
    bare = changed(WORK, "decide", tags={}, vpcConfig=None, tracingConfig=None, reservedConcurrentExecutions=None)

    assert PASS is said(rule, bare)


@pytest.mark.parametrize(
    ("principal", "expected"),
    [("*", FAIL), ("s3.amazonaws.com", FAIL), ("arn:aws:iam::111122223333:role/apply", PASS), ("111122223333", PASS)],
)
def test_who_calls_for_others_names_for_whom(principal: str, expected: Verdict) -> None:
    """A role and an account speak for themselves."""
    assert expected is said("LZ-FN-009", changed(WORK, "admission", principal=principal, sourceArn=None))


def test_the_house_and_the_rule_count_alike() -> None:
    """The component's factor is the rule's."""
    assert plan.VISIBILITY_FACTOR == VISIBILITY_FACTOR


def test_a_timeout_that_nobody_set_is_the_one_of_lambda() -> None:
    """Three seconds, and thirty for a queue: ten times as long."""
    silent = changed(changed(WORK, "decide", timeout=None), "spool", visibilityTimeoutSeconds=None)

    assert PASS is said("LZ-FN-010", silent)


def test_a_group_that_nobody_made_is_none() -> None:
    """A name alone makes no retention: the group must be of the program."""
    elsewhere = changed(WORK, "decide", loggingConfig={"logGroup": "/aws/lambda/decide"})

    assert FAIL is said("LZ-FN-001", elsewhere)


@pytest.mark.parametrize("rule", ["LZ-SQS-001", "LZ-SQS-002", "LZ-SQS-005", "LZ-SQS-006", "LZ-SQS-007"])
def test_a_queue_without_data_is_not_held_to_a_class(rule: str) -> None:
    """Notices that a machine will go carry nothing of anybody and are worth nothing five minutes later."""
    bare = changed(WORK, "spool", tags={}, kmsMasterKeyId=None, redrivePolicy=None, name="another")

    assert PASS is said(rule, changed(bare, "spool-dead", tags={}))


def test_dead_letters_are_told_from_work_before_anything_exists() -> None:
    """At the first preview the policy is unknown, and only its edge says where it leads."""
    first = linked(changed(WORK, "spool-dead", redriveAllowPolicy=None), "spool", redrivePolicy="spool-dead")

    for rule in ("LZ-SQS-002", "LZ-SQS-003", "LZ-SQS-005", "LZ-SQS-006"):
        assert PASS is said(rule, first)
    assert FAIL is said("LZ-SQS-003", changed(first, "spool-dead", messageRetentionSeconds=345_600))


@pytest.mark.parametrize(
    ("said_of_it", "expected"),
    [
        ({"redrivePermission": "byQueue", "sourceQueueArns": ["arn:aws:sqs:eu-west-1:111122223333:work"]}, PASS),
        ({"redrivePermission": "byQueue", "sourceQueueArns": []}, FAIL),
        ({"redrivePermission": "byQueue"}, FAIL),
        ({"redrivePermission": "denyAll"}, PASS),
        ({"redrivePermission": "allowAll"}, FAIL),
    ],
)
def test_whose_dead_letters_a_queue_takes_may_stand_beside_it(said_of_it: dict[str, Any], expected: Verdict) -> None:
    """Pulumi prefers a resource of its own; it counts as the property does."""
    bare = changed(WORK, "spool-dead", redriveAllowPolicy=None)
    beside = aws(REDRIVE_ALLOW, "allowed", {"queueUrl": "spool-dead"}, redriveAllowPolicy=put_aside_by(**said_of_it))

    assert FAIL is said("LZ-SQS-007", bare)
    assert expected is said("LZ-SQS-007", (*bare, beside))
    assert expected is said("LZ-SQS-007", changed(WORK, "spool-dead", redriveAllowPolicy=put_aside_by(**said_of_it)))


def test_whose_dead_letters_a_queue_takes_may_not_be_known_yet() -> None:
    """Neither what is said, nor of which queue."""
    bare = changed(WORK, "spool-dead", redriveAllowPolicy=None)
    unread = aws(REDRIVE_ALLOW, "allowed", {"queueUrl": "spool-dead"}, redriveAllowPolicy=UNKNOWN)
    somewhere = aws(REDRIVE_ALLOW, "allowed", queueUrl=UNKNOWN, redriveAllowPolicy=put_aside_by())

    assert UNSAID is said("LZ-SQS-007", (*bare, unread))
    assert UNSAID is said("LZ-SQS-007", (*bare, somewhere))


@pytest.mark.parametrize(
    "policy", ["no JSON", "[]", json.dumps({"deadLetterTargetArn": f"arn:aws:sqs:::{SPOOL}-dead"})]
)
def test_a_redrive_that_says_too_little_puts_nothing_aside(policy: str) -> None:
    """Neither what is no policy, nor one without a number of tries."""
    assert FAIL is said("LZ-SQS-002", changed(WORK, "spool", redrivePolicy=policy))


@pytest.mark.parametrize(
    ("runtime", "ends"),
    [
        ("java25", "Jun 30, 2029"),
        ("nodejs22.x", "Apr 30, 2027"),
        ("nodejs24.x", "Apr 30, 2028"),
        ("python3.12", "Oct 31, 2028"),
        ("python3.13", "Jun 30, 2029"),
        ("python3.14", "Jun 30, 2029"),
    ],
)
def test_a_runtime_ends_when_aws_says(runtime: str, ends: str) -> None:
    """As its page of runtimes has it, column "Deprecation date"."""
    last = datetime.strptime(ends, "%b %d, %Y").replace(tzinfo=UTC).date() - timedelta(days=90)

    assert [True, False] == [lasts(runtime, last), lasts(runtime, last + timedelta(days=1))]


def grouped(name: Any, *groups: Any) -> Examples:
    """A function that logs into a group of this name, and groups of these names."""
    decide = changed(WORK, "decide", loggingConfig={"logGroup": name})
    others = tuple(example for example in decide if example.type != LOG_GROUP)
    return (*others, *(aws(LOG_GROUP, f"group-{place}", name=one) for place, one in enumerate(groups)))


@pytest.mark.parametrize(
    ("name", "groups", "expected"),
    [
        ("/lz/one", ("/lz/one",), PASS),
        ("/lz/one", ("/lz/other", "/lz/one"), PASS),
        ("/lz/one", (UNKNOWN, "/lz/one"), PASS),
        ("/lz/one", ("/lz/other",), FAIL),
        ("/lz/one", (), FAIL),
        ("/lz/one", ("/lz/other", UNKNOWN), UNSAID),
        (UNKNOWN, ("/lz/one",), UNSAID),
        (None, ("/lz/one",), FAIL),
        (None, (None,), FAIL),
        (None, (UNKNOWN,), FAIL),
    ],
)
def test_the_group_of_a_function_is_found_by_its_name(name: Any, groups: tuple[Any, ...], expected: Verdict) -> None:
    """One group of the program suffices; a group whose name is not known yet may be the one."""
    assert expected is said("LZ-FN-001", grouped(name, *groups))


def test_a_group_that_is_not_there_yet_is_found_by_its_edge() -> None:
    """The name of a log group is unknown at the first preview; that of something else says nothing."""
    assert PASS is said("LZ-FN-001", linked(WORK, "decide", loggingConfig="decide-log"))
    assert UNSAID is said("LZ-FN-001", linked(WORK, "decide", loggingConfig="window"))


@pytest.mark.parametrize(
    ("environment", "key", "expected"),
    [
        (None, None, PASS),
        ({"variables": {}}, None, PASS),
        ({"variables": {"A": "b"}}, None, FAIL),
        ({"variables": {"A": "b"}}, "arn:aws:kms:eu-west-1:111122223333:key/1", PASS),
        ({"variables": {"A": "b"}}, "alias/aws/lambda", FAIL),
        (UNKNOWN, None, UNSAID),
    ],
)
def test_an_environment_without_variables_needs_no_key(environment: Any, key: Any, expected: Verdict) -> None:
    """There is nothing to encrypt."""
    assert expected is said("LZ-FN-002", changed(WORK, "decide", environment=environment, kmsKeyArn=key))


@pytest.mark.parametrize(
    ("rule", "change", "expected"),
    [
        ("LZ-FN-003", {"runtime": UNKNOWN}, UNSAID),
        ("LZ-FN-004", {"reservedConcurrentExecutions": 0}, PASS),
        ("LZ-FN-004", {"reservedConcurrentExecutions": None}, FAIL),
        ("LZ-FN-005", {"vpcConfig": {"subnetIds": [], "securityGroupIds": ["sg-1"]}}, FAIL),
        ("LZ-FN-005", {"vpcConfig": {"subnetIds": ["subnet-1"]}}, FAIL),
        ("LZ-FN-006", {"tracingConfig": None}, FAIL),
        ("LZ-FN-007", {"environment": {"variables": UNKNOWN}}, UNSAID),
        ("LZ-FN-007", {"environment": None}, PASS),
    ],
)
def test_a_function_is_held_to_what_it_says(rule: str, change: dict[str, Any], expected: Verdict) -> None:
    """And to what Lambda does where it says nothing."""
    assert expected is said(rule, changed(WORK, "decide", **change))


@pytest.mark.parametrize(("kind", "expected"), [("AWS_IAM", PASS), (None, FAIL), (UNKNOWN, UNSAID)])
def test_a_url_asks_by_iam(kind: Any, expected: Verdict) -> None:
    """Where nothing is said nobody is asked."""
    assert expected is said("LZ-FN-008", changed(WORK, "way-in", authorizationType=kind))


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ({"sourceArn": "arn:aws:events:eu-west-1:111122223333:rule/hourly"}, PASS),
        ({"sourceAccount": "111122223333"}, PASS),
        ({"principalOrgId": "o-a1b2c3d4e5"}, PASS),
        ({"sourceArn": ""}, FAIL),
        ({"sourceArn": UNKNOWN}, UNSAID),
        ({}, FAIL),
    ],
)
def test_a_service_is_bound_by_source_account_or_organisation(source: dict[str, Any], expected: Verdict) -> None:
    """Each of the three is enough."""
    assert expected is said("LZ-FN-009", changed(WORK, "admission", **{"sourceArn": None, **source}))


def test_the_source_of_a_call_may_be_of_the_stack() -> None:
    """Whatever it is, its ARN will be one of ours."""
    assert PASS is said("LZ-FN-009", linked(WORK, "admission", sourceArn="spool"))


@pytest.mark.parametrize(
    ("timeout", "hidden", "expected"),
    [
        (10, 60, PASS),
        (10, 59, FAIL),
        (None, 18, PASS),
        (None, 17, FAIL),
        (5, None, PASS),
        (6, None, FAIL),
        (UNKNOWN, 60, UNSAID),
        (10, UNKNOWN, UNSAID),
    ],
)
def test_six_times_as_long_is_enough(timeout: Any, hidden: Any, expected: Verdict) -> None:
    """Of three seconds where the function says nothing, and of thirty where the queue does."""
    stack = changed(changed(WORK, "decide", timeout=timeout), "spool", visibilityTimeoutSeconds=hidden)

    assert expected is said("LZ-FN-010", stack)


@pytest.mark.parametrize("by", ["name", "arn"])
def test_a_mapping_names_queue_and_function_in_any_way(by: str) -> None:
    """The queue by its ARN, the function by its ARN or its name; of two others it says nothing."""
    queue, function_arn = "arn:aws:sqs:eu-west-1:111122223333:spool", "arn:aws:lambda:eu-west-1:111122223333:function:d"
    slow = changed(WORK, "decide", name="d", arn=function_arn, timeout=11)
    named = changed(slow, "drains", eventSourceArn=queue, functionName="d" if by == "name" else function_arn)
    known = changed(named, "spool", arn=queue)

    assert FAIL is said("LZ-FN-010", known)
    assert PASS is said("LZ-FN-010", changed(known, "drains", functionName="another"))
    assert PASS is said("LZ-FN-010", changed(known, "drains", eventSourceArn=f"{queue}-other"))


@pytest.mark.parametrize(
    ("types", "expected"),
    [
        (["ReportBatchItemFailures"], PASS),
        (["Another", "ReportBatchItemFailures"], PASS),
        (["Another"], FAIL),
        (None, FAIL),
        ([UNKNOWN], UNSAID),
    ],
)
def test_a_batch_says_which_failed(types: Any, expected: Verdict) -> None:
    """One of the response types is that."""
    assert expected is said("LZ-FN-011", changed(WORK, "drains", functionResponseTypes=types))
