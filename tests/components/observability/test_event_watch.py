"""Events that somebody hears of."""

from __future__ import annotations

import json
import re
from collections.abc import Callable

import pytest

from components.observability.event_watch import EventWatch, EventWatchArgs, WatchedEvent
from components.observability.events import BACKUP_FAILED, THREAT_FOUND
from tests.physical import REGION
from tests.synth import Declared, synth

RULE, TARGET = "aws:cloudwatch/eventRule:EventRule", "aws:cloudwatch/eventTarget:EventTarget"


@pytest.fixture(scope="module")
def watching() -> Callable[[WatchedEvent], Declared]:
    def watch(event: WatchedEvent) -> Declared:
        args = EventWatchArgs(family="dev", region=REGION, topic_arn="topic", event=event)
        return synth(lambda: EventWatch("watch", args))

    return watch


@pytest.mark.parametrize("event", [THREAT_FOUND, BACKUP_FAILED], ids=lambda event: event.name)
def test_the_message_says_what_where_and_which_runbook(
    watching: Callable[[WatchedEvent], Declared], event: WatchedEvent
) -> None:
    """Every word of the template is a path of the event, the template is JSON, and the topic gets it."""
    declared = watching(event)
    target = declared.only(TARGET)
    transformer = target["inputTransformer"]

    said = json.loads(transformer["inputTemplate"])
    assert set(transformer["inputPaths"]) == set(re.findall("<([a-z]+)>", said))
    assert said.endswith(f"runbook: docs/runbooks/{event.runbook}.md")
    assert "topic" == target["arn"]
    assert {"rule": f"lz-dev-{event.name}"} == declared.outputs_of("lz:observability:EventWatch")


def test_every_job_that_ended_badly_is_told(watching: Callable[[WatchedEvent], Declared]) -> None:
    """Backups, copies and restores; one that never began is no better than one that failed."""
    pattern = json.loads(watching(BACKUP_FAILED).only(RULE)["eventPattern"])

    assert ["aws.backup"] == pattern["source"]
    assert {"Backup", "Copy", "Restore"} == {kind.split(" Job ")[0] for kind in pattern["detail-type"]}
    assert {"FAILED", "ABORTED", "EXPIRED"} < set(pattern["detail"]["state"])
    assert "COMPLETED" not in pattern["detail"]["state"]


def test_a_finding_of_medium_severity_or_more_is_told(watching: Callable[[WatchedEvent], Declared]) -> None:
    """Lower ones are for the weekly look."""
    pattern = json.loads(watching(THREAT_FOUND).only(RULE)["eventPattern"])

    assert (["aws.guardduty"], ["GuardDuty Finding"]) == (pattern["source"], pattern["detail-type"])
    assert {"severity": [{"numeric": [">=", 4]}]} == pattern["detail"]
