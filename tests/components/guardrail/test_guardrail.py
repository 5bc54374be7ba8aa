"""A guardrail and the version of its content."""

from __future__ import annotations

from dataclasses import replace

import pytest

from components.guardrail.guardrail import Guardrail, GuardrailArgs
from config.vocabulary import DeniedTopic, PiiAction
from graph.model import UNKNOWN
from tests.synth import Declared, synth

ARGS = GuardrailArgs(
    guardrail="lz-prod-support",
    topics=(DeniedTopic.LEGAL_ADVICE,),
    pii=PiiAction.REDACT,
    grounding=0.75,
    key_arn="arn:aws:kms:eu-west-1:111122223333:key/1",
    tags={"lz:system": "support"},
)
GUARDRAIL = "aws:bedrock/guardrail:Guardrail"
VERSION = "aws:bedrock/guardrailVersion:GuardrailVersion"


def declared(args: GuardrailArgs = ARGS, *, unknown: bool = False) -> Declared:
    return synth(lambda: Guardrail("support", args), unknown=unknown)


@pytest.mark.parametrize("unknown", [False, True])
def test_a_first_preview_knows_what_is_filtered(unknown: bool) -> None:  # noqa: FBT001  pytest passes it by name
    """The rules can judge all of it before anything exists."""
    guardrail = declared(unknown=unknown).only(GUARDRAIL)

    assert ["legal-advice"] == [t["name"] for t in guardrail["topicPolicyConfig"]["topicsConfigs"]]
    assert [("GROUNDING", 0.75), ("RELEVANCE", 0.75)] == [
        (f["type"], f["threshold"]) for f in guardrail["contextualGroundingPolicyConfig"]["filtersConfigs"]
    ]
    assert [{"type": "PROFANITY"}] == guardrail["wordPolicyConfig"]["managedWordListsConfigs"]
    assert ARGS.key_arn == guardrail["kmsKeyArn"]
    assert {"lz:system": "support"} == guardrail["tags"]


def test_another_content_makes_another_version_and_the_old_one_stays() -> None:
    """A version is made anew when its description changes, and is never deleted: a record still names it."""
    before = declared().only(VERSION)
    after = declared(replace(ARGS, grounding=0.8)).only(VERSION)

    assert before["description"] != after["description"]
    assert (True, True) == (before["skipDestroy"], after["skipDestroy"])


def test_the_same_content_is_the_same_version() -> None:
    """A deploy that changes nothing makes no version."""
    moved = replace(ARGS, key_arn="arn:aws:kms:eu-central-1:111122223333:key/2", guardrail="lz-prod-dr-support")

    assert declared().only(VERSION)["description"] == declared(moved).only(VERSION)["description"]


def test_a_version_is_taken_after_the_content_has_changed() -> None:
    """The version comes from the guardrail's own ARN, so the engine changes the guardrail first."""
    found = declared()

    assert (found.only(GUARDRAIL).urn,) == found.only(VERSION).property_dependencies["guardrailArn"]


def test_the_number_is_aws_own() -> None:
    """What the functions are told is what AWS counted; only the digest of the content is known before."""
    outputs = declared(unknown=True).outputs_of("lz:guardrail:Guardrail")

    assert UNKNOWN == outputs["version"]
    assert declared().outputs_of("lz:guardrail:Guardrail")["content"] == outputs["content"]
