"""Training: what a job reaches, what it leaves behind, and what a new model is measured with."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final

from policies.checks import Demand, by_type, demands, encrypted, every_check, in_a_vpc
from policies.instances import encrypted_disks
from policies.rule import ResourceCheck, Severity, resource_rule
from policies.rules.examples.build import changed
from policies.rules.examples.training import (
    CLASSIFIER,
    COMPREHEND,
    CUSTOM,
    JOB,
    RECOGNIZER,
    TRAINING,
    TUNING,
    trained,
)
from policies.subjects import CUSTOM_MODEL
from policies.value import Outcome, is_true, non_empty
from policies.verdict import Verdict
from policies.view import View

_DEFINITIONS: Final = ("trainingJobDefinition[].", "trainingJobDefinitions[].")
"""Where a search says what its jobs are like; it has one of the two."""


def _of_jobs(check: Callable[[str], ResourceCheck]) -> ResourceCheck:
    """The check of a training job, and of each definition of a search: it is given what its paths begin with."""
    return by_type({JOB: check(""), TUNING: every_check(*map(check, _DEFINITIONS))})


training_is_isolated = resource_rule(
    id="LZ-SM-024",
    title="A training job's container has no network",
    severity=Severity.HIGH,
    types=(JOB, TUNING),
    control="SM-15",
    why="Code that came with an algorithm runs with the whole data set; without a network it keeps it.",
    fix="Set enable_network_isolation True.",
    good=TRAINING,
    bad=changed(TRAINING, "job", enableNetworkIsolation=None),
    offending="job.enableNetworkIsolation",
)(_of_jobs(lambda at: demands(Demand(f"{at}enableNetworkIsolation", is_true, "its container reaches the network"))))

training_is_encrypted_between_containers = resource_rule(
    id="LZ-SM-025",
    title="What the containers of a training job tell each other is encrypted",
    severity=Severity.HIGH,
    types=(JOB, TUNING),
    control="SM-15",
    why="Gradients and samples cross the network in clear otherwise, and both give the data away.",
    fix="Set enable_inter_container_traffic_encryption True.",
    good=TRAINING,
    bad=changed(TRAINING, "job", enableInterContainerTrafficEncryption=None),
    offending="job.enableInterContainerTrafficEncryption",
)(
    _of_jobs(
        lambda at: demands(
            Demand(f"{at}enableInterContainerTrafficEncryption", is_true, "its containers talk in clear")
        )
    )
)

training_leaves_nothing_in_clear = resource_rule(
    id="LZ-SM-026",
    title="A training job's disks and output are encrypted with a customer key",
    severity=Severity.HIGH,
    types=(JOB, TUNING),
    control="SM-15",
    why="A model remembers its data: who reads it without a key of ours reads the data.",
    fix="Set output_data_config.kms_key_id and resource_config.volume_kms_key_id to the key of the class models.",
    good=TRAINING,
    bad=changed(TRAINING, "tuning", trainingJobDefinition=trained(outputDataConfig={"s3OutputPath": "s3://models"})),
    offending="tuning.trainingJobDefinition.outputDataConfig.kmsKeyId",
)(
    _of_jobs(
        lambda at: every_check(
            encrypted(f"{at}outputDataConfig.kmsKeyId", message="its output has no customer key"),
            encrypted_disks(f"{at}resourceConfig[]", f"{at}hyperParameterTuningResourceConfig[]"),
        )
    )
)

training_runs_in_the_vpc = resource_rule(
    id="LZ-SM-027",
    title="A training job runs in the VPC",
    severity=Severity.HIGH,
    types=(JOB, TUNING),
    control="SM-15",
    why="Outside it the data set crosses a network that nobody of ours watches.",
    fix="Set vpc_config with the private subnets and a security group of its own.",
    good=TRAINING,
    bad=changed(TRAINING, "job", vpcConfig=None),
    offending="job.vpcConfig",
)(_of_jobs(lambda at: in_a_vpc(f"{at}vpcConfig.subnets", f"{at}vpcConfig.securityGroupIds")))

custom_model_is_encrypted = resource_rule(
    id="LZ-SM-034",
    title="A foundation model made our own is encrypted with a customer key",
    severity=Severity.HIGH,
    types=(CUSTOM_MODEL,),
    control="SM-23",
    why="A fine-tuned model remembers what it was tuned with; reading it should need a key we govern.",
    fix="Set custom_model_kms_key_id to the key of the class models.",
    good=CUSTOM,
    bad=changed(CUSTOM, "custom", customModelKmsKeyId=None),
    offending="custom.customModelKmsKeyId",
)(encrypted("customModelKmsKeyId"))

custom_model_is_trained_in_the_vpc = resource_rule(
    id="LZ-SM-035",
    title="A foundation model is made our own in the VPC",
    severity=Severity.HIGH,
    types=(CUSTOM_MODEL,),
    control="SM-23",
    why="Outside it the training data crosses a network that nobody of ours watches.",
    fix="Set vpc_config with the private subnets and a security group of its own.",
    good=CUSTOM,
    bad=changed(CUSTOM, "custom", vpcConfig=None),
    offending="custom.vpcConfig",
)(in_a_vpc("vpcConfig.subnetIds", "vpcConfig.securityGroupIds", "is not trained in the VPC"))


@resource_rule(
    id="LZ-SM-036",
    title="A foundation model made our own is measured with data it was not trained with",
    severity=Severity.HIGH,
    types=(CUSTOM_MODEL,),
    control="SM-24",
    why="A model that is only asked what it has seen looks perfect until it meets the world.",
    fix="Set validation_data_config.validators to a set of its own, apart from training_data_config.",
    good=CUSTOM,
    bad=changed(CUSTOM, "custom", validationDataConfig=None),
    offending="custom.validationDataConfig",
)
def custom_model_is_validated(model: View) -> Iterator[Outcome]:
    validators, training = model["validationDataConfig.validators"], model["trainingDataConfig.s3Uri"]
    yield validators.must(non_empty, "has no validation data")
    for validator in validators.each():
        held = validator.at("s3Uri")
        apart = Verdict.UNKNOWN if training.unknown else held.holds(lambda raw: raw != training.raw)
        yield held.outcome(held.holds(non_empty) & apart, "is measured with its training data")


comprehend_is_encrypted = resource_rule(
    id="LZ-SM-039",
    title="A model of Comprehend, its disks and its output are encrypted with a customer key",
    severity=Severity.MEDIUM,
    types=(CLASSIFIER, RECOGNIZER),
    control="SM-27",
    why="Letters and contracts pass through it; reading what stays behind should need a key we govern.",
    fix="Set model_kms_key_id, volume_kms_key_id and output_data_config.kms_key_id to the key of the class models.",
    good=COMPREHEND,
    bad=changed(COMPREHEND, "recognizer", volumeKmsKeyId=None),
    offending="recognizer.volumeKmsKeyId",
)(encrypted("modelKmsKeyId", "volumeKmsKeyId", "outputDataConfig[].kmsKeyId"))

comprehend_is_trained_in_the_vpc = resource_rule(
    id="LZ-SM-040",
    title="A model of Comprehend is trained in the VPC",
    severity=Severity.MEDIUM,
    types=(CLASSIFIER, RECOGNIZER),
    control="SM-27",
    why="Outside it the documents cross a network that nobody of ours watches.",
    fix="Set vpc_config with the private subnets and a security group of its own.",
    good=COMPREHEND,
    bad=changed(COMPREHEND, "recognizer", vpcConfig=None),
    offending="recognizer.vpcConfig",
)(in_a_vpc("vpcConfig.subnets", "vpcConfig.securityGroupIds", "is not trained in the VPC"))
