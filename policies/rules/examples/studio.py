"""Where people work on models: a notebook, and a domain of Studio with a profile of one person."""

from __future__ import annotations

from typing import Any, Final

from policies.rule import Examples
from policies.rules.examples.build import ACCOUNT, REGION, ai
from policies.rules.examples.storage import key_arn

NOTEBOOK: Final = "aws:sagemaker/notebookInstance:NotebookInstance"
DOMAIN: Final = "aws:sagemaker/domain:Domain"
PROFILE: Final = "aws:sagemaker/userProfile:UserProfile"

_ROLE: Final = f"arn:aws:iam::{ACCOUNT}:role/lz-dev-models-studio"


def sharing(**changes: Any) -> dict[str, Any]:
    """Output of notebooks is shared, encrypted, with changes; None takes a property away."""
    shared = {"notebookOutputOption": "Allowed", "s3KmsKeyId": key_arn(REGION, "operations"), **changes}
    return {name: value for name, value in shared.items() if value is not None}


def settings(*, minutes: int = 120, **shared: Any) -> dict[str, Any]:
    """What everybody of the domain gets, with changes to when JupyterLab ends and to what is shared."""
    return {
        "executionRole": _ROLE,
        "securityGroups": ["sg-1"],
        "sharingSettings": sharing(**shared),
        "jupyterLabAppSettings": {"appLifecycleManagement": _ends(minutes)},
        "codeEditorAppSettings": {"appLifecycleManagement": _ends(120)},
    }


def _ends(minutes: int) -> dict[str, Any]:
    return {"idleSettings": {"lifecycleManagement": "ENABLED", "idleTimeoutInMinutes": minutes}}


NOTEBOOKS: Final[Examples] = (
    ai(
        NOTEBOOK,
        "notebook",
        name="lz-dev-models",
        instanceType="ml.t3.medium",
        roleArn=_ROLE,
        subnetId="subnet-1",
        securityGroups=["sg-1"],
        directInternetAccess="Disabled",
        rootAccess="Disabled",
        kmsKeyId=key_arn(REGION, "operations"),
        instanceMetadataServiceConfiguration={"minimumInstanceMetadataServiceVersion": "2"},
    ),
)

STUDIO: Final[Examples] = (
    ai(
        DOMAIN,
        "domain",
        domainName="lz-dev-models",
        authMode="SSO",
        appNetworkAccessType="VpcOnly",
        vpcId="vpc-1",
        subnetIds=["subnet-1"],
        kmsKeyId=key_arn(REGION, "operations"),
        domainSettings={"dockerSettings": {"enableDockerAccess": "DISABLED"}},
        defaultUserSettings=settings(),
    ),
    ai(
        PROFILE,
        "profile",
        {"domainId": "domain"},
        userProfileName="jane",
        userSettings={"executionRole": _ROLE, "sharingSettings": {"notebookOutputOption": "Disabled"}},
    ),
)
