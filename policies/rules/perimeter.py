"""The line around the organisation: who is answered across it, what is shared over it, and the ways out of a VPC."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from policies.buckets import BUCKET, POLICY, refuses_everyone
from policies.checks import Demand, demands
from policies.classification import DATA_CLASS, tag
from policies.iam import PolicyDocument, Statement, every_term, read
from policies.organisation import organisation
from policies.rule import Severity, graph_rule, resource_rule
from policies.rules.examples.build import changed, document
from policies.rules.examples.models import GUARDRAIL, PROFILE
from policies.rules.examples.network import ENDPOINT, VPC
from policies.rules.examples.perimeter import (
    ASKING,
    CLUSTER_SNAPSHOT,
    LAUNCH,
    SHARED,
    SNAPSHOT,
    SNAPSHOT_COPY,
    VOLUMES,
)
from policies.rules.examples.storage import STORE, tls_only
from policies.value import Outcome, is_true, one_of
from policies.vectors import VECTOR_BUCKET, VECTOR_POLICY
from policies.verdict import Verdict, every, some
from policies.view import StackView, View

_NAME: Final = STORE[0].properties["bucket"]
_INSIDE: Final = frozenset({"aws:principalaccount", "aws:principalorgid", "aws:principalorgpaths"})
_EXCUSED: Final = ("aws:principalisawsservice", "aws:viaawsservice", "aws:sourceorgid", "aws:sourceaccount")
"""Keys by which AWS's own services are let through: they come with a principal of theirs."""
_NEGATED: Final = frozenset({"stringnotequals", "stringnotequalsignorecase", "stringnotlike"})


@resource_rule(
    id="LZ-RES-011",
    title="A store of data answers its own account or organisation only",
    severity=Severity.HIGH,
    types=(BUCKET, VECTOR_BUCKET),
    control="RES-07",
    why="One careless statement lets a stranger in; a deny of everybody outside holds against every such statement.",
    fix="Deny every action to everyone whose aws:PrincipalAccount (or aws:PrincipalOrgID) is not yours.",
    good=STORE,
    bad=changed(STORE, "store-policy", policy=document(tls_only(_NAME))),
    offending="store-policy.policy",
    decides=("store.tags",),
)
def data_stays_inside(store: View) -> Iterator[Outcome]:
    held, perhaps, actions = _policies(store)
    shut = some(_shuts_out(statement, actions) for document_ in held for statement in document_.statements)
    unsure = perhaps or any(document_.readable is Verdict.UNKNOWN for document_ in held)
    unclassed = Verdict.FAIL if store.type == VECTOR_BUCKET else ~tag(store, DATA_CLASS).holds(bool)
    closed = unclassed | shut | (Verdict.UNKNOWN if unsure else Verdict.FAIL)
    path = held[0].at.path if held else ""
    at = held[0].at.urn if held else store.urn
    yield Outcome(closed, at, path, "answers whoever a statement lets in, also from outside")


def _policies(store: View) -> tuple[list[PolicyDocument], bool, str]:
    """A store's policies, whether there may be one more, and what all its actions are called."""
    if store.type == BUCKET:
        found, perhaps = POLICY.of(store)
        return [read(value) for _, value in found], perhaps, "s3:*"
    holders, perhaps = store.stack.attached(store, "vectorBucketArn", VECTOR_POLICY, identities=("vectorBucketArn",))
    return [read(holder["policy"]) for holder in holders], perhaps, "s3vectors:*"


def _shuts_out(statement: Statement, actions: str) -> Verdict:
    """Denies everything to everyone outside, but for AWS's own services; any other condition would leave a gap."""
    outside = some(
        every_term(c.values, lambda value: bool(value.strip("*?")))
        for c in statement.conditions
        if c.key in _INSIDE and c.operator in _NEGATED
    )
    gaps = Verdict.of(all(c.key in _INSIDE or c.key in _EXCUSED for c in statement.conditions))
    met = Verdict.UNKNOWN & gaps if statement.obscure else outside & gaps
    return refuses_everyone(statement, actions) & met


def _ours(account: Any) -> bool:
    return account == "" or one_of(*organisation().accounts)(account)


def _of_our_accounts(arn: Any) -> bool:
    """Whether an organisation or a unit of one belongs to an account of ours: its management account."""
    return not arn or any(str(arn).startswith(f"arn:aws:organizations::{one}:") for one in organisation().accounts)


@resource_rule(
    id="LZ-RES-009",
    title="Snapshots and images are shared inside the organisation only",
    severity=Severity.HIGH,
    types=(LAUNCH, VOLUMES, SNAPSHOT, CLUSTER_SNAPSHOT, SNAPSHOT_COPY),
    control="RES-04",
    why="A shared snapshot is the whole database, copied by whoever it is shared with, out of reach of every policy.",
    fix="Share with accounts of the organisation: they stand under accounts in policies/organisation.yaml.",
    good=SHARED,
    bad=changed(SHARED, "copy", sharedAccounts=["all"]),
    offending="copy.sharedAccounts",
)
def copies_are_shared_inside(view: View) -> Iterator[Outcome]:
    outside = "is shared with somebody outside the organisation"
    yield from demands(
        Demand("sharedAccounts[]", _ours, outside),
        Demand("accountId", _ours, outside, ""),
        Demand("group", lambda group: not group, outside, ""),
        Demand("organizationArn", _of_our_accounts, outside, ""),
        Demand("organizationalUnitArn", _of_our_accounts, outside, ""),
    )(view)


_ALWAYS: Final = ("ecr.api", "ecr.dkr", "logs", "sts")
_ASKED: Final = {
    "bedrock-runtime": (PROFILE, GUARDRAIL),
    "sagemaker.runtime": ("aws:sagemaker/endpoint:Endpoint",),
}
"""The service that answers, and the types whose presence says that it is asked."""


@graph_rule(
    id="LZ-RES-010",
    title="A VPC in which models are asked has private ways to what it needs",
    severity=Severity.HIGH,
    types=(VPC,),
    control="RES-05",
    why="Without an endpoint every prompt and every log line leaves by the internet, and no endpoint policy sees it.",
    fix="Name the services in network.services of the environment; the component Endpoints makes them.",
    good=ASKING,
    bad=changed(ASKING, "to-bedrock-runtime", privateDnsEnabled=False),
    offending="to-bedrock-runtime.privateDnsEnabled",
    decides=tuple(f"to-{service}.serviceName" for service in ("ecr-api", "ecr-dkr", "logs", "sts")),
)
def vpc_has_private_ways(stack: StackView) -> Iterator[Outcome]:
    asked = [service for service, types in _ASKED.items() if any(stack.of_type(*types))]
    for vpc in stack.of_type(VPC) if asked else ():
        endpoints, perhaps = stack.attached(vpc, "vpcId", ENDPOINT, identities=())
        for service in (*asked, *_ALWAYS):
            there = some(_leads_to(endpoint, service) for endpoint in endpoints)
            held = there | (Verdict.UNKNOWN if perhaps else Verdict.FAIL)
            yield vpc.outcome(held, f"has no interface endpoint with private DNS for {service}")


def _leads_to(endpoint: View, service: str) -> Verdict:
    return every(
        (
            endpoint["serviceName"].holds(lambda raw: str(raw).endswith(f".{service}")),
            endpoint["vpcEndpointType"].holds(one_of("Interface")),
            endpoint["privateDnsEnabled"].holds(is_true),
        )
    )
