"""The disks of SageMaker's instances: which a key can be given for, and whether one is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Final

from policies.keys import customer_key
from policies.paths import select
from policies.rule import ResourceCheck
from policies.value import Outcome, Value
from policies.verdict import Verdict, every
from policies.view import View

_OWN_DISKS: Final = re.compile(
    r"ml\.([a-z]+\d[a-z]*d[a-z]*|g4dn|g5|g6e?|gr6|p5(en?)?|p6[a-z0-9-]*|trn1n?|trn2)\.[a-z0-9]+"
)
"""Types with disks of their own, which a module on the instance encrypts; SageMaker refuses a key for them.

Source: https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ResourceConfig.html, VolumeKmsKeyId
"""


def has_own_disks(instance_type: Any) -> bool:
    """Whether instances of the type keep data on disks that no key can be given for."""
    return _OWN_DISKS.fullmatch(str(instance_type)) is not None


def encrypted_disks(*clusters: str) -> ResourceCheck:
    """The clusters at the paths name a customer key for their disks, or consist of types that take none."""

    def check(view: View) -> Iterator[Outcome]:
        for path in clusters:
            for cluster in select(view, path):
                key = cluster.at("volumeKmsKeyId")
                yield key.outcome(_takes_no_key(cluster) | customer_key(view, key), "its disks have no customer key")

    return check


def _takes_no_key(cluster: Value) -> Verdict:
    groups = [group for name in ("instanceGroups", "instanceConfigs") for group in cluster.at(name).each()]
    types = [value for one in (cluster, *groups) if not (value := one.at("instanceType")).missing]
    return every(value.holds(has_own_disks) for value in types) if types else Verdict.FAIL
