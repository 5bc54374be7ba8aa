"""What those may find outside who act on what they read: agents, and models on machines of ours."""

from __future__ import annotations

from collections.abc import Iterator

from policies.outside import VPC, houses, is_filtered
from policies.rule import Severity, resource_rule
from policies.rules.examples.build import changed
from policies.rules.examples.outside import NAMED
from policies.value import Outcome
from policies.view import View


@resource_rule(
    id="LZ-NET-007",
    title="Agents and models find only listed names outside",
    severity=Severity.MEDIUM,
    types=(VPC,),
    control="NET-09",
    why="An agent that was talked into it carries data to any name it can find, and a question to DNS needs no route.",
    fix="Associate a DNS firewall that allows a list and blocks *; components.network.dns_firewall does.",
    good=NAMED,
    bad=changed(NAMED, "refuse", action="ALERT"),
    offending="refuse.action",
)
def names_are_listed(vpc: View) -> Iterator[Outcome]:
    yield vpc.outcome(~houses(vpc) | is_filtered(vpc), "what runs there may ask for any name")
