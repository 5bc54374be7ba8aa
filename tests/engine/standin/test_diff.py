"""Differences: path by path, and which of them AWS cannot make in place."""

from __future__ import annotations

from engine.standin.catalogue import ROWS
from engine.standin.diff import Difference, Kind, Version, compare, walk
from graph.model import UNKNOWN

LOG_GROUP = ROWS["aws:cloudwatch/logGroup:LogGroup"]
SUBNET = ROWS["aws:ec2/subnet:Subnet"]
ADDED = {"region": "eu-west-1", "tagsAll": {}}


def test_each_leaf_that_differs_has_its_path_and_kind() -> None:
    """A person reads the path in the preview."""
    old = {"a": {"b": 1, "c": 2}, "list": [{"x": 1}], "same": [1]}
    new = {"a": {"b": 9, "d": 3}, "list": [{"x": 2}, {"x": 3}], "same": [1]}

    assert {
        "a.b": Kind.UPDATE,
        "a.c": Kind.DELETE,
        "a.d": Kind.ADD,
        "list[0].x": Kind.UPDATE,
        "list[1]": Kind.ADD,
    } == dict(walk(old, new))


def test_a_key_with_a_dot_is_quoted_in_its_path() -> None:
    """As Pulumi writes property paths: the engine takes app.kubernetes.io/name for three keys otherwise."""
    old, new = {"labels": {"app.kubernetes.io/name": "a"}}, {"labels": {"app.kubernetes.io/name": "b"}}

    assert {'labels["app.kubernetes.io/name"]': Kind.UPDATE} == dict(walk(old, new))


def test_a_path_below_one_that_forces_forces_too() -> None:
    """A selector replaces, whichever label of it changed; its neighbours do not."""
    paths = {"spec.selector.matchLabels": Kind.UPDATE, "spec.selectors": Kind.UPDATE}
    found = Difference(paths, ("spec.selector",), delete_first=False)

    assert [True, False] == [found.forces(path) for path in paths]


def test_a_value_that_does_not_exist_yet_is_a_change() -> None:
    """Better one replacement too many in a preview than one too few."""
    before = Version({"vpcId": "vpc-1", "cidrBlock": "10.0.0.0/24"}, ADDED)

    found = compare(SUBNET, "s", before, Version({"vpcId": UNKNOWN, "cidrBlock": "10.0.0.0/24"}, ADDED))

    assert ("vpcId",) == found.replaces


def test_a_given_name_goes_before_it_comes_again() -> None:
    """AWS has no second log group of the same name; one that Pulumi named gets a new name."""
    given = {"name": "/lz/dev/trail", "logGroupClass": "STANDARD"}
    made = {"name": "trail-0123abc", "logGroupClass": "STANDARD"}

    def replaced(inputs: dict[str, str]) -> bool:
        after = Version({**inputs, "logGroupClass": "INFREQUENT_ACCESS"}, ADDED)
        return compare(LOG_GROUP, "trail", Version(inputs, ADDED), after).delete_first

    assert replaced(given)
    assert not replaced(made)


def test_a_retention_is_changed_in_place() -> None:
    """Only what AWS cannot change forces a replacement."""
    found = compare(LOG_GROUP, "l", Version({"name": "n", "retentionInDays": 30}, ADDED), Version({"name": "n"}, ADDED))

    assert ((), {"retentionInDays": Kind.DELETE}) == (found.replaces, dict(found.paths))


def test_the_provider_s_region_moves_its_resources_and_its_default_tags_reach_them() -> None:
    """Neither stands among the resource's inputs, and both are its business."""
    inputs = {"name": "n"}
    moved = compare(LOG_GROUP, "l", Version(inputs, ADDED), Version(inputs, {**ADDED, "region": "eu-central-1"}))
    tagged = compare(LOG_GROUP, "l", Version(inputs, ADDED), Version(inputs, {**ADDED, "tagsAll": {"a": "b"}}))

    assert ("region",) == moved.replaces
    assert (("tagsAll",), ()) == (tagged.changed, tagged.replaces)


def test_a_type_without_a_row_is_changed_in_place() -> None:
    """Nothing is known of what AWS would do with it."""
    found = compare(None, "x", Version({"name": "a"}, {}), Version({"name": "b"}, {}))

    assert (("name",), ()) == (found.changed, found.replaces)
