"""Roles, policies, identity providers, and the account's password policy."""

from __future__ import annotations

from typing import Any

from engine.standin.row import Ask, Call, Change, Params, Props, Row, Scope, Step, Tagging

_GONE = ("NoSuchEntity",)


def _tagging(kind: str, target: str, by: str = "{id}") -> Tagging:
    return Tagging(
        at_create="Tags", put=f"Tag{kind}", drop=f"Untag{kind}", target=target, by=by, listed=f"List{kind}Tags"
    )


def _release(ask: Ask, change: Change) -> None:
    """What the role's properties attached, with forceDetachPolicies everything; AWS refuses a role that holds more."""
    role, force = change.id, change.old.get("forceDetachPolicies") is True
    arns: list[Any] = list(change.old.get("managedPolicyArns") or [])
    inline: list[Any] = [policy["name"] for policy in change.old.get("inlinePolicies") or [] if policy.get("name")]
    if force:
        arns = [p["PolicyArn"] for p in ask("ListAttachedRolePolicies", RoleName=role)["AttachedPolicies"]]
        inline = ask("ListRolePolicies", RoleName=role)["PolicyNames"]
    for arn in arns:
        ask("DetachRolePolicy", RoleName=role, PolicyArn=arn)
    for name in inline:
        ask("DeleteRolePolicy", RoleName=role, PolicyName=name)


def _managed(ask: Ask, change: Change) -> None:
    old, new = set(change.old.get("managedPolicyArns") or []), set(change.new.get("managedPolicyArns") or [])
    for arn in sorted(old - new):
        ask("DetachRolePolicy", RoleName=change.id, PolicyArn=arn)
    for arn in sorted(new - old):
        ask("AttachRolePolicy", RoleName=change.id, PolicyArn=arn)


def _inline(ask: Ask, change: Change) -> None:
    old = {p["name"]: p.get("policy") for p in change.old.get("inlinePolicies") or [] if p.get("name")}
    new = {p["name"]: p.get("policy") for p in change.new.get("inlinePolicies") or [] if p.get("name")}
    for name in sorted(old.keys() - new.keys()):
        ask("DeleteRolePolicy", RoleName=change.id, PolicyName=name)
    for name, document in sorted(new.items()):
        if old.get(name) != document:
            ask("PutRolePolicy", RoleName=change.id, PolicyName=name, PolicyDocument=document)


_NAME = {"RoleName": "$id"}

ROLE = Row(
    type="aws:iam/role:Role",
    service="iam",
    create=Call(
        operation="CreateRole",
        carries=None,
        rename={"name": "RoleName", "assumeRolePolicy": "AssumeRolePolicyDocument"},
    ),
    id_format="{name}",
    read=Call(operation="GetRole", takes=_NAME),
    entity="Role",
    absent=_GONE,
    delete=(_release, Call(operation="DeleteRole", takes=_NAME)),
    steps=(
        Step(
            carries=("assumeRolePolicy",),
            run=(Call(operation="UpdateAssumeRolePolicy", takes={**_NAME, "PolicyDocument": "assumeRolePolicy"}),),
            at_create=False,
        ),
        Step(
            carries=("description", "maxSessionDuration"),
            run=(Call(operation="UpdateRole", carries=("description", "maxSessionDuration"), takes=_NAME),),
            at_create=False,
        ),
        Step(
            carries=("permissionsBoundary",),
            run=(
                Call(
                    operation="PutRolePermissionsBoundary",
                    takes={**_NAME, "PermissionsBoundary": "permissionsBoundary"},
                ),
            ),
            clear=(Call(operation="DeleteRolePermissionsBoundary", takes=_NAME),),
            at_create=False,
        ),
        Step(carries=("managedPolicyArns",), run=(_managed,)),
        Step(carries=("inlinePolicies",), run=(_inline,)),
    ),
    outputs={"arn": "Arn", "uniqueId": "RoleId", "createDate": "CreateDate", "path": "Path"},
    observed={
        "name": "RoleName",
        "path": "Path",
        "assumeRolePolicy": "AssumeRolePolicyDocument",
        "description": "Description",
        "maxSessionDuration": "MaxSessionDuration",
        "permissionsBoundary": "PermissionsBoundary.PermissionsBoundaryArn",
    },
    replace=("name", "namePrefix", "path"),
    name="name",
    name_limit=64,
    tagging=_tagging("Role", "RoleName"),
    listing=(Call(operation="ListRoles"), "Roles[].RoleName"),
    regional=False,
    provider_only=("forceDetachPolicies",),
)


def _new_version(ask: Ask, change: Change) -> None:
    """A changed document is a new default version; AWS keeps at most five, so the oldest gives way."""
    versions: list[Any] = ask("ListPolicyVersions", PolicyArn=change.id)["Versions"]
    spare = sorted((v for v in versions if not v["IsDefaultVersion"]), key=lambda v: v["CreateDate"])
    if len(versions) >= 5:
        ask("DeletePolicyVersion", PolicyArn=change.id, VersionId=spare[0]["VersionId"])
    ask("CreatePolicyVersion", PolicyArn=change.id, PolicyDocument=change.new["policy"], SetAsDefault=True)


def _delete_versions(ask: Ask, change: Change) -> None:
    for version in ask("ListPolicyVersions", PolicyArn=change.id)["Versions"]:
        if not version["IsDefaultVersion"]:
            ask("DeletePolicyVersion", PolicyArn=change.id, VersionId=version["VersionId"])


POLICY = Row(
    type="aws:iam/policy:Policy",
    service="iam",
    create=Call(
        operation="CreatePolicy",
        carries=None,
        rename={"name": "PolicyName", "policy": "PolicyDocument"},
    ),
    id="Policy.Arn",
    read=Call(operation="GetPolicy", takes={"PolicyArn": "$id"}),
    entity="Policy",
    absent=_GONE,
    delete=(_delete_versions, Call(operation="DeletePolicy", takes={"PolicyArn": "$id"})),
    steps=(Step(carries=("policy",), run=(_new_version,), at_create=False),),
    outputs={"arn": "Arn", "policyId": "PolicyId", "attachmentCount": "AttachmentCount"},
    observed={"name": "PolicyName", "path": "Path", "description": "Description"},
    replace=("name", "namePrefix", "path", "description"),
    name="name",
    name_limit=128,
    tagging=_tagging("Policy", "PolicyArn"),
    listing=(Call(operation="ListPolicies", fixed={"Scope": "Local"}), "Policies[].Arn"),
    regional=False,
    provider_only=("delayAfterPolicyCreationInMs",),
)

ROLE_POLICY = Row(
    type="aws:iam/rolePolicy:RolePolicy",
    service="iam",
    create=Call(
        operation="PutRolePolicy",
        carries=None,
        rename={"role": "RoleName", "name": "PolicyName", "policy": "PolicyDocument"},
    ),
    put=True,
    id_format="{role}:{name}",
    read=Call(operation="GetRolePolicy", takes={"RoleName": "role", "PolicyName": "name"}),
    entity="@",
    absent=_GONE,
    delete=(Call(operation="DeleteRolePolicy", takes={"RoleName": "role", "PolicyName": "name"}),),
    observed={"role": "RoleName", "name": "PolicyName", "policy": "PolicyDocument"},
    replace=("role", "name", "namePrefix"),
    name="name",
    name_limit=128,
    regional=False,
)

ROLE_POLICY_ATTACHMENT = Row(
    type="aws:iam/rolePolicyAttachment:RolePolicyAttachment",
    service="iam",
    create=Call(operation="AttachRolePolicy", carries=None, rename={"role": "RoleName"}),
    id_format="{role}/{policyArn}",
    read=Call(operation="ListAttachedRolePolicies", takes={"RoleName": "role"}),
    entity="AttachedPolicies[?PolicyArn=='$policyArn'] | [0]",
    absent=_GONE,
    delete=(Call(operation="DetachRolePolicy", takes={"RoleName": "role", "PolicyArn": "policyArn"}),),
    observed={"policyArn": "PolicyArn"},
    replace=("role", "policyArn"),
    regional=False,
)


def _profile_role(ask: Ask, change: Change) -> None:
    """A profile holds one role at most."""
    old, new = change.old.get("role"), change.new.get("role")
    if old:
        ask("RemoveRoleFromInstanceProfile", InstanceProfileName=change.id, RoleName=old)
    if new:
        ask("AddRoleToInstanceProfile", InstanceProfileName=change.id, RoleName=new)


_PROFILE = {"InstanceProfileName": "$id"}

INSTANCE_PROFILE = Row(
    type="aws:iam/instanceProfile:InstanceProfile",
    service="iam",
    create=Call(operation="CreateInstanceProfile", carries=("name", "path"), rename={"name": "InstanceProfileName"}),
    id_format="{name}",
    read=Call(operation="GetInstanceProfile", takes=_PROFILE),
    entity="InstanceProfile",
    absent=_GONE,
    delete=(_profile_role, Call(operation="DeleteInstanceProfile", takes=_PROFILE)),
    steps=(Step(carries=("role",), run=(_profile_role,)),),
    outputs={"arn": "Arn", "uniqueId": "InstanceProfileId", "createDate": "CreateDate"},
    observed={"name": "InstanceProfileName", "path": "Path", "role": "Roles[0].RoleName"},
    replace=("name", "namePrefix", "path"),
    name="name",
    name_limit=128,
    kept={"tags": "moto has no ListInstanceProfileTags"},
    listing=(Call(operation="ListInstanceProfiles"), "InstanceProfiles[].InstanceProfileName"),
    regional=False,
)


def _thumbprints(ask: Ask, change: Change) -> None:
    ask(
        "UpdateOpenIDConnectProviderThumbprint",
        OpenIDConnectProviderArn=change.id,
        ThumbprintList=change.new.get("thumbprintLists") or [],
    )


OIDC_PROVIDER = Row(
    type="aws:iam/openIdConnectProvider:OpenIdConnectProvider",
    service="iam",
    create=Call(operation="CreateOpenIDConnectProvider", carries=None),
    id="OpenIDConnectProviderArn",
    read=Call(operation="GetOpenIDConnectProvider", takes={"OpenIDConnectProviderArn": "$id"}),
    entity="@",
    absent=_GONE,
    delete=(Call(operation="DeleteOpenIDConnectProvider", takes={"OpenIDConnectProviderArn": "$id"}),),
    steps=(Step(carries=("thumbprintLists",), run=(_thumbprints,), at_create=False),),
    built={"arn": "{id}"},
    observed={
        "clientIdLists": "ClientIDList",
        "thumbprintLists": "ThumbprintList",
        "url": "join('', ['https://', Url])",
    },
    replace=("url",),
    kept_changes={"clientIdLists": "moto has no AddClientIDToOpenIDConnectProvider"},
    tagging=_tagging("OpenIDConnectProvider", "OpenIDConnectProviderArn"),
    listing=(Call(operation="ListOpenIDConnectProviders"), "OpenIDConnectProviderList[].Arn"),
    regional=False,
)

PASSWORD_POLICY = Row(
    type="aws:iam/accountPasswordPolicy:AccountPasswordPolicy",
    service="iam",
    create=Call(operation="UpdateAccountPasswordPolicy", carries=None),
    put=True,
    id_format="iam-account-password-policy",
    read=Call(operation="GetAccountPasswordPolicy"),
    entity="PasswordPolicy",
    absent=_GONE,
    delete=(Call(operation="DeleteAccountPasswordPolicy"),),
    outputs={"expirePasswords": "ExpirePasswords"},
    regional=False,
)


def _by_name(params: Params, props: Props, scope: Scope) -> Params:
    """Pulumi knows it by its ARN, IAM by the name at its end."""
    del props, scope
    return {"RoleName": str(params["RoleName"]).rpartition("/")[2]}


SERVICE_LINKED_ROLE = Row(
    type="aws:iam/serviceLinkedRole:ServiceLinkedRole",
    service="iam",
    create=Call(operation="CreateServiceLinkedRole", carries=None, rename={"awsServiceName": "AWSServiceName"}),
    id="Role.Arn",
    read=Call(operation="GetRole", takes=_NAME, hook=_by_name),
    entity="Role",
    absent=_GONE,
    delete=(Call(operation="DeleteServiceLinkedRole", takes=_NAME, hook=_by_name),),
    outputs={"arn": "Arn", "name": "RoleName", "path": "Path", "uniqueId": "RoleId", "createDate": "CreateDate"},
    replace=("awsServiceName", "customSuffix"),
    kept_changes={"description": "no program of the zone changes it"},
    kept={"tags": "moto tags no service-linked role"},
    regional=False,
)

ROWS = (
    ROLE,
    POLICY,
    ROLE_POLICY,
    ROLE_POLICY_ATTACHMENT,
    INSTANCE_PROFILE,
    OIDC_PROVIDER,
    PASSWORD_POLICY,
    SERVICE_LINKED_ROLE,
)
