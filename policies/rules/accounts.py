"""What an account has once: passwords, whom AWS tells, and alarms on what is done to it."""

from __future__ import annotations

from collections.abc import Iterator

from policies.account_events import EVENTS, follows
from policies.rule import Severity, graph_rule
from policies.rules.examples.build import changed
from policies.rules.examples.logs import ACCOUNT_BASE, TRAIL
from policies.rules.examples.watched import CONTACT, PASSWORDS, counted, followed
from policies.value import Outcome, at_least, non_empty, one_of
from policies.verdict import Verdict, some
from policies.view import StackView


@graph_rule(
    id="LZ-IAM-020",
    title="An account with a trail takes long passwords that were not used before",
    severity=Severity.MEDIUM,
    types=(PASSWORDS, TRAIL),
    control="IAM-09",
    why="AWS takes eight characters, and the same ones again, from every user that somebody still makes.",
    fix="Make an aws.iam.AccountPasswordPolicy: minimum_password_length 14, password_reuse_prevention 24, or more.",
    good=ACCOUNT_BASE,
    bad=changed(ACCOUNT_BASE, "passwords", minimumPasswordLength=8),
    offending="passwords.minimumPasswordLength",
)
def passwords_are_long_and_new(stack: StackView) -> Iterator[Outcome]:
    held = list(stack.of_type(PASSWORDS))
    for policy in held:
        yield policy.must("minimumPasswordLength", at_least(14), "takes a password of fewer than 14 characters")
        yield policy.must("passwordReusePrevention", at_least(24), "forgets a password before the 24th after it")
    for trail in stack.of_type(TRAIL) if not held else ():
        yield trail.outcome(Verdict.FAIL, "no password policy stands beside the trail")


@graph_rule(
    id="LZ-MON-012",
    title="An account with a trail has a security contact",
    severity=Severity.MEDIUM,
    types=(TRAIL,),
    control="MON-08",
    why="AWS writes about stolen keys and abuse to the security contact; without one to an address nobody reads.",
    fix="Set governance.security in config/environments; components.identity.account_settings registers it.",
    good=ACCOUNT_BASE,
    bad=changed(ACCOUNT_BASE, "contact", alternateContactType="BILLING"),
    offending="contact.alternateContactType",
)
def security_is_reached(stack: StackView) -> Iterator[Outcome]:
    reached = some(
        contact["alternateContactType"].holds(one_of("SECURITY")) & contact["emailAddress"].holds(non_empty)
        for contact in stack.of_type(CONTACT)
    )
    for trail in stack.of_type(TRAIL):
        yield trail.outcome(reached, "no security contact is registered beside the trail")


@graph_rule(
    id="LZ-MON-013",
    title="Somebody hears when an account's guards are changed or a stranger may be in it",
    severity=Severity.MEDIUM,
    types=(TRAIL,),
    control="MON-05",
    why="Who gets in widens a role and stops the trail first; told within minutes, somebody can still stop them.",
    fix="Make a LogMetricFilter on the trail's log group and an alarm with an action for each line; AccountWatch does.",
    good=ACCOUNT_BASE,
    bad=changed(ACCOUNT_BASE, "cis-4-5-filter", pattern=counted("StopLogging")),
    offending="cis-4-5-filter.pattern",
    decides=tuple(f"{followed(cis)}-filter.pattern" for cis in EVENTS if cis != "4.5"),
)
def changes_of_the_account_are_heard(stack: StackView) -> Iterator[Outcome]:
    for trail in stack.of_type(TRAIL):
        for cis, heard in follows(trail):
            yield trail.outcome(heard, f"no alarm follows all of {EVENTS[cis].what} (CIS AWS Foundations v5 {cis})")
