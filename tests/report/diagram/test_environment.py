"""The picture of an environment: what an SRE reads off it is so in the graph."""

from __future__ import annotations

import pytest

from report.diagram.environment import environment
from report.diagram.layout import place
from report.diagram.model import Box, Diagram, Style
from report.diagram.table import BUCKET
from tests.previews import previewed
from tests.report.diagram.graphs import AWAY, HOME, graph, resource


def copies(diagram: Diagram) -> list[tuple[Box, Box, str]]:
    boxes = {box.id: box for box in diagram.boxes()}
    return [(boxes[a.start], boxes[a.end], a.label) for a in diagram.arrows if a.style is Style.REPLICATION]


@pytest.mark.parametrize("stack", ["dev", "staging", "prod", "prod-dr"])
def test_a_whole_environment_is_a_picture_that_a_person_can_read(stack: str) -> None:
    """Hundreds of resources in dozens of boxes, each box once, every arrow between boxes that are there."""
    diagram = environment(previewed(stack))
    boxes = list(diagram.boxes())

    assert 15 <= len(boxes) <= min(90, len(previewed(stack)) / 5)
    assert len(boxes) == len({box.id for box in boxes})
    assert {a.start for a in diagram.arrows} | {a.end for a in diagram.arrows} <= {box.id for box in boxes}


def test_every_store_of_production_is_copied_to_the_other_region() -> None:
    """With what the copy promises."""
    stores = {
        (a.title, a.region, b.title, b.region, label)
        for a, b, label in copies(environment(previewed("prod")))
        if a.hue == "records"
    }

    for name in ("decision-store", "model-store", "log-archive"):
        assert (name, HOME, name, AWAY, "15 min") in stores
    assert any(title.endswith(("table", "tables")) and label == "global tables" for title, _, _, _, label in stores)
    assert ("backup-vault", HOME, "backup-vault", AWAY, "daily") in stores


def test_a_replica_stands_abreast_of_its_original() -> None:
    """So that the arrow between them is a straight line."""
    diagram = environment(previewed("prod"))
    tops = {box.id: rect.y for box, rect in place(diagram).boxes}
    pairs = copies(diagram)

    assert len(pairs) >= 6
    assert [(tops[a.id], a.title) for a, _, _ in pairs] == [(tops[b.id], a.title) for a, b, _ in pairs]


def test_the_tiers_of_the_network_stand_from_the_outside_in_with_their_zones() -> None:
    """A row a tier, a cell a zone."""
    tiers = [box for box in environment(previewed("prod")).boxes() if box.cells]

    assert ["public", "private", "pod", "data", "endpoints"] == [box.title for box in tiers]
    assert {("euw1-az1", "euw1-az2", "euw1-az3")} == {tuple(cell.label for cell in box.cells) for box in tiers}
    assert "10.32.0.0/20" == tiers[1].cells[0].value


def test_what_there_are_many_of_is_one_box_with_a_count() -> None:
    """Fourteen endpoints are not fourteen boxes."""
    endpoints = list(previewed("prod").of_type("aws:ec2/vpcEndpoint:VpcEndpoint"))
    gateways = sum(one.properties["vpcEndpointType"] == "Gateway" for one in endpoints)
    [box] = [box for box in environment(previewed("prod")).boxes() if "VPC endpoint" in box.title]

    assert f"{len(endpoints)} VPC endpoints" == box.title
    assert (f"{len(endpoints) - gateways} Interface, {gateways} Gateway",) == box.lines
    assert "ecr.api" in box.words


def test_frames_say_how_many_resources_are_in_them_and_together_it_is_all() -> None:
    """The account and the Regions."""
    diagram = environment(previewed("prod"))
    outer = [frame for row in diagram.root.rows for frame in row.items if not isinstance(frame, Box)]
    counts = [int(frame.caption.rpartition("· ")[2].split()[0]) for frame in outer]

    assert f"{sum(counts)} resources in" in diagram.caption


def test_each_side_of_the_pair_says_what_its_regions_do() -> None:
    """One serves and one holds the replicas; or one stands by."""
    said = {
        stack: {frame.title: frame.caption.partition(" · ")[0] for frame in environment(previewed(stack)).frames()}
        for stack in ("prod", "prod-dr")
    }

    assert ("serves", "replicas") == (said["prod"][HOME], said["prod"][AWAY])
    assert "stands by" == said["prod-dr"][AWAY]


def test_a_type_that_nobody_thought_of_is_in_the_picture() -> None:
    """With its name, so that somebody adds a row."""
    diagram = environment(graph(resource("aws:swf/domain:Domain", "old"), resource(BUCKET, "b", region=HOME)))

    assert [("1 resource", ("1 Domain",))] == [(b.title, b.words) for b in diagram.boxes() if b.hue == "other"]


def test_a_graph_that_names_no_region_is_drawn_all_the_same() -> None:
    """A layer that was read from somewhere else may have no provider."""
    bare = graph(resource(BUCKET, "b"))
    alone = type(bare)(bare.project, bare.stack, {u: r for u, r in bare.resources.items() if r.type == BUCKET})

    assert ["b"] == [box.title for box in environment(alone).boxes()]


def test_an_empty_graph_is_an_empty_picture() -> None:
    """And no error."""
    assert [] == list(environment(graph()).boxes())
