"""Somebody hears of it: alarms, budgets, the analyzer."""

from __future__ import annotations

import re
from collections.abc import Iterator

from policies.paths import select
from policies.rule import Severity, graph_rule, resource_rule
from policies.rules.examples.build import changed
from policies.rules.examples.capacity import NODE_GROUP, RESERVATION, RESERVED, cost_filters
from policies.rules.examples.data import ALARM, MESSAGES
from policies.rules.examples.logs import ACCOUNT_BASE, ANALYZER, BUDGET, SUBSCRIPTION, TRAIL
from policies.rules.examples.objectives import COMPOSITE
from policies.value import Outcome, is_true, non_empty, one_of
from policies.verdict import Verdict, some
from policies.view import StackView, View

_SUBSCRIBERS = ("subscriberEmailAddresses", "subscriberSnsTopicArns")


@resource_rule(
    id="LZ-MON-001",
    title="An alarm tells somebody",
    severity=Severity.LOW,
    types=(ALARM, COMPOSITE),
    control="MON-06",
    why="An alarm without an action turns red where nobody looks.",
    fix="Set alarm_actions to the environment's alarm topic and leave actions_enabled on.",
    good=MESSAGES,
    bad=changed(MESSAGES, "alarm", alarmActions=[]),
    offending="alarm.alarmActions",
)
def alarm_tells_somebody(alarm: View) -> Iterator[Outcome]:
    actions = alarm["alarmActions"]
    told = actions.holds(non_empty)
    if told is not Verdict.PASS:  # one of the windows of a burn-rate alarm speaks through it
        made_of_it = alarm.stack.naming(alarm, "alarmRule", COMPOSITE)
        told |= some(composite.refers_to("alarmRule", alarm) for composite in made_of_it)
    yield actions.outcome(told, "has no action, and no composite alarm is made of it")
    yield alarm.must("actionsEnabled", is_true, "its actions are switched off", when_missing=True)


_RUNBOOK = re.compile(r"^runbook: docs/runbooks/[a-z0-9-]+\.md$", re.MULTILINE)


@resource_rule(
    id="LZ-OBS-001",
    title="An alarm names its runbook",
    severity=Severity.MEDIUM,
    types=(ALARM, COMPOSITE),
    control="MON-06",
    why="Whoever is woken at three has to know what it means and what to do, and not to find out first.",
    fix="Describe the alarm with kit.described(meaning, runbook), and write docs/runbooks/RUNBOOK.md.",
    good=MESSAGES,
    bad=changed(MESSAGES, "alarm", alarmDescription="it is late"),
    offending="alarm.alarmDescription",
)
def alarm_names_its_runbook(alarm: View) -> Iterator[Outcome]:
    yield alarm.must("alarmDescription", lambda raw: bool(_RUNBOOK.search(str(raw))), "names no runbook")


@graph_rule(
    id="LZ-MON-002",
    title="An account with a trail has an access analyzer",
    severity=Severity.MEDIUM,
    types=(TRAIL,),
    control="MON-04",
    why="It proves from the policies themselves which buckets, keys and roles somebody outside can reach.",
    fix="Create aws.accessanalyzer.Analyzer of type ACCOUNT or ORGANIZATION.",
    good=ACCOUNT_BASE,
    bad=changed(ACCOUNT_BASE, "analyzer", type="ACCOUNT_UNUSED_ACCESS"),
    offending="analyzer.type",
)
def account_has_an_analyzer(stack: StackView) -> Iterator[Outcome]:
    external = some(
        analyzer["type"].holds(one_of("ACCOUNT", "ORGANIZATION"), when_missing="ACCOUNT")
        for analyzer in stack.of_type(ANALYZER)
    )
    for trail in stack.of_type(TRAIL):
        yield trail.outcome(external, "no analyzer beside the trail looks for access from outside")


@resource_rule(
    id="LZ-CST-001",
    title="A budget tells somebody",
    severity=Severity.MEDIUM,
    types=(BUDGET,),
    control="CST-01",
    why="A loop of model calls spends a month's money in a night; a budget without a reader changes nothing.",
    fix="Set budget.alert in config/environments; each notification needs a subscriber.",
    good=ACCOUNT_BASE,
    bad=changed(ACCOUNT_BASE, "budget", notifications=[]),
    offending="budget.notifications",
)
def budget_tells_somebody(budget: View) -> Iterator[Outcome]:
    notifications = budget["notifications"]
    yield notifications.must(non_empty, "has no notification")
    for notification in notifications.each():
        heard = some(notification.at(path).holds(non_empty) for path in _SUBSCRIBERS)
        yield notification.outcome(heard, "a notification has no subscriber")


@graph_rule(
    id="LZ-CST-002",
    title="An account with a trail has a cost budget",
    severity=Severity.MEDIUM,
    types=(TRAIL,),
    control="CST-01",
    why="Unbounded consumption is an attack on an AI service; the bill is where it shows first.",
    fix="Set budget.monthly in config/environments; the foundation layer makes the budget.",
    good=ACCOUNT_BASE,
    bad=changed(ACCOUNT_BASE, "budget", budgetType="USAGE"),
    offending="budget.budgetType",
)
def account_has_a_cost_budget(stack: StackView) -> Iterator[Outcome]:
    covered = some(budget["budgetType"].holds(one_of("COST")) for budget in stack.of_type(BUDGET))
    for trail in stack.of_type(TRAIL):
        yield trail.outcome(covered, "no cost budget stands beside the trail")


@graph_rule(
    id="LZ-CST-003",
    title="Spending that is out of the ordinary is told to somebody",
    severity=Severity.MEDIUM,
    types=(TRAIL,),
    control="CST-01",
    why="A budget speaks when the money is gone; a loop of model calls shows as an anomaly the day after it began.",
    fix="Create aws.costexplorer.AnomalySubscription with a subscriber on a monitor over all services.",
    good=ACCOUNT_BASE,
    bad=changed(ACCOUNT_BASE, "spending-owner", subscribers=[]),
    offending="spending-owner.subscribers",
)
def anomalies_are_told(stack: StackView) -> Iterator[Outcome]:
    told = some(subscription["subscribers"].holds(non_empty) for subscription in stack.of_type(SUBSCRIPTION))
    for trail in stack.of_type(TRAIL):
        yield trail.outcome(told, "nobody is subscribed to anomalies of the account's spending")


@resource_rule(
    id="LZ-CST-004",
    title="A pool of nodes has a budget of its own",
    severity=Severity.MEDIUM,
    types=(RESERVATION, NODE_GROUP),
    control="CST-01",
    why="A reserved GPU that nobody uses costs as much as one that serves; the account's budget hears of it last.",
    fix="Compose stacks.budgets.of_pools: a budget filtered by the tag lz:pool of what the pool may grow to.",
    good=RESERVED,
    bad=changed(RESERVED, "pool-budget", costFilters=cost_filters("another")),
    offending="pool-budget.costFilters",
    decides=("reservation.tags",),
)
def pool_has_a_budget(pool: View) -> Iterator[Outcome]:
    name = pool["tags"].at("lz:pool")
    if name.missing:
        return
    covered = some(
        value.holds(lambda raw: raw == f"user:lz:pool${name.raw}")
        for budget in pool.stack.of_type(BUDGET)
        for value in select(budget, "costFilters[].values[]")
    )
    known = Verdict.UNKNOWN if name.unknown else covered
    yield pool.outcome(known, "no budget counts what carries its tag", "tags")
