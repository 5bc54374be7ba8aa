"""A dossier is derived: what it says stands in the card, the environment, the graph or the findings."""

from __future__ import annotations

import re
from math import prod

import pytest

from config.vocabulary import Role
from report.cost.charge import fixed
from report.cost.estimate import Estimate, Line
from report.cost.table import Confidence
from report.cost.words import money
from report.dossier.compose import dossiers
from report.dossier.words import memory, spell
from tests.report.diagram.graphs import AWAY, HOME, resource
from tests.report.dossier.judged import HIGH, LIMITED, card_of, dossier, judged, names, said, zone
from tests.report.sample import BUCKET, RETENTION, a_finding

ALARM = "aws:cloudwatch/metricAlarm:MetricAlarm"
STORE = "lz-prod-decisions-333333333333-eu-west-1"


def test_every_system_of_the_environment_has_a_dossier_in_its_order() -> None:
    """And a graph alone, without its configuration, has none."""
    assert list(zone().systems) == [one.system for one in dossiers(judged())]
    assert () == dossiers(judged(zone=None))


@pytest.mark.parametrize("system", [HIGH, LIMITED])
def test_what_the_card_says_is_told(system: str) -> None:
    """Purpose, owner, decision, the person who answers for it, the figure."""
    card, found = card_of(system), dossier(system)

    assert (card.purpose,) == said(found, "What it is", "purpose")
    assert (card.owner,) == said(found, "What it is", "owner")
    assert (card.decision.accountable,) == said(found, "What it decides", "accountable")
    assert card.decision.kpi.name in said(found, "What it decides", "figure")[0]
    assert str(card.risk.tier) in found.summary


def test_the_bands_the_chain_and_the_guardrail_say_what_it_may_do() -> None:
    """In the order in which somebody is asked."""
    found, card = dossier(LIMITED), card_of(LIMITED)
    chain = said(found, "What it may do", "who answers")
    assert card.guardrail is not None
    bands, guard = card.decision.confidence, card.guardrail

    assert ["first", *("then" for _ in card.decision.fallbacks)] == [line.split()[0] for line in chain]
    assert chain[0].endswith(f"within {spell(card.serve.timeout)}")
    assert "a person, through the review queue" in chain[-1]
    assert said(found, "What it may do", "confidence")[1].startswith(
        f"from {bands.review:g} to {bands.act:g}: it waits"
    )
    assert f"denied topics: {', '.join(guard.topics)}" in said(found, "What it may do", "guardrail")


def test_four_eyes_and_a_refusing_store_are_told_of_a_high_risk_system() -> None:
    """And no guardrail where there is none."""
    found = dossier(HIGH)

    assert "2 reviewers agree" in said(found, "What it may do", "confidence")[1]
    assert "not decided" in said(found, "Its data", "when the store refuses")[0]
    assert "guardrail" not in names(found, "What it may do")


def test_the_memory_is_arithmetic_that_a_reader_can_check() -> None:
    """The factors, multiplied, are the product; the sum is of the products; nothing where no GPU of ours is used."""
    found = dossier(LIMITED)
    fit = next(one.fit for one in zone().cards if one.name == LIMITED)
    assert fit is not None
    weights, cache, load = said(found, "Its model", "memory")
    [verdict] = said(found, "Its model", "does it fit")

    assert fit.weights == product(weights)
    assert fit.cache == product(cache)
    assert weights.endswith(f"= {memory(fit.weights)}")
    assert cache.endswith(f"= {memory(fit.cache)}")
    assert f"{memory(fit.weights)} + KV cache {memory(fit.cache)} = {memory(fit.needed)} of" in verdict
    assert verdict.startswith("fits: ")
    assert "Gbps" in load
    assert "memory" not in names(dossier(HIGH), "Its model")


def product(line: str) -> int:
    """Of the whole numbers left of the equals sign."""
    left = re.sub(r"\(.*?\)", "", line.partition("=")[0]).replace(",", "")
    return prod(int(number) for number in re.findall(r"\b\d+\b", left))


def test_the_digest_is_told_with_who_approved_it() -> None:
    """And when, and on which evaluation."""
    digest, approved = said(dossier(HIGH), "Its model", "digest")

    assert digest.startswith("sha256:")
    assert approved.startswith("approved by model-risk@example.com on 20")


def test_the_recovery_time_is_a_sum_that_adds_up() -> None:
    """Each way that an answer can come, term by term."""
    sums, *terms = said(dossier(LIMITED), "When its Region is lost", "by bedrock")
    left, _, total = sums.rpartition(" = ")
    amounts = [float(term.split()[-2]) for term in left.split(" + ")]

    assert sum(amounts) == pytest.approx(float(total.split()[0]), rel=0.01)
    assert len(amounts) == len(terms)
    assert (
        f"keeps the promised {spell(card_of(LIMITED).recovery.rto)}"
        in said(dossier(LIMITED), "When its Region is lost", "next answer")[0]
    )


def test_a_challenger_is_told_with_what_becomes_of_its_answers() -> None:
    """Whom, about how much, and that nobody is given them; without one nothing is said."""
    asked, kept = said(dossier(LIMITED), "What it may do", "challenger")
    shadow = card_of(LIMITED).shadow
    assert shadow is not None

    assert card_of(LIMITED).targets[shadow.target].model in asked
    assert "5% of requests" in asked
    assert "given to nobody" in kept
    assert "challenger" not in names(dossier(HIGH), "What it may do")


def test_what_a_rollout_does_is_told_by_its_runtime() -> None:
    """A Deployment goes copy by copy and takes nothing back; SageMaker moves shares."""
    assert "one copy, and the next" in said(dossier(LIMITED), "What it promises", "a new version")[0]
    assert said(dossier(LIMITED), "How it goes back", "by itself, on")[0].startswith("nothing")
    assert (
        "the deploy fails" in said(dossier(LIMITED), "How it goes back", "when the new version never becomes ready")[0]
    )
    assert "10% → 100% of the traffic" in said(dossier(HIGH), "What it promises", "a new version")[0]
    assert "when the new version never becomes ready" not in names(dossier(HIGH), "How it goes back")


def test_retention_is_told_with_its_source_and_its_floor() -> None:
    """Who says so, and below what nobody may go."""
    kept, floor = said(dossier(HIGH), "Its data", "class decisions is kept")
    retention = zone().retention.decisions

    assert f"{retention.days:,} days: {retention.source}" == kept
    assert "184 days: EU AI Act" in floor


def test_records_are_found_where_the_graph_puts_them() -> None:
    """The store of the class, its lock, its replica with the promised minutes."""
    rules = [{"destination": {"bucket": "arn:aws:s3:::there", "replicationTime": {"time": {"minutes": 15}}}}]
    found = dossier(
        HIGH,
        resource(BUCKET, "here", region=HOME, bucket=STORE, tags={"lz:data-class": "decisions"}),
        resource(BUCKET, "there", region=AWAY, bucket="there", tags={"lz:data-class": "decisions"}),
        resource("aws:s3/bucketReplicationConfig:BucketReplicationConfig", "rules", bucket=STORE, rules=rules),
        resource(
            "aws:s3/bucketObjectLockConfiguration:BucketObjectLockConfiguration",
            "lock",
            bucket=STORE,
            rule={"defaultRetention": {"days": 2555}},
        ),
    )

    assert (f"{STORE} in {HOME}, locked for 2,555 days",) == said(found, "Where its records are", "store")
    assert ("there, within 15 min",) == said(found, "Where its records are", "replica")


def test_a_store_that_the_graph_does_not_have_is_said_to_be_elsewhere() -> None:
    """The recovery side finds the stores that the primary made."""
    here = "Where its records are"

    assert "another layer makes the store" in said(dossier(HIGH), here, "store")[0]
    recovery = dossier(HIGH, zone=zone("prod-dr"))
    assert Role.RECOVERY is zone("prod-dr").role
    assert "prod makes the store" in said(recovery, here, "store")[0]


def test_the_availability_is_told_by_its_terms() -> None:
    """The promise first, then each step of the way, then whose figures they are."""
    here, found = "How available it can be", dossier(LIMITED)

    assert said(found, here, "answered")[0].startswith("promised 99.9%, its services compose to 99.925%")
    assert said(found, here, "record") == ("no answer without its record: 99.9999% (s3 99.99% or sqs 99.98%)",)
    assert any(line.startswith("waf: agreement 99.95%") for line in said(found, here, "figures of AWS"))


def test_alarms_are_told_with_their_meaning_and_the_runbooks_to_open() -> None:
    """Only the system's own."""
    description = "answers are late\nrunbook: docs/runbooks/late.md"
    found = dossier(
        HIGH,
        resource(ALARM, "late", alarmDescription=description, tags={"lz:system": HIGH}),
        resource(ALARM, "other", alarmDescription="something else", tags={"lz:system": LIMITED}),
    )

    assert ("late: answers are late",) == said(found, "Its alarms", "alarms")
    assert ("docs/runbooks/late.md",) == said(found, "Its alarms", "runbooks")


def test_findings_about_its_resources_are_in_its_dossier_and_in_no_other() -> None:
    """By the tag of the resource they are about."""
    bucket = resource(BUCKET, "notes", tags={"lz:system": HIGH})
    finding = a_finding(RETENTION, "notes", urn=bucket.urn)
    own, other = dossier(HIGH, bucket, findings=(finding,)), dossier(LIMITED, bucket, findings=(finding,))

    assert (finding,) == own.findings
    assert "high risk, 1 finding" == own.summary
    assert said(own, "What holds it", "findings")[0].startswith("LZ-LOG-004 (critical) notes")
    assert "EU AI Act 19(1), 26(6)" in said(own, "What holds it", "requirements they support")[0]
    assert () == other.findings


def test_what_it_costs_is_the_sum_of_its_own_lines() -> None:
    """Beside the card's budget."""
    lines = [
        Line("urn", HOME, "Amazon SageMaker", fixed("key", "what", 2), "h", 10.0, Confidence.LISTED, "serving", system)
        for system in (HIGH, LIMITED)
    ]
    cost = Estimate("prod", tuple(lines), (), {}, zone().usage)

    assert ("20.00 USD a month: Amazon SageMaker 20.00",) == said(dossier(HIGH, cost=cost), "What it costs", "estimate")
    card = money(card_of(HIGH).budget.monthly)
    assert (f"{card} USD a month (100% of the card's {card})",) == said(dossier(HIGH), "What it costs", "budget")


def test_a_model_without_an_older_approval_goes_back_to_its_fallbacks() -> None:
    """There is no other digest to go back to, and that is said."""
    [line] = said(dossier(HIGH), "How it goes back", "to")

    assert "no other digest is approved" in line
    assert "(human)" in line
