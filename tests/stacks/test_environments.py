"""What each environment becomes: the composition of its layers, over the real configuration."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from config.contracts import CONTRACTS
from config.load import environments, load
from config.vocabulary import Deletion, Layer
from graph.model import UNKNOWN
from ops.parity import parity
from stacks import LAYERS
from stacks.providers import provider
from stacks.references import Upstream
from tests.previews import previewed
from tests.synth import Declared, synth

ENVIRONMENTS = environments()
STATEFUL = ("aws:s3/bucket:Bucket", "aws:kms/key:Key", "aws:dynamodb/table:Table", "aws:backup/vault:Vault")


@cache
def deployed(environment: str) -> Declared:
    """The environment under mocks, with ids and ARNs as AWS would give them."""

    def program() -> None:
        zone = load(environment)
        using, upstream = provider(zone), Upstream(environment, tuple(Layer))
        for layer in Layer:
            upstream.publish(layer, LAYERS[layer](zone, using, upstream))

    return synth(program, stack=environment)


@pytest.mark.parametrize("environment", ENVIRONMENTS)
def test_every_layer_publishes_its_contract(environment: str) -> None:
    """Stacks and tools agree: what is exported is what the contract's model reads, with every value resolved."""
    exports = deployed(environment).exports

    for layer in Layer:
        CONTRACTS[layer].model_validate(exports[str(layer)])
        assert UNKNOWN not in _leaves(exports[str(layer)]), f"{layer} has an unresolved value after a deploy"


def _leaves(value: Any) -> list[Any]:
    if isinstance(value, Mapping):
        return [leaf for member in value.values() for leaf in _leaves(member)]
    if isinstance(value, list):
        return [leaf for member in value for leaf in _leaves(member)]
    return [value]


@pytest.mark.parametrize("environment", ["prod", "prod-dr"])
def test_the_layers_apart_are_the_environment(environment: str) -> None:
    """One stack or a stack a layer: the same resources, whichever an organisation chooses, in either role."""
    apart = {
        (r.type, r.name)
        for layer in Layer
        for r in previewed(f"{environment}.{layer}")
        if r.custom and not r.external and r.type != "pulumi:pulumi:StackReference"
    }

    assert {(r.type, r.name) for r in previewed(environment) if r.custom} == apart


@pytest.mark.parametrize("environment", ENVIRONMENTS)
def test_every_resource_uses_the_explicit_provider(environment: str) -> None:
    """No resource relies on whatever account a shell happens to point at."""
    ambient = [r.name for r in previewed(environment) if r.custom and r.type.startswith("aws:") and not r.provider]

    assert [] == ambient


@pytest.mark.parametrize("environment", ENVIRONMENTS)
def test_what_is_stateful_is_protected_unless_the_environment_may_go(environment: str) -> None:
    """`pulumi destroy` refuses evidence, keys and tables everywhere but where deletion is allowed."""
    expected = load(environment).governance.deletion is Deletion.PROTECTED

    for resource in previewed(environment).of_type(*STATEFUL):
        assert expected == resource.protect, resource.name


@pytest.mark.usefixtures("previewed_once")
def test_the_recovery_environment_holds_what_its_primary_holds() -> None:
    """A failover finds everything: made by prod-dr, or as a replica made by prod, but for the written list."""
    found = parity("prod", previewed("prod"))

    assert found is not None
    assert found.holds, str(found)


@pytest.mark.usefixtures("previewed_once")
def test_parity_is_the_same_seen_from_either_side() -> None:
    """Both pull requests show the same sentence."""
    seen = {str(parity(side, previewed(side))) for side in ("prod", "prod-dr")}

    assert 1 == len(seen), seen


def test_an_environment_without_a_recovery_side_has_no_parity() -> None:
    """dev keeps replicas and nobody stands by: nothing is claimed about it."""
    assert parity("dev", previewed("dev")) is None


def test_no_code_knows_an_environment_by_name() -> None:
    """One architecture, differing values: a branch on a name would be a second architecture."""
    root = Path(__file__).resolve().parents[2]
    names = "|".join(re.escape(name) for name in ENVIRONMENTS)
    suspicious = re.compile(rf"""[=!]=\s*["']({names})["']|["']({names})["']\s*[=!]=""")
    rooms = ("config", "components", "stacks", "graph", "policies", "engine", "report", "ops")
    hits = [
        f"{path.relative_to(root)}: {line.strip()}"
        for room in rooms
        for path in (root / room).rglob("*.py")
        for line in path.read_text(encoding="utf-8").splitlines()
        if suspicious.search(line)
    ]

    assert [] == hits


def test_the_program_stays_short() -> None:
    """__main__.py composes and does nothing else."""
    main = Path(__file__).resolve().parents[2] / "__main__.py"

    assert 15 >= len(main.read_text(encoding="utf-8").splitlines())
