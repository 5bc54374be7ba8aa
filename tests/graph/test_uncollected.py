"""A time without the collector."""

from __future__ import annotations

import gc

import pytest

from graph.uncollected import uncollected


@pytest.mark.parametrize("collects", [True, False])
def test_the_collector_goes_on_as_before(collects: bool) -> None:  # noqa: FBT001  one of two cases
    """Also after an error; who had switched it off finds it off."""
    before = gc.isenabled()
    (gc.enable if collects else gc.disable)()
    try:
        with pytest.raises(KeyError):
            _fail()
        assert collects == gc.isenabled()
    finally:
        (gc.enable if before else gc.disable)()


def _fail() -> None:
    with uncollected():
        assert not gc.isenabled()
        raise KeyError
