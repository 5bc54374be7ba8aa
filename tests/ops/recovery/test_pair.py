"""What a drill works on is what the contracts say."""

from __future__ import annotations

from functools import cache
from typing import Any

import pytest

from config.load import load
from config.vocabulary import Layer
from ops.exits import UsageError
from ops.recovery.pair import pair_of
from stacks import LAYERS
from stacks.providers import provider
from stacks.references import Upstream
from tests.synth import synth


@cache
def _outputs(environment: str) -> dict[str, Any]:
    def program() -> None:
        zone = load(environment)
        using, upstream = provider(zone), Upstream(environment, tuple(Layer))
        for layer in (Layer.FOUNDATION, Layer.NETWORK, Layer.DATA):
            upstream.publish(layer, LAYERS[layer](zone, using, upstream))

    return synth(program, stack=environment).exports


def test_every_replicated_bucket_is_part_of_the_pair() -> None:
    """From the stores of data and the archive of foundation."""
    zone = load("prod")
    pair = pair_of(zone, _outputs("prod"))

    assert {"decisions", "models", "security-logs"} == {store.name for store in pair.stores}
    assert ("eu-west-1", "eu-central-1") == (pair.primary, pair.recovery)
    assert (zone.systems, zone.account) == (pair.systems, pair.account)
    assert "lz-prod-systems" in pair.tables


@pytest.mark.parametrize("layer", [Layer.DATA, Layer.FOUNDATION])
def test_a_layer_that_is_not_up_is_named(layer: Layer) -> None:
    """With what to do."""
    outputs = {name: value for name, value in _outputs("dev").items() if name != layer}

    with pytest.raises(UsageError, match=f"the layer {layer} of dev is not up"):
        pair_of(load("dev"), outputs)


def test_the_side_that_stands_by_cannot_be_drilled() -> None:
    """It replicates nothing: it is what is replicated to."""
    with pytest.raises(UsageError, match="it is no primary"):
        pair_of(load("prod-dr"), _outputs("prod-dr"))
