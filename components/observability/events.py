"""The events that somebody hears of wherever they happen: a threat that was found, a backup that ended badly."""

from __future__ import annotations

from typing import Final

from components.observability.event_watch import WatchedEvent

THREAT_FOUND: Final = WatchedEvent(
    name="threat-found",
    meaning="GuardDuty found something",
    pattern={
        "source": ["aws.guardduty"],
        "detail-type": ["GuardDuty Finding"],
        # Medium begins at 4, high at 7, critical at 9; lower ones are for the weekly look.
        # https://docs.aws.amazon.com/guardduty/latest/ug/guardduty_findings-severity.html
        "detail": {"severity": [{"numeric": [">=", 4]}]},
    },
    words="GuardDuty, severity <severity> in <region>: <what>\n<id>",
    paths={"id": "$.detail.id", "region": "$.region", "severity": "$.detail.severity", "what": "$.detail.title"},
    runbook="threat-found",
)

BACKUP_FAILED: Final = WatchedEvent(
    name="backup-failed",
    meaning="A job of AWS Backup did not end well",
    pattern={
        "source": ["aws.backup"],
        # https://docs.aws.amazon.com/aws-backup/latest/devguide/eventbridge.html, read 2026-11-26
        "detail-type": ["Backup Job State Change", "Copy Job State Change", "Restore Job State Change"],
        # EXPIRED is a job that did not begin within its window: nothing was backed up, and nothing failed either.
        "detail": {"state": ["ABORTED", "EXPIRED", "FAILED", "PARTIAL"]},
    },
    words="<what> <state> of <resource> in <region>: <why>",
    paths={
        "region": "$.region",
        "resource": "$.detail.resourceArn",
        "state": "$.detail.state",
        "what": "$.detail-type",
        "why": "$.detail.statusMessage",
    },
    runbook="backup-failed",
)
