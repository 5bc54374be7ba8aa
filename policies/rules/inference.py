"""Foundation models: who may ask them, where they compute, who pays, and what is written down of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final

from policies.documents import IDENTITY_POLICIES, documents, only_bounds
from policies.geography import allowed
from policies.grants import held_for_emergencies
from policies.iam import Statement, any_term, every_term, is_all, matches
from policies.rule import Severity, graph_rule, resource_rule
from policies.rules.examples.build import ACCOUNT, RECOVERY_REGION, REGION, changed
from policies.rules.examples.models import CALLS, GUARDRAIL, GUARDRAIL_ARN, MODELS, PROFILE, ask, logging
from policies.value import Outcome, is_true, non_empty
from policies.verdict import Verdict, every, some
from policies.view import StackView, View

_GUARDRAIL: Final = "bedrock:GuardrailIdentifier"
_NAMED: Final = frozenset({_GUARDRAIL.lower()})
_PROFILED: Final = frozenset({"bedrock:inferenceprofilearn"})
_INVOKE: Final = ("bedrock:InvokeModel", "bedrock:InvokeModelWithResponseStream")


@resource_rule(
    id="LZ-BR-010",
    title="Who may ask a model must ask it behind a guardrail",
    severity=Severity.HIGH,
    types=tuple(IDENTITY_POLICIES),
    control="GR-12",
    why="A guardrail that a caller may leave off protects nobody; IAM can refuse the call that does.",
    fix="Demand bedrock:GuardrailIdentifier in the condition; components.serving.bedrock_target does.",
    good=MODELS,
    bad=changed(MODELS, "ask", policy=ask(guardrail="")),
    offending="ask.policy",
)
def models_are_asked_behind_a_guardrail(view: View) -> Iterator[Outcome]:
    boundary = only_bounds(view)
    for document in documents(view, IDENTITY_POLICIES):
        refused = some(_refuses_freely(s) for s in document.statements)
        yield from document.judge(
            lambda s, r=refused: boundary | r | ~_asks_freely(s), "lets models be asked without demanding a guardrail"
        )


def _refuses_freely(statement: Statement, accepted: Callable[[str], bool] | None = None) -> Verdict:
    """Denies every call of a model that names no guardrail, or none that is accepted, whatever else holds of it.

    A negated operator holds where the key is absent.
    """
    absent = every(
        (c.is_("Null", _GUARDRAIL, lambda value: value == "true") if accepted is None else Verdict.FAIL)
        | c.is_("StringNotLike", _GUARDRAIL, accepted or bool)
        for c in statement.conditions
    )
    if statement.obscure:
        absent &= Verdict.UNKNOWN
    return ~statement.allows & every(statement.covers(call) for call in _INVOKE) & statement.everything & absent


def _asks(statement: Statement) -> Verdict:
    """Is about a call of a model, by itself or with bedrock:*; Action `*` is LZ-IAM-001's."""
    return any_term(statement.actions, lambda a: not is_all(a) and any(matches(a, call) for call in _INVOKE))


def _asks_freely(statement: Statement) -> Verdict:
    """Allows a call of a model without naming a guardrail."""
    return statement.allows & _asks(statement) & ~statement.demands(_NAMED)


@resource_rule(
    id="LZ-IAM-011",
    title="Who may ask a model may ask a model by name",
    severity=Severity.HIGH,
    types=tuple(IDENTITY_POLICIES),
    control="GOV-08",
    why="A star lets a system ask every model AWS will ever offer: dearer ones, and ones nobody assessed.",
    fix="Name models and profiles in Resource; for a profile without an id yet, demand aws:ResourceTag/lz:system.",
    good=MODELS,
    bad=changed(MODELS, "ask", policy=ask(Resource="*")),
    offending="ask.policy",
)
def models_are_asked_by_name(view: View) -> Iterator[Outcome]:
    spared = only_bounds(view) | held_for_emergencies(view)
    for document in documents(view, IDENTITY_POLICIES):
        yield from document.judge(
            lambda s: spared | ~(s.allows & _asks(s)) | _names_models(s), "lets models be asked that it does not name"
        )


def _names_models(statement: Statement) -> Verdict:
    """Every resource has a name of its own, or the statement demands a tag of what is asked."""
    tags = frozenset(c.key for c in statement.conditions if c.key.startswith("aws:resourcetag/"))
    return every_term(statement.resources, _is_named) | statement.demands(tags)


def _is_named(arn: str) -> bool:
    return not set(arn.partition("/")[2]) <= {"*", "?"}


@resource_rule(
    id="LZ-IAM-012",
    title="Who may ask a model asks it behind a numbered version of a guardrail",
    severity=Severity.HIGH,
    types=tuple(IDENTITY_POLICIES),
    control="GOV-09",
    why="A guardrail without a version is its draft: whoever edits that changes what the model may say, unseen.",
    fix="End the values of bedrock:GuardrailIdentifier with :* or with a number.",
    good=MODELS,
    bad=changed(MODELS, "ask", policy=ask(guardrail=GUARDRAIL_ARN)),
    offending="ask.policy",
)
def guardrail_has_a_number(view: View) -> Iterator[Outcome]:
    boundary = only_bounds(view)
    for document in documents(view, IDENTITY_POLICIES):
        guarded = some(_refuses_freely(s) for s in document.statements)
        numbered = some(_refuses_freely(s, _is_numbered) for s in document.statements)
        yield from document.judge(
            lambda s, g=guarded, n=numbered: (
                boundary | n | ~(s.allows & _asks(s)) | ~(g | s.demands(_NAMED)) | s.demands(_NAMED, _is_numbered)
            ),
            "lets models be asked behind the draft of a guardrail",
        )


def _is_numbered(guardrail: str) -> bool:
    _, _, version = guardrail.partition("guardrail/")[2].partition(":")
    return version not in {"", "DRAFT"}


@resource_rule(
    id="LZ-BR-011",
    title="A foundation model computes in an allowed geography",
    severity=Severity.HIGH,
    types=(PROFILE,),
    control="GOV-07",
    why="A profile of another geography, or a global one, takes every prompt there.",
    fix="Choose a model of allowed-geographies (policies/organisation.yaml) in the card's targets, for example eu.",
    good=MODELS,
    bad=changed(
        MODELS,
        "profile",
        modelSource={"copyFrom": f"arn:aws:bedrock:{REGION}:{ACCOUNT}:inference-profile/global.anthropic.claude"},
    ),
    offending="profile.modelSource.copyFrom",
)
def model_stays_in_geography(profile: View) -> Iterator[Outcome]:
    yield profile.must("modelSource.copyFrom", allowed, "computes outside the allowed geographies and Regions")


@resource_rule(
    id="LZ-BR-012",
    title="A foundation model is asked through an inference profile of a system",
    severity=Severity.LOW,
    types=tuple(IDENTITY_POLICIES),
    control="CST-07",
    why="Tokens are billed to the account; only the tags of an application inference profile tell whose they were.",
    fix="Name application inference profiles in Resource, and demand bedrock:InferenceProfileArn for what is behind.",
    good=MODELS,
    bad=changed(MODELS, "ask", policy=ask(Resource=f"arn:aws:bedrock:{REGION}::foundation-model/anthropic.claude")),
    offending="ask.policy",
)
def models_are_asked_through_profiles(view: View) -> Iterator[Outcome]:
    spared = only_bounds(view) | held_for_emergencies(view)
    for document in documents(view, IDENTITY_POLICIES):
        yield from document.judge(
            lambda s: (
                spared
                | ~(s.allows & _asks(s) & any_term(s.resources, _is_everybodys))
                | s.demands(_PROFILED, _is_a_systems)
            ),
            "lets a model be asked on nobody's account",
        )


def _is_everybodys(arn: str) -> bool:
    return ":foundation-model/" in arn or ":inference-profile/" in arn


def _is_a_systems(profile: str) -> bool:
    return ":application-inference-profile/" in profile


@graph_rule(
    id="LZ-BR-013",
    title="Where models are asked, every call is written down",
    severity=Severity.CRITICAL,
    types=(PROFILE, GUARDRAIL),
    control="LOG-01",
    why="Without it nobody can say afterwards what a model was asked and what it answered.",
    fix="Make the Region's aws.bedrockmodel.InvocationLoggingConfiguration; the layer platform does.",
    good=MODELS,
    bad=changed(MODELS, "calls", region=RECOVERY_REGION),
    offending="calls.region",
)
def calls_are_written_down(stack: StackView) -> Iterator[Outcome]:
    if "." in stack.graph.stack:  # one layer of a divided environment: the setting stands in another, platform
        return
    written = [calls.region for calls in stack.of_type(CALLS)]
    for used in stack.of_type(PROFILE, GUARDRAIL):
        here = used.region
        same = some(Verdict.UNKNOWN if here.unknown else w.holds(lambda raw, r=here.raw: raw == r) for w in written)
        yield used.outcome(same, "model invocations of its Region are not logged")


@resource_rule(
    id="LZ-BR-014",
    title="The record of calls holds their text, in a bucket",
    severity=Severity.HIGH,
    types=(CALLS,),
    control="LOG-02",
    why="A record of the fact of a call, without question and answer, answers no complaint.",
    fix="Set text_data_delivery_enabled and s3_config; the log archive is where it belongs.",
    good=MODELS,
    bad=changed(MODELS, "calls", loggingConfig=logging(textDataDeliveryEnabled=False)),
    offending="calls.loggingConfig.textDataDeliveryEnabled",
)
def calls_are_kept_with_their_text(calls: View) -> Iterator[Outcome]:
    yield calls.must("loggingConfig.textDataDeliveryEnabled", is_true, "text is left out", when_missing=True)
    yield calls.must("loggingConfig.s3Config.bucketName", non_empty, "nothing reaches a bucket")
