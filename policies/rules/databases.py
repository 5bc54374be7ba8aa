"""Databases on RDS: encrypted, private, recoverable, and without a password that somebody typed.

Sources: https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Overview.Encryption.html (a replica in the Region of its
source has the source's key), https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/rds-secrets-manager.html,
https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/UsingWithRDS.IAMDBAuth.html (engines); noted 2026-11-26.
"""

from __future__ import annotations

from typing import Final

from policies.checks import Demand, demands, encrypted, every_check
from policies.organisation import organisation
from policies.rule import Severity, resource_rule
from policies.rules.examples.build import changed
from policies.rules.examples.databases import CLUSTER, CLUSTER_INSTANCE, INSTANCE, RELATIONAL
from policies.value import at_least, is_false, is_true
from policies.verdict import Verdict
from policies.view import View

BACKUP_DAYS: Final = 7

_WITH_IAM: Final = ("aurora", "mariadb", "mysql", "postgres")
"""How the names of engines begin that know IAM."""


_SOURCES: Final = ("replicateSourceDb", "replicationSourceIdentifier", "globalClusterIdentifier")
"""Where a replica says what it follows: an instance, a cluster, a cluster of another Region."""


def _of_its_own(database: View) -> Verdict:
    """Whether the database is no replica: a replica has what its source has."""
    return Verdict.of(all(database[source].missing for source in _SOURCES))


def _other_key(database: View) -> Verdict:
    """Whether the database does not take the key of its source, as a replica does in the Region of its source."""
    source = database["replicateSourceDb"]
    return Verdict.of(source.missing) | source.holds(lambda raw: str(raw).startswith("arn:"))


def _is_kept(database: View) -> Verdict:
    return Verdict.of(database.stack.environment not in organisation().deletion_allowed)


def _knows_iam(database: View) -> Verdict:
    engine = database["engine"]
    return Verdict.of(engine.missing) | engine.holds(lambda raw: str(raw).startswith(_WITH_IAM))


database_has_a_customer_key = resource_rule(
    id="LZ-DB-006",
    title="A database is encrypted with a customer key",
    severity=Severity.HIGH,
    types=(INSTANCE, CLUSTER),
    control="DB-01",
    why="A snapshot of an unencrypted database is readable wherever it is copied; RDS never encrypts one afterwards.",
    fix="Set storage_encrypted=True and kms_key_id to the key of the database's data class.",
    good=RELATIONAL,
    bad=changed(RELATIONAL, "database", storageEncrypted=False),
    offending="database.storageEncrypted",
)(
    every_check(
        demands(Demand("storageEncrypted", is_true, "is not encrypted"), when=_other_key),
        encrypted("kmsKeyId", when=_other_key),
    )
)

database_has_no_public_address = resource_rule(
    id="LZ-DB-007",
    title="A database has no address on the internet",
    severity=Severity.HIGH,
    types=(INSTANCE, CLUSTER, CLUSTER_INSTANCE),
    control="DB-01",
    why="A database that answers the internet is tried with every password that ever leaked.",
    fix="Leave publicly_accessible False; reach it through the VPC.",
    good=RELATIONAL,
    bad=changed(RELATIONAL, "database", publiclyAccessible=True),
    offending="database.publiclyAccessible",
)(demands(Demand("publiclyAccessible", is_false, "has a public address", when_missing=False)))

database_is_not_deleted_in_one_step = resource_rule(
    id="LZ-DB-008",
    title="A database cannot be deleted in one step",
    severity=Severity.HIGH,
    types=(INSTANCE, CLUSTER),
    control="DB-01",
    why="A wrong rename deletes a database, and its automatic backups with it.",
    fix="Set deletion_protection=True, or list the environment under deletion-allowed in organisation.yaml.",
    good=RELATIONAL,
    bad=changed(RELATIONAL, "database", deletionProtection=False),
    offending="database.deletionProtection",
)(demands(Demand("deletionProtection", is_true, "deletion protection is off"), when=_is_kept))

database_is_backed_up = resource_rule(
    id="LZ-DB-009",
    title="A database can go back to any second of its last seven days",
    severity=Severity.HIGH,
    types=(INSTANCE, CLUSTER),
    control="DB-01",
    why="A faulty release is often noticed after the weekend; RDS keeps one day where nobody says more.",
    fix="Set backup_retention_period to 7 or more; 35 is the most.",
    good=RELATIONAL,
    bad=changed(RELATIONAL, "database", backupRetentionPeriod=1),
    offending="database.backupRetentionPeriod",
)(
    demands(
        Demand("backupRetentionPeriod", at_least(BACKUP_DAYS), "keeps fewer than seven days of backups"),
        when=_of_its_own,
    )
)

database_stands_in_two_zones = resource_rule(
    id="LZ-DB-010",
    title="A database stands in more than one zone",
    severity=Severity.MEDIUM,
    types=(INSTANCE,),
    control="DB-02",
    why="A zone fails more often than a Region, and a restore takes longer than any objective of a system allows.",
    fix="Set multi_az=True.",
    good=RELATIONAL,
    bad=changed(RELATIONAL, "database", multiAz=False),
    offending="database.multiAz",
)(demands(Demand("multiAz", is_true, "stands in one zone"), when=_of_its_own))

database_is_patched = resource_rule(
    id="LZ-DB-011",
    title="A database takes minor versions by itself",
    severity=Severity.MEDIUM,
    types=(INSTANCE, CLUSTER_INSTANCE),
    control="DB-02",
    why="A minor version is where the holes of an engine are closed.",
    fix="Leave auto_minor_version_upgrade out; it is on.",
    good=RELATIONAL,
    bad=changed(RELATIONAL, "database", autoMinorVersionUpgrade=False),
    offending="database.autoMinorVersionUpgrade",
)(demands(Demand("autoMinorVersionUpgrade", is_true, "takes no minor versions", when_missing=True)))

database_password_is_managed = resource_rule(
    id="LZ-DB-012",
    title="Nobody knows the master password of a database",
    severity=Severity.MEDIUM,
    types=(INSTANCE, CLUSTER),
    control="DB-02",
    why="A password in a program is in its state, its history and every laptop, and nobody dares to change it.",
    fix="Set manage_master_user_password=True and give no password; RDS keeps it in Secrets Manager and rotates it.",
    good=RELATIONAL,
    bad=changed(RELATIONAL, "database", manageMasterUserPassword=False),
    offending="database.manageMasterUserPassword",
)(
    demands(
        Demand("manageMasterUserPassword", is_true, "its master password is the program's"),
        when=_of_its_own,
    )
)

database_lets_in_by_iam = resource_rule(
    id="LZ-DB-013",
    title="A database lets its systems in by IAM",
    severity=Severity.MEDIUM,
    types=(INSTANCE, CLUSTER),
    control="DB-02",
    why="A token of fifteen minutes cannot be left in a log; who may ask for one is a policy that somebody reviewed.",
    fix="Set iam_database_authentication_enabled=True, and grant rds-db:connect to the systems' roles.",
    good=RELATIONAL,
    bad=changed(RELATIONAL, "database", iamDatabaseAuthenticationEnabled=False),
    offending="database.iamDatabaseAuthenticationEnabled",
    decides=("database.engine",),
)(demands(Demand("iamDatabaseAuthenticationEnabled", is_true, "asks for a password"), when=_knows_iam))
