"""Guardrails: what a language model may neither be asked nor answer, and which text of it is in force."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from policies.checks import encrypted
from policies.classification import LANGUAGES, tag
from policies.geography import allowed
from policies.paths import select
from policies.rule import Severity, resource_rule
from policies.rules.examples.build import changed, placed
from policies.rules.examples.models import (
    GUARDRAIL,
    GUARDRAIL_ARN,
    GUARDRAIL_VERSION,
    HARMFUL,
    MODELS,
    SPOKEN,
    filters,
    grounding,
    personal,
)
from policies.value import Outcome, Value, at_least, is_false, non_empty, one_of
from policies.verdict import Verdict, some
from policies.view import View

CLASSIC: Final = frozenset({"en", "es", "fr"})
"""The languages that filters and topics of the classic tier understand
(https://docs.aws.amazon.com/bedrock/latest/userguide/guardrails-tiers.html, noted 2026-11-26)."""

GROUNDED: Final = 0.5
"""The lowest threshold that refuses more than the plainly invented; the house's own floor, AWS names none."""

_FILTERS: Final = "contentPolicyConfig.filtersConfigs[]"
_ENTITIES: Final = "sensitiveInformationPolicyConfig.piiEntitiesConfigs[]"
_GROUNDING: Final = "contextualGroundingPolicyConfig.filtersConfigs[]"
_TYPES: Final = tuple(f"guardrail.contentPolicyConfig.filtersConfigs[{i}].type" for i in range(len(HARMFUL)))


def _is(value: Value, kind: str) -> Verdict:
    return value.at("type").holds(one_of(kind))


@resource_rule(
    id="LZ-BR-001",
    title="A guardrail filters attacks on the prompt at the highest strength",
    severity=Severity.CRITICAL,
    types=(GUARDRAIL,),
    control="GR-01",
    why="A sentence in a retrieved document can make a model ignore its instructions; the filter looks for it.",
    fix="Add the content filter PROMPT_ATTACK with input_strength HIGH.",
    good=MODELS,
    bad=changed(MODELS, "guardrail", contentPolicyConfig=filters({"PROMPT_ATTACK": {"inputStrength": "MEDIUM"}})),
    offending="guardrail.contentPolicyConfig.filtersConfigs[5].inputStrength",
    decides=_TYPES,
)
def prompt_attacks_are_filtered(guardrail: View) -> Iterator[Outcome]:
    strong = some(
        _is(f, "PROMPT_ATTACK") & f.at("inputStrength").holds(one_of("HIGH")) for f in select(guardrail, _FILTERS)
    )
    yield guardrail.outcome(strong, "attacks on the prompt are not filtered at HIGH", "contentPolicyConfig")


@resource_rule(
    id="LZ-BR-002",
    title="A guardrail filters every kind of harmful content, in questions and in answers",
    severity=Severity.HIGH,
    types=(GUARDRAIL,),
    control="GR-02",
    why="A category that is left out, or filtered one way only, is the one a bad answer comes through.",
    fix="Add HATE, INSULTS, MISCONDUCT, SEXUAL and VIOLENCE with both strengths at MEDIUM or HIGH.",
    good=MODELS,
    bad=changed(MODELS, "guardrail", contentPolicyConfig=filters({"HATE": {"outputStrength": "LOW"}})),
    offending="guardrail.contentPolicyConfig.filtersConfigs[0].outputStrength",
    decides=(*_TYPES[1:], "guardrail.contentPolicyConfig.filtersConfigs[5]"),
)
def harmful_content_is_filtered(guardrail: View) -> Iterator[Outcome]:
    enough = one_of("MEDIUM", "HIGH")
    for kind in HARMFUL:
        both = some(
            _is(f, kind) & f.at("inputStrength").holds(enough) & f.at("outputStrength").holds(enough)
            for f in select(guardrail, _FILTERS)
        )
        yield guardrail.outcome(both, f"{kind} is not filtered both ways", "contentPolicyConfig")


@resource_rule(
    id="LZ-BR-003",
    title="A guardrail redacts or blocks personal data",
    severity=Severity.HIGH,
    types=(GUARDRAIL,),
    control="GR-03",
    why="What a model has read it can repeat, to the next person who asks.",
    fix="List the kinds of personal data with action ANONYMIZE or BLOCK; the card's guardrail.pii chooses.",
    good=MODELS,
    bad=changed(MODELS, "guardrail", sensitiveInformationPolicyConfig=personal("NONE")),
    offending="guardrail.sensitiveInformationPolicyConfig.piiEntitiesConfigs[0].action",
)
def personal_data_is_treated(guardrail: View) -> Iterator[Outcome]:
    listed = guardrail[_ENTITIES.removesuffix("[]")]
    yield listed.must(non_empty, "no kind of personal data is listed")
    for entity in listed.each():
        yield entity.at("action").must(one_of("ANONYMIZE", "BLOCK"), "personal data passes")


@resource_rule(
    id="LZ-BR-004",
    title="A guardrail holds answers to what was retrieved and to what was asked",
    severity=Severity.HIGH,
    types=(GUARDRAIL,),
    control="GR-04",
    why="An assistant that answers past its sources invents; the person who reads it cannot tell.",
    fix="Set guardrail.grounding of the card to 0.5 or more.",
    good=MODELS,
    bad=changed(MODELS, "guardrail", contextualGroundingPolicyConfig=grounding(0.2)),
    offending="guardrail.contextualGroundingPolicyConfig.filtersConfigs[0].threshold",
    decides=("guardrail.contextualGroundingPolicyConfig.filtersConfigs[1].type",),
)
def answers_are_grounded(guardrail: View) -> Iterator[Outcome]:
    for kind in ("GROUNDING", "RELEVANCE"):
        held = some(_is(f, kind) & f.at("threshold").holds(at_least(GROUNDED)) for f in select(guardrail, _GROUNDING))
        yield guardrail.outcome(held, f"{kind} is not held at {GROUNDED} or more", "contextualGroundingPolicyConfig")


@resource_rule(
    id="LZ-BR-005",
    title="A guardrail denies the topics that are not the system's purpose",
    severity=Severity.MEDIUM,
    types=(GUARDRAIL,),
    control="GR-05",
    why="The intended use of a system is a promise; without denied topics the model keeps it only by chance.",
    fix="List guardrail.topics in the card.",
    good=MODELS,
    bad=changed(MODELS, "guardrail", topicPolicyConfig={"topicsConfigs": []}),
    offending="guardrail.topicPolicyConfig.topicsConfigs",
)
def topics_are_denied(guardrail: View) -> Iterator[Outcome]:
    yield guardrail.must("topicPolicyConfig.topicsConfigs", non_empty, "denies no topic")


guardrail_has_a_customer_key = resource_rule(
    id="LZ-BR-006",
    title="A guardrail is encrypted with a customer key",
    severity=Severity.MEDIUM,
    types=(GUARDRAIL,),
    control="GR-06",
    why="Whoever reads the filters knows what to write around them.",
    fix="Set kms_key_arn to the key of the class operations.",
    good=MODELS,
    bad=changed(MODELS, "guardrail", kmsKeyArn=None),
    offending="guardrail.kmsKeyArn",
)(encrypted("kmsKeyArn"))


@resource_rule(
    id="LZ-BR-007",
    title="A guardrail acts on what it finds",
    severity=Severity.HIGH,
    types=(GUARDRAIL,),
    control="GR-07",
    why="A filter that only detects writes a metric, and the answer goes out.",
    fix="Leave input_action, output_action, input_enabled and output_enabled at their defaults.",
    good=MODELS,
    bad=changed(MODELS, "guardrail", contentPolicyConfig=filters({"HATE": {"outputAction": "NONE"}})),
    offending="guardrail.contentPolicyConfig.filtersConfigs[0].outputAction",
)
def filters_act(guardrail: View) -> Iterator[Outcome]:
    for path in (_FILTERS, _ENTITIES):
        for found in select(guardrail, path):
            for way in ("input", "output"):
                action = found.at(f"{way}Action")
                idle = action.holds(one_of("NONE")) | found.at(f"{way}Enabled").holds(is_false)
                yield action.outcome(~idle, f"only detects what stands in an {way}")


@resource_rule(
    id="LZ-BR-008",
    title="A guardrail has a numbered version",
    severity=Severity.HIGH,
    types=(GUARDRAIL,),
    control="GR-08",
    why="DRAFT changes under its name: a record that names it cannot say what stood between.",
    fix="Make an aws.bedrock.GuardrailVersion of the guardrail, and name its number where a model is asked.",
    good=MODELS,
    bad=changed(MODELS, "version", guardrailArn=f"{GUARDRAIL_ARN}x"),
    offending="version.guardrailArn",
)
def guardrail_has_a_version(guardrail: View) -> Iterator[Outcome]:
    versions, perhaps = guardrail.stack.attached(
        guardrail, "guardrailArn", GUARDRAIL_VERSION, identities=("guardrailArn",)
    )
    found = Verdict.PASS if versions else Verdict.UNKNOWN if perhaps else Verdict.FAIL
    yield guardrail.outcome(found, "has no version but DRAFT")


@resource_rule(
    id="LZ-BR-009",
    title="A guardrail is computed in an allowed geography",
    severity=Severity.HIGH,
    types=(GUARDRAIL,),
    control="GR-09",
    why="A guardrail reads every prompt: a profile of another geography takes personal data there.",
    fix="Leave cross_region_config away, or name a profile of allowed-geographies in policies/organisation.yaml.",
    good=MODELS,
    bad=changed(MODELS, "guardrail", crossRegionConfig={"guardrailProfileIdentifier": "us.guardrail.v1:0"}),
    offending="guardrail.crossRegionConfig.guardrailProfileIdentifier",
)
def guardrail_stays_in_geography(guardrail: View) -> Iterator[Outcome]:
    yield guardrail.must(
        "crossRegionConfig.guardrailProfileIdentifier",
        lambda profile: not profile or allowed(profile),
        "reads prompts in another geography",
        when_missing="",
    )


@resource_rule(
    id="LZ-BR-017",
    title="A guardrail understands the languages it is spoken to in",
    severity=Severity.LOW,
    types=(GUARDRAIL,),
    control="GR-13",
    why="The classic tier reads English, French and Spanish; an attack in German passes it unread.",
    fix="Set tier_name STANDARD in tier_configs of content and topics, and cross_region_config with a profile of eu.",
    good=SPOKEN,
    bad=placed(SPOKEN, "guardrail", ("contentPolicyConfig", "tierConfigs", 0, "tierName"), "CLASSIC"),
    offending="guardrail.contentPolicyConfig.tierConfigs[0].tierName",
    decides=("guardrail.tags.lz:languages",),
)
def guardrail_understands_its_languages(guardrail: View) -> Iterator[Outcome]:
    languages = tag(guardrail, LANGUAGES)
    plain = languages.holds(lambda raw: CLASSIC.issuperset(str(raw).lower().split()), when_missing="")
    for policy in ("contentPolicyConfig", "topicPolicyConfig"):
        tier = guardrail[policy].at("tierConfigs.tierName")
        none = Verdict.of(guardrail[policy].missing)
        yield tier.outcome(
            plain | none | tier.holds(one_of("STANDARD")), "does not understand the languages of those who write to it"
        )
