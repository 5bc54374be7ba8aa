"""The picture of an AI system: who asks, who answers in which order, where the record goes."""

from __future__ import annotations

import json

import pytest

from graph.model import UNKNOWN, Resource
from report.diagram.layout import place
from report.diagram.model import Arrow, Diagram, Style
from report.diagram.routing import route
from report.diagram.system import system_picture
from report.diagram.table import ALARM, BUCKET, TOPIC
from report.dossier.words import spell
from tests.report.diagram.graphs import AWAY, HOME, component, graph, resource
from tests.report.dossier.judged import HIGH, LIMITED, card_of, zone

FUNCTION = "aws:lambda/function:Function"
QUEUE = "aws:sqs/queue:Queue"
PROFILE = "aws:bedrock/inferenceProfile:InferenceProfile"
GUARDRAIL = "aws:bedrock/guardrail:Guardrail"
ENDPOINT = "aws:sagemaker/endpoint:Endpoint"
BALANCER = "aws:lb/loadBalancer:LoadBalancer"
REPLICATION = "aws:s3/bucketReplicationConfig:BucketReplicationConfig"
STORE = "lz-prod-decisions"


def tags(system: str) -> dict[str, str]:
    return {"lz:system": system, "lz:risk-tier": "limited"}


def stores() -> list[Resource]:
    """The store of records and its replica, which belong to no system."""
    outer = component("lz:storage:DecisionStore", "decision-store")
    here, there = (
        component("lz:storage:RetainedBucket", "here", outer),
        component("lz:storage:RetainedBucket", "there", outer),
    )
    rules = [{"destination": {"bucket": f"arn:aws:s3:::{STORE}-away"}}]
    return [
        outer,
        here,
        there,
        resource(BUCKET, "here", here, region=HOME, bucket=STORE),
        resource(BUCKET, "there", there, region=AWAY, bucket=f"{STORE}-away"),
        resource(REPLICATION, "rules", outer, region=HOME, bucket=STORE, rules=rules),
    ]


def assistant() -> Diagram:
    """Everything the support assistant has, and a part of somebody else's."""
    reviews = component("lz:decision:Queue", f"{LIMITED}-reviews")
    queue = resource(QUEUE, f"{LIMITED}-reviews-queue", reviews, tags=tags(LIMITED))
    profile_of = component("lz:serving:BedrockTarget", f"{LIMITED}-bedrock")
    profile = resource(PROFILE, f"{LIMITED}-bedrock-profile", profile_of, tags=tags(LIMITED))
    ingress = component("lz:serving:ModelIngress", f"ingress-{LIMITED}")
    balancer = resource(BALANCER, f"ingress-{LIMITED}-balancer", ingress, tags=tags(LIMITED))
    guardrail = resource(GUARDRAIL, f"{LIMITED}-guardrail", tags=tags(LIMITED))
    variables = {"LZ_STORE_BUCKET": STORE, "LZ_REVIEW_QUEUE_URL": UNKNOWN, "LZ_TARGETS": UNKNOWN}
    asked = (queue, profile, balancer, guardrail)
    topic = resource(TOPIC, "alarm-topic", region=HOME)
    return system_picture(
        graph(
            *stores(),
            reviews,
            queue,
            profile_of,
            profile,
            ingress,
            balancer,
            guardrail,
            resource(
                FUNCTION,
                f"{LIMITED}-decision",
                tags=tags(LIMITED),
                environment={"variables": variables},
                edges={"environment": asked},
            ),
            resource(FUNCTION, f"{LIMITED}-review", tags=tags(LIMITED)),
            resource(FUNCTION, f"{HIGH}-decision", tags=tags(HIGH)),
            topic,
            resource(ALARM, "late", tags=tags(LIMITED), region=HOME, edges={"alarmActions": (topic,)}),
            resource("aws:ec2/vpc:Vpc", "network"),
        ),
        next(one for one in zone().cards if one.name == LIMITED),
    )


def named(diagram: Diagram) -> dict[str, str]:
    return {box.id: box.title for box in diagram.boxes()}


def arrows(diagram: Diagram, style: Style) -> set[tuple[str, str, str]]:
    titles = named(diagram)
    return {(titles[a.start], titles[a.end], a.label) for a in diagram.arrows if a.style is style}


def test_those_who_answer_are_asked_in_the_order_of_the_card() -> None:
    """First the own model, then each fallback, at last a person; and how long each has."""
    card = card_of(LIMITED)
    asked, instead = arrows(assistant(), Style.CALL), arrows(assistant(), Style.FALLBACK)

    assert ("decision", "ingress", f"1. {spell(card.serve.timeout)}") in asked
    assert ("decision", "bedrock", f"2. {spell(card.targets['bedrock'].timeout)}") in instead
    assert ("decision", "reviews", "3.") in instead


def test_people_stand_at_both_ends() -> None:
    """Who asks, and who looks at what the model is not sure of; they are no resources."""
    diagram = assistant()
    people = {box.title: box for box in diagram.boxes() if not box.urns}

    assert {"callers", "reviewers"} == set(people)
    assert card_of(LIMITED).decision.accountable in people["reviewers"].lines
    assert ("callers", "decision", "") in arrows(diagram, Style.CALL)
    assert ("reviews", "reviewers", "") in arrows(diagram, Style.DATA)
    assert ("reviewers", "review", "") in arrows(diagram, Style.CALL)


def test_the_record_goes_to_the_store_and_from_there_to_the_other_region() -> None:
    """What is shared with others is drawn as far as this system touches it, the replica beside its original."""
    diagram = assistant()
    tops = {box.id: rect.y for box, rect in place(diagram).boxes}
    copies = [a for a in diagram.arrows if a.style is Style.REPLICATION]

    assert ("decision", "decision-store", "") in arrows(diagram, Style.DATA)
    assert [("decision-store", "decision-store")] == [(named(diagram)[a.start], named(diagram)[a.end]) for a in copies]
    assert [tops[a.start] for a in copies] == [tops[a.end] for a in copies]


def test_nothing_of_another_system_and_nothing_it_does_not_touch_is_in_it() -> None:
    """Its own two functions, and no network."""
    diagram = assistant()

    assert ["decision", "review"] == sorted(box.title for box in diagram.boxes() if box.icon == "function")
    assert not [box for box in diagram.boxes() if box.hue == "network"]


def test_its_alarms_and_whom_they_wake_stand_below_the_way_of_a_request() -> None:
    """They are not on it."""
    diagram = assistant()
    tops = {box.title: rect.y for box, rect in place(diagram).boxes}

    assert tops["1 alarm"] == tops["alarm-topic"] > max(tops[title] for title in ("decision", "ingress", "callers"))
    assert ("1 alarm", "alarm-topic", "") in arrows(diagram, Style.ALARM)


def test_an_endpoint_is_found_in_what_a_function_is_told() -> None:
    """Its name stands in JSON within a variable, and no edge of the program says it."""
    targets = json.dumps({"own": {"endpoint": "lz-prod-fraud"}})
    decides = resource(
        FUNCTION, f"{HIGH}-decision", tags=tags(HIGH), environment={"variables": {"LZ_TARGETS": targets}}
    )
    endpoint = resource(ENDPOINT, f"{HIGH}-model-endpoint", tags=tags(HIGH), name="lz-prod-fraud")
    diagram = system_picture(graph(decides, endpoint), next(one for one in zone().cards if one.name == HIGH))

    [(_, end, label)] = [found for found in arrows(diagram, Style.CALL) if found[0] == "decision"]
    assert ("model-endpoint", f"1. {spell(card_of(HIGH).serve.timeout)}") == (end, label)


@pytest.mark.parametrize("system", [HIGH, LIMITED])
def test_every_arrow_finds_a_way_and_every_turn_can_be_read(system: str) -> None:
    """A number that finds no room tells no order."""
    diagram = assistant() if system == LIMITED else system_picture(graph(), zone().cards[0])
    routes = route(place(diagram))

    assert len(diagram.arrows) == len(routes)
    assert [] == [one.arrow for one in routes if one.arrow.label and one.label is None]


def test_a_system_of_which_nothing_stands_yet_is_an_empty_picture() -> None:
    """And no error: a layer may come later."""
    diagram = system_picture(graph(), zone().cards[0])

    assert [] == list(diagram.boxes())
    assert () == tuple[Arrow, ...](diagram.arrows)
