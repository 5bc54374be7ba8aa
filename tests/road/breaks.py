"""Eight changes that must never reach an account, as a careless colleague would make them in the project's own source.

Each comes with a second change, harmless by itself, that makes another value of the same resource unknown until the
deploy: a policy engine that stops at the first unknown value would let the first change through.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

STACK = "staging"
"""Where the changes are tried: as strict as production, with no second environment to be compared with. Dev shows a
finding of medium severity and goes on."""


@dataclass(frozen=True, slots=True)
class Edit:
    """A place of the source, and what stands there instead."""

    file: str
    """Relative to the project's root."""
    old: str
    new: str

    def apply(self, root: Path) -> None:
        """Rewrite the file below `root`; LookupError where the source no longer has the place, or has it twice."""
        path = root / self.file
        source = path.read_text(encoding="utf-8")
        if (found := source.count(self.old)) != 1:
            raise LookupError(f"{self.file} has {found} places, not one, that read {self.old!r}; adapt tests/road")
        path.write_text(source.replace(self.old, self.new), encoding="utf-8")


@dataclass(frozen=True, slots=True, kw_only=True)
class Break:
    """One broken change."""

    name: str
    rules: frozenset[str]
    """Every rule that must fail, and no other may."""
    edits: tuple[Edit, ...]
    unknown: tuple[Edit, ...]
    """Makes a value unknown that has nothing to do with the break."""


def apply(edits: Iterable[Edit], root: Path) -> None:
    """Make the changes, each of them once."""
    for edit in dict.fromkeys(edits):
        edit.apply(root)


_TAGGED_BUCKET = Edit(
    "components/storage/retained_bucket.py",
    "tags={kit.DATA_CLASS_TAG: args.data_class.value, **dict([kit.DISRUPT_BUCKET]), **args.tags},",
    'tags={kit.DATA_CLASS_TAG: args.data_class.value, "key": args.site.key_arn, **args.tags},',
)

BREAKS = (
    Break(
        name="a public bucket",
        rules=frozenset({"LZ-S3-001", "LZ-S3-005"}),
        edits=(
            Edit(
                "components/storage/retained_bucket.py",
                """\
            block_public_policy=True,
            ignore_public_acls=True,
            restrict_public_buckets=True,
""",
                """\
            block_public_policy=False,
            ignore_public_acls=True,
            restrict_public_buckets=False,
""",
            ),
            Edit(
                "components/storage/model_store.py",
                "return (bucket_policy.kms_only(arn),)",
                'return (kit.allow("Share", ["s3:GetObject"], [f"{arn}/*"], Principal="*"),)',
            ),
        ),
        unknown=(_TAGGED_BUCKET,),
    ),
    Break(
        name="ingress from 0.0.0.0/0",
        rules=frozenset({"LZ-NET-001"}),
        edits=(Edit("components/network/endpoints.py", "cidr_ipv4=str(block)", 'cidr_ipv4="0.0.0.0/0"'),),
        unknown=(
            Edit(
                "components/network/endpoints.py",
                'description=f"TLS from the {source} block"',
                'description=pulumi.Output.concat(f"TLS from the {source} block of ", args.vpc_id)',
            ),
        ),
    ),
    Break(
        name="retention cut to 30 days",
        rules=frozenset({"LZ-LOG-002", "LZ-LOG-004"}),
        edits=(Edit("stacks/data.py", "days=zone.retention.of(data_class).days", "days=30"),),
        unknown=(
            Edit(
                "components/storage/retained_bucket.py",
                "days_after_initiation=lifecycle.abort_uploads_after",
                "days_after_initiation=bucket.arn.apply(lambda _: lifecycle.abort_uploads_after)",
            ),
        ),
    ),
    Break(
        name="lock removed",
        rules=frozenset({"LZ-LOG-001", "LZ-LOG-012", "LZ-SM-045"}),
        edits=(
            Edit(
                "components/storage/retained_bucket.py",
                """\
        lock = aws.s3.BucketObjectLockConfiguration(
            f"{name}-lock",
            bucket=bucket.bucket,
            rule=aws.s3.BucketObjectLockConfigurationRuleArgs(
                default_retention=aws.s3.BucketObjectLockConfigurationRuleDefaultRetentionArgs(
                    mode=args.retention.mode.value, days=args.retention.days
                )
            ),
            region=self._region,
            opts=kit.child(self, depends_on=[versioning]),
        )
""",
                "",
            ),
            Edit(
                "components/storage/retained_bucket.py",
                "depends_on=[*privacy, encryption, lock, lifecycle]",
                "depends_on=[*privacy, encryption, lifecycle]",
            ),
        ),
        unknown=(_TAGGED_BUCKET,),
    ),
    Break(
        name="an unencrypted log group",
        rules=frozenset({"LZ-LOG-006"}),
        edits=(Edit("components/storage/log_group.py", "            kms_key_id=args.key_arn,\n", ""),),
        unknown=(
            Edit(
                "components/storage/log_group.py",
                "tags={**args.tags, kit.DATA_CLASS_TAG: args.data_class.value},",
                'tags={kit.DATA_CLASS_TAG: args.data_class.value, "key": args.key_arn},',
            ),
        ),
    ),
    Break(
        name="Action: *",
        rules=frozenset({"LZ-IAM-001"}),
        edits=(Edit("components/storage/decision_store.py", '["s3:AbortMultipartUpload", "s3:PutObject"]', '["*"]'),),
        unknown=(
            Edit(
                "components/storage/decision_store.py",
                'description="Append decision records"',
                'description=pulumi.Output.concat("Append decision records; ask ", args.alarms.primary)',
            ),
        ),
    ),
    Break(
        name="a replica in the primary's own Region",
        rules=frozenset({"LZ-RES-003"}),
        edits=(Edit("stacks/data.py", "Site(region=zone.recovery.region,", "Site(region=zone.region,"),),
        unknown=(
            Edit(
                "components/storage/replicated_bucket.py",
                "priority=1,",
                "priority=pulumi.Output.from_input(key).apply(lambda _: 1),",
            ),
        ),
    ),
    Break(
        name="an untagged stateful resource",
        rules=frozenset({"LZ-CHG-006"}),
        edits=(
            Edit("components/storage/table.py", "                kit.DATA_CLASS_TAG: args.data_class.value,\n", ""),
        ),
        unknown=(
            Edit(
                "components/storage/table.py",
                "BACKUP_TAG: BACKUP_DAILY,",
                'BACKUP_TAG: BACKUP_DAILY, "key": args.primary.key_arn,',
            ),
        ),
    ),
)
