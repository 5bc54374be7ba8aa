"""Helm releases: what Pulumi's provider itself asks of one. The stand-in renders no chart."""

from __future__ import annotations

from collections.abc import Iterator

from engine.standin.errors import Problem
from engine.standin.row import Props

RELEASE = "kubernetes:helm.sh/v3:Release"


def release_problems(inputs: Props) -> Iterator[Problem]:
    """What is wrong with a release's own arguments; its values are the chart's matter."""
    if not inputs.get("chart"):
        yield Problem("chart", "is required")
    timeout = inputs.get("timeout")
    if isinstance(timeout, int) and timeout < 0:
        yield Problem("timeout", "must be at least 0 seconds")
    if inputs.get("values") is not None and not isinstance(inputs["values"], dict):
        yield Problem("values", "must be an object")
