from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from engine.progress import Progress


@given(st.integers(0, 5000), st.integers(0, 2500), st.floats(0, 1e5))
def test_a_fraction_stays_within_the_whole_and_time_left_is_never_negative(
    done: int, total: int, elapsed: float
) -> None:
    """More may be done than was announced; a bar must not run over, nor time backwards."""
    progress = Progress("work", done, total, elapsed)

    assert progress.fraction is None if total == 0 else 0 <= (progress.fraction or 0) <= 1
    assert progress.remaining is None or progress.remaining >= 0


def test_time_left_follows_the_pace_so_far() -> None:
    """A quarter in 10 s leaves 30 s."""
    assert 30 == Progress("work", 25, 100, 10).remaining
    assert None is Progress("work", 0, 100, 10).remaining, "there is no pace yet"
