"""Functions in a good and a bad account."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from config.contracts.foundation import LogGroupContract
from config.contracts.systems import FunctionContract
from engine.standin.types.lambda_ import archive
from ops.verification import functions
from ops.verification.account import Account
from tests.ops.verification.platform import key, role
from tests.ops.verification.reading import ACCOUNT, HERE, client, differing, kept, unchecked

NAME, GROUP = "lz-test-fraud-decision", "/lz/test/systems/fraud-decision"
PROMISES = {
    "code",
    "encrypted with",
    "environment encrypted with",
    "keeps (days)",
    "runs at once",
    "runs at the longest (s)",
    "runs in",
    "stands in",
    "state",
    "traces",
}


def _packed(text: str) -> Any:
    return archive({"assets": {"entry.py": {"text": text}}})


def _groups(*names: str) -> list[str]:
    ec2 = client("ec2", HERE)
    vpc = ec2.describe_vpcs()["Vpcs"][0]["VpcId"]
    return [str(ec2.create_security_group(GroupName=n, Description=n, VpcId=vpc)["GroupId"]) for n in names]


def _make(**changes: Any) -> dict[str, Any]:
    subnet = client("ec2", HERE).describe_subnets()["Subnets"][0]["SubnetId"]
    wanted = {
        "FunctionName": NAME,
        "Runtime": "python3.13",
        "Role": f"arn:aws:iam::{ACCOUNT}:role/{NAME}",
        "Handler": "entry.handler",
        "Code": {"ZipFile": _packed("good = True")},
        "Timeout": 30,
        "TracingConfig": {"Mode": "Active"},
        **changes,
    }
    if groups := wanted.pop("groups", None):
        wanted["VpcConfig"] = {"SubnetIds": [subnet], "SecurityGroupIds": groups}
    return client("lambda", HERE).create_function(**{k: v for k, v in wanted.items() if v is not None})


@pytest.fixture
def contract(account: Account) -> FunctionContract:
    """A function that runs as it was promised."""
    del account
    key_arn, logs = key(), client("logs", HERE)
    logs.create_log_group(logGroupName=GROUP, kmsKeyId=key_arn)
    logs.put_retention_policy(logGroupName=GROUP, retentionInDays=90)
    role(NAME)
    [group] = _groups("functions")
    made = _make(KMSKeyArn=key_arn, groups=[group])
    client("lambda", HERE).put_function_concurrency(FunctionName=NAME, ReservedConcurrentExecutions=10)
    return FunctionContract(
        name=NAME,
        arn=made["FunctionArn"],
        invoke_arn="arn:invoke",
        log_group=LogGroupContract(name=GROUP, region=HERE, retention_days=90, key_arn=key_arn),
        code_digest=made["CodeSha256"],
        runtime="python3.13",
        seconds=30,
        concurrency=10,
        key_arn=key_arn,
        security_group=group,
        takes_from=None,
        schedule=None,
    )


def test_a_good_function_keeps_every_promise(contract: FunctionContract, account: Account) -> None:
    """What moto does not keep is said, not passed."""
    lines = list(functions.check(contract, HERE, account))

    assert {} == differing(lines)
    assert PROMISES == kept(lines)
    assert {"logs to": "moto keeps no log group of a function"} == unchecked(lines)


def test_other_code_differs(contract: FunctionContract, account: Account) -> None:
    """Somebody put it there by hand: what decides is not what was reviewed."""
    client("lambda", HERE).update_function_code(FunctionName=NAME, ZipFile=_packed("good = False"))

    assert {"code"} == set(differing(functions.check(contract, HERE, account)))


@pytest.mark.parametrize(
    ("change", "found"),
    [
        ({"Runtime": "python3.12"}, {"runs in": "python3.12"}),
        ({"Timeout": 900}, {"runs at the longest (s)": "900"}),
        ({"TracingConfig": {"Mode": "PassThrough"}}, {"traces": "PassThrough"}),
        ({"KMSKeyArn": None}, {"environment encrypted with": "nothing"}),
        ({"groups": None}, {"stands in": "nothing"}),
    ],
)
def test_a_weaker_function_differs(
    contract: FunctionContract, account: Account, change: dict[str, Any], found: dict[str, str]
) -> None:
    """One thing at a time, with the same code."""
    client("lambda", HERE).delete_function(FunctionName=NAME)
    _make(**{"KMSKeyArn": contract.key_arn, "groups": [contract.security_group], **change})
    client("lambda", HERE).put_function_concurrency(FunctionName=NAME, ReservedConcurrentExecutions=10)

    assert found == differing(functions.check(contract, HERE, account))


def test_the_key_of_another_differs(contract: FunctionContract, account: Account) -> None:
    """It is a customer key too, and opens to whom its own policy says."""
    promised = contract.model_copy(update={"key_arn": key()})

    assert {"environment encrypted with": contract.key_arn} == differing(functions.check(promised, HERE, account))


def test_a_second_group_differs(contract: FunctionContract, account: Account) -> None:
    """It may open ways that the functions' own group does not."""
    client("lambda", HERE).update_function_configuration(
        FunctionName=NAME,
        VpcConfig={
            "SubnetIds": [client("ec2", HERE).describe_subnets()["Subnets"][0]["SubnetId"]],
            "SecurityGroupIds": [contract.security_group, *_groups("other")],
        },
    )

    assert {"stands in"} == set(differing(functions.check(contract, HERE, account)))


def _raise(name: str) -> None:
    client("lambda", HERE).put_function_concurrency(FunctionName=name, ReservedConcurrentExecutions=500)


def _free(name: str) -> None:
    client("lambda", HERE).delete_function_concurrency(FunctionName=name)


@pytest.mark.parametrize(("spoil", "found"), [(_raise, "500"), (_free, "nothing")])
def test_another_ceiling_differs(
    contract: FunctionContract, account: Account, spoil: Callable[[str], None], found: str
) -> None:
    """Without one, one system takes the concurrency of the whole account."""
    spoil(NAME)

    assert {"runs at once": found} == differing(functions.check(contract, HERE, account))


def test_a_function_that_is_gone_differs(contract: FunctionContract, account: Account) -> None:
    """Lambda says that there is none; its log may stay."""
    client("lambda", HERE).delete_function(FunctionName=NAME)
    found = differing(functions.check(contract, HERE, Account(client)))

    assert {"nothing"} == set(found.values())
    assert (PROMISES | {"logs to"}) - {"encrypted with", "keeps (days)"} == set(found)


def test_the_log_group_is_read_as_lambda_answers_it(contract: FunctionContract) -> None:
    """moto has none to show."""

    class Lambda:
        def get_function(self, **asked: str) -> dict[str, Any]:
            assert {"FunctionName": NAME} == asked
            return {"Configuration": {"LoggingConfig": {"LogGroup": "/aws/lambda/other"}}}

    account = Account(lambda service, region: Lambda() if service == "lambda" else client(service, region))

    assert "/aws/lambda/other" == differing(functions.check(contract, HERE, account))["logs to"]


QUEUE = "lz-test-fraud-spool"
MESSAGES = {"come from", "state", "fail one by one", "come at once at the most"}


def _bring(queue: str = QUEUE, **changes: Any) -> str:
    wanted = {
        "FunctionName": NAME,
        "FunctionResponseTypes": ["ReportBatchItemFailures"],
        "ScalingConfig": {"MaximumConcurrency": 10},
        **changes,
    }
    client("sqs", HERE).create_queue(QueueName=queue)
    made = client("lambda", HERE).create_event_source_mapping(
        EventSourceArn=f"arn:aws:sqs:{HERE}:{ACCOUNT}:{queue}", **{k: v for k, v in wanted.items() if v is not None}
    )
    return str(made["UUID"])


@pytest.fixture
def drain(contract: FunctionContract) -> FunctionContract:
    """The same function, called with the messages of a queue."""
    return contract.model_copy(update={"takes_from": QUEUE})


def test_a_good_mapping_keeps_every_promise(drain: FunctionContract, account: Account) -> None:
    """And moto shows all of it."""
    _bring()
    lines = [line for line in functions.check(drain, HERE, account) if line.thing == f"messages to {NAME}"]

    assert {} == differing(lines)
    assert MESSAGES == kept(lines)


@pytest.mark.parametrize(
    ("change", "found"),
    [
        ({"Enabled": False}, {"state": "Disabled"}),
        ({"FunctionResponseTypes": None}, {"fail one by one": "nothing"}),
        ({"ScalingConfig": None}, {"come at once at the most": "nothing"}),
        ({"ScalingConfig": {"MaximumConcurrency": 11}}, {"come at once at the most": "11"}),
        ({"queue": "other"}, {"come from": "other"}),
    ],
)
def test_a_weaker_mapping_differs(
    drain: FunctionContract, account: Account, change: dict[str, Any], found: dict[str, str]
) -> None:
    """One thing at a time."""
    _bring(**change)

    assert found == differing(functions.check(drain, HERE, account))


def test_a_second_mapping_differs(drain: FunctionContract, account: Account) -> None:
    """The function would take what it was never reviewed for."""
    _bring()
    _bring("other")

    assert {"come from": f"{QUEUE}, other"} == differing(functions.check(drain, HERE, account))


def test_a_mapping_that_is_gone_differs(drain: FunctionContract, account: Account) -> None:
    """The queue fills, and nobody empties it."""
    assert dict.fromkeys(MESSAGES, "nothing") == differing(functions.check(drain, HERE, account))


STREAM = "lz-test-fraud-requests"


def _shard(**changes: Any) -> None:
    client("kinesis", HERE).create_stream(StreamName=STREAM, ShardCount=1)
    wanted = {
        "FunctionResponseTypes": ["ReportBatchItemFailures"],
        "StartingPosition": "TRIM_HORIZON",
        "DestinationConfig": {"OnFailure": {"Destination": f"arn:aws:sqs:{HERE}:{ACCOUNT}:lz-test-fraud-undecided"}},
        **changes,
    }
    client("lambda", HERE).create_event_source_mapping(
        FunctionName=NAME,
        EventSourceArn=f"arn:aws:kinesis:{HERE}:{ACCOUNT}:stream/{STREAM}",
        **{key: value for key, value in wanted.items() if value is not None},
    )


@pytest.mark.parametrize(
    ("changes", "found"),
    [
        ({}, {}),
        ({"DestinationConfig": None}, {"put aside what fails": "no"}),
        ({"FunctionResponseTypes": None}, {"fail one by one": "nothing"}),
    ],
)
def test_records_of_a_stream_fail_one_by_one_and_are_put_aside(
    contract: FunctionContract, account: Account, changes: dict[str, Any], found: dict[str, str]
) -> None:
    """What cannot be decided would hold up its shard for a week."""
    _shard(**changes)
    fed = contract.model_copy(update={"takes_from": f"stream/{STREAM}"})

    assert found == differing(functions.check(fed, HERE, account))
