"""Studio: how people come in, what its applications reach, what is shared, and when they end."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from policies.checks import Demand, demands, encrypted
from policies.keys import customer_key
from policies.rule import Severity, resource_rule
from policies.rules.examples.build import changed
from policies.rules.examples.studio import DOMAIN, PROFILE, STUDIO, settings
from policies.value import Outcome, at_most, one_of
from policies.view import View

IDLE_MINUTES: Final = 24 * 60
"""The longest an application may idle; the house's own ceiling, AWS takes up to a year."""

_SETTINGS: Final = {DOMAIN: "defaultUserSettings", PROFILE: "userSettings"}
_IDLE: Final = tuple(
    f"defaultUserSettings.{app}AppSettings.appLifecycleManagement.idleSettings" for app in ("jupyterLab", "codeEditor")
)

domain_is_encrypted = resource_rule(
    id="LZ-SM-018",
    title="A domain's home directories are encrypted with a customer key",
    severity=Severity.HIGH,
    types=(DOMAIN,),
    control="SM-05",
    why="Home directories keep samples of data for years; reading them should need a key we govern.",
    fix="Set kms_key_id to the key of the class operations.",
    good=STUDIO,
    bad=changed(STUDIO, "domain", kmsKeyId=None),
    offending="domain.kmsKeyId",
)(encrypted("kmsKeyId", message="its home directories have no customer key"))

domain_stays_in_the_vpc = resource_rule(
    id="LZ-SM-019",
    title="A domain's applications reach the VPC only",
    severity=Severity.HIGH,
    types=(DOMAIN,),
    control="SM-06",
    why="Otherwise they have a way to the internet that SageMaker manages and nobody of ours watches.",
    fix="Set app_network_access_type VpcOnly.",
    good=STUDIO,
    bad=changed(STUDIO, "domain", appNetworkAccessType="PublicInternetOnly"),
    offending="domain.appNetworkAccessType",
)(demands(Demand("appNetworkAccessType", one_of("VpcOnly"), "reaches the internet past the VPC", "PublicInternetOnly")))

domain_is_entered_through_identity_center = resource_rule(
    id="LZ-SM-020",
    title="People come into a domain through Identity Center",
    severity=Severity.HIGH,
    types=(DOMAIN,),
    control="SM-06",
    why="Under IAM whoever may make a presigned address is in as anybody; a person who left keeps the way in.",
    fix="Set auth_mode SSO.",
    good=STUDIO,
    bad=changed(STUDIO, "domain", authMode="IAM"),
    offending="domain.authMode",
)(demands(Demand("authMode", one_of("SSO"), "lets people in past Identity Center")))

domain_runs_no_docker = resource_rule(
    id="LZ-SM-021",
    title="No Docker in a domain",
    severity=Severity.MEDIUM,
    types=(DOMAIN,),
    control="SM-07",
    why="It runs any image of the internet beside the data, past the registries the organisation allows.",
    fix="Leave domain_settings.docker_settings away, or set enable_docker_access DISABLED.",
    good=STUDIO,
    bad=changed(STUDIO, "domain", domainSettings={"dockerSettings": {"enableDockerAccess": "ENABLED"}}),
    offending="domain.domainSettings.dockerSettings.enableDockerAccess",
)(
    demands(
        Demand("domainSettings.dockerSettings.enableDockerAccess", one_of("DISABLED"), "lets Docker run", "DISABLED")
    )
)


@resource_rule(
    id="LZ-SM-022",
    title="What a shared notebook printed is kept to itself, or encrypted with a customer key",
    severity=Severity.MEDIUM,
    types=(DOMAIN, PROFILE),
    control="SM-07",
    why="The output of a cell is data: shared with the notebook, it lands in a bucket anybody of the domain reads.",
    fix="Set sharing_settings.notebook_output_option Disabled, or s3_kms_key_id to the key of the class operations.",
    good=STUDIO,
    bad=changed(STUDIO, "domain", defaultUserSettings=settings(s3KmsKeyId=None)),
    offending="domain.defaultUserSettings.sharingSettings.s3KmsKeyId",
    decides=("domain.defaultUserSettings.sharingSettings.notebookOutputOption",),
)
def shared_output_is_encrypted(holder: View) -> Iterator[Outcome]:
    shared = holder[f"{_SETTINGS[holder.type]}.sharingSettings"]
    kept = shared.at("notebookOutputOption").holds(one_of("Disabled"), when_missing="Disabled")
    key = shared.at("s3KmsKeyId")
    yield key.outcome(kept | customer_key(holder, key), "shares output without a customer key")


applications_end_when_idle = resource_rule(
    id="LZ-SM-023",
    title="An application of Studio that idles for a day ends",
    severity=Severity.LOW,
    types=(DOMAIN,),
    control="SM-08",
    why="A forgotten GPU costs as much as a busy one.",
    fix="Set idle_settings of JupyterLab and of the Code Editor: lifecycle_management ENABLED, 1,440 minutes at most.",
    good=STUDIO,
    bad=changed(STUDIO, "domain", defaultUserSettings=settings(minutes=10_080)),
    offending="domain.defaultUserSettings.jupyterLabAppSettings.appLifecycleManagement.idleSettings.idleTimeoutInMinutes",
)(
    demands(
        *(Demand(f"{idle}.lifecycleManagement", one_of("ENABLED"), "runs on while idle", "DISABLED") for idle in _IDLE),
        *(Demand(f"{idle}.idleTimeoutInMinutes", at_most(IDLE_MINUTES), "idles for more than a day") for idle in _IDLE),
    )
)
