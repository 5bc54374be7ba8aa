"""Evidence of a drill is kept where nobody edits it."""

from __future__ import annotations

import json

import pytest

from engine.paths import SandboxPaths
from engine.standin.clients import Clients
from ops.recovery.drill import Drilling, Plan
from ops.recovery.filing import file
from tests.ops.recovery.pair import ARCHIVE, PAIR, s3


def test_both_forms_are_locked_in_both_regions(clients: Clients, paths: SandboxPaths) -> None:
    """The Region that is lost next must not take the last report with it."""
    drill, _ = Drilling(PAIR, clients, paths, print).run(Plan(decisions=2, behind=1, meanwhile=1))

    places = file(drill, PAIR, clients)

    keys = [place.removeprefix(f"s3://{ARCHIVE.here.bucket}/") for place in places]
    assert [f"drills/test/{drill.id}.json", f"drills/test/{drill.id}.md"] == keys
    for side in (ARCHIVE.here, ARCHIVE.there):
        found = [s3(clients, side).get_object(Bucket=side.bucket, Key=key) for key in keys]
        assert ["GOVERNANCE"] * 2 == [one["ObjectLockMode"] for one in found]
        document = json.loads(found[0]["Body"].read())
        assert (drill.id, True, drill.verdict) == (document["id"], document["passed"], document["verdict"])
        assert drill.verdict in found[1]["Body"].read().decode()


def test_a_report_is_never_written_over(clients: Clients, paths: SandboxPaths) -> None:
    """A second version would be a second story."""
    drill, _ = Drilling(PAIR, clients, paths, print).run(Plan(decisions=1, behind=0, meanwhile=0))
    file(drill, PAIR, clients)

    with pytest.raises(s3(clients, ARCHIVE.here).exceptions.ClientError, match="PreconditionFailed"):
        file(drill, PAIR, clients)
