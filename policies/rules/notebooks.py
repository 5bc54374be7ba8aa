"""Notebooks on SageMaker: a machine with data, code and credentials on it, and a person in front of it."""

from __future__ import annotations

from policies.checks import Demand, demands, encrypted, in_a_vpc
from policies.rule import Severity, resource_rule
from policies.rules.examples.build import changed
from policies.rules.examples.studio import NOTEBOOK, NOTEBOOKS
from policies.value import at_least, one_of

notebook_has_no_way_to_the_internet = resource_rule(
    id="LZ-SM-013",
    title="A notebook has no way to the internet of its own",
    severity=Severity.HIGH,
    types=(NOTEBOOK,),
    control="SM-01",
    why="SageMaker gives a notebook an interface outside the VPC, past every firewall and flow log of ours.",
    fix="Set direct_internet_access Disabled; what the notebook needs it reaches through the VPC.",
    good=NOTEBOOKS,
    bad=changed(NOTEBOOKS, "notebook", directInternetAccess="Enabled"),
    offending="notebook.directInternetAccess",
)(demands(Demand("directInternetAccess", one_of("Disabled"), "reaches the internet past the VPC", "Enabled")))

notebook_gives_no_root = resource_rule(
    id="LZ-SM-014",
    title="Nobody is root on a notebook",
    severity=Severity.HIGH,
    types=(NOTEBOOK,),
    control="SM-02",
    why="Root takes away what watches the machine, and reads what the next person leaves on it.",
    fix="Set root_access Disabled.",
    good=NOTEBOOKS,
    bad=changed(NOTEBOOKS, "notebook", rootAccess="Enabled"),
    offending="notebook.rootAccess",
)(demands(Demand("rootAccess", one_of("Disabled"), "makes its users root", "Enabled")))

notebook_is_encrypted = resource_rule(
    id="LZ-SM-015",
    title="A notebook's disk is encrypted with a customer key",
    severity=Severity.HIGH,
    types=(NOTEBOOK,),
    control="SM-03",
    why="Samples of real data end up on it, whatever the rules of the house say.",
    fix="Set kms_key_id to the key of the class operations.",
    good=NOTEBOOKS,
    bad=changed(NOTEBOOKS, "notebook", kmsKeyId=None),
    offending="notebook.kmsKeyId",
)(encrypted("kmsKeyId", message="its disk has no customer key"))

notebook_runs_in_the_vpc = resource_rule(
    id="LZ-SM-016",
    title="A notebook runs in the VPC",
    severity=Severity.HIGH,
    types=(NOTEBOOK,),
    control="SM-04",
    why="Outside it a notebook talks to the world from a network that nobody of ours watches.",
    fix="Set subnet_id to a private subnet and security_groups to a group of its own.",
    good=NOTEBOOKS,
    bad=changed(NOTEBOOKS, "notebook", subnetId=None),
    offending="notebook.subnetId",
)(in_a_vpc("subnetId", "securityGroups"))

notebook_asks_for_a_token = resource_rule(
    id="LZ-SM-017",
    title="A notebook answers for its credentials with IMDSv2 only",
    severity=Severity.HIGH,
    types=(NOTEBOOK,),
    control="SM-04",
    why="Version 1 hands the role's credentials to any code that can be made to fetch an address.",
    fix="Set instance_metadata_service_configuration.minimum_instance_metadata_service_version to 2.",
    good=NOTEBOOKS,
    bad=changed(
        NOTEBOOKS, "notebook", instanceMetadataServiceConfiguration={"minimumInstanceMetadataServiceVersion": "1"}
    ),
    offending="notebook.instanceMetadataServiceConfiguration.minimumInstanceMetadataServiceVersion",
)(
    demands(
        Demand(
            "instanceMetadataServiceConfiguration.minimumInstanceMetadataServiceVersion",
            at_least(2),
            "hands out credentials without a token",
            1,
        )
    )
)
