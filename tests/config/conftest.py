"""Fixtures of the configuration's tests."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.config.estate import Project


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """A project whose environments are right."""
    return Project(tmp_path)
