"""What the pack costs a run of the real engine: previews of prod in the sandbox, with the pack and without it in turn.

A preview without the pack is nothing a user can ask for; only this file leaves it out.
"""

from __future__ import annotations

import statistics
from dataclasses import dataclass

from engine.runner import Runner
from ops.deploy import fit
from ops.stages import Stages

STACK = "prod"
BOUND = 1.3
"""Times as long as a preview without the pack one with it may take."""


@dataclass(frozen=True, slots=True)
class Previews:
    """What previews of the same stack took, in seconds of the clock; medians."""

    resources: int
    without: float
    under: float
    """Under the pack."""


def main(rounds: int = 3) -> None:
    """Print both and their ratio."""
    found = measure(rounds)
    print(  # noqa: T201  a benchmark prints
        f"real engine: preview of {found.resources} resources, median of {rounds}: {found.without:.1f} s without the "
        f"pack, {found.under:.1f} s under it: {found.under / found.without:.2f} times as long (bound {BOUND})"
    )


def measure(rounds: int) -> Previews:
    """Time previews in turn, so that a busy moment of the machine meets both."""
    runner = fit(STACK, Stages(aside=True), cloud=False)
    bare = _Bare(runner.toolchain, runner.target)
    with_pack, without = list[float](), list[float]()
    resources = 0
    for _ in range(rounds):
        without.append(bare.preview(STACK).require().seconds)
        result = runner.preview(STACK).require()
        with_pack.append(result.seconds)
        resources = sum(result.counts.values())
    return Previews(resources, statistics.median(without), statistics.median(with_pack))


class _Bare(Runner):
    """Runs without the pack."""

    def _pack(self) -> list[str]:
        return []


if __name__ == "__main__":
    main()
