"""Availability in words: the product by its terms, and what the figures do not say."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from config.load import load
from config.system import SystemCard
from report.availability import told


@pytest.fixture(scope="module", name="cards")
def _cards() -> Mapping[str, SystemCard]:
    return {system.name: system.card for system in load("prod").cards}


def test_the_promise_stands_against_the_product_and_its_weakest_term(cards: Mapping[str, SystemCard]) -> None:
    """One line that a reader can judge a card by."""
    expected = "promised 99.9%, its services compose to 99.915%; the weakest is lambda with 99.95%"

    assert expected == told(cards["fraud-scoring"]).promise


def test_every_step_is_a_term_with_its_share_and_what_it_is_for(cards: Mapping[str, SystemCard]) -> None:
    """A step of several services says which of them are enough."""
    terms = dict(told(cards["fraud-scoring"]).terms)

    assert ["api-gateway", "lambda", "dynamodb", "kms", "answer", "record"] == list(terms)
    assert "takes the decision: 99.95%" == terms["lambda"]
    expected = "the own model answers, or a fallback: 99.9999% (sagemaker 99.95% or sqs 99.98%)"
    assert expected == terms["answer"]


def test_what_the_figures_do_not_say_is_said(cards: Mapping[str, SystemCard]) -> None:
    """Who waits for a person, what is only passed, and what an agreement is worth."""
    assert (
        "at once 99.865%: a case in the queue of people counts as answered",
        "with waf 99.95% and privatelink 99.9%, of which no goal is known here, 99.7651%",
        "so 99.9% is ours to measure, and not AWS's to promise",
        "by agreements alone 99.6394%: below one AWS gives money back, and none of them is a measurement",
    ) == told(cards["fraud-scoring"]).bounds


def test_a_promise_below_the_cautious_figure_is_told_without_a_doubt(cards: Mapping[str, SystemCard]) -> None:
    """A modest objective needs no remark."""
    card = cards["fraud-scoring"]
    slo = card.serve.slo.model_copy(update={"availability": 0.997})
    modest = card.model_copy(update={"serve": card.serve.model_copy(update={"slo": slo})})

    assert not [bound for bound in told(modest).bounds if "ours to measure" in bound]


def test_every_figure_names_its_agreement_and_whether_it_was_read(cards: Mapping[str, SystemCard]) -> None:
    """Once a service, with what is only passed."""
    sources = {line.partition(":")[0]: line for line in told(cards["support-assistant"]).sources}

    assert {"api-gateway", "ec2", "elb", "bedrock", "s3", "sqs", "waf", "privatelink"} < set(sources)
    kms = "kms: goal 99.995%, agreement 99.999%, of 2022-11-29 (https://aws.amazon.com/kms/sla/)"
    assert kms == sources["kms"]
    assert "agreement 99.95%, as others quote it" in sources["lambda"]
