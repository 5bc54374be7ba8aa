"""The provider as the engine meets it: names, checks, previews, errors, state."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import grpc
import pytest
from pulumi.runtime.proto import provider_pb2

from engine.standin.lifecycle import is_state_only
from graph.decode import properties
from graph.model import UNKNOWN, Secret

BUCKET, LOGS, VPC = "aws:s3/bucket:Bucket", "aws:cloudwatch/logGroup:LogGroup", "aws:ec2/vpc:Vpc"
VERSIONING = "aws:s3/bucketVersioning:BucketVersioning"
TABLE, ROLE = "aws:dynamodb/table:Table", "aws:iam/role:Role"
ANALYZER = "aws:accessanalyzer/analyzer:Analyzer"
DEFAULTS = {"lz:environment": "dev", "lz:owner": "sre"}
KEYED = {"hashKey": "id", "attributes": [{"name": "id", "type": "S"}], "billingMode": "PAY_PER_REQUEST"}


def test_a_thing_without_a_name_is_named_once(plugin: Any) -> None:
    """The name comes from the engine's seed, and the next check keeps it."""
    first = properties(plugin.check(BUCKET, {}, "logs", randomSeed=b"one").inputs)["bucket"]
    request = provider_pb2.CheckRequest(urn="urn:pulumi:dev::project::aws:s3/bucket:Bucket::logs", randomSeed=b"two")
    request.olds.update({"bucket": first})

    again = plugin.check(BUCKET, {}, "logs", randomSeed=b"two", olds=request.olds)

    assert first.startswith("logs-")
    assert {"bucket": first, "__defaults": ["bucket"]} == properties(again.inputs)
    assert first != properties(plugin.check(BUCKET, {}, "logs", randomSeed=b"two").inputs)["bucket"]


def test_a_check_adds_a_name_and_nothing_else(plugin: Any) -> None:
    """Policies see the same inputs in an offline run and in the engine, by the list of what was added."""
    given = {"cidrBlock": "10.0.0.0/16", "tags": {"Name": "v"}}

    assert {**given, "__defaults": []} == properties(plugin.check(VPC, given).inputs)


def test_the_list_of_what_a_check_added_is_the_engines_alone(plugin: Any) -> None:
    """No state holds it, a read gives it back, so that a refresh sees no change, and a diff does not look at it."""
    inputs = properties(plugin.check(BUCKET, {}, "logs").inputs)
    id_, state = plugin.create(BUCKET, {}, "logs")

    _, read, held = plugin.read(BUCKET, id_, inputs, state)

    assert ["bucket"] == inputs["__defaults"] == read["__defaults"]
    assert not {"__defaults"} & {*state, *held}
    assert [] == list(plugin.diff(BUCKET, id_, state, {**inputs, "__defaults": []}, inputs).diffs)


@pytest.mark.parametrize(
    ("type_", "inputs", "told"),
    [
        (
            VERSIONING,
            {"bucket": "b-1", "versioningConfiguration": {"status": "On"}},
            "versioningConfiguration.status: must be one of",
        ),
        (LOGS, {"name": "no blanks"}, "name: must match"),
        ("aws:kms/key:Key", {"deletionWindowInDays": 3}, "deletionWindowInDays: must be one of 7"),
        (LOGS, {"retentionInDays": 31}, "retentionInDays: must be one of 0, 1, 3"),
        (
            "aws:sns/topicSubscription:TopicSubscription",
            {"topic": "arn:aws:sns:eu-west-1:1:t"},
            "protocol: is required",
        ),
        ("aws:accessanalyzer/analyzer:Analyzer", {"analyzerName": "a b"}, "analyzerName: must match"),
        ("aws:backup/selection:Selection", {"name": "s", "planId": "p"}, "iamRoleArn: is required"),
        (ROLE, {"name": "r" * 65, "assumeRolePolicy": "{}"}, "name: must have at most 64"),
        (TABLE, {**KEYED, "billingMode": "FREE"}, "billingMode: must be one of"),
        (VPC, {"cidrBlock": "10.0.0.0/16", "instanceTenancy": "alone"}, "instanceTenancy: must be one of"),
    ],
)
def test_a_wrong_value_is_refused_before_anything_is_created(
    plugin: Any, type_: str, inputs: dict[str, Any], told: str
) -> None:
    """At preview, by property in Pulumi's spelling; state-only types are held to the service model as well."""
    failures = plugin.failures(type_, inputs)

    assert any(told in failure for failure in failures), failures


def test_an_unknown_value_hides_no_wrong_one(plugin: Any) -> None:
    """The bucket does not exist yet; the status is wrong all the same."""
    wrong = {"bucket": UNKNOWN, "versioningConfiguration": {"status": "On"}}
    right = {"bucket": UNKNOWN, "versioningConfiguration": {"status": UNKNOWN}}

    assert 1 == len(plugin.failures(VERSIONING, wrong))
    assert [] == plugin.failures(VERSIONING, right)


def test_a_failure_shows_no_secret(plugin: Any) -> None:
    """The engine prints the value of the property it is told; a secret's must not be told."""
    (failure,) = plugin.check(LOGS, {"name": Secret("hunter 2")}).failures

    assert "" == failure.property


def test_at_preview_only_what_aws_computes_is_unknown(plugin: Any) -> None:
    """Names and Region are known; id and ARN are not; nothing is created."""
    id_, state = plugin.create(BUCKET, {"bucket": f"lz-{plugin.account}", "tags": {"a": "b"}}, preview=True)

    assert ("", UNKNOWN, "eu-west-1") == (id_, state["arn"], state["region"])
    assert {**DEFAULTS, "a": "b"} == state["tagsAll"]
    assert [] == plugin.boto("s3").list_buckets()["Buckets"]


def test_a_secret_input_is_a_secret_in_the_state(plugin: Any) -> None:
    """AWS is given the value, the state keeps it encrypted."""
    id_, state = plugin.create("aws:sns/topic:Topic", {"displayName": Secret("alarms")})

    held = plugin.boto("sns").get_topic_attributes(TopicArn=id_)["Attributes"]["DisplayName"]
    assert ("alarms", Secret("alarms")) == (held, state["displayName"])


def test_default_tags_reach_aws_and_follow_the_provider(plugin: Any, configured: Callable[..., Any]) -> None:
    """A tag of the resource wins over the provider's; a change of the provider's tags is an update of each resource."""
    inputs = {"assumeRolePolicy": "{}", "name": "r", "tags": {"lz:owner": "mine"}}
    id_, state = plugin.create(ROLE, inputs)
    other = configured(plugin.account, tags='{"tags": {"lz:environment": "staging"}}')

    diff = other.diff(ROLE, id_, state, inputs, inputs)
    other.update(ROLE, id_, state, inputs, inputs)

    tags = {t["Key"]: t["Value"] for t in plugin.boto("iam").list_role_tags(RoleName="r")["Tags"]}
    assert (["tagsAll"], []) == (list(diff.diffs), list(diff.replaces))
    assert {"lz:environment": "staging", "lz:owner": "mine"} == tags


def test_a_resource_stands_in_its_own_region(plugin: Any) -> None:
    """The per-resource region of version 7 of the provider."""
    plugin.create(LOGS, {"name": "/lz/replica", "region": "eu-central-1"})

    names = [g["logGroupName"] for g in plugin.boto("logs", "eu-central-1").describe_log_groups()["logGroups"]]
    assert ["/lz/replica"] == names
    assert [] == plugin.boto("logs").describe_log_groups()["logGroups"]


def test_accounts_do_not_see_each_other(plugin: Any, configured: Callable[..., Any]) -> None:
    """Each environment has its account, all on one server."""
    plugin.create(LOGS, {"name": "/lz/dev/trail"})

    other = configured("333333333333")
    assert plugin.account == plugin.invoke("aws:index/getCallerIdentity:getCallerIdentity", {})["accountId"]
    assert "333333333333" == other.invoke("aws:index/getCallerIdentity:getCallerIdentity", {})["accountId"]
    assert "" == other.read(LOGS, "/lz/dev/trail")[0]


def test_a_change_is_brought_to_aws(plugin: Any) -> None:
    """In place, also when a property is taken away."""
    old = {"name": "/lz/dev/trail", "retentionInDays": 365}
    id_, state = plugin.create(LOGS, old)

    def held() -> Any:
        return plugin.boto("logs").describe_log_groups()["logGroups"][0].get("retentionInDays")

    state = plugin.update(LOGS, id_, state, old, {**old, "retentionInDays": 30})
    shorter = held()
    plugin.update(LOGS, id_, state, {**old, "retentionInDays": 30}, {"name": "/lz/dev/trail"})

    assert (30, 30, None) == (shorter, state["retentionInDays"], held())


def test_a_refresh_finds_what_was_changed_by_hand(plugin: Any) -> None:
    """The next preview shows it, and an update brings the program's value back."""
    bucket = f"lz-{plugin.account}"
    inputs = {"bucket": bucket, "versioningConfiguration": {"status": "Enabled"}}
    plugin.create(BUCKET, {"bucket": bucket})
    id_, state = plugin.create(VERSIONING, inputs)
    plugin.boto("s3").put_bucket_versioning(Bucket=bucket, VersioningConfiguration={"Status": "Suspended"})

    _, found, now = plugin.read(VERSIONING, id_, inputs, state)
    diff = plugin.diff(VERSIONING, id_, now, found, inputs)

    assert {"status": "Suspended"} == found["versioningConfiguration"]
    assert ["versioningConfiguration.status"] == list(diff.detailedDiff)


def test_a_refresh_finds_a_tag_that_was_taken_away(plugin: Any) -> None:
    """Tags are evidence too."""
    inputs = {"name": "r", "assumeRolePolicy": "{}", "tags": {"lz:data-class": "decisions", "x": "y"}}
    id_, state = plugin.create(ROLE, inputs)
    plugin.boto("iam").untag_role(RoleName="r", TagKeys=["x"])

    assert {"lz:data-class": "decisions"} == plugin.read(ROLE, id_, inputs, state)[1]["tags"]


def test_an_import_brings_inputs_that_show_no_difference(plugin: Any) -> None:
    """Adopting what a killed run left needs the id alone; the provider's own default tags are not the resource's."""
    inputs = {"cidrBlock": "10.0.0.0/16", "tags": {"Name": "v"}}
    id_, _ = plugin.create(VPC, inputs)

    _, found, state = plugin.read(VPC, id_)

    assert inputs == {key: found[key] for key in inputs}
    assert [] == list(plugin.diff(VPC, id_, state, found, {**found, **inputs}).diffs)


def test_what_moto_cannot_do_is_kept_and_said(plugin: Any) -> None:
    """The id shows it, the log says why, a refresh leaves it, a deletion needs nothing of moto."""
    id_, state = plugin.create(ANALYZER, {"analyzerName": "external"})
    unknown_id, _ = plugin.create("aws:lex/bot:Bot", {"name": "b"})

    assert is_state_only(id_)
    assert f"arn:aws:access-analyzer:eu-west-1:{plugin.account}:analyzer/external" == state["arn"]
    assert is_state_only(unknown_id)
    assert ["moto has no Access Analyzer", "has no row for it"] == [
        message.rsplit(": ", 1)[1].removeprefix("the stand-in's table ") for _, message in plugin.told
    ]
    assert id_ == plugin.read(ANALYZER, id_, {"analyzerName": "external"}, state)[0]
    plugin.delete(ANALYZER, id_, state)


def test_a_property_that_moto_drops_is_said(plugin: Any) -> None:
    """A table in moto has no replicas, whatever the answer looks like."""
    plugin.create(TABLE, {**KEYED, "replicas": [{"regionName": "eu-central-1"}]})

    assert any("replicas (moto has no global tables" in message for _, message in plugin.told)


def test_what_exists_half_is_remembered(plugin: Any, aborted: Any) -> None:
    """The role exists and its inline policy was refused: the engine is told the id, so that nothing is lost."""
    inline = [{"name": "p", "policy": "{}"}]

    with pytest.raises(aborted, match="PutRolePolicy: MalformedPolicyDocument") as refusal:
        plugin.create(ROLE, {"name": "half", "assumeRolePolicy": "{}", "inlinePolicies": inline})

    assert "half" == refusal.value.half.id
    assert ["half"] == [role["RoleName"] for role in plugin.boto("iam").list_roles()["Roles"]]


def test_a_bucket_that_holds_something_is_not_deleted(plugin: Any, aborted: Any) -> None:
    """As in AWS; forceDestroy is the program's own decision."""
    bucket = f"lz-{plugin.account}"
    id_, state = plugin.create(BUCKET, {"bucket": bucket})
    plugin.boto("s3").put_object(Bucket=bucket, Key="record", Body=b"kept")

    with pytest.raises(aborted, match="BucketNotEmpty"):
        plugin.delete(BUCKET, id_, state)
    plugin.delete(BUCKET, id_, {**state, "forceDestroy": True})

    assert "" == plugin.read(BUCKET, id_)[0]


def test_a_protected_table_is_not_deleted(plugin: Any, aborted: Any) -> None:
    """DynamoDB's own protection, not Pulumi's."""
    inputs = {**KEYED, "name": "t", "deletionProtectionEnabled": True}
    id_, state = plugin.create(TABLE, inputs)

    with pytest.raises(aborted, match="DeletionProtectionEnabled"):
        plugin.delete(TABLE, id_, state)
    state = plugin.update(TABLE, id_, state, inputs, {**inputs, "deletionProtectionEnabled": False})
    plugin.delete(TABLE, id_, state)

    assert "" == plugin.read(TABLE, id_)[0]


def test_a_table_with_a_stream_is_changed_in_what_changes_only(plugin: Any, aborted: Any) -> None:
    """DynamoDB refuses a stream that is sent again; and what it refuses of a change is nobody else's thing to adopt."""
    inputs = {**KEYED, "name": "t", "deletionProtectionEnabled": True}
    inputs |= {"streamEnabled": True, "streamViewType": "NEW_AND_OLD_IMAGES"}
    id_, state = plugin.create(TABLE, inputs)

    plugin.update(TABLE, id_, state, inputs, {**inputs, "deletionProtectionEnabled": False})

    held = plugin.boto("dynamodb").describe_table(TableName=id_)["Table"]
    assert (False, True) == (held["DeletionProtectionEnabled"], held["StreamSpecification"]["StreamEnabled"])
    with pytest.raises(aborted, match=r"Cannot enable stream$"):
        plugin.update(TABLE, id_, state, {**inputs, "streamViewType": "KEYS_ONLY"}, inputs)


def test_a_role_that_holds_policies_is_not_deleted(plugin: Any, aborted: Any) -> None:
    """AWS's DeleteConflict: something else still uses the role."""
    id_, state = plugin.create(ROLE, {"name": "r", "assumeRolePolicy": "{}"})
    statement = {"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*"}
    document = json.dumps({"Version": "2012-10-17", "Statement": [statement]})
    plugin.create("aws:iam/rolePolicy:RolePolicy", {"role": "r", "policy": document})

    with pytest.raises(aborted, match="DeleteConflict"):
        plugin.delete(ROLE, id_, state)


def test_what_is_gone_already_is_deleted_without_a_word(plugin: Any) -> None:
    """A destroy after the sandbox was lost converges."""
    id_, state = plugin.create(LOGS, {"name": "/lz/gone"})
    plugin.boto("logs").delete_log_group(logGroupName="/lz/gone")

    plugin.delete(LOGS, id_, state)


def test_a_server_that_does_not_answer_is_named(configured: Callable[..., Any], moto: str, aborted: Any) -> None:
    """Not a traceback of a connection pool."""
    plugin = configured("111111111111")
    plugin.clients.endpoint = moto
    plugin._server._provider._clients.endpoint = "http://127.0.0.1:9"

    with pytest.raises(aborted, match=r"does not answer at http://127\.0\.0\.1:9; see `lz sandbox status`"):
        plugin.create(LOGS, {"name": "/lz/x"})


def test_a_fault_of_the_stand_in_is_called_one(plugin: Any, aborted: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """The person is told that the program is not to blame, and where to look; no traceback."""

    def broken(*_: Any, **__: Any) -> None:
        raise KeyError("surprise")

    monkeypatch.setattr("engine.standin.provider.check_values", broken)

    with pytest.raises(aborted, match=r"'it': a fault of the stand-in, not of the program: KeyError") as fault:
        plugin.check(LOGS, {"name": "/lz/x"})

    assert grpc.StatusCode.INTERNAL == fault.value.code


def test_keys_are_found_by_alias(plugin: Any) -> None:
    """Functions that read: what prod-dr uses to find the primary's keys."""
    key, _ = plugin.create("aws:kms/key:Key", {"description": "d"})
    plugin.create("aws:kms/alias:Alias", {"name": "alias/lz-dev", "targetKeyId": key})

    found = plugin.invoke("aws:kms/getKey:getKey", {"keyId": "alias/lz-dev"})

    assert (key, "Enabled") == (found["id"], found["keyState"])
    assert key == plugin.invoke("aws:kms/getAlias:getAlias", {"name": "alias/lz-dev"})["targetKeyId"]
    assert "eu-west-1" == plugin.invoke("aws:index/getRegion:getRegion", {})["region"]


def test_an_unknown_function_is_refused(plugin: Any, aborted: Any) -> None:
    """Better no answer than an invented one."""
    with pytest.raises(aborted, match="the stand-in has no function aws:lex/getBot:getBot"):
        plugin.invoke("aws:lex/getBot:getBot", {})
