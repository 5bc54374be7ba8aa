"""What a layer publishes when it is up: the tongue shared by stacks and ops.

A contract holds resolved values only, and with each thing the promise that was made about it, so that `lz verify` can
ask the account whether the promise holds. Contracts freeze: readers ignore fields they do not know, a producer adds a
field one release before a reader needs it, and removing one takes two releases.
"""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict

from config.vocabulary import DataClass, Layer, LockMode, Role, Tier


class Contract(BaseModel):
    """Read leniently: a newer producer may say more than this reader knows."""

    model_config = ConfigDict(frozen=True, extra="ignore", use_attribute_docstrings=True)


class KeyReplica(Contract):
    """A multi-Region replica key."""

    arn: str
    region: str


class KeyContract(Contract):
    """The customer key of a data class."""

    data_class: DataClass
    alias: str
    arn: str
    region: str
    rotation_days: int
    replica: KeyReplica | None
    """None where this environment is itself the recovery side: `arn` is then the alias's, and the key is a replica."""


class StoreReplica(Contract):
    """The bucket in the recovery Region that a store replicates to."""

    bucket: str
    arn: str
    region: str
    key_alias: str
    minutes: int
    """S3 Replication Time Control: replicated within this many minutes."""


class StoreContract(Contract):
    """A locked, versioned, encrypted bucket and its replica."""

    data_class: DataClass
    bucket: str
    arn: str
    region: str
    key_alias: str
    lock_mode: LockMode
    lock_days: int
    replica: StoreReplica | None
    """None where this environment is itself the recovery side."""


class LogGroupContract(Contract):
    """A log group and how long it keeps."""

    name: str
    region: str
    retention_days: int
    key_arn: str


class TrailContract(Contract):
    """The multi-Region CloudTrail trail."""

    name: str
    arn: str
    region: str
    bucket: str


class RolesContract(Contract):
    """Roles that people and pipelines assume, by ARN."""

    boundary: str
    preview: str
    apply: str
    break_glass: str


class FoundationContract(Contract):
    """Identity, keys and evidence."""

    environment: str
    role: Role
    account: str
    region: str
    roles: RolesContract
    keys: dict[DataClass, KeyContract]
    archive: StoreContract
    trail: TrailContract | None
    """None in the role recovery: the primary's multi-Region trail covers both Regions."""
    log_groups: list[LogGroupContract]
    alarm_topic: str
    """ARN of the topic in the environment's Region."""
    recovery_alarm_topic: str | None
    """ARN of the topic in the recovery Region: alarms reach only their own Region. None in the role recovery."""


class SubnetContract(Contract):
    """A subnet and the place in the plan it was given."""

    id: str
    cidr: str
    zone: str
    tier: Tier


class NetworkContract(Contract):
    """The VPC and what hangs off it."""

    environment: str
    account: str
    region: str
    vpc_id: str
    cidr: str
    pods: str
    subnets: list[SubnetContract]
    nat_gateways: list[str]
    endpoints: dict[str, str]
    """Service name to VPC endpoint id."""
    flow_log: str
    """The id of the flow log."""
    query_log: str
    """The id of the Route 53 Resolver query log configuration."""


class TableContract(Contract):
    """A DynamoDB table with point-in-time recovery, and where its global replica stands."""

    name: str
    region: str
    key_arn: str | None
    """None where this environment is the recovery side and the primary owns the table."""
    replica_region: str


class VaultContract(Contract):
    """A locked AWS Backup vault and the vault its copies go to."""

    name: str
    region: str
    min_retention_days: int
    copy_region: str | None
    """None where this environment is the recovery side: this vault is where the copies arrive."""


class DataContract(Contract):
    """What must survive, and where its replicas are."""

    environment: str
    account: str
    region: str
    stores: list[StoreContract]
    tables: list[TableContract]
    vault: VaultContract


CONTRACTS: dict[Layer, type[Contract]] = {
    Layer.FOUNDATION: FoundationContract,
    Layer.NETWORK: NetworkContract,
    Layer.DATA: DataContract,
}
"""Which contract a layer publishes; the stack output carries the layer's name."""
