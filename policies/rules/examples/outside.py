"""A VPC in which an agent runs, and the names that it may ask for."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from policies.outside import ASSOCIATION, CONFIG, DOMAINS, GROUP, RULE
from policies.rule import Examples
from policies.rules.examples.ai_logs import AGENT_LOGS
from policies.rules.examples.build import REGION, aws
from policies.rules.examples.network import NETWORK

NAMED: Final[Examples] = (
    *NETWORK,
    *(replace(e, refs={**e.refs, "networkConfiguration": "subnet"}) if e.name == "agent" else e for e in AGENT_LOGS),
    aws(GROUP, "names", name="lz-prod-names"),
    aws(DOMAINS, "listed", name="lz-prod-listed", domains=[f"*.{REGION}.amazonaws.com"]),
    aws(DOMAINS, "all-others", name="lz-prod-all-others", domains=["*"]),
    aws(
        RULE,
        "answer",
        {"firewallRuleGroupId": "names", "firewallDomainListId": "listed"},
        priority=100,
        action="ALLOW",
    ),
    aws(
        RULE,
        "refuse",
        {"firewallRuleGroupId": "names", "firewallDomainListId": "all-others"},
        priority=200,
        action="BLOCK",
        blockResponse="NODATA",
    ),
    aws(CONFIG, "closed", {"resourceId": "vpc"}, firewallFailOpen="DISABLED"),
    aws(ASSOCIATION, "guarded", {"firewallRuleGroupId": "names", "vpcId": "vpc"}, priority=101),
)
