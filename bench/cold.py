"""How long a command takes from a cold process, and how much memory: wall seconds and peak resident megabytes."""

from __future__ import annotations

import os
import statistics
import subprocess
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True, slots=True)
class Cold:
    """What several runs of one command came to."""

    command: str
    runs: int
    seconds: float
    """Median wall clock of a run."""
    megabytes: float
    """Largest peak resident set of a run's process."""


def measure(command: Sequence[str], runs: int = 5) -> Cold:
    """Run the command once to warm the file cache, then `runs` times; raises CalledProcessError where it fails."""
    seconds, megabytes = list[float](), list[float]()
    for _ in range(runs + 1):
        start = time.perf_counter()
        process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
        _, status, usage = os.wait4(process.pid, 0)
        seconds.append(time.perf_counter() - start)
        megabytes.append(usage.ru_maxrss / 1024)
        if code := os.waitstatus_to_exitcode(status):
            raise subprocess.CalledProcessError(code, list(command))
        process.returncode = 0
        if process.stderr:
            process.stderr.close()
    return Cold(" ".join(command), runs, statistics.median(seconds[1:]), max(megabytes[1:]))
