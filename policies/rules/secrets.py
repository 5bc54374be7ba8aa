"""Secrets and state machines.

Sources: https://docs.aws.amazon.com/secretsmanager/latest/userguide/rotate-secrets_schedule.html (schedules),
https://docs.aws.amazon.com/step-functions/latest/dg/cw-logs.html; noted 2026-11-26.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Final

from policies.checks import Demand, demands, encrypted
from policies.rule import Severity, resource_rule
from policies.rules.examples.build import changed
from policies.rules.examples.secrets import ROTATION, SECRET, SECRETS, STATE_MACHINE, STEPS, recorded
from policies.value import Outcome, at_most, is_true, one_of
from policies.verdict import Verdict
from policies.view import View

ROTATION_DAYS: Final = 90

_RATE: Final = re.compile(r"rate\((\d+) (day|hour)s?\)")
_MONTHLY: Final = re.compile(r"cron\(\S+ \S+ \S+ (\*|(\*|1)/[12]) \S+ \*\)")
"""A schedule that comes every month, or every other."""

secret_has_a_customer_key = resource_rule(
    id="LZ-CMP-004",
    title="A secret is encrypted with a customer key",
    severity=Severity.HIGH,
    types=(SECRET,),
    control="CMP-02",
    why="Under the key of AWS everybody with secretsmanager:GetSecretValue reads it, also from another account.",
    fix="Set kms_key_id to the key of the class operations, also of each replica.",
    good=SECRETS,
    bad=changed(SECRETS, "partner", kmsKeyId="alias/aws/secretsmanager"),
    offending="partner.kmsKeyId",
)(encrypted("kmsKeyId", "replicas[].kmsKeyId"))


@resource_rule(
    id="LZ-CMP-005",
    title="A secret is rotated",
    severity=Severity.HIGH,
    types=(SECRET,),
    control="CMP-02",
    why="A secret that never changes is known to everybody who ever worked here.",
    fix="Make an aws.secretsmanager.SecretRotation of the secret; better, let callers come by IAM and need none.",
    good=SECRETS,
    bad=changed(SECRETS, "partner-rotation", secretId="another-secret"),
    offending="partner-rotation.secretId",
    decides=("partner.name",),
)
def secret_is_rotated(secret: View) -> Iterator[Outcome]:
    rotations, perhaps = secret.stack.attached(secret, "secretId", ROTATION, identities=("arn", "id", "name"))
    rotated = Verdict.PASS if rotations else Verdict.UNKNOWN if perhaps else Verdict.FAIL
    yield secret.outcome(rotated, "is never rotated")


def _is_soon(schedule: Any) -> bool:
    """Whether a schedule comes within 90 days."""
    rate = _RATE.fullmatch(str(schedule))
    if rate is None:
        return _MONTHLY.fullmatch(str(schedule)) is not None
    return int(rate[1]) <= (ROTATION_DAYS if rate[2] == "day" else ROTATION_DAYS * 24)


@resource_rule(
    id="LZ-CMP-006",
    title="A secret is rotated every ninety days at least",
    severity=Severity.HIGH,
    types=(ROTATION,),
    control="CMP-02",
    why="The interval bounds for how long a copy that somebody took is worth something.",
    fix="Set rotation_rules.automatically_after_days to 90 or less, or a schedule_expression of every other month.",
    good=SECRETS,
    bad=changed(SECRETS, "partner-rotation", rotationRules={"automaticallyAfterDays": 365}),
    offending="partner-rotation.rotationRules.automaticallyAfterDays",
)
def secret_is_rotated_soon(rotation: View) -> Iterator[Outcome]:
    days, schedule = rotation["rotationRules.automaticallyAfterDays"], rotation["rotationRules.scheduleExpression"]
    soon = days.holds(at_most(ROTATION_DAYS)) if schedule.missing else schedule.holds(_is_soon)
    yield days.outcome(soon, "rotates less often than every ninety days")
    yield rotation.must("rotationEnabled", is_true, "its rotation is switched off", when_missing=True)


state_machine_logs = resource_rule(
    id="LZ-CMP-007",
    title="A state machine logs what its steps were given and gave",
    severity=Severity.LOW,
    types=(STATE_MACHINE,),
    control="CMP-04",
    why="A decision made in steps is explained by what went from one to the next; express workflows keep no history.",
    fix="Set logging_configuration level ALL with include_execution_data and a log group.",
    good=STEPS,
    bad=changed(STEPS, "steps", loggingConfiguration=recorded(includeExecutionData=False)),
    offending="steps.loggingConfiguration.includeExecutionData",
)(
    demands(
        Demand("loggingConfiguration.level", one_of("ALL", "ERROR", "FATAL"), "logs nothing"),
        Demand("loggingConfiguration.includeExecutionData", is_true, "leaves out the data of its steps"),
    )
)

state_machine_traces = resource_rule(
    id="LZ-CMP-008",
    title="A state machine traces its executions",
    severity=Severity.LOW,
    types=(STATE_MACHINE,),
    control="CMP-04",
    why="A trace says which of the services behind a slow decision was slow.",
    fix="Set tracing_configuration enabled.",
    good=STEPS,
    bad=changed(STEPS, "steps", tracingConfiguration={"enabled": False}),
    offending="steps.tracingConfiguration.enabled",
)(demands(Demand("tracingConfiguration.enabled", is_true, "is not traced")))
