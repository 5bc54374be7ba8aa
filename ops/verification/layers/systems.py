"""The AI systems."""

from __future__ import annotations

from collections.abc import Iterator

from config.contracts import SystemsContract
from config.contracts.systems import RecordsContract, SystemContract
from ops.verification import (
    apis,
    buckets,
    budgets,
    functions,
    guardrails,
    inventory,
    model_endpoints,
    objectives,
    queues,
    record_keys,
    record_stream,
    record_table,
    streams,
    tables,
    web_acls,
)
from ops.verification.account import Account
from ops.verification.outcome import Line


def check(contract: SystemsContract, account: Account) -> Iterator[Line]:
    """What stands between a request and the model that answers it, and what watches both."""
    for system in contract.systems.values():
        yield from budgets.check(system.budget, account, contract.account, contract.region)
        yield from _serving(system, contract.region, account)
        yield from apis.check(system.api, contract.web_acl, contract.region, account)
        for function in system.functions.values():
            yield from functions.check(function, contract.region, account)
        for queue in system.queues.values():
            yield from queues.check(queue, contract.region, account)
        if system.stream is not None:
            yield from streams.check(system.stream, contract.region, account)
    if contract.web_acl is not None:
        yield from web_acls.check(contract.web_acl, contract.region, account)
    if contract.records is not None:
        yield from _records(contract.records, contract.region, account)
    yield from objectives.check(contract, account)


def _serving(system: SystemContract, region: str, account: Account) -> Iterator[Line]:
    """What a system is said to be, and what answers for it."""
    if system.inventory is not None:
        yield from inventory.check(system.inventory, region, account)
    if system.endpoint is not None:
        yield from model_endpoints.check(system.endpoint, region, account)
    if system.guardrail is not None:
        yield from guardrails.check(system.guardrail, region, account)
    for target in system.targets.values():
        yield from guardrails.check_target(target, region, account)


def _records(records: RecordsContract, region: str, account: Account) -> Iterator[Line]:
    """What all systems keep their records with."""
    for check_ in (record_stream.check, buckets.check_derived, record_table.check):
        yield from check_(records, region, account)
    for key in records.keys:
        yield from record_keys.check(key, account)
    for table in records.memory:
        yield from tables.check(table, account)
