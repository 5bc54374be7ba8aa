"""Fixtures of the configuration's tests."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.config.estate import Project
from tests.config.shipped import Shipped


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """A project whose environments are right."""
    return Project(tmp_path)


@pytest.fixture
def shipped(tmp_path: Path) -> Shipped:
    """The project's own files, to be spoiled."""
    return Shipped(tmp_path)
