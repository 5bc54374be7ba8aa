"""Which system a resource belongs to: what marks it, or the component it is part of."""

from __future__ import annotations

from graph.belonging import belonging
from tests.report.diagram.graphs import component, graph, resource

FUNCTION = "aws:lambda/function:Function"
PERMISSION = "aws:lambda/permission:Permission"


def test_a_tag_or_a_label_says_it() -> None:
    """On AWS and on Kubernetes."""
    tagged = resource(FUNCTION, "decide", tags={"lz:system": "fraud"})
    labelled = resource("kubernetes:apps/v1:Deployment", "model", metadata={"labels": {"lz/system": "support"}})

    assert {tagged.urn: "fraud", labelled.urn: "support"} == belonging(graph(tagged, labelled))


def test_what_cannot_carry_a_tag_goes_with_its_component() -> None:
    """The nearest in which something is marked, and the components themselves too."""
    outer = component("lz:decision:Function", "decide")
    inner = component("lz:decision:Permission", "permission", outer)
    tagged = resource(FUNCTION, "decide", outer, tags={"lz:system": "fraud"})
    untagged = resource(PERMISSION, "may", inner)
    found = belonging(graph(outer, inner, tagged, untagged))

    assert {"fraud"} == set(found.values())
    assert {outer.urn, inner.urn, tagged.urn, untagged.urn} == set(found)


def test_what_serves_two_systems_belongs_to_neither() -> None:
    """A shared gateway is nobody's."""
    shared = component("lz:serving:Gateway", "gateway")
    one = resource(FUNCTION, "one", shared, tags={"lz:system": "fraud"})
    other = resource(FUNCTION, "other", shared, tags={"lz:system": "support"})
    between = resource(PERMISSION, "between", shared)

    assert {one.urn: "fraud", other.urn: "support"} == belonging(graph(shared, one, other, between))


def test_what_is_called_after_a_system_is_its_own() -> None:
    """Where nothing around it is marked: the alarms of fraud, and those of fraud-scoring, which begins alike."""
    marked = [resource(FUNCTION, name, tags={"lz:system": name}) for name in ("fraud", "fraud-scoring")]
    groups = [component("lz:decision:SystemAlarms", f"{name}-alarms") for name in ("fraud", "fraud-scoring", "other")]
    alarms = [resource("aws:cloudwatch/metricAlarm:MetricAlarm", f"{g.name}-late", g) for g in groups]
    found = belonging(graph(*marked, *groups, *alarms))

    assert ["fraud", "fraud-scoring", None] == [found.get(alarm.urn) for alarm in alarms]


def test_a_resource_outside_every_component_goes_by_its_name() -> None:
    """An event source mapping carries no tag that says whose it is."""
    marked = resource(FUNCTION, "decide", tags={"lz:system": "fraud"})
    named, other = (resource("aws:lambda/eventSourceMapping:M", name) for name in ("fraud-requests-fed", "fraudulent"))

    assert {marked.urn: "fraud", named.urn: "fraud"} == belonging(graph(marked, named, other))


def test_a_tag_that_is_not_known_yet_marks_nothing() -> None:
    """Unknown is not a name."""
    assert {} == belonging(graph(resource(FUNCTION, "decide", tags={"lz:system": None})))
