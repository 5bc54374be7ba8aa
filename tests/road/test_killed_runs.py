"""A run that was killed, walked by a user: the next one ends its work, and nothing is left behind."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import time
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.previews import previewed
from tests.road.walk import ENVIRONMENT, said, verdicts, walk

pytestmark = pytest.mark.sandbox


@pytest.mark.parametrize("moment", [0.25, 0.6])
def test_a_killed_run_is_followed_by_one_that_converges(moment: float, real_pulumi: str, tmp_path: Path) -> None:
    """kill -9 when this share of the resources is in the state, the engine's too; `up` then ends the work, and `down`
    leaves nothing behind, counted in moto by service.
    """
    with walk(tmp_path, real_pulumi) as (road, environment):
        _kill_up(environment, moment)

        said(road("up", ENVIRONMENT))

        assert "unchanged" in said(road("preview", ENVIRONMENT))
        assert "differs" not in verdicts(road)
        down = said(road("down", ENVIRONMENT))
        buckets = sum(one.type == "aws:s3/bucket:Bucket" for one in previewed(ENVIRONMENT))
        assert re.search(rf"before: .*\bs3 {buckets}\b", down), down
        assert "after: nothing" in down, down


def _kill_up(environment: Mapping[str, str], moment: float) -> None:
    clone = environment["LZ_CLONE"]
    running = subprocess.Popen(
        [f"{clone}/lz", "up", ENVIRONMENT],
        cwd=clone,
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    wanted = int(moment * len(previewed(ENVIRONMENT)))
    while running.poll() is None and _in_state(environment) < wanted:
        time.sleep(0.05)
    assert running.poll() is None, "the run ended before it could be killed"
    os.killpg(running.pid, signal.SIGKILL)
    running.wait()


def _in_state(environment: Mapping[str, str]) -> int:
    """How many resources the checkpoint of the road's sandbox holds."""
    states = Path(environment["LZ_CACHE_DIR"]).glob(f"sandbox/*/state/.pulumi/stacks/*/{ENVIRONMENT}.json")
    try:
        return sum(file.read_text(encoding="utf-8").count('"urn":') for file in states)
    except OSError:
        return 0
