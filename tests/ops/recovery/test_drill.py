"""A drill loses what it chose to lose, says so, and brings everything back; in both directions, and twice."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from engine import outage
from engine.errors import SandboxUnavailable, StateLocked
from engine.paths import PROJECT, SandboxPaths
from engine.replication import Side
from engine.standin.clients import Clients
from ops.exits import UsageError
from ops.recovery.drill import Drilling, Plan, Run
from report.drill import Drill
from tests.ops.recovery.pair import DECISIONS, HERE, PAIR, THERE, replicate, s3

SMALL = Plan(decisions=6, behind=2, meanwhile=3)

KILLED = """
import sys, time
from pathlib import Path
from engine import outage
from engine.paths import SandboxPaths
paths = SandboxPaths(Path(sys.argv[1]))
with outage.alone(paths, print):
    outage.switch_off(paths, "111111111111", "eu-west-1")
    print("off", flush=True)
    time.sleep(60)
"""


def _drill(
    clients: Clients, paths: SandboxPaths, plan: Plan = SMALL, told: list[str] | None = None
) -> tuple[Drill, Run]:
    heard = list[str]() if told is None else told
    return Drilling(PAIR, clients, paths, heard.append).run(plan)


def _objects(clients: Clients, side: Side) -> dict[str, tuple[bytes, str, Any]]:
    """Key to bytes and lock, of everything below records/."""
    client, found = s3(clients, side), dict[str, tuple[bytes, str, Any]]()
    for item in client.list_objects_v2(Bucket=side.bucket, Prefix="records/").get("Contents", []):
        answer = client.get_object(Bucket=side.bucket, Key=item["Key"])
        found[item["Key"]] = (answer["Body"].read(), answer["ObjectLockMode"], answer["ObjectLockRetainUntilDate"])
    return found


def test_it_loses_what_it_chose_and_brings_everything_back(clients: Clients, paths: SandboxPaths) -> None:
    """Counted by reading the stores: while the Region is off, and on both sides afterwards."""
    drill, run = _drill(clients, paths)

    assert ((1, 2, 3, 4), (5, 6)) == (drill.lost.found, drill.lost.missing)
    assert drill.behind == drill.lost.missing
    assert {HERE: tuple(range(1, 10)), THERE: tuple(range(1, 10))} == {c.where: c.found for c in drill.after}
    assert all(count.whole for count in drill.after)
    assert drill.passed
    assert (6, 3, 2) == (drill.written, drill.meanwhile, drill.waiting["decisions"])
    assert run.oldest_lost is not None
    assert run.stopped is not None
    assert run.oldest_lost < run.stopped


def test_what_was_written_there_is_here_with_its_bytes_and_its_lock(clients: Clients, paths: SandboxPaths) -> None:
    """The way back is a way as good as the way there."""
    _, run = _drill(clients, paths)
    here, there = (_objects(clients, side) for side in (DECISIONS.here, DECISIONS.there))

    for probe in (*run.written, *run.meanwhile):
        assert here[probe.key] == there[probe.key]
        assert here[probe.key][0] == probe.content
    assert [True] * 3 == [b'"region":"eu-central-1"' in p.content for p in run.meanwhile], "they say where"


def test_a_second_drill_finds_the_same(clients: Clients, paths: SandboxPaths) -> None:
    """What the first one wrote stays locked, and is not counted again."""
    first, second = (_drill(clients, paths)[0] for _ in range(2))

    assert first.id != second.id
    assert (first.lost.found, first.lost.missing, first.verdict) == (
        second.lost.found,
        second.lost.missing,
        second.verdict,
    )
    assert [count.found for count in first.after] == [count.found for count in second.after]


def test_the_primary_does_not_answer_while_the_replica_is_read(
    clients: Clients, paths: SandboxPaths, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Or the drill would read the original and call it a replica."""
    off = list[str]()
    read = Drilling._read  # pyright: ignore[reportPrivateUsage]  the moment under test

    def watched(self: Drilling, *arguments: Any) -> Any:
        found = outage.switched_off(paths)
        off.append(found.region if found else "nothing")
        return read(self, *arguments)

    monkeypatch.setattr(Drilling, "_read", watched)
    _drill(clients, paths)

    assert [HERE] == off
    assert None is outage.switched_off(paths)


def test_losing_more_than_was_chosen_is_a_failed_drill(clients: Clients, paths: SandboxPaths) -> None:
    """A rule that leaves the records out replicates nothing of them, whatever its status says."""
    replicate(clients, DECISIONS, prefix="elsewhere/")
    try:
        drill, _ = _drill(clients, paths)
    finally:
        replicate(clients, DECISIONS)

    assert tuple(range(1, 7)) == drill.lost.missing
    assert not drill.passed
    assert "6 missing (2 chosen)" in drill.verdict


def test_without_a_rule_there_is_nothing_to_drill(clients: Clients, paths: SandboxPaths) -> None:
    """Said before anything is written."""
    client, before = s3(clients, DECISIONS.here), len(_objects(clients, DECISIONS.here))
    client.delete_bucket_replication(Bucket=DECISIONS.here.bucket)
    try:
        with pytest.raises(UsageError, match="no enabled rule"):
            _drill(clients, paths)
    finally:
        replicate(clients, DECISIONS)

    assert before == len(_objects(clients, DECISIONS.here))


def test_a_server_that_does_not_obey_the_switch_is_found_out(clients: Clients, tmp_path: Path) -> None:
    """A drill over a Region that still answers would prove nothing; the switch is back afterwards."""
    other = SandboxPaths(tmp_path)
    with pytest.raises(SandboxUnavailable, match="switched off and still answers"):
        _drill(clients, other)

    assert None is outage.switched_off(other)


def test_no_drill_while_something_runs(clients: Clients, paths: SandboxPaths) -> None:
    """An `up` under a drill would lose half of what it deploys."""
    before = len(_objects(clients, DECISIONS.here))

    with outage.beside_others(paths), pytest.raises(StateLocked, match="a run of the engine"):
        _drill(clients, paths)

    assert before == len(_objects(clients, DECISIONS.here))


def test_after_a_killed_drill_the_next_one_sets_it_right_and_passes(clients: Clients, paths: SandboxPaths) -> None:
    """The kill left the Region off; the next drill says so, once."""
    with subprocess.Popen(
        [sys.executable, "-c", KILLED, str(paths.root)], cwd=PROJECT, stdout=subprocess.PIPE, text=True
    ) as killed:
        assert killed.stdout is not None
        assert "off\n" == killed.stdout.readline()
        killed.kill()
    told = list[str]()

    drill, _ = _drill(clients, paths, told=told)

    assert drill.passed
    assert ["a drill that was killed had eu-west-1 switched off"] == [line.partition(" since")[0] for line in told]


@pytest.mark.parametrize(("decisions", "behind"), [(5, 5), (5, 6), (1, 1)])
def test_a_drill_that_could_find_nothing_is_refused(decisions: int, behind: int) -> None:
    """Zero found of zero expected looks like a success."""
    with pytest.raises(UsageError, match="nothing would be left to find"):
        Plan(decisions=decisions, behind=behind)


def test_a_drill_may_lose_nothing(clients: Clients, paths: SandboxPaths) -> None:
    """Replication was never paused: then nothing is missing."""
    drill, run = _drill(clients, paths, Plan(decisions=2, behind=0, meanwhile=0))

    assert ((), True, None) == (drill.lost.missing, drill.passed, run.oldest_lost)
