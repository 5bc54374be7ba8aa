from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from engine.exclusive import exclusive
from engine.paths import PROJECT

HOLD = """
import sys, time
from pathlib import Path
from engine.exclusive import exclusive
with exclusive(Path(sys.argv[1])):
    print("held", flush=True)
    time.sleep(60)
"""


def _holder(lock: Path) -> subprocess.Popen[str]:
    process = subprocess.Popen([sys.executable, "-c", HOLD, str(lock)], cwd=PROJECT, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    assert "held\n" == process.stdout.readline()
    return process


def test_a_second_process_waits_and_says_so(tmp_path: Path) -> None:
    """Two commands never make the same thing at once; the one that waits can tell its user."""
    lock = tmp_path / "lock"
    holder = _holder(lock)
    waited: list[float] = []

    def waiting(seconds: float) -> None:
        waited.append(seconds)
        if len(waited) == 3:
            holder.kill()

    with holder, exclusive(lock, waiting=waiting, poll=0.01):
        assert 3 <= len(waited)


def test_the_lock_of_a_killed_process_is_free(tmp_path: Path) -> None:
    """Nothing has to be cleaned up after a kill."""
    lock = tmp_path / "lock"
    with _holder(lock) as holder:
        holder.kill()

    with exclusive(lock):
        assert lock.is_file(), "the file stays: removing it would let two processes hold two files of one name"
