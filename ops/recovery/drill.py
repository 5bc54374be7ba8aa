"""A recovery drill in the sandbox: write, stop the Region, read from its replica, count, serve there, fail back, count.

What really happens: records of the published schema are written create-only into the locked store of the primary; the
primary's Region stops answering, to whoever asks; the replica is read while it is off; records are written there; the
Region answers again; what was written there is carried back; both sides are listed, read and compared.

What is simulated: replication itself. AWS's is configured and stands in the account's model; the sandbox's carries
objects as that configuration says, and is paused before the last decisions, so that the drill must lose them. How long
AWS would have taken is not measured here, and the report says so.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Generator, Iterable
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from botocore.exceptions import HTTPClientError

from engine import outage
from engine.errors import SandboxUnavailable
from engine.paths import SandboxPaths
from engine.replication import Clients, Replication, Side, Way
from ops.exits import UsageError
from ops.recovery.pair import Pair, Store
from ops.recovery.probes import Author, Probe, oldest
from report.drill import Count, Drill, Phase

Tell = Callable[[str], None]

MARK = "%Y%m%dT%H%M%S%fZ"
"""How a drill is named: the moment it began, to the microsecond, so that two never share a name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """How many decisions a drill writes, and how many of them it chooses to lose."""

    decisions: int = 50
    behind: int = 5
    meanwhile: int = 10

    def __post_init__(self) -> None:
        if not 0 <= self.behind < self.decisions:
            raise UsageError(
                f"--behind {self.behind} of --decisions {self.decisions}: nothing would be left to find",
                "lose fewer than are written",
            )


@dataclass(slots=True)
class Run:
    """What a drill knows while it goes on."""

    written: list[Probe] = field(default_factory=list[Probe])
    """In the primary Region, in order."""
    meanwhile: list[Probe] = field(default_factory=list[Probe])
    phases: list[Phase] = field(default_factory=list[Phase])
    stopped: datetime | None = None
    readable: float | None = None
    """Seconds from the stop until the replica had answered everything that was asked."""
    oldest_lost: datetime | None = None

    @contextmanager
    def phase(self, name: str) -> Generator[list[str]]:
        """Time a phase; what it appends to the list is what the report says of it."""
        said, began = list[str](), time.monotonic()
        yield said
        self.phases.append(Phase(name=name, seconds=time.monotonic() - began, said="; ".join(said)))


class Drilling:
    """A drill of one pair in one sandbox; nothing else runs there meanwhile."""

    def __init__(self, pair: Pair, clients: Clients, paths: SandboxPaths, tell: Tell) -> None:
        self._pair = pair
        self._clients = clients
        self._paths = paths
        self._tell = tell
        self._replication = Replication(clients, pair.account)

    def run(self, plan: Plan) -> tuple[Drill, Run]:
        """Do it; StateLocked while a run of the engine or another drill is at work."""
        with outage.alone(self._paths, self._tell):
            began = datetime.now(UTC)
            author = Author(drill=began.strftime(MARK), environment=self._pair.environment, systems=self._pair.systems)
            run = Run()
            ways = {store.name: self._ways(store) for store in self._pair.stores}
            self._write(author, run, range(1, plan.decisions - plan.behind + 1), "write")
            self._carry(run, ways)
            self._write(author, run, range(plan.decisions - plan.behind + 1, plan.decisions + 1), "write, paused")
            waiting = {name: sum(len(self._replication.waiting(way)) for way in of) for name, of in ways.items()}
            self._stop(run)
            lost = self._read(author, run)
            self._serve(author, run, plan)
            self._fail_back(run, ways)
            after = self._count(author, run)
        return (
            Drill(
                id=author.drill,
                environment=self._pair.environment,
                account=self._pair.account,
                primary=self._pair.primary,
                recovery=self._pair.recovery,
                began=began.isoformat(timespec="seconds"),
                phases=tuple(run.phases),
                written=len(run.written),
                behind=tuple(probe.number for probe in run.written[plan.decisions - plan.behind :]),
                meanwhile=len(run.meanwhile),
                lost=lost,
                after=after,
                waiting=waiting,
                measures=(),
                unproved=unproved(self._pair),
            ),
            run,
        )

    def _write(self, author: Author, run: Run, numbers: Iterable[int], phase: str) -> None:
        here = self._pair.decisions.here
        with run.phase(phase) as said:
            made = [author.write(self._s3(here), here, number) for number in numbers]
            run.written.extend(made)
            said.append(f"{len(made)} numbered decisions into {here.bucket}")

    def _carry(self, run: Run, ways: dict[str, tuple[Way, ...]]) -> None:
        with run.phase("replicate") as said:
            carried = sum(len(self._replication.carry(way)) for of in ways.values() for way in of)
            said.append(
                f"{carried} objects carried as {sum(map(len, ways.values()))} rules say, then paused (simulated)"
            )

    def _stop(self, run: Run) -> None:
        here = self._pair.decisions.here
        with run.phase("stop the Region") as said:
            run.stopped = datetime.now(UTC)
            outage.switch_off(self._paths, self._pair.account, self._pair.primary)
            if self._answers(here, self._pair.primary) or self._answers(here, self._pair.recovery):
                raise SandboxUnavailable(
                    f"{self._pair.primary} was switched off and still answers",
                    "the server is older than its switch: `lz sandbox stop`, then bring the environment up again",
                )
            said.append(f"{self._pair.primary} answers nobody, asked from either Region")

    def _read(self, author: Author, run: Run) -> Count:
        there, began = self._pair.decisions.there, time.monotonic()
        with run.phase("read from the replica") as said:
            found = author.count(self._s3(there), there, "while the primary is off", run.written)
            run.readable = time.monotonic() - began
            run.oldest_lost = oldest(run.written, found.missing)
            said.append(f"{len(found.found)} of {len(run.written)} found in {there.bucket}")
        return found

    def _serve(self, author: Author, run: Run, plan: Plan) -> None:
        there = self._pair.decisions.there
        with run.phase("serve from there") as said:
            numbers = range(plan.decisions + 1, plan.decisions + plan.meanwhile + 1)
            run.meanwhile = [author.write(self._s3(there), there, number) for number in numbers]
            said.append(f"{len(run.meanwhile)} numbered decisions into {there.bucket}")

    def _fail_back(self, run: Run, ways: dict[str, tuple[Way, ...]]) -> None:
        here = self._pair.decisions.here
        with run.phase("fail back") as said:
            outage.switch_on(self._paths)
            if not self._answers(here, self._pair.primary):
                raise SandboxUnavailable(
                    f"{self._pair.primary} was switched on and does not answer", "lz sandbox status"
                )
            late = sum(len(self._replication.carry(way)) for of in ways.values() for way in of)
            back = sum(
                len(self._replication.carry(self._replication.turned(way))) for of in ways.values() for way in of
            )
            said.append(f"{self._pair.primary} answers; {late} objects that had waited went on their way")
            said.append(f"{back} objects carried back, by the rules turned round")

    def _count(self, author: Author, run: Run) -> tuple[Count, ...]:
        everything = [*run.written, *run.meanwhile]
        with run.phase("count both sides") as said:
            sides = (self._pair.decisions.here, self._pair.decisions.there)
            counts = tuple(author.count(self._s3(side), side, "after the failback", everything) for side in sides)
            said.append(", ".join(f"{len(count.found)} in {count.where}" for count in counts))
        return counts

    def _ways(self, store: Store) -> tuple[Way, ...]:
        ways = tuple(way for way in self._replication.ways(store.here) if way.destination == store.there)
        if not ways:
            raise UsageError(
                f"{store.here.bucket} has no enabled rule that replicates to {store.there.bucket}",
                f"bring it up again: lz up {self._pair.environment}",
            )
        return ways

    def _answers(self, side: Side, from_region: str) -> bool:
        """Whether a bucket answers a caller whose client is of this Region."""
        try:
            self._clients.client("s3", from_region, self._pair.account).head_bucket(Bucket=side.bucket)
        except HTTPClientError:
            return False
        return True

    def _s3(self, side: Side) -> Any:
        return self._clients.client("s3", side.region, self._pair.account)


_REPLICATION = (
    "Replication is AWS's. Here it is configured, and simulated by carrying objects as the configuration says; its "
    "delay, its permissions and its limits are not shown. In an account the alarm replication-late watches it."
)


def unproved(pair: Pair) -> tuple[str, ...]:
    """What no drill in the sandbox shows."""
    tables = ", ".join(pair.tables)
    return (
        _REPLICATION,
        f"Tables ({tables}): moto keeps no replica of a global table, so no item was read in {pair.recovery}.",
        f"Keys: {pair.recovery} decrypts with its replica key in AWS; moto encrypts nothing.",
        "Capacity, images and weights: no node starts here.",
        "Callers: no DNS answers here; the plan and the records are state, not traffic.",
        "Firehose, queues and caches: what is on its way when a Region is lost is lost with it.",
    )
