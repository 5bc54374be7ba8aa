"""Settings that a function cannot start with."""

from __future__ import annotations


class SettingsError(ValueError):
    """Ends the cold start: says where, what is wrong and what would be right."""
