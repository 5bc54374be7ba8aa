"""Where each resolved value comes from, and how two environments differ."""

from __future__ import annotations

from config.explain import differences, explain
from config.load import load_all, resolve
from tests.config.estate import Project


def test_every_value_names_the_file_that_says_it(project: Project) -> None:
    """Own file, a parent, or a default of the model."""
    found = {value.key: value for value in explain(resolve("two-dr", project.root))}

    assert ("eu-central-1", "config/environments/two-dr.yaml") == (found["region"].value, found["region"].file)
    assert ("222222222222", "config/environments/two.yaml") == (found["account"].value, found["account"].file)
    assert ("single", "config/environments/base.yaml") == (found["network.nat"].value, found["network.nat"].file)
    assert ("protected", None, None) == (
        found["governance.deletion"].value,
        found["governance.deletion"].file,
        found["governance.deletion"].line,
    )


def test_the_named_line_says_the_value(project: Project) -> None:
    """A reader who opens the file at the line finds the key."""
    for value in explain(resolve("two-dr", project.root)):
        if value.file and value.line:
            line = (project.root.parent / value.file).read_text().splitlines()[value.line - 1]
            assert value.key.rpartition(".")[2] in line


def test_only_what_differs_is_listed(project: Project) -> None:
    """In both directions, nothing that is equal."""
    left, right = resolve("one", project.root), resolve("two", project.root)

    found = {d.key: (d.left, d.right) for d in differences(left, right)}

    assert {"environment", "account", "network.cidr", "network.pods"} == set(found)
    assert ("10.16.0.0/16", "10.24.0.0/16") == found["network.cidr"]
    assert () == differences(left, left)


def test_production_and_its_recovery_side_differ_in_place_and_price_only() -> None:
    """The parity of the two starts with their configuration."""
    assert load_all()

    keys = {d.key for d in differences(resolve("prod"), resolve("prod-dr"))}
    found = {
        key for key in keys if not key.startswith("usage.")
    }  # assumptions for the estimate of costs: they change nothing

    assert {
        "environment",
        "role",
        "recovers",
        "region",
        "network.cidr",
        "network.pods",
        "network.zones",
        "recovery.region",
        "budget.monthly",
        "budget.systems",
    } == found
