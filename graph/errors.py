"""What the graph room refuses."""

from __future__ import annotations


class GraphError(ValueError):
    """What was given is not the graph it claims to be; the message says what it is not and what to give instead."""
