"""The line around the organisation: which statements close it, which shares cross it, which ways lead out."""

from __future__ import annotations

from typing import Any

import pytest

from graph.model import UNKNOWN
from policies.organisation import Organisation, organisation
from policies.rule import Example, Examples
from policies.rules.examples.build import ACCOUNT, aws, changed, document
from policies.rules.examples.models import MODELS, PROFILE, PROMPTS
from policies.rules.examples.perimeter import (
    ASKING,
    CLUSTER_SNAPSHOT,
    LAUNCH,
    SNAPSHOT,
    SNAPSHOT_COPY,
    VOLUMES,
    interface,
)
from policies.rules.examples.storage import STORE, own_account
from policies.rules.residency import models_stay_in_geography
from policies.vectors import DATA_SOURCE, KNOWLEDGE_BASE, VECTOR_BUCKET, VECTOR_POLICY
from policies.verdict import Verdict
from tests.policies.rules.judged import RULES, verdict

INSIDE, SHARED, WAYS, ASKED = (RULES[f"LZ-RES-{number:03}"] for number in (11, 9, 10, 8))
NAME = STORE[0].properties["bucket"]
FOREIGN = {"StringNotEqualsIfExists": {"aws:PrincipalAccount": ACCOUNT}}


def with_policy(**changes: Any) -> Examples:
    return changed(STORE, "store-policy", policy=document({**own_account(NAME), **changes}))


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, Verdict.PASS),
        ({"Condition": FOREIGN}, Verdict.PASS),
        ({"Condition": {"StringNotEquals": {"aws:PrincipalOrgID": "o-a1b2c3d4e5"}}}, Verdict.PASS),
        ({"Condition": {"StringNotLike": {"aws:PrincipalOrgPaths": "o-a1b2c3d4e5/r-1/*"}}}, Verdict.PASS),
        ({"Condition": {"StringNotEqualsIgnoreCase": {"aws:PrincipalAccount": ACCOUNT}}}, Verdict.PASS),
        ({"Condition": {**FOREIGN, "Bool": {"aws:ViaAWSService": "false"}}}, Verdict.PASS),
        ({"Condition": {**FOREIGN, "Null": {"aws:SourceOrgID": "true", "aws:SourceAccount": "true"}}}, Verdict.PASS),
        ({"Condition": {"StringNotLike": {"aws:PrincipalOrgID": "*"}}}, Verdict.FAIL),
        ({"Condition": {"StringEquals": {"aws:PrincipalAccount": ACCOUNT}}}, Verdict.FAIL),
        ({"Condition": {"StringNotEquals": {"aws:SourceVpc": "vpc-1"}}}, Verdict.FAIL),
        ({"Condition": {**FOREIGN, "IpAddress": {"aws:SourceIp": "198.51.100.0/24"}}}, Verdict.FAIL),
        ({"Condition": {}}, Verdict.FAIL),
        ({"Action": "s3:GetObject"}, Verdict.FAIL),
        ({"Action": "*"}, Verdict.PASS),
        ({"Resource": f"arn:aws:s3:::{NAME}/*"}, Verdict.FAIL),
        ({"Resource": f"arn:aws:s3:::{NAME}"}, Verdict.FAIL),
        ({"Principal": {"AWS": ACCOUNT}}, Verdict.FAIL),
        ({"Effect": "Allow"}, Verdict.FAIL),
    ],
)
def test_a_bucket_refuses_everybody_outside_everything(changes: dict[str, Any], expected: Verdict) -> None:
    """By account or organisation; a further condition would leave a gap, unless it lets AWS's services by."""
    assert expected is verdict(INSIDE, with_policy(**changes))


def test_a_condition_that_is_not_known_yet_may_close_or_leave_a_gap() -> None:
    """Nobody can say before the deploy."""
    stack = changed(STORE, "store-policy", policy={"Statement": [{**own_account(NAME), "Condition": UNKNOWN}]})

    assert Verdict.UNKNOWN is verdict(INSIDE, stack)


def test_a_bucket_without_a_policy_answers_whoever_is_let_in() -> None:
    """And one whose policy might be another's is not known."""
    without = tuple(example for example in STORE if example.name != "store-policy")
    perhaps = changed(STORE, "store-policy", bucket=UNKNOWN)

    assert Verdict.FAIL is verdict(INSIDE, without)
    assert Verdict.UNKNOWN is verdict(INSIDE, perhaps)


def test_a_bucket_without_a_class_holds_no_data_of_ours() -> None:
    """That it has none is another rule's finding."""
    stack = changed(STORE, "store-policy", policy=document())

    assert Verdict.FAIL is verdict(INSIDE, stack)
    assert Verdict.PASS is verdict(INSIDE, changed(stack, "store", tags={}))


@pytest.mark.parametrize(
    ("action", "expected"), [("s3vectors:*", Verdict.PASS), ("s3:*", Verdict.FAIL), ("*", Verdict.PASS)]
)
def test_a_bucket_of_vectors_is_closed_by_its_own_policy(action: str, expected: Verdict) -> None:
    """Whatever class it has: what it holds was made from documents."""
    vectors = aws(VECTOR_BUCKET, "vectors", vectorBucketName="lz-prod-vectors")
    statement = {**own_account("x"), "Action": action}
    policy = aws(VECTOR_POLICY, "policy", {"vectorBucketArn": "vectors"}, policy=document(statement))
    arn = f"arn:aws:s3vectors:eu-west-1:{ACCOUNT}:bucket/lz-prod-vectors"
    by_arn = changed((vectors, policy), "policy", vectorBucketArn=arn)

    assert expected is verdict(INSIDE, (vectors, policy))
    assert expected is verdict(INSIDE, changed(by_arn, "vectors", vectorBucketArn=arn))
    assert Verdict.FAIL is verdict(INSIDE, (vectors,))


OURS, MANAGEMENT = "222233334444", "333344445555"
UNIT = "ou/o-a1b2c3d4e5/ou-abcd-1"


@pytest.mark.parametrize(
    ("type_", "properties", "expected"),
    [
        (SNAPSHOT, {}, Verdict.PASS),
        (SNAPSHOT, {"sharedAccounts": [OURS]}, Verdict.PASS),
        (SNAPSHOT, {"sharedAccounts": [OURS, "999999999999"]}, Verdict.FAIL),
        (CLUSTER_SNAPSHOT, {"sharedAccounts": ["all"]}, Verdict.FAIL),
        (SNAPSHOT_COPY, {"sharedAccounts": [UNKNOWN]}, Verdict.UNKNOWN),
        (VOLUMES, {"accountId": OURS}, Verdict.PASS),
        (VOLUMES, {"accountId": "999999999999"}, Verdict.FAIL),
        (LAUNCH, {"accountId": "999999999999"}, Verdict.FAIL),
        (LAUNCH, {"group": "all"}, Verdict.FAIL),
        (LAUNCH, {"organizationArn": f"arn:aws:organizations::{MANAGEMENT}:organization/o-a1b2c3d4e5"}, Verdict.PASS),
        (LAUNCH, {"organizationArn": "arn:aws:organizations::999999999999:organization/o-x"}, Verdict.FAIL),
        (LAUNCH, {"organizationalUnitArn": f"arn:aws:organizations::{MANAGEMENT}:{UNIT}"}, Verdict.PASS),
        (LAUNCH, {"organizationalUnitArn": f"arn:aws:organizations::999999999999:{UNIT}"}, Verdict.FAIL),
        (LAUNCH, {"organizationArn": "o-a1b2c3d4e5"}, Verdict.FAIL),
    ],
)
def test_what_is_shared_is_shared_with_us(
    type_: str, properties: dict[str, Any], expected: Verdict, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With an account of the organisation, or with what its management account governs."""

    def with_accounts() -> Organisation:
        return organisation().model_copy(update={"accounts": frozenset({OURS, MANAGEMENT})})

    monkeypatch.setattr("policies.rules.perimeter.organisation", with_accounts)

    assert expected is verdict(SHARED, (aws(type_, "shared", **properties),))


def without(stack: Examples, *names: str) -> Examples:
    return tuple(example for example in stack if example.name not in names)


@pytest.mark.parametrize("service", ["bedrock-runtime", "ecr-api", "ecr-dkr", "logs", "sts"])
def test_each_way_that_a_model_needs_is_asked_for(service: str) -> None:
    """To the model, to its image, to its log, and to its role."""
    assert Verdict.FAIL is verdict(WAYS, without(ASKING, f"to-{service}"))


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"vpcEndpointType": None}, Verdict.FAIL),
        ({"vpcEndpointType": "Gateway"}, Verdict.FAIL),
        ({"privateDnsEnabled": None}, Verdict.FAIL),
        ({"serviceName": "com.amazonaws.eu-west-1.bedrock-agent-runtime"}, Verdict.FAIL),
        ({"vpcId": UNKNOWN}, Verdict.UNKNOWN),
        ({"vpcId": "vpc-of-another-program"}, Verdict.FAIL),
    ],
)
def test_a_way_is_an_interface_that_answers_by_the_services_name(changes: dict[str, Any], expected: Verdict) -> None:
    """In this VPC; without private DNS every client would go on to the public address."""
    assert expected is verdict(WAYS, changed(ASKING, "to-bedrock-runtime", **changes))


def test_only_what_is_asked_needs_a_way() -> None:
    """A VPC without models is another matter, and a model on SageMaker has an endpoint of its own."""
    endpoint: Example = aws("aws:sagemaker/endpoint:Endpoint", "model", endpointConfigName="x")
    network = without(ASKING, *(example.name for example in MODELS))

    assert Verdict.PASS is verdict(WAYS, without(network, "to-logs"))
    assert Verdict.FAIL is verdict(WAYS, (*network, endpoint))
    assert Verdict.PASS is verdict(
        WAYS, (*without(network, "to-bedrock-runtime"), interface("sagemaker.runtime"), endpoint)
    )


EMBEDDING = "arn:aws:bedrock:us-east-1::foundation-model/amazon.titan-embed-text-v2:0"


@pytest.mark.parametrize(
    ("model", "expected"),
    [
        ("amazon.nova-lite-v1:0", Verdict.PASS),
        ("zai.glm-4.7", Verdict.PASS),
        ("eu.amazon.nova-lite-v1:0", Verdict.PASS),
        ("us.amazon.nova-lite-v1:0", Verdict.FAIL),
        ("us-gov.amazon.nova-lite-v1:0", Verdict.FAIL),
        ("apac.amazon.nova-lite-v1:0", Verdict.FAIL),
        ("jp.amazon.nova-lite-v1:0", Verdict.FAIL),
        ("global.amazon.nova-lite-v1:0", Verdict.FAIL),
        ("arn:aws:bedrock:eu-west-1:111122223333:inference-profile/eu.amazon.nova-lite-v1:0", Verdict.PASS),
        ("arn:aws:bedrock:eu-west-1:111122223333:inference-profile/global.amazon.nova-lite-v1:0", Verdict.FAIL),
        ("arn:aws:bedrock:eu-west-1:111122223333:application-inference-profile/abc", Verdict.PASS),
        ("arn:aws:bedrock:us-east-1:111122223333:application-inference-profile/abc", Verdict.FAIL),
        ("arn:aws:bedrock:eu-central-1:111122223333:provisioned-model/abc", Verdict.PASS),
        (EMBEDDING, Verdict.FAIL),
        ("arn:us", Verdict.PASS),
        (7, Verdict.PASS),
        (UNKNOWN, Verdict.UNKNOWN),
        (None, Verdict.PASS),
    ],
)
def test_an_id_says_where_it_computes(model: Any, expected: Verdict) -> None:
    """A maker's name is no geography; a profile of the account computes where it was copied from."""
    variant = {"name": "answer"} if model is None else {"name": "answer", "modelId": model}

    assert expected is verdict(ASKED, changed(PROMPTS, "prompt", variants=[variant]))


ENRICHED = "contextEnrichmentConfiguration"


@pytest.mark.parametrize(
    ("type_", "properties"),
    [
        ("aws:bedrock/agentAgent:AgentAgent", {"foundationModel": EMBEDDING}),
        ("aws:bedrock/customModel:CustomModel", {"baseModelIdentifier": EMBEDDING}),
        ("aws:bedrock/provisionedModelThroughput:ProvisionedModelThroughput", {"modelArn": EMBEDDING}),
        ("aws:bedrockmodel/invocationJob:InvocationJob", {"modelId": EMBEDDING}),
        (
            KNOWLEDGE_BASE,
            {"knowledgeBaseConfiguration": {"vectorKnowledgeBaseConfiguration": {"embeddingModelArn": EMBEDDING}}},
        ),
        *(
            (
                DATA_SOURCE,
                {
                    "vectorIngestionConfiguration": {
                        step: {"bedrockFoundationModelConfiguration": {"modelArn": EMBEDDING}}
                    }
                },
            )
            for step in ("parsingConfiguration", ENRICHED)
        ),
    ],
)
def test_whoever_asks_a_model_is_asked_where(type_: str, properties: dict[str, Any]) -> None:
    """Agents, batch jobs, and what makes vectors of documents."""
    assert Verdict.FAIL is verdict(models_stay_in_geography, (aws(type_, "asks", **properties),))


def test_a_profile_of_the_stack_is_judged_itself() -> None:
    """An agent that takes its model from it is known to stay before the profile has an ARN."""
    profile = aws(PROFILE, "profile")
    agent = aws("aws:bedrock/agentAgent:AgentAgent", "agent", {"foundationModel": "profile"})

    assert Verdict.PASS is verdict(ASKED, (profile, agent))
