"""Does a model fit: the arithmetic, and that what a message proposes fits and nothing larger would."""

from __future__ import annotations

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from config.fit import USABLE, Fit, token_bytes, weight_bytes
from config.load import load
from config.vocabulary import GIB, DType

fits = st.builds(
    Fit,
    weights=st.integers(1, 300 * GIB),
    token=st.integers(1024, 2 * 1024**2),
    context=st.integers(1, 256).map(lambda k: k * 1024),
    concurrency=st.integers(1, 1024),
    device=st.integers(1, 300).map(lambda g: g * GIB),
    devices=st.sampled_from([1, 2, 4, 8]),
    bandwidth=st.integers(10**6, 10**11),
)


def _with(fit: Fit, **changed: int) -> Fit:
    facts = {name: getattr(fit, name) for name in Fit.__dataclass_fields__}
    return Fit(**{**facts, **changed})


@given(fits)
def test_the_proposed_concurrency_fits_and_one_more_does_not(fit: Fit) -> None:
    """Nothing is proposed where not even one request fits."""
    most = fit.most_requests

    assert not most or _with(fit, concurrency=most).fits
    assert not _with(fit, concurrency=most + 1).fits
    assert fit.fits == (fit.concurrency <= most)


@given(fits)
def test_the_proposed_context_fits_and_the_next_does_not(fit: Fit) -> None:
    """In steps of 1024 tokens."""
    longest = fit.longest_context

    assert not longest or _with(fit, context=longest).fits
    assert not _with(fit, context=longest + 1024).fits


@given(fits)
def test_the_proposed_device_is_large_enough_and_one_gib_less_is_not(fit: Fit) -> None:
    """Of all devices of a replica together."""
    smallest = fit.smallest_device

    assert _with(fit, device=smallest).needed <= _with(fit, device=smallest).usable + 1
    assert not _with(fit, device=smallest - GIB).fits


@given(fits)
def test_weights_and_cache_are_all_that_is_needed(fit: Fit) -> None:
    """And what is usable is nine tenths of what is there."""
    assert fit.weights + fit.token * fit.context * fit.concurrency == fit.needed
    assert int(fit.device * fit.devices * USABLE) == fit.usable
    assert timedelta(seconds=fit.weights / fit.bandwidth) == fit.load_time


def test_the_figures_of_the_shipped_model_are_those_on_its_card() -> None:
    """8 billion FP8 weights, 128 KiB of cache a token, six requests of 16k on an L4 or A10G."""
    assistant = next(system for system in load("prod").cards if system.name == "support-assistant")

    assert assistant.fit is not None
    assert "weights 7.5 GiB + KV cache 12.0 GiB = 19.5 of 20.1 GiB usable" == assistant.fit.arithmetic
    assert 6 == assistant.fit.most_requests
    assert 131072 == token_bytes(layers=32, kv_heads=8, head_size=128)


def test_a_weight_has_the_bytes_of_its_type() -> None:
    """Half a byte for INT4."""
    assert [4, 2, 2, 1, 0.5] == [weight_bytes(1000, dtype) / 1000 for dtype in DType]
