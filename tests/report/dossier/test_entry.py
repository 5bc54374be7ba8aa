"""How a system is asked is read from the graph: what the card wishes and nobody built is not told."""

from __future__ import annotations

from graph.model import Resource
from tests.report.diagram.graphs import resource
from tests.report.dossier.judged import HIGH, LIMITED, dossier, said

ASKED = "How it is asked"
OWN = {"lz:system": HIGH}


def api() -> tuple[Resource, ...]:
    flood = {"name": "flood", "statement": {"rateBasedStatement": {"limit": 600}}}
    return (
        resource("aws:apigateway/restApi:RestApi", "api", name="lz-prod-it", tags=OWN),
        resource("aws:apigateway/method:Method", "method", authorization="AWS_IAM", tags=OWN),
        resource(
            "aws:apigateway/methodSettings:MethodSettings",
            "settings",
            methodPath="decisions/POST",
            settings={"throttlingRateLimit": 60, "throttlingBurstLimit": 24},
            tags=OWN,
        ),
        resource("aws:wafv2/webAcl:WebAcl", "acl", name="lz-prod-entry", rules=[flood]),
    )


def test_who_may_ask_what_and_how_fast() -> None:
    """In the words of the graph."""
    found = dossier(HIGH, *api())

    assert ("lz-prod-it, by AWS's own address",) == said(found, ASKED, "API")
    assert ("sign with a role of the account (AWS IAM)",) == said(found, ASKED, "callers")
    assert ("POST /decisions: at most 60 a second, 24 at once",) == said(found, ASKED, "paths")
    assert ("web ACL lz-prod-entry, at most 600 requests of one address in five minutes",) == said(
        found, ASKED, "stands behind"
    )


def test_a_name_of_our_own_comes_before_awss_address() -> None:
    """It is what callers use in either Region."""
    named = resource("aws:apigateway/domainName:DomainName", "name", domainName="it.ai.example.com", tags=OWN)

    assert ("it.ai.example.com",) == said(dossier(HIGH, *api(), named), ASKED, "API")


def test_a_stream_and_its_answers_are_told_where_the_card_has_one() -> None:
    """By the names that producers and readers need."""
    stream = resource("aws:kinesis/stream:Stream", "stream", name="lz-prod-it-requests", tags=OWN)
    answers = resource("aws:sqs/queue:Queue", "answers", name="lz-prod-it-answers", tags=OWN)

    assert ("stream lz-prod-it-requests", "answers in queue lz-prod-it-answers") == said(
        dossier(HIGH, stream, answers), ASKED, "without waiting"
    )


def test_a_queue_is_told_as_one() -> None:
    """Not its dead letters, nor another queue of the system."""
    queues = [
        resource("aws:sqs/queue:Queue", purpose, name=f"lz-prod-it-{purpose}", tags={"lz:system": LIMITED})
        for purpose in ("requests", "requests-dead", "reviews")
    ]

    assert ("queue lz-prod-it-requests",) == said(dossier(LIMITED, *queues), ASKED, "without waiting")
