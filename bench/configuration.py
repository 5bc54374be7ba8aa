"""What it costs to load one environment with its cards, in CPU time of a fresh process; imports are told apart."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import dataclass
from statistics import median

_RUNS = 5

_PROGRAM = """
import time
before = time.process_time()
import config.load
imported = time.process_time()
config.load.load(__import__("sys").argv[1])
print(imported - before, time.process_time() - imported)
"""


@dataclass(frozen=True, slots=True)
class Loading:
    """The medians of some fresh processes, in milliseconds of CPU."""

    imports: float
    load: float
    runs: int


def measure(environment: str, runs: int = _RUNS) -> Loading:
    """Load an environment in fresh processes."""
    command = [sys.executable, "-c", _PROGRAM, environment]
    found = [subprocess.run(command, check=True, capture_output=True, text=True).stdout.split() for _ in range(runs)]
    imports, load = (median(float(times[place]) * 1000 for times in found) for place in (0, 1))
    return Loading(imports, load, runs)


def main() -> None:
    """Print the figures of prod."""
    found = measure("prod")
    figures = f"{found.load:5.0f} ms of CPU, median of {found.runs} processes, after {found.imports:.0f} ms of imports"
    print(f"{'load prod':<20} {figures}")  # noqa: T201  a benchmark prints


if __name__ == "__main__":
    main()
