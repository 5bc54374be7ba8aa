"""The program in a process of its own, started by the language host for each preview and update."""

from __future__ import annotations

import asyncio
import dataclasses
import json
import os
import runpy
import sys
import traceback
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType

import pulumi

from engine import waiting

SETTINGS_VARIABLE = "LZ_PROGRAM"
"""Carries Settings as JSON to the process; removed before the program runs."""

REPORTED = 32
"""The exit code that says: the error is with the engine already. Pulumi's own Python host uses the same number."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What pulumi.runtime.Settings needs, and the program's path (a folder with __main__.py, or a file)."""

    project: str
    stack: str
    organization: str
    monitor: str
    engine: str
    parallel: int
    dry_run: bool
    root_directory: str
    program: str

    def to_json(self) -> str:
        """For the environment variable."""
        return json.dumps(dataclasses.asdict(self))


def run(settings: Settings) -> int:
    """Run the program to its end, every registration included; returns the process's exit code."""
    waiting.apply()
    pulumi.runtime.set_all_config(pulumi.runtime.get_config_env(), pulumi.runtime.get_config_secret_keys_env())
    pulumi.runtime.configure(
        pulumi.runtime.Settings(
            project=settings.project,
            stack=settings.stack,
            organization=settings.organization,
            monitor=settings.monitor,
            engine=settings.engine,
            parallel=settings.parallel or None,
            dry_run=settings.dry_run,
            root_directory=settings.root_directory,
        )
    )
    place = Path(settings.program).resolve()
    sys.path.insert(0, str(place if place.is_dir() else place.parent))
    sys.argv = [str(place), *sys.argv[1:]]
    loop = asyncio.new_event_loop()
    asyncio.set_event_loop(loop)

    def declare() -> None:
        runpy.run_path(str(place), run_name="__main__")

    try:
        loop.run_until_complete(pulumi.runtime.run_in_stack(declare))
    except pulumi.RunError as error:
        pulumi.log.error(str(error))
        return REPORTED
    except Exception as error:  # noqa: BLE001 - whatever the program raises is the program's message to its author
        pulumi.log.error(
            "the program failed:\n" + "".join(traceback.format_exception(type(error), error, own_frames(error, place)))
        )
        return REPORTED
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
    return 0


def own_frames(error: BaseException, place: Path) -> TracebackType | None:
    """The traceback from the program's first frame on; the whole of it when there is none (a syntax error, say)."""
    folder = str(place if place.is_dir() else place.parent)
    found = error.__traceback__
    while found is not None and not found.tb_frame.f_code.co_filename.startswith(folder):
        found = found.tb_next
    return found or error.__traceback__


if __name__ == "__main__":
    code = run(Settings(**json.loads(os.environ.pop(SETTINGS_VARIABLE))))
    sys.exit(code)
