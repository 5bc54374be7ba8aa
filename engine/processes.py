"""Other processes on this machine, asked in ways that Linux and macOS share."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path


def is_alive(pid: int) -> bool:
    """Whether a process runs under this pid. One that ended and was not yet collected by its parent does not count."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return not _ps(pid, "stat").startswith("Z")


def identity_of(pid: int) -> str:
    """The pid and when the process began, which together are never used again. Empty when there is no such process."""
    if not is_alive(pid):
        return ""
    # Field 22 of /proc/PID/stat is the start time in clock ticks since boot (man 5 proc); the state, field 3, comes
    # first here.
    fields = _ps(pid, "stat").split()
    began = fields[19] if len(fields) > 19 else _run_ps(pid, "lstart")
    return f"{pid} {began}"


def is_running(identity: str) -> bool:
    """Whether the very process that `identity_of` named still runs."""
    pid = identity.partition(" ")[0]
    return pid.isdecimal() and identity_of(int(pid)) == identity


def command_of(pid: int) -> str:
    """The command line of a process, arguments included; empty when it cannot be known."""
    return _ps(pid, "command")


def _ps(pid: int, column: str) -> str:
    try:
        raw = Path("/proc", str(pid), "cmdline" if column == "command" else "stat").read_bytes()
    except OSError:
        return _run_ps(pid, column)
    if column == "command":
        return raw.replace(b"\0", b" ").decode(errors="replace").strip()
    # The name, in parentheses, may hold blanks and parentheses itself; the state follows the last one.
    return raw.rpartition(b")")[2].decode(errors="replace").strip()


def _run_ps(pid: int, column: str) -> str:
    ps = shutil.which("ps")
    if ps is None:
        return ""
    result = subprocess.run([ps, "-o", f"{column}=", "-p", str(pid)], capture_output=True, text=True, check=False)
    return result.stdout.strip()
