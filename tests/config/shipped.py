"""The project's own environments, cards, models and datasets in a temporary project, to be spoiled."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from config.errors import ConfigurationError, Problem
from config.load import ROOT, resolve
from tests.config.estate import GONE

TODAY = date(2026, 11, 25)
"""The day on which approvals are judged."""


class Shipped:
    """The folders of config that hold what people write."""

    def __init__(self, path: Path) -> None:
        self.root = path / "config"
        for folder in ("environments", "systems", "models", "datasets"):
            shutil.copytree(ROOT / folder, self.root / folder)

    def say(self, file: str, dotted: str, value: Any) -> None:
        """Change one key of a file, systems/x; a number in the path is the place in a list."""
        path = self.root / f"{file}.yaml"
        data = yaml.safe_load(path.read_text(encoding="utf-8"))
        *outer, last = [int(step) if step.isdigit() else step for step in dotted.split("/")]
        place = data
        for step in outer:
            place = place[step] if isinstance(step, int) else place.setdefault(step, {})
        if value is GONE:
            del place[last]
        else:
            place[last] = value(place.get(last)) if isinstance(value, Callable) else value
        path.write_text(yaml.safe_dump(data, sort_keys=False), encoding="utf-8")

    def write(self, file: str, data: Any) -> None:
        """A new file."""
        (self.root / f"{file}.yaml").write_text(yaml.safe_dump(data, sort_keys=False), encoding="utf-8")

    def read(self, file: str) -> Any:
        """A file as data."""
        return yaml.safe_load((self.root / f"{file}.yaml").read_text(encoding="utf-8"))

    def problems(self, environment: str = "prod") -> tuple[Problem, ...]:
        """What the environment is told."""
        with pytest.raises(ConfigurationError) as caught:
            resolve(environment, self.root, today=TODAY)
        return caught.value.problems
