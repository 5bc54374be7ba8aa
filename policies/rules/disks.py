"""File systems and disks: encrypted."""

from __future__ import annotations

from policies.checks import Demand, demands, encrypted, every_check
from policies.rule import Severity, resource_rule
from policies.rules.examples.build import changed
from policies.rules.examples.databases import DISKS, ENCRYPTION_BY_DEFAULT, FILE_SYSTEM, VOLUME
from policies.value import is_true

file_system_has_a_customer_key = resource_rule(
    id="LZ-DB-023",
    title="A file system is encrypted with a customer key",
    severity=Severity.MEDIUM,
    types=(FILE_SYSTEM,),
    control="DB-06",
    why="Training reads its data from there; EFS encrypts a file system when it is made, or never.",
    fix="Set encrypted=True and kms_key_id to the key of the data class.",
    good=DISKS,
    bad=changed(DISKS, "files", encrypted=False),
    offending="files.encrypted",
)(
    every_check(
        demands(Demand("encrypted", is_true, "is not encrypted")),
        encrypted("kmsKeyId"),
    )
)

disk_is_encrypted = resource_rule(
    id="LZ-DB-024",
    title="A disk says that it is encrypted",
    severity=Severity.MEDIUM,
    types=(VOLUME,),
    control="DB-06",
    why="Caches of weights and of prompts lie on it, and its snapshots are copied further than anybody remembers.",
    fix="Set encrypted=True, and kms_key_id to the key of the data class.",
    good=DISKS,
    bad=changed(DISKS, "disk", encrypted=False),
    offending="disk.encrypted",
)(demands(Demand("encrypted", is_true, "is not encrypted")))

disks_are_encrypted_by_default = resource_rule(
    id="LZ-DB-025",
    title="Disks are encrypted by default",
    severity=Severity.MEDIUM,
    types=(ENCRYPTION_BY_DEFAULT,),
    control="DB-06",
    why="It holds for the disks of every tool and every person, whatever their programs say.",
    fix="Leave enabled out of aws.ebs.EncryptionByDefault; it is True.",
    good=DISKS,
    bad=changed(DISKS, "by-default", enabled=False),
    offending="by-default.enabled",
)(demands(Demand("enabled", is_true, "switches the default off", when_missing=True)))
