"""What a long command tells while it works: a line a stage, with what it came to and how long it took."""

from __future__ import annotations

import time
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass

from rich.console import Console
from rich.progress import BarColumn, TaskID, TextColumn, TimeElapsedColumn
from rich.progress import Progress as Bar

from engine.progress import Progress

NAME_WIDTH = 27
RESULT_WIDTH = 46
PATIENCE = 30.0
"""Seconds between two lines where nobody watches a terminal: a log must show that a long build is alive."""


def duration(seconds: float) -> str:
    """0.4 s, 14 s, 6 m 41 s."""
    if seconds < 0.95:
        return f"{seconds:.1f} s"
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes} m {rest:02} s" if minutes else f"{rest} s"


def stage_line(name: str, result: str, seconds: float, note: str = "") -> str:
    """Two columns of words and one of time, the same for every stage."""
    columns = f"  {name:<{NAME_WIDTH}} {result:<{RESULT_WIDTH}} {duration(seconds):>10}"
    return f"{columns}   {note}" if note else columns


@dataclass(slots=True)
class Stage:
    """A stage that runs; whoever does the work fills in what it came to."""

    name: str
    result: str = ""
    note: str = ""


class Stages:
    """Prints finished stages to standard output, and what is under way to standard error, on a terminal only.

    `aside` sends all of it to standard error: for a command whose standard output another program reads.
    """

    def __init__(self, *, aside: bool = False) -> None:
        self._console = Console(stderr=aside, highlight=False)
        self._watching = Console(stderr=True, highlight=False)
        self._bar: Bar | None = None
        self._task: TaskID | None = None
        self._spoke = time.monotonic()

    def say(self, text: str) -> None:
        """A line between two stages."""
        self._console.print(f"    {text}", markup=False, soft_wrap=True)

    def listen(self, progress: Progress) -> None:
        """Take a report of work in progress: a bar on a terminal, a line now and then elsewhere."""
        if self._bar is not None and self._task is not None:
            self._bar.update(
                self._task, description=progress.what, completed=progress.done, total=progress.total or None
            )
            return
        now = time.monotonic()
        if now - self._spoke >= PATIENCE:
            self._spoke = now
            of = f" of {progress.total}" if progress.total else ""
            left = f", about {duration(progress.remaining)} left" if progress.remaining else ""
            self.say(f"{progress.what}: {progress.done}{of} after {duration(progress.elapsed)}{left}")

    @contextmanager
    def stage(self, name: str) -> Generator[Stage]:
        """Run a stage; its line is printed when it ends well, and the error speaks for itself when it does not."""
        stage, began = Stage(name), time.monotonic()
        self._spoke = began
        with self._watched(name):
            yield stage
        line = stage_line(stage.name, stage.result, time.monotonic() - began, stage.note)
        self._console.print(line, markup=False, soft_wrap=True)

    @contextmanager
    def _watched(self, name: str) -> Generator[None]:
        if not self._watching.is_terminal:
            yield
            return
        columns = (
            TextColumn("  {task.description}"),
            BarColumn(),
            TextColumn("{task.completed:.0f}"),
            TimeElapsedColumn(),
        )
        with Bar(*columns, console=self._watching, transient=True) as bar:
            self._bar, self._task = bar, bar.add_task(name, total=None)
            try:
                yield
            finally:
                self._bar = self._task = None
