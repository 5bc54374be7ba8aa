"""Jobs that watch models: what they reach, and who can read what they found."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final

from policies.checks import Demand, by_type, demands, encrypted, every_check
from policies.instances import encrypted_disks
from policies.paths import select
from policies.rule import ResourceCheck, Severity, resource_rule
from policies.rules.examples.build import changed
from policies.rules.examples.lifecycle import MONITORING, cluster, network
from policies.value import Outcome, is_true, non_empty
from policies.view import View
from policies.watching import DATA_QUALITY, SCHEDULE

_INLINE: Final = "monitoringScheduleConfig.monitoringJobDefinition[]."
_OF: Final = {DATA_QUALITY: "", SCHEDULE: _INLINE}
"""Where a type says what its job is like; a schedule may name a definition instead of holding one."""


def _of_jobs(check: Callable[[str], ResourceCheck]) -> ResourceCheck:
    return by_type({type_: check(at) for type_, at in _OF.items()})


@resource_rule(
    id="LZ-SM-028",
    title="A job that watches a model has no network, or ours",
    severity=Severity.MEDIUM,
    types=(DATA_QUALITY, SCHEDULE),
    control="SM-20",
    why="It reads everything people asked the model; its image comes from elsewhere.",
    fix="Set network_config.vpc_config with the private subnets, or enable_network_isolation True.",
    good=MONITORING,
    bad=changed(MONITORING, "definition", networkConfig=network(vpcConfig=None)),
    offending="definition.networkConfig.vpcConfig",
    decides=("definition.networkConfig.enableNetworkIsolation",),
)
def watching_is_isolated(job: View) -> Iterator[Outcome]:
    for held in select(job, f"{_OF[job.type]}networkConfig"):
        isolated = held.at("enableNetworkIsolation").holds(is_true, when_missing=False)
        placed = held.at("vpcConfig.subnets").holds(non_empty)
        yield held.outcome(isolated | placed, "runs in a network of AWS's")


watching_is_encrypted_between_instances = resource_rule(
    id="LZ-SM-029",
    title="What the instances of a job that watches a model tell each other is encrypted",
    severity=Severity.MEDIUM,
    types=(DATA_QUALITY, SCHEDULE),
    control="SM-20",
    why="They pass each other what people asked the model.",
    fix="Set network_config.enable_inter_container_traffic_encryption True.",
    good=MONITORING,
    bad=changed(MONITORING, "definition", networkConfig=network(enableInterContainerTrafficEncryption=None)),
    offending="definition.networkConfig.enableInterContainerTrafficEncryption",
)(
    _of_jobs(
        lambda at: demands(
            Demand(f"{at}networkConfig.enableInterContainerTrafficEncryption", is_true, "its instances talk in clear")
        )
    )
)

watching_leaves_nothing_in_clear = resource_rule(
    id="LZ-SM-030",
    title="The disks and the findings of a job that watches a model are encrypted with a customer key",
    severity=Severity.MEDIUM,
    types=(DATA_QUALITY, SCHEDULE),
    control="SM-20",
    why="Findings quote what people asked; the disks hold all of it.",
    fix="Set kms_key_id of the output and volume_kms_key_id of the cluster to the key of the class decisions.",
    good=MONITORING,
    bad=changed(MONITORING, "definition", jobResources={"clusterConfig": cluster(volumeKmsKeyId=None)}),
    offending="definition.jobResources.clusterConfig.volumeKmsKeyId",
    decides=("definition.jobResources.clusterConfig.instanceType",),
)(
    by_type(
        {
            DATA_QUALITY: every_check(
                encrypted("dataQualityJobOutputConfig.kmsKeyId", message="its findings have no customer key"),
                encrypted_disks("jobResources.clusterConfig"),
            ),
            SCHEDULE: every_check(
                encrypted(f"{_INLINE}monitoringOutputConfig.kmsKeyId", message="its findings have no customer key"),
                encrypted_disks(f"{_INLINE}monitoringResources.clusterConfig"),
            ),
        }
    )
)
