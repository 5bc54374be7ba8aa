"""The AI systems."""

from __future__ import annotations

from collections.abc import Iterator

from config.contracts import SystemsContract
from config.contracts.systems import RecordsContract
from ops.verification import (
    apis,
    buckets,
    budgets,
    functions,
    guardrails,
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
        if system.endpoint is not None:
            yield from model_endpoints.check(system.endpoint, contract.region, account)
        if system.guardrail is not None:
            yield from guardrails.check(system.guardrail, contract.region, account)
        for target in system.targets.values():
            yield from guardrails.check_target(target, contract.region, account)
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


def _records(records: RecordsContract, region: str, account: Account) -> Iterator[Line]:
    """What all systems keep their records with."""
    for check_ in (record_stream.check, buckets.check_derived, record_table.check):
        yield from check_(records, region, account)
    for key in records.keys:
        yield from record_keys.check(key, account)
    for table in records.memory:
        yield from tables.check(table, account)
