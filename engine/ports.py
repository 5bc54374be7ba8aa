"""TCP ports of this machine's loopback: free or not, and held by whom."""

from __future__ import annotations

import socket
from pathlib import Path

from engine.processes import command_of

_LISTEN = "0A"
"""The state TCP_LISTEN in /proc/net/tcp (include/net/tcp_states.h)."""


def is_free(port: int) -> bool:
    """Whether a server may bind 127.0.0.1:port."""
    with socket.socket() as probe:
        # As the server does: a port in TIME_WAIT is free for it.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def holder_of(port: int, proc: Path = Path("/proc")) -> str | None:
    """'pid 123 (nginx)' for whoever listens on the port; None where the system does not say (other users, macOS)."""
    inodes = _listening_inodes(port, proc)
    if not inodes:
        return None
    wanted = {f"socket:[{inode}]" for inode in inodes}
    for process in proc.iterdir():
        if not process.name.isdecimal():
            continue
        try:
            held = any(str(link.readlink()) in wanted for link in (process / "fd").iterdir())
        except OSError:
            continue
        if held:
            return f"pid {process.name} ({command_of(int(process.name))[:80]})"
    return None


def _listening_inodes(port: int, proc: Path) -> set[str]:
    found: set[str] = set()
    for table in ("tcp", "tcp6"):
        try:
            lines = (proc / "net" / table).read_text(encoding="ascii").splitlines()[1:]
        except OSError:
            continue
        for line in lines:
            fields = line.split()
            if fields[3] == _LISTEN and int(fields[1].rpartition(":")[2], 16) == port:
                found.add(fields[9])
    return found
