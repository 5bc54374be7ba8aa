"""Nodes: what their templates hand out, how they heal, and the capacity that is kept for them."""

from __future__ import annotations

from collections.abc import Iterator

from policies.documents import IDENTITY_POLICIES, documents, only_bounds
from policies.iam import Statement, any_term, is_all, matches
from policies.keys import customer_key
from policies.paths import select
from policies.rule import Severity, resource_rule
from policies.rules.examples.build import changed
from policies.rules.examples.capacity import RESERVATION, RESERVED
from policies.rules.examples.identity import IDENTITY, grant
from policies.rules.examples.platform import NODE_GROUP, NODES, TEMPLATE, interface, metadata, volumes
from policies.value import Outcome, at_most, is_false, is_true, non_empty, one_of
from policies.verdict import Verdict
from policies.view import View


@resource_rule(
    id="LZ-EC2-001",
    title="A node answers for its metadata only with a token",
    severity=Severity.HIGH,
    types=(TEMPLATE,),
    control="EKS-04",
    why="Without a token any page that a server can be made to fetch may be the node's own credentials.",
    fix="Set metadata_options.http_tokens required.",
    good=NODES,
    bad=changed(NODES, "template", metadataOptions=metadata(httpTokens="optional")),
    offending="template.metadataOptions.httpTokens",
)
def metadata_needs_a_token(template: View) -> Iterator[Outcome]:
    yield template.must("metadataOptions.httpTokens", one_of("required"), "answers without a token")


@resource_rule(
    id="LZ-EC2-002",
    title="A node's metadata reaches no pod",
    severity=Severity.HIGH,
    types=(TEMPLATE,),
    control="EKS-04",
    why="A pod is one hop further away; with two, as images of today have it, every pod may take the node's role.",
    fix="Set metadata_options.http_put_response_hop_limit 1; give pods roles by Pod Identity.",
    good=NODES,
    bad=changed(NODES, "template", metadataOptions=metadata(httpPutResponseHopLimit=2)),
    offending="template.metadataOptions.httpPutResponseHopLimit",
)
def metadata_reaches_no_pod(template: View) -> Iterator[Outcome]:
    path = "metadataOptions.httpPutResponseHopLimit"
    yield template.must(path, at_most(1), "answers further than one hop away, or as far as image and account say")


@resource_rule(
    id="LZ-EC2-003",
    title="The volumes of a node are encrypted with a customer key",
    severity=Severity.HIGH,
    types=(TEMPLATE,),
    control="EKS-04",
    why="Prompts, answers and weights pass through a node's disk, and disks outlive nodes as snapshots.",
    fix="Set encrypted and kms_key_id in each of block_device_mappings.",
    good=NODES,
    bad=changed(NODES, "template", blockDeviceMappings=volumes(kmsKeyId=None)),
    offending="template.blockDeviceMappings[0].ebs.kmsKeyId",
)
def node_volumes_are_encrypted(template: View) -> Iterator[Outcome]:
    yield template.must("blockDeviceMappings", non_empty, "leaves its volumes to the image")
    for mapping in template["blockDeviceMappings"].each():
        yield mapping.at("ebs.encrypted").must(is_true, "a volume is not encrypted")
        key = mapping.at("ebs.kmsKeyId")
        yield key.outcome(customer_key(template, key), "a volume has no customer key")


@resource_rule(
    id="LZ-EC2-004",
    title="A node has no address on the internet",
    severity=Severity.HIGH,
    types=(TEMPLATE,),
    control="NET-05",
    why="A model server that can be reached from outside has no login of its own.",
    fix="Set associate_public_ip_address false in network_interfaces, and use private subnets.",
    good=NODES,
    bad=changed(NODES, "template", networkInterfaces=interface(public="true")),
    offending="template.networkInterfaces[0].associatePublicIpAddress",
)
def node_has_no_public_address(template: View) -> Iterator[Outcome]:
    for address in select(template, "networkInterfaces[].associatePublicIpAddress"):
        yield address.must(is_false, "gives a public address", when_missing=False)


@resource_rule(
    id="LZ-EKS-009",
    title="A node group replaces a node that breaks",
    severity=Severity.MEDIUM,
    types=(NODE_GROUP,),
    control="K8S-10",
    why="A GPU with an uncorrectable error looks ready, and fails every request it is given.",
    fix="Set node_repair_config.enabled True, and run the add-on eks-node-monitoring-agent.",
    good=NODES,
    bad=changed(NODES, "nodes", nodeRepairConfig={"enabled": False}),
    offending="nodes.nodeRepairConfig.enabled",
)
def broken_nodes_are_replaced(group: View) -> Iterator[Outcome]:
    yield group.must("nodeRepairConfig.enabled", is_true, "keeps nodes that break")


@resource_rule(
    id="LZ-EKS-010",
    title="Nobody logs into a node",
    severity=Severity.HIGH,
    types=(NODE_GROUP,),
    control="EKS-04",
    why="Who is on the node is in every pod, and a change made there is in no review.",
    fix="Leave remote_access out; look at nodes through the cluster.",
    good=NODES,
    bad=changed(NODES, "nodes", remoteAccess={"ec2SshKey": "operator"}),
    offending="nodes.remoteAccess.ec2SshKey",
)
def nobody_logs_into_nodes(group: View) -> Iterator[Outcome]:
    key = group["remoteAccess.ec2SshKey"]
    yield key.must(lambda given: not given, "has a key to log in", when_missing="")


@resource_rule(
    id="LZ-EKS-011",
    title="A node group starts from a template of ours",
    severity=Severity.MEDIUM,
    types=(NODE_GROUP,),
    control="EKS-04",
    why="Without one EKS makes its own, with metadata two hops away and volumes under AWS's key.",
    fix="Set launch_template to components.compute.node_template.",
    good=NODES,
    bad=changed(NODES, "nodes", launchTemplate=None),
    offending="nodes.launchTemplate",
)
def node_group_has_a_template(group: View) -> Iterator[Outcome]:
    yield group.must("launchTemplate", non_empty, "starts from a template that EKS makes")


@resource_rule(
    id="LZ-EC2-005",
    title="Only who names a reservation runs in it",
    severity=Severity.MEDIUM,
    types=(RESERVATION,),
    control="CST-04",
    why="An open reservation is taken by whatever of its type starts first, and is gone when the model needs it.",
    fix="Set instance_match_criteria targeted.",
    good=RESERVED,
    bad=changed(RESERVED, "reservation", instanceMatchCriteria="open"),
    offending="reservation.instanceMatchCriteria",
)
def reservation_is_targeted(reservation: View) -> Iterator[Outcome]:
    yield reservation.must("instanceMatchCriteria", one_of("targeted"), "takes anybody")


@resource_rule(
    id="LZ-EC2-006",
    title="A reservation does not end by itself",
    severity=Severity.MEDIUM,
    types=(RESERVATION,),
    control="K8S-10",
    why="On the day it ends a model server is without capacity, and nobody remembers the date.",
    fix="Leave end_date and end_date_type out, and cancel a reservation by taking it out of the program.",
    good=RESERVED,
    bad=changed(RESERVED, "reservation", endDateType="limited"),
    offending="reservation.endDateType",
)
def reservation_stays(reservation: View) -> Iterator[Outcome]:
    yield reservation.must("endDateType", one_of("unlimited"), "ends by itself", when_missing="unlimited")


@resource_rule(
    id="LZ-EC2-007",
    title="A reservation says which pool pays for it",
    severity=Severity.MEDIUM,
    types=(RESERVATION,),
    control="GOV-01",
    why="It costs whether it is used or not; without a name nobody dares to cancel it.",
    fix="Tag it lz:pool with the name of the pool.",
    good=RESERVED,
    bad=changed(RESERVED, "reservation", tags={"team": "platform"}),
    offending="reservation.tags",
)
def reservation_says_its_pool(reservation: View) -> Iterator[Outcome]:
    tags = reservation["tags"]
    yield tags.outcome(tags.at("lz:pool").holds(non_empty), "names no pool")


_ENDS = ("ec2:StopInstances", "ec2:TerminateInstances")
_TAGGED = ("aws:resourcetag/", "ec2:resourcetag/")


@resource_rule(
    id="LZ-EC2-008",
    title="Who may end instances is held to their tags",
    severity=Severity.HIGH,
    types=tuple(IDENTITY_POLICIES),
    control="IAM-05",
    why="An autoscaler that was taken over, or that errs, ends every instance of the account.",
    fix="Demand aws:ResourceTag/... in the condition; components.compute.karpenter_permissions does.",
    good=IDENTITY,
    bad=changed(IDENTITY, "read-models", policy=grant(Action=["ec2:TerminateInstances"], Resource=["*"])),
    offending="read-models.policy",
)
def who_ends_instances_is_held_to_tags(view: View) -> Iterator[Outcome]:
    boundary = only_bounds(view)
    for document in documents(view, IDENTITY_POLICIES):
        yield from document.judge(lambda s: boundary | ~_ends_any(s), "ends instances whatever their tags")


def _ends_any(statement: Statement) -> Verdict:
    """Allows ending instances by name of the action; a grant of all of EC2 is a matter of its own."""
    ends = any_term(
        statement.actions,
        lambda a: not is_all(a) and not a.endswith(":*") and any(matches(a, action) for action in _ENDS),
    )
    return statement.allows & ends & ~_by_tag(statement)


def _by_tag(statement: Statement) -> Verdict:
    """Whether a condition demands a tag of the resource."""
    keys = frozenset(c.key for c in statement.conditions if c.key.startswith(_TAGGED))
    return statement.demands(keys, bool) if keys or statement.obscure else Verdict.FAIL
