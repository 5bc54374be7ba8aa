"""Jobs of AWS Backup that did not end well."""

from __future__ import annotations

import json
import re

import pytest

from components.storage.backup_watch import ENDED_BADLY, KINDS, BackupWatch, BackupWatchArgs
from tests.physical import REGION
from tests.synth import Declared, synth


@pytest.fixture(scope="module")
def declared() -> Declared:
    args = BackupWatchArgs(family="dev", region=REGION, topic_arn="topic")
    return synth(lambda: BackupWatch("watch", args))


def test_every_job_that_ended_badly_is_told(declared: Declared) -> None:
    """Backups, copies and restores; one that never began is no better than one that failed."""
    pattern = json.loads(declared.only("aws:cloudwatch/eventRule:EventRule")["eventPattern"])

    assert (["aws.backup"], set(KINDS)) == (pattern["source"], set(pattern["detail-type"]))
    assert {"FAILED", "ABORTED", "EXPIRED"} < set(ENDED_BADLY) == set(pattern["detail"]["state"])
    assert "COMPLETED" not in pattern["detail"]["state"]


def test_the_message_says_what_and_which_runbook(declared: Declared) -> None:
    """Every word of the template is a path of the event, and the template is JSON."""
    target = declared.only("aws:cloudwatch/eventTarget:EventTarget")
    transformer = target["inputTransformer"]

    said = json.loads(transformer["inputTemplate"])
    assert set(transformer["inputPaths"]) == set(re.findall("<([a-z]+)>", said))
    assert said.endswith("runbook: docs/runbooks/backup-failed.md")
    assert "topic" == target["arn"]
