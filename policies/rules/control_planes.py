"""The control plane of a cluster: who reaches it, who may do what, what is written down."""

from __future__ import annotations

from collections.abc import Iterator

from policies.keys import customer_key
from policies.organisation import organisation
from policies.rule import Severity, resource_rule
from policies.rules.examples.build import changed
from policies.rules.examples.platform import ADDON, CLUSTER, LOG_TYPES, NODES, access, endpoint, secrets
from policies.value import Outcome, is_false, is_true, non_empty, one_of
from policies.verdict import every, some
from policies.view import View


@resource_rule(
    id="LZ-EKS-001",
    title="The API of a cluster is reached from the VPC only",
    severity=Severity.HIGH,
    types=(CLUSTER,),
    control="EKS-01",
    why="A public endpoint leaves one stolen token between the internet and everything that runs.",
    fix="Set endpoint_public_access False and endpoint_private_access True; deploy from a runner in the VPC.",
    good=NODES,
    bad=changed(NODES, "cluster", vpcConfig=endpoint(endpointPublicAccess=True)),
    offending="cluster.vpcConfig.endpointPublicAccess",
)
def api_is_private(cluster: View) -> Iterator[Outcome]:
    yield cluster.must("vpcConfig.endpointPublicAccess", is_false, "has a public endpoint")
    yield cluster.must("vpcConfig.endpointPrivateAccess", is_true, "has no private endpoint")


@resource_rule(
    id="LZ-EKS-002",
    title="Kubernetes secrets are encrypted with a customer key",
    severity=Severity.HIGH,
    types=(CLUSTER,),
    control="EKS-02",
    why="Whoever may read the control plane's storage should still need a key that we govern.",
    fix="Set encryption_config with the key of the platform and secrets among its resources.",
    good=NODES,
    bad=changed(NODES, "cluster", encryptionConfig=secrets(None)),
    offending="cluster.encryptionConfig.provider.keyArn",
)
def secrets_have_a_customer_key(cluster: View) -> Iterator[Outcome]:
    key = cluster["encryptionConfig.provider.keyArn"]
    yield key.outcome(customer_key(cluster, key), "secrets have no customer key")
    named = some(each.holds(one_of("secrets")) for each in cluster["encryptionConfig.resources"].each())
    yield cluster["encryptionConfig.resources"].outcome(named, "secrets are not among what is encrypted")


@resource_rule(
    id="LZ-EKS-003",
    title="A control plane writes every kind of log",
    severity=Severity.HIGH,
    types=(CLUSTER,),
    control="LOG-15",
    why="Without the audit log nobody can say who read a secret or replaced a model server.",
    fix="Set enabled_cluster_log_types to api, audit, authenticator, controllerManager and scheduler.",
    good=NODES,
    bad=changed(NODES, "cluster", enabledClusterLogTypes=[kind for kind in LOG_TYPES if kind != "audit"]),
    offending="cluster.enabledClusterLogTypes",
)
def control_plane_writes_every_log(cluster: View) -> Iterator[Outcome]:
    given = cluster["enabledClusterLogTypes"]
    written = every(some(each.holds(one_of(kind)) for each in given.each()) for kind in LOG_TYPES)
    yield given.outcome(written, "a kind of log is left out")


@resource_rule(
    id="LZ-EKS-004",
    title="A cluster runs the Kubernetes version somebody chose",
    severity=Severity.MEDIUM,
    types=(CLUSTER,),
    control="EKS-03",
    why="Without a version EKS takes its newest, and two environments that were tested alike are not.",
    fix="Set version from cluster.version in config/environments.",
    good=NODES,
    bad=changed(NODES, "cluster", version=None),
    offending="cluster.version",
)
def cluster_is_pinned(cluster: View) -> Iterator[Outcome]:
    yield cluster.must("version", non_empty, "takes whatever version is newest")


@resource_rule(
    id="LZ-EKS-005",
    title="Access to a cluster is by entries only",
    severity=Severity.HIGH,
    types=(CLUSTER,),
    control="EKS-03",
    why="A map inside the cluster grants administration to roles that no review and no IAM tool ever sees.",
    fix="Set access_config.authentication_mode API, and declare an aws.eks.AccessEntry for each role.",
    good=NODES,
    bad=changed(NODES, "cluster", accessConfig=access(authenticationMode="API_AND_CONFIG_MAP")),
    offending="cluster.accessConfig.authenticationMode",
)
def access_is_by_entries(cluster: View) -> Iterator[Outcome]:
    mode = "accessConfig.authenticationMode"
    yield cluster.must(mode, one_of("API"), "a map in the cluster grants access as well")


@resource_rule(
    id="LZ-EKS-006",
    title="Nobody administers a cluster for having created it",
    severity=Severity.MEDIUM,
    types=(CLUSTER,),
    control="EKS-03",
    why="The grant is written nowhere, and belongs to whichever role happened to run the first deploy.",
    fix="Set access_config.bootstrap_cluster_creator_admin_permissions False.",
    good=NODES,
    bad=changed(NODES, "cluster", accessConfig=access(bootstrapClusterCreatorAdminPermissions=True)),
    offending="cluster.accessConfig.bootstrapClusterCreatorAdminPermissions",
)
def creator_is_no_administrator(cluster: View) -> Iterator[Outcome]:
    path = "accessConfig.bootstrapClusterCreatorAdminPermissions"
    yield cluster.must(path, is_false, "its creator is an administrator")


@resource_rule(
    id="LZ-EKS-007",
    title="AWS refuses to delete a cluster",
    severity=Severity.MEDIUM,
    types=(CLUSTER,),
    control="EKS-03",
    why="Every model server goes with the cluster, and one call by hand passes all of Pulumi's protection.",
    fix="Set deletion_protection True, or list the environment under deletion-allowed in organisation.yaml.",
    good=NODES,
    bad=changed(NODES, "cluster", deletionProtection=False),
    offending="cluster.deletionProtection",
)
def cluster_is_protected(cluster: View) -> Iterator[Outcome]:
    if cluster.stack.environment not in organisation().deletion_allowed:
        yield cluster.must("deletionProtection", is_true, "can be deleted by one call")


@resource_rule(
    id="LZ-EKS-008",
    title="An add-on runs the version somebody chose",
    severity=Severity.MEDIUM,
    types=(ADDON,),
    control="EKS-03",
    why="vpc-cni and CoreDNS carry every request; a version that changes by itself changes production by itself.",
    fix="Set addon_version from config/kubernetes.py.",
    good=NODES,
    bad=changed(NODES, "cni", addonVersion=None),
    offending="cni.addonVersion",
)
def addon_is_pinned(addon: View) -> Iterator[Outcome]:
    yield addon.must("addonVersion", non_empty, "takes whatever version is the default")
