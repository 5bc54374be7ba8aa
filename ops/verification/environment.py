"""Every promise of an environment's contracts, held against the account."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from pydantic import ValidationError

from config.contracts import CONTRACTS, LayerContract
from config.errors import dotted
from config.vocabulary import Layer
from ops.exits import UsageError
from ops.verification.account import Account
from ops.verification.layers import data, foundation, network, platform, recovery, systems, workloads
from ops.verification.outcome import Line, Verdict

CHECKS: Mapping[Layer, Callable[[Any, Account], Iterator[Line]]] = {
    Layer.FOUNDATION: foundation.check,
    Layer.NETWORK: network.check,
    Layer.DATA: data.check,
    Layer.PLATFORM: platform.check,
    Layer.WORKLOADS: workloads.check,
    Layer.SYSTEMS: systems.check,
    Layer.RECOVERY: recovery.check,
}
"""How a layer's promises are asked; each takes the contract that CONTRACTS names for the layer."""


def parse(outputs: Mapping[str, Any]) -> dict[Layer, LayerContract]:
    """The contracts among a stack's outputs, in the order of the layers; raises UsageError for one that is none."""
    found: dict[Layer, LayerContract] = {}
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


def verify_contracts(contracts: Mapping[Layer, LayerContract], account: Account) -> Iterator[Line]:
    """A line a promise. Where the account is not the contracts' own, that is the only line."""
    for position, (layer, contract) in enumerate(contracts.items()):
        if position == 0:
            line = _identity(contract, account)
            yield line
            if line.verdict is not Verdict.OK:
                return
        yield from CHECKS[layer](contract, account)


def _identity(contract: LayerContract, account: Account) -> Line:
    sts = account.client("sts", contract.region)
    thing = account.thing("account", contract.account)
    return thing.holds("is", contract.account, lambda: sts.get_caller_identity()["Account"])
