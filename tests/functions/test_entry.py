"""What Lambda loads: each handler by its name, with its settings or not at all."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from tests.functions import systems
from tests.functions.systems import ASSISTANT, SHADOW
from tests.functions.world import World

ROOT = Path(__file__).resolve().parents[2]
NAMES = ("decision", "review", "outcome", "drain", "digest", "shadow")


def load(environ: dict[str, str], *names: str) -> subprocess.CompletedProcess[str]:
    """Import entries in a fresh process, as a cold start does."""
    code = f"import sys; sys.path.insert(0, {str(ROOT)!r})\n" + "\n".join(
        f"import functions.entry.{name} as {name}; assert callable({name}.handler)" for name in names
    )
    keep = {key: value for key, value in os.environ.items() if not key.startswith("LZ_")}
    return subprocess.run(
        [sys.executable, "-P", "-c", code], env={**keep, **environ}, capture_output=True, text=True, check=False
    )


def test_every_handler_loads(world: Callable[..., World]) -> None:
    """With its settings, and without asking AWS for anything."""
    loaded = load({**world(systems.system(ASSISTANT, shadow=SHADOW)).environ, "LZ_MANIFEST_KEY": "alias/x"}, *NAMES)

    assert (0, "") == (loaded.returncode, loaded.stderr)


def test_a_handler_without_settings_does_not_load(assistant: World) -> None:
    """The cold start fails, and the last line says what is missing."""
    loaded = load({"LAMBDA_TASK_ROOT": assistant.environ["LAMBDA_TASK_ROOT"]}, "decision")

    assert 1 == loaded.returncode
    assert "LZ_STORE_BUCKET" in loaded.stderr.splitlines()[-1]


def test_the_functions_import_no_other_room() -> None:
    """The archive holds this room alone, and Lambda's layer no pydantic."""
    code = "import functions.wiring, sys; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)

    rooms = {module.partition(".")[0] for module in loaded.stdout.split()}
    assert set() == rooms & {
        "config",
        "components",
        "stacks",
        "graph",
        "policies",
        "engine",
        "report",
        "ops",
        "pydantic",
    }
