"""What a recovery drill found: counted, timed, and held against what was promised; JSON, and Markdown for people."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from report.escape import markdown


@dataclass(frozen=True, slots=True, kw_only=True)
class Phase:
    """A part of the drill, and how long it took."""

    name: str
    seconds: float
    said: str
    """What happened in it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """Numbered decisions, as one side held them at one moment."""

    where: str
    """The Region asked."""
    when: str
    expected: tuple[int, ...]
    found: tuple[int, ...]
    twice: tuple[int, ...] = ()
    """Numbers that stood there more than once."""
    changed: tuple[int, ...] = ()
    """Numbers whose bytes or lock were not those that were written."""

    @property
    def missing(self) -> tuple[int, ...]:
        """What should have been there."""
        return tuple(sorted(set(self.expected) - set(self.found)))

    @property
    def strange(self) -> tuple[int, ...]:
        """What should not."""
        return tuple(sorted(set(self.found) - set(self.expected)))

    @property
    def whole(self) -> bool:
        """Everything once, as it was written, and nothing else."""
        return not (self.missing or self.strange or self.twice or self.changed)


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """A promise, and what the drill can say of it."""

    name: str
    promised: str
    measured: str | None
    """None where nothing here measures it."""
    says: str
    """How it was measured, or why it was not."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Drill:
    """One drill."""

    id: str
    environment: str
    account: str
    primary: str
    recovery: str
    began: str
    """ISO 8601, UTC."""
    phases: tuple[Phase, ...]
    written: int
    """Decisions in the primary Region before it was stopped."""
    behind: tuple[int, ...]
    """Those that were written after replication was paused, so that the drill knows what it must lose."""
    meanwhile: int
    """Decisions in the recovery Region while the primary was off."""
    lost: Count
    """The recovery Region while the primary was off."""
    after: tuple[Count, ...]
    """Both Regions after the failback."""
    waiting: dict[str, int]
    """Store to objects that the replica did not hold when the Region was stopped."""
    measures: tuple[Measure, ...]
    unproved: tuple[str, ...]
    """What this drill does not show, and why."""

    @property
    def passed(self) -> bool:
        """It lost exactly what it chose to lose, and after the failback nothing is missing, doubled or changed."""
        expected_loss = self.lost.missing == tuple(sorted(self.behind)) and not (
            self.lost.strange or self.lost.twice or self.lost.changed
        )
        return expected_loss and all(count.whole for count in self.after)

    @property
    def verdict(self) -> str:
        """One sentence."""
        found = f"{self.written} written, {len(self.lost.found)} found, {len(self.lost.missing)} missing"
        chosen = "as chosen" if self.lost.missing == tuple(sorted(self.behind)) else f"{len(self.behind)} chosen"
        back = "nothing missing" if all(count.whole for count in self.after) else "not whole"
        return f"{'passed' if self.passed else 'failed'}: {found} ({chosen}); after failback {back} on both sides"


def to_json(drill: Drill) -> dict[str, Any]:
    """Everything, with what is counted from it."""
    return {
        "schema_version": 1,
        **asdict(drill),
        "passed": drill.passed,
        "verdict": drill.verdict,
        "lost": _counted(drill.lost),
        "after": [_counted(count) for count in drill.after],
    }


def _counted(count: Count) -> dict[str, Any]:
    return {**asdict(count), "missing": count.missing, "strange": count.strange, "whole": count.whole}


def numbers(values: Sequence[int]) -> str:
    """1-45, 48; none: runs are joined, so that fifty numbers fit a line."""
    runs = list[list[int]]()
    for value in sorted(set(values)):
        if runs and value == runs[-1][1] + 1:
            runs[-1][1] = value
        else:
            runs.append([value, value])
    return ", ".join(str(a) if a == b else f"{a}-{b}" for a, b in runs) or "none"


def to_markdown(drill: Drill) -> str:
    """The report that is filed, for a person who was not there."""
    return "\n".join(_lines(drill)) + "\n"


def _lines(drill: Drill) -> Iterator[str]:
    yield f"# Recovery drill {drill.id}: {drill.environment}"
    yield ""
    yield f"**{drill.verdict}.**"
    yield ""
    yield f"Account {drill.account}. {drill.primary} was stopped, {drill.recovery} was asked. Began {drill.began}."
    yield ""
    yield "| counted | where | expected | found | missing | twice | changed |"
    yield "| --- | --- | --- | --- | --- | --- | --- |"
    for count in (drill.lost, *drill.after):
        yield (
            f"| {count.when} | {count.where} | {len(count.expected)} | {len(count.found)} | {numbers(count.missing)} "
            f"| {numbers(count.twice)} | {numbers(count.changed)} |"
        )
    yield ""
    yield f"Chosen to be lost, by pausing replication before they were written: {numbers(drill.behind)}."
    yield f"Written in {drill.recovery} while {drill.primary} was off: {drill.meanwhile}."
    yield ""
    yield "| phase | seconds | |"
    yield "| --- | --- | --- |"
    for phase in drill.phases:
        yield f"| {phase.name} | {phase.seconds:.2f} | {markdown(phase.said)} |"
    yield ""
    yield "| promise | promised | measured | |"
    yield "| --- | --- | --- | --- |"
    for measure in drill.measures:
        measured = measure.measured or "not measured here"
        yield f"| {markdown(measure.name)} | {measure.promised} | {measured} | {markdown(measure.says)} |"
    yield ""
    yield "Objects that a replica did not hold when the Region was stopped:"
    yield ""
    for store, waiting in drill.waiting.items():
        yield f"- {markdown(store)}: {waiting}"
    yield ""
    yield "## What this does not prove"
    yield ""
    for line in drill.unproved:
        yield f"- {markdown(line)}"
