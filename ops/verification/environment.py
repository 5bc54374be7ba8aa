"""Every promise of an environment's contracts, held against the account."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from pydantic import ValidationError

from config.contracts import CONTRACTS, Contract, DataContract, FoundationContract, NetworkContract
from config.errors import dotted
from config.vocabulary import Layer
from ops.exits import UsageError
from ops.verification import (
    buckets,
    endpoints,
    flow_log,
    keys,
    log_groups,
    nat,
    query_log,
    roles,
    subnets,
    tables,
    topics,
    trail,
    vaults,
    vpc,
)
from ops.verification.account import Account
from ops.verification.outcome import Line, Verdict

AnyContract = FoundationContract | NetworkContract | DataContract


def parse(outputs: Mapping[str, Any]) -> dict[Layer, Contract]:
    """The contracts among a stack's outputs, in the order of the layers; raises UsageError for one that is none."""
    found: dict[Layer, Contract] = {}
    for layer, model in CONTRACTS.items():
        if layer in outputs:
            try:
                found[layer] = model.model_validate(outputs[layer])
            except ValidationError as error:
                first = error.errors(include_url=False)[0]
                where = f"{layer}.{dotted(first['loc'])}"
                raise UsageError(
                    f"the output {where} is no part of a contract: {first['msg']}", "run `lz up` again"
                ) from error
    return found


def verify_contracts(contracts: Mapping[Layer, Contract], account: Account) -> Iterator[Line]:
    """A line a promise. Where the account is not the contracts' own, that is the only line."""
    asked = False
    for contract in contracts.values():
        if not isinstance(contract, AnyContract):
            continue
        if not asked:
            line = _identity(contract, account)
            yield line
            if line.verdict is not Verdict.OK:
                return
            asked = True
        yield from _contract(contract, account)


def _identity(contract: AnyContract, account: Account) -> Line:
    sts = account.client("sts", contract.region)
    thing = account.thing("account", contract.account)
    return thing.holds("is", contract.account, lambda: sts.get_caller_identity()["Account"])


def _contract(contract: AnyContract, account: Account) -> Iterator[Line]:
    match contract:
        case FoundationContract():
            yield from roles.check(contract.roles, contract.region, account)
            for key in contract.keys.values():
                yield from keys.check(key, account)
            yield from buckets.check(contract.archive, account)
            if contract.trail is not None:
                yield from trail.check(contract.trail, account)
            for group in contract.log_groups:
                yield from log_groups.check(group, account)
            yield from topics.check(contract, account)
        case NetworkContract():
            for module in (vpc, subnets, nat, endpoints, flow_log, query_log):
                yield from module.check(contract, account)
        case DataContract():
            for store in contract.stores:
                yield from buckets.check(store, account)
            for table in contract.tables:
                yield from tables.check(table, account)
            yield from vaults.check(contract.vault, account)
