"""What pip installs is what uv installs."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def required() -> dict[str, frozenset[str]]:
    """`name==version` of requirements.txt to its hashes."""
    text = (ROOT / "requirements.txt").read_text("utf-8").replace("\\\n", " ")
    lines = [line for line in text.splitlines() if re.match(r"[A-Za-z0-9]", line)]
    return {line.split()[0]: frozenset(re.findall(r"--hash=(sha256:[0-9a-f]{64})", line)) for line in lines}


def locked() -> dict[str, frozenset[str]]:
    """The same of uv.lock, the project itself left out."""
    packages = tomllib.loads((ROOT / "uv.lock").read_text("utf-8"))["package"]
    found = dict[str, frozenset[str]]()
    for package in packages:
        if "registry" in package["source"]:
            files = [*package.get("wheels", []), *([package["sdist"]] if "sdist" in package else [])]
            found[f"{package['name']}=={package['version']}"] = frozenset(file["hash"] for file in files)
    return found


def test_requirements_are_in_step_with_the_lock() -> None:
    """Same packages, same versions, same hashes. After a change of the lock: make lock."""
    assert locked() == required(), "run: make lock"
