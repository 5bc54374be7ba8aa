from __future__ import annotations

import os
import subprocess
import sys

from engine.processes import command_of, identity_of, is_alive, is_running


def test_this_process_is_alive_and_known_by_its_command() -> None:
    """What is asked about others holds for oneself."""
    assert is_alive(os.getpid())
    assert "python" in command_of(os.getpid())
    assert is_running(identity_of(os.getpid()))


def test_a_process_that_ended_is_gone_even_before_its_parent_looks() -> None:
    """A zombie holds nothing."""
    process = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)
    identity = identity_of(process.pid)

    assert is_running(identity)
    process.kill()
    os.waitid(os.P_PID, process.pid, os.WEXITED | os.WNOWAIT)
    assert not is_alive(process.pid)
    assert not is_running(identity)
    process.communicate()
    assert "" == identity_of(process.pid)


def test_another_process_under_the_same_pid_is_another() -> None:
    """A pid is used again; when it began is not."""
    assert not is_running(f"{os.getpid()} 1")
    assert not is_running("")
