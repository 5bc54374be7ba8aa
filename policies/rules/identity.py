"""Who may do what: grants that name it, and roles inside their boundary."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from policies.access import who_may
from policies.documents import ALL_POLICIES, ATTACHMENTS, IDENTITY_POLICIES, POLICY, ROLE, documents, only_bounds
from policies.iam import Statement, any_term, is_all, matches, read
from policies.identities import Identity
from policies.paths import select, top
from policies.rule import Severity, graph_rule, resource_rule
from policies.rules.examples.build import ACCOUNT, aws, changed, document
from policies.rules.examples.custody import DUTIES, package_access
from policies.rules.examples.identity import IDENTITY, grant
from policies.value import Outcome, non_empty, one_of
from policies.verdict import Verdict
from policies.view import StackView, View

_MANAGED = {ROLE: "managedPolicyArns[]", **dict.fromkeys(ATTACHMENTS, "policyArn")}
_ADMINISTRATORS = ("policy/AdministratorAccess", "policy/IAMFullAccess", "policy/PowerUserAccess")


@resource_rule(
    id="LZ-IAM-001",
    title="No policy allows every action",
    severity=Severity.CRITICAL,
    types=tuple(IDENTITY_POLICIES),
    control="IAM-01",
    why="Whoever gets hold of such a role holds the account, its logs and its keys.",
    fix="List the actions the role needs; services it does not call stay out.",
    good=IDENTITY,
    bad=changed(IDENTITY, "read-models", policy=grant(Action="*")),
    offending="read-models.policy",
)
def no_policy_allows_every_action(view: View) -> Iterator[Outcome]:
    for document_ in documents(view, IDENTITY_POLICIES):
        yield from document_.judge(
            lambda s: ~(s.allows & any_term(s.actions, is_all)),
            "allows every action of every service",
        )


@resource_rule(
    id="LZ-IAM-010",
    title="No administrator policy of AWS is attached",
    severity=Severity.CRITICAL,
    types=tuple(_MANAGED),
    control="IAM-01",
    why="AWS widens its managed administrator policies with every new service; nobody reviews that here.",
    fix="Attach a policy of our own that lists the actions.",
    good=IDENTITY,
    bad=changed(IDENTITY, "attachment", policyArn="arn:aws:iam::aws:policy/AdministratorAccess"),
    offending="attachment.policyArn",
)
def no_administrator_policy_is_attached(view: View) -> Iterator[Outcome]:
    made_here = view.comes_from(top(_MANAGED[view.type]), POLICY)
    for arn in select(view, _MANAGED[view.type]):
        harmless = arn.holds(lambda raw: not str(raw).endswith(_ADMINISTRATORS))
        yield arn.outcome(Verdict.PASS if arn.unknown and made_here else harmless, "attaches an administrator policy")


@resource_rule(
    id="LZ-IAM-005",
    title="A role is passed on by name, to a named service",
    severity=Severity.HIGH,
    types=tuple(IDENTITY_POLICIES),
    control="IAM-06",
    why="Who may pass any role to any service may run code under the strongest role of the account.",
    fix="Name the roles in Resource and demand iam:PassedToService.",
    good=changed(
        IDENTITY,
        "read-models",
        policy=grant(
            Action="iam:PassRole",
            Resource=f"arn:aws:iam::{ACCOUNT}:role/lz-prod-replication",
            Condition={"StringEquals": {"iam:PassedToService": "s3.amazonaws.com"}},
        ),
    ),
    bad=changed(IDENTITY, "read-models", policy=grant(Action="iam:PassRole", Resource="*")),
    offending="read-models.policy",
)
def role_is_passed_on_by_name(view: View) -> Iterator[Outcome]:
    boundary = only_bounds(view)
    for document_ in documents(view, IDENTITY_POLICIES):
        yield from document_.judge(
            lambda s: boundary | ~_passes_freely(s), "passes roles without naming role and service"
        )


def _passes_freely(statement: Statement) -> Verdict:
    """Allows iam:PassRole, by itself or with iam:*, on every role or to every service; Action `*` is LZ-IAM-001's."""
    passes = any_term(statement.actions, lambda a: not is_all(a) and matches(a, "iam:PassRole"))
    any_role = statement.everything | any_term(statement.resources, lambda r: r.endswith(":role/*"))
    any_service = ~statement.demands(frozenset({"iam:passedtoservice"}))
    return statement.allows & passes & (any_role | any_service)


_CREDENTIALS = (
    "aws:iam/accessKey:AccessKey",
    "aws:iam/serviceSpecificCredential:ServiceSpecificCredential",
    "aws:iam/user:User",
    "aws:iam/userLoginProfile:UserLoginProfile",
)


@resource_rule(
    id="LZ-IAM-006",
    title="No user and no credential that lasts",
    severity=Severity.HIGH,
    types=_CREDENTIALS,
    control="IAM-08",
    why="A key that never expires is in a laptop, a log or a repository sooner or later.",
    fix="Let people come through Identity Center and pipelines through OIDC; both get credentials for an hour.",
    good=(aws("aws:iam/accessKey:AccessKey", "access", user="former", status="Inactive"),),
    bad=(aws("aws:iam/accessKey:AccessKey", "access", user="pipeline", status="Active"),),
    offending="access.status",
)
def no_credential_lasts(credential: View) -> Iterator[Outcome]:
    withdrawn = credential["status"].holds(one_of("Inactive"))
    yield credential["status"].outcome(withdrawn, "is a credential that lasts, or a user that needs one")


@resource_rule(
    id="LZ-IAM-007",
    title="A role stays inside its permissions boundary",
    severity=Severity.HIGH,
    types=(ROLE,),
    control="IAM-07",
    why="The boundary caps what a role can ever do, also after somebody attached too much to it.",
    fix="Set permissions_boundary to the boundary of the environment.",
    good=IDENTITY,
    bad=changed(IDENTITY, "replication-role", permissionsBoundary=None),
    offending="replication-role.permissionsBoundary",
)
def role_has_a_boundary(role: View) -> Iterator[Outcome]:
    boundary = role["permissionsBoundary"]
    linked = Verdict.of(role.comes_from("permissionsBoundary", POLICY))
    yield boundary.outcome(linked | boundary.holds(non_empty), "has no permissions boundary")


@resource_rule(
    id="LZ-IAM-008",
    title="A policy can be read",
    severity=Severity.HIGH,
    types=tuple(ALL_POLICIES),
    control="IAM-01",
    why="AWS refuses a malformed policy half-way through a deploy, and no rule can say what it would allow.",
    fix="Write JSON with a Statement list, each with Effect Allow or Deny; components.kit.policy_document does.",
    good=IDENTITY,
    bad=changed(IDENTITY, "read-models", policy="{'Statement': []}"),
    offending="read-models.policy",
)
def policy_can_be_read(view: View) -> Iterator[Outcome]:
    for path in ALL_POLICIES[view.type]:
        for value in select(view, path):
            found = read(value)
            yield value.outcome(found.readable, f"the policy document {found.fault or 'cannot be read'}")


@resource_rule(
    id="LZ-IAM-009",
    title="A grant names what it allows, not what it leaves out",
    severity=Severity.HIGH,
    types=tuple(IDENTITY_POLICIES),
    control="IAM-01",
    why="Allow with NotAction or NotResource grants everything AWS will ever add.",
    fix="Write Action and Resource; keep NotAction and NotResource for Deny.",
    good=IDENTITY,
    bad=changed(
        IDENTITY,
        "read-models",
        policy=document({"Effect": "Allow", "NotAction": "iam:*", "Resource": "arn:aws:s3:::lz-prod-models"}),
    ),
    offending="read-models.policy",
)
def grant_names_what_it_allows(view: View) -> Iterator[Outcome]:
    for document_ in documents(view, IDENTITY_POLICIES):
        yield from document_.judge(
            lambda s: ~(s.allows & Verdict.of(bool(s.not_actions or s.not_resources))),
            "allows by NotAction or NotResource",
        )


_APPROVES = ("sagemaker:UpdateModelPackage",)
_DEPLOYS = ("sagemaker:CreateEndpoint", "sagemaker:UpdateEndpoint")


@graph_rule(
    id="LZ-IAM-013",
    title="Who approves a model does not deploy it",
    severity=Severity.HIGH,
    types=tuple(IDENTITY_POLICIES),
    control="HO-06",
    why="With both in one hand a model reaches people that nobody but its author has looked at.",
    fix="Give sagemaker:UpdateModelPackage to the role of those who approve, and take it from the one that deploys.",
    good=DUTIES,
    bad=changed(DUTIES, "deployer-policy", policy=package_access("CreateEndpoint", "UpdateModelPackage")),
    offending="deployer-policy.policy",
    decides=("deployer.name",),
)
def approval_is_not_deployment(stack: StackView) -> Iterator[Outcome]:
    deploying = defaultdict[Identity, Verdict](lambda: Verdict.FAIL)
    for deploy in who_may(stack, _DEPLOYS, "*"):
        deploying[deploy.who] |= deploy.may
    for approval in who_may(stack, _APPROVES, "*"):
        if not approval.wide:
            both = approval.may & deploying[approval.who] & ~approval.who.for_emergencies
            yield approval.at.outcome(~both, "lets one role approve models and deploy them")
