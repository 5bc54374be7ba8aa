"""How the program itself is written: what Pulumi is told, and what nobody can see in the resource."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import cache

from policies.classification import DATA_CLASS, ENVIRONMENT, OWNER, tag
from policies.organisation import organisation
from policies.paths import every_aws_resource, top
from policies.rule import Example, Severity, declared, graph_rule, resource_rule
from policies.rules.examples.build import PROVIDER as EXAMPLE_PROVIDER
from policies.rules.examples.build import changed, optioned
from policies.rules.examples.network import NETWORK
from policies.rules.examples.storage import STORE
from policies.value import Outcome, non_empty, opened
from policies.verdict import Verdict, some
from policies.view import PROVIDER, StackView, View

_STATEFUL = tuple(sorted(organisation().stateful_types))
_PROVIDER = (Example(PROVIDER, EXAMPLE_PROVIDER, "provider"),)


@resource_rule(
    id="LZ-CHG-001",
    title="What holds data is protected from deletion by Pulumi",
    severity=Severity.HIGH,
    types=_STATEFUL,
    control="CHG-01",
    why="A renamed resource is a deleted resource: without protect, one line of a refactoring deletes the data.",
    fix="Set governance.deletion to protected, or list the environment under deletion-allowed in organisation.yaml.",
    good=STORE,
    bad=optioned(STORE, "store", protect=False),
    offending="store.protect",
)
def data_is_protected(view: View) -> Iterator[Outcome]:
    if view.stack.environment not in organisation().deletion_allowed:
        yield view.outcome(Verdict.of(view.resource.protect), "is not protected from deletion", "protect")


_GUARDED = frozenset((
    "*", "accessControlPolicy", "actionsEnabled", "artifacts", "atRestEncryptionEnabled", "blockPublicAcls",
    "cidrBlocks", "cidrIpv6", "dataQualityJobOutputConfig", "domains", "egress", "emailAddress",
    "enableLogFileValidation", "enableLogging", "enableOnCreate", "encryptionType", "eventSelectors",
    "failoverRoutingPolicies", "firewallFailOpen", "function", "grants", "humanTaskConfig", "ignorePublicAcls",
    "includeGlobalServiceEvents", "inlinePolicies", "inlinePolicy", "ipv6CidrBlocks", "kmsConfiguration",
    "lifecycleRules", "managedPolicyArns", "methodPath", "metricName", "metricTransformation", "minRetentionDays",
    "modelKmsKeyId", "monitoringScheduleConfig", "namespace", "objectLockConfiguration", "offlineStoreConfig",
    "passwordReusePrevention", "pathPart", "resourceConfig", "ruleset", "s3JobDefinition",
    "trainingDataConfig", "transitEncryptionMode", "userSettings", "validateRequestBody", "versioning",
    "vpcEndpointType", "vpcId", "zoneId",
))  # fmt: skip
"""Properties on which a rule of this pack rests, beside those that the rules' own metadata names."""


@cache
def _guarded() -> frozenset[str]:
    """All of them; asked when rules judge, so every rule is declared."""
    named = (path.partition(".")[2] or path for rule in declared() for path in (rule.offending, *rule.decides))
    return _GUARDED.union(top(path) for path in named)


@graph_rule(
    id="LZ-CHG-002",
    title="Nothing that keeps a resource safe is ignored",
    severity=Severity.HIGH,
    types=("aws:*",),
    control="CHG-02",
    why="ignoreChanges keeps what somebody clicked in the console, and shows reviewers the program's value.",
    fix="Take the property out of ignore_changes, and correct the program to what is meant.",
    good=optioned(STORE, "store-policy", ignore_changes=("expectedBucketOwner",)),
    bad=optioned(STORE, "store-policy", ignore_changes=("policy",)),
    offending="store-policy.ignoreChanges",
)
def nothing_safe_is_ignored(stack: StackView) -> Iterator[Outcome]:
    for view in every_aws_resource(stack):
        # Pulumi takes policy and ["policy"] alike.
        ignored = {top(path.replace('["', "").replace('"]', ".")) for path in view.resource.ignore_changes}
        hidden = sorted(ignored & _guarded())
        named = f"changes are ignored of {', '.join(hidden)}"
        yield view.outcome(Verdict.of(not hidden), named, "ignoreChanges")


_DEFAULT = re.compile(r"default(_[\d_]+)?")
"""The name Pulumi gives a provider it makes by itself: default_7_51_1."""


@graph_rule(
    id="LZ-CHG-003",
    title="A resource names its provider",
    severity=Severity.HIGH,
    types=("aws:*",),
    control="CHG-04",
    why="The default provider takes account and Region from whatever shell runs the deploy.",
    fix="Pass the environment's provider in the resource options; the components take it from their parent.",
    good=NETWORK,
    bad=optioned(NETWORK, "vpc", provider=None),
    offending="vpc.provider",
)
def resource_names_its_provider(stack: StackView) -> Iterator[Outcome]:
    for view in every_aws_resource(stack):
        provider = view.provider
        explicit = provider is not None and _DEFAULT.fullmatch(provider.name) is None
        yield view.outcome(Verdict.of(explicit), "relies on the default provider", "provider")


@resource_rule(
    id="LZ-CHG-004",
    title="A provider works in its own account only",
    severity=Severity.HIGH,
    types=(PROVIDER,),
    control="CHG-04",
    why="With the credentials of another account in the shell, dev's program would be deployed over production.",
    fix="Set allowed_account_ids to the account of the environment.",
    good=_PROVIDER,
    bad=changed(_PROVIDER, "provider", allowedAccountIds="[]"),
    offending="provider.allowedAccountIds",
)
def provider_works_in_its_account(provider: View) -> Iterator[Outcome]:
    yield opened(provider["allowedAccountIds"]).must(non_empty, "accepts the credentials of any account")


@resource_rule(
    id="LZ-CHG-005",
    title="A provider tags everything with owner and environment",
    severity=Severity.MEDIUM,
    types=(PROVIDER,),
    control="CHG-04",
    why="At three in the morning the tag says whom to call, and whether it may wait.",
    fix="Set default_tags with lz:owner and lz:environment; stacks/providers.py does.",
    good=_PROVIDER,
    bad=changed(_PROVIDER, "provider", defaultTags=json.dumps({"tags": {OWNER: "platform@example.com"}})),
    offending="provider.defaultTags",
)
def provider_tags_everything(provider: View) -> Iterator[Outcome]:
    for name in (OWNER, ENVIRONMENT):
        yield opened(provider["defaultTags"]).at("tags").at(name).must(non_empty, f"{name} is no default tag")


@resource_rule(
    id="LZ-CHG-006",
    title="What holds data says its class, owner and environment",
    severity=Severity.HIGH,
    types=_STATEFUL,
    control="GOV-01",
    why="Retention, lock and replication follow from the class; without it no rule can hold them.",
    fix="Tag it lz:data-class with a class of policies/organisation.yaml; owner and environment are default tags.",
    good=STORE,
    bad=changed(STORE, "store", tags={"team": "platform"}),
    offending="store.tags",
    decides=("store-provider.defaultTags",),
)
def data_says_its_class(view: View) -> Iterator[Outcome]:
    classes = organisation().retention_floors
    yield tag(view, DATA_CLASS).must(lambda name: name in classes, f"{DATA_CLASS} names no class of the organisation")
    for name in (OWNER, ENVIRONMENT):
        yield tag(view, name).must(non_empty, f"has no {name}")


_CHANGE = re.compile(r"change/[A-Za-z0-9][A-Za-z0-9._-]* \(approved by [^@\s]+@[^@\s)]+\)")


@resource_rule(
    id="LZ-CHG-008",
    title="What changes production names its ticket and who approved it",
    severity=Severity.HIGH,
    types=(PROVIDER,),
    control="CHG-03",
    why="The provider's user agent stands beside every call in CloudTrail: an auditor finds the change of each.",
    fix="Write governance.change of the environment: ticket and approved-by; stacks/providers.py tells AWS.",
    good=_PROVIDER,
    bad=changed(_PROVIDER, "provider", userAgents='["pulumi"]'),
    offending="provider.userAgents",
)
def change_was_approved(provider: View) -> Iterator[Outcome]:
    agents = opened(provider["userAgents"])
    if provider.stack.environment in organisation().change_controlled:
        told = some(agent.holds(lambda raw: _CHANGE.fullmatch(str(raw)) is not None) for agent in agents.each())
        yield agents.outcome(told, "names no ticket and nobody who approved it")
