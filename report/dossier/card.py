"""What the card says of a system: what it is, what it decides, what it may do, what it reads, what it promises."""

from __future__ import annotations

from collections.abc import Iterator

from config.model import LandingZone
from config.model.retention import FLOORS
from config.system import System, SystemCard
from config.system.rules import BusinessRules
from config.system.serving import Rollout
from config.vocabulary import DataClass, RolloutKind, Runtime, TargetKind
from config.vocabulary.quantities import format_share
from report.availability import told
from report.dossier.model import Fact, Part, fact, part
from report.dossier.words import change, spell


def what_it_is(system: System) -> Part:
    """Purpose, owner, and how the Act sees it."""
    card, risk = system.card, system.card.risk
    told = f"people are told: {risk.disclosure}" if risk.disclosure else ""
    return part(
        "What it is",
        [
            fact("purpose", card.purpose, brief=True),
            fact("pattern", str(card.pattern)),
            fact("owner", card.owner, brief=True),
            fact("risk", f"tier {risk.tier} of Regulation (EU) 2024/1689; we are its {risk.role}", told),
        ],
    )


def what_it_decides(system: System) -> Part:
    """The decision, who answers for it, about whom it is, and the figure that says whether it is worth its cost."""
    decision = system.card.decision
    kpi = decision.kpi
    moved = change(kpi.baseline, kpi.target)
    return part(
        "What it decides",
        [
            fact("decision", decision.what, brief=True),
            fact("accountable", decision.accountable, brief=True),
            fact(
                "about whom", f"the field {decision.subject} names the person; a record keeps only a keyed hash of it"
            ),
            fact(
                "figure", f"{kpi.name}: {kpi.baseline:g} before, {kpi.target:g} to stay{f' ({moved})' if moved else ''}"
            ),
            fact("asked with", *_payload(system.card)),
        ],
    )


def _payload(card: SystemCard) -> Iterator[str]:
    for name, field in card.payload.items():
        marks = [
            *([] if field.required else ["may be missing"]),
            *([f"at most {field.longest:,} characters"] if field.longest else []),
            *(["personal"] if field.personal else []),
        ]
        yield f"{name}: {', '.join([field.type, *marks])}"


def what_it_may_do(system: System) -> Part:
    """How sure it must be, who answers when it is not, and what it may neither be asked nor answer."""
    card, decision = system.card, system.card.decision
    bands, review, guard = decision.confidence, decision.review, card.guardrail
    agree = f"{review.reviewers} reviewers agree" if review.reviewers > 1 else "a reviewer agrees"
    return part(
        "What it may do",
        [
            fact(
                "confidence",
                f"from {bands.act:g}: the answer stands by itself",
                f"from {bands.review:g} to {bands.act:g}: it waits until {agree}, at most {spell(review.within)}",
                f"below {bands.review:g}: a person decides without it",
            ),
            fact("who answers", *_chain(card), brief=True),
            fact("challenger", *_challenger(card)),
            fact("business rules", *_rules(decision.rules)),
            fact(
                "guardrail",
                *(
                    [
                        f"denied topics: {', '.join(guard.topics)}" if guard.topics else "",
                        f"personal data in an answer: {guard.pii}",
                        f"grounded in what was retrieved by at least {guard.grounding:g}",
                    ]
                    if guard
                    else []
                ),
            ),
        ],
    )


def _rules(approved: BusinessRules | None) -> Iterator[str]:
    """The rules in their order, and by whose word they hold; without any, that is said."""
    if approved is None:
        yield "none: the model's answer and its confidence count alone"
        return
    yield f"version {approved.version}, approved by {approved.approved_by} on {approved.approved:%Y-%m-%d}"
    for rule in approved.rules:
        said = [
            f"outcome {rule.then.outcome}" if rule.then.outcome else "",
            f"band {rule.then.band}" if rule.then.band else "",
        ]
        yield f"{rule.id}: where {rule.when}, {' and '.join(filter(None, said))}; {rule.then.explanation}"


def _chain(card: SystemCard) -> Iterator[str]:
    """Who is asked, in order, and how long each has."""
    serve = card.serve
    where = f"vLLM on pool {serve.pool}" if serve.runtime is Runtime.VLLM else f"SageMaker endpoint on {serve.instance}"
    yield f"first {card.model.name}, {where}, within {spell(serve.timeout)}"
    for name in card.decision.fallbacks:
        target = card.targets.get(name)
        if target is not None:
            yield f"then {name}: {target.model}, within {spell(target.timeout)}"
        else:
            yield f"then {'a person, through the review queue' if name == TargetKind.HUMAN else name}"


def _challenger(card: SystemCard) -> Iterator[str]:
    """Who is asked as well, and what its answers are for."""
    if (shadow := card.shadow) is None:
        return
    target = card.targets[shadow.target]
    share = format_share(shadow.share)
    yield f"{shadow.target}: {target.model}, asked afterwards about {share} of requests, within {spell(target.timeout)}"
    yield "recorded as shadow, under the same rules and guardrail; given to nobody, reviewed by nobody, never counted"


def its_data(system: System, zone: LandingZone) -> Part:
    """What it reads and writes, and how long each class is kept, by whose word."""
    record = system.card.decision.record
    classes = dict.fromkeys([record.data_class, *(dataset.data_class for dataset in system.datasets.values())])
    refused = "the call fails: what is not recorded is not decided"
    if record.on_store_failure == "spool":
        refused = "the record waits in a queue, is counted, and is written when the store is back"
    return part(
        "Its data",
        [
            *(_dataset(system, access.dataset, access.access) for access in system.card.data),
            fact("record of a decision", f"class {record.data_class}, keeps of the input: {record.input}"),
            fact("when the store refuses", refused),
            *(_retention(zone, data_class) for data_class in classes),
        ],
    )


def _dataset(system: System, name: str, access: str) -> Fact:
    dataset = system.datasets[name]
    personal = "personal data" if dataset.personal else "no personal data"
    return fact(
        f"{name} ({access})",
        dataset.description,
        f"class {dataset.data_class}, {personal}, {dataset.freshness}",
        f"owner {dataset.owner}, steward {dataset.steward}",
    )


def _retention(zone: LandingZone, data_class: DataClass) -> Fact:
    kept, floor = zone.retention.of(data_class), FLOORS[data_class]
    return fact(
        f"class {data_class} is kept",
        f"{kept.days:,} days: {kept.source}",
        f"never below {floor.days:,} days: {floor.source}",
    )


def what_it_promises(system: System) -> Part:
    """Its objectives, and how a new version takes over."""
    card = system.card
    slo = card.serve.slo
    first = f"first token within {spell(slo.first_token)} (99th percentile)" if slo.first_token else ""
    return part(
        "What it promises",
        [
            fact(
                "over 30 days",
                f"answered: {format_share(slo.availability)} of requests; failed: at most {format_share(slo.error)}",
                f"whole answer within {spell(slo.latency)} (99th percentile)",
                first,
                brief=True,
            ),
            fact("copies that serve", f"{card.serve.replicas.min} to {card.serve.replicas.max}"),
            fact("a new version", _rollout(card.serve.rollout)),
        ],
    )


def how_available_it_can_be(system: System) -> Part:
    """The terms that its availability is the product of, and what they rest on."""
    found = told(system.card)
    return part(
        "How available it can be",
        [
            fact("answered", found.promise, *found.bounds),
            *(fact(name, term) for name, term in found.terms),
            fact("figures of AWS", *found.sources),
        ],
    )


def _rollout(rollout: Rollout) -> str:
    hold = spell(rollout.hold)
    match rollout.kind:
        case RolloutKind.ROLLING:
            return f"rolling: one copy, and the next when it has answered its probe for {hold}"
        case RolloutKind.CANARY:
            steps = " → ".join(format_share(step) for step in rollout.steps)
            return f"canary: {steps} of the traffic, each step watched for {hold}"
        case RolloutKind.ALL_AT_ONCE:
            return f"all at once: all of the traffic, watched for {hold} while the old copies are kept"
