"""Where data goes on its own: the Regions that replicas, copies and replica keys stand in, three-valued."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from graph.model import UNKNOWN
from policies.buckets import BUCKET, REPLICATION
from policies.keys import KEY, REPLICA_KEY
from policies.paths import select, top
from policies.value import Value, wrap
from policies.verdict import Verdict
from policies.view import View

TABLE: Final = "aws:dynamodb/table:Table"
TABLE_REPLICA: Final = "aws:dynamodb/tableReplica:TableReplica"
BACKUP_PLAN: Final = "aws:backup/plan:Plan"
VAULT: Final = "aws:backup/vault:Vault"
REGISTRY: Final = "aws:ecr/replicationConfiguration:ReplicationConfiguration"


@dataclass(frozen=True, slots=True)
class Replica:
    """One place data goes to: the property that says so, its Region, and the Region of the original."""

    at: Value
    region: Value
    origin: Value


def replicas(view: View) -> Iterator[Replica]:
    """The places the resource sends data to."""
    if view.type in _READERS:
        yield from _READERS[view.type](view)


def replicated_into(value: Value, holder: View) -> View | None:
    """The bucket of the stack that a destination names, by its ARN, else by an edge; None when neither says."""
    if value.known:
        for bucket in holder.stack.where("bucket", _bucket_name(value), BUCKET):
            if bucket["bucket"].known and value.raw == f"arn:aws:s3:::{bucket['bucket'].raw}":
                return bucket
    linked = [
        source for source in holder.sources(top(value.path)) if source.type == BUCKET and source.urn != holder.urn
    ]
    return linked[0] if len(linked) == 1 and (value.unknown or linked[0]["bucket"].unknown) else None


def is_replica(bucket: View) -> Verdict:
    """Whether a replication of the stack writes into the bucket; UNKNOWN when it is not known into which it writes."""
    verdict = Verdict.FAIL
    for config in bucket.stack.where(_targets, bucket["bucket"], REPLICATION.type):
        for value in select(config, "rules[].destination.bucket"):
            target = replicated_into(value, config)
            if target is not None and target.urn == bucket.urn:
                return Verdict.PASS
            if target is None and (value.unknown or bucket["bucket"].unknown):
                verdict = Verdict.UNKNOWN
    return verdict


def _bucket_name(arn: Value) -> Value:
    """The name in a bucket's ARN, at the same place."""
    return arn.replaced(arn.raw.removeprefix("arn:aws:s3:::")) if isinstance(arn.raw, str) else arn


def _targets(config: View) -> Iterator[Value]:
    """The names of the buckets that a replication writes into, unknown ones as such."""
    for value in select(config, "rules[].destination.bucket"):
        target = replicated_into(value, config)
        yield _bucket_name(value) if target is None else target["bucket"]


def arn_region(value: Value) -> Value:
    """The Region of an ARN, at the same place; missing where the text is no regional ARN."""
    if not isinstance(value.raw, str):
        return value
    parts = value.raw.split(":")
    return wrap(value.urn, value.path, parts[3] if parts[0] == "arn" and len(parts) > 5 and parts[3] else None)


def _of_bucket(config: View) -> Iterator[Replica]:
    for value in select(config, "rules[].destination.bucket"):
        target = replicated_into(value, config)
        yield Replica(value, target.region if target else wrap(value.urn, value.path, UNKNOWN), config.region)


def _of_key(key: View) -> Iterator[Replica]:
    primary = next((s for s in key.sources("primaryKeyArn") if s.type == KEY), None)
    yield Replica(key["region"], key.region, primary.region if primary else arn_region(key["primaryKeyArn"]))


def _of_table(table: View) -> Iterator[Replica]:
    for region in select(table, "replicas[].regionName"):
        yield Replica(region, region, table.region)


def _of_table_replica(replica: View) -> Iterator[Replica]:
    table = next((s for s in replica.sources("globalTableArn") if s.type == TABLE), None)
    origin = table.region if table else arn_region(replica["globalTableArn"])
    yield Replica(replica["region"], replica.region, origin)


def _of_plan(plan: View) -> Iterator[Replica]:
    for copy in select(plan, "rules[].copyActions[].destinationVaultArn"):
        region = arn_region(copy)
        if copy.unknown:
            vaults = [source.region for source in plan.sources("rules") if source.type == VAULT]
            abroad = [r for r in vaults if r.raw != plan.region.raw] or vaults
            region = abroad[0] if len(abroad) == 1 else region
        yield Replica(copy, region, plan.region)


def _of_registry(registry: View) -> Iterator[Replica]:
    for region in select(registry, "replicationConfiguration.rules[].destinations[].region"):
        yield Replica(region, region, registry.region)


_READERS: Final[Mapping[str, Callable[[View], Iterator[Replica]]]] = {
    REPLICATION.type: _of_bucket,
    REPLICA_KEY: _of_key,
    TABLE: _of_table,
    TABLE_REPLICA: _of_table_replica,
    BACKUP_PLAN: _of_plan,
    REGISTRY: _of_registry,
}
REPLICATING: Final = tuple(_READERS)
