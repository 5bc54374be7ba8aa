"""Decisions: the functions that take them, what they remember, and where their records become a table."""
