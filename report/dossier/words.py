"""Quantities of a dossier, written for reading."""

from __future__ import annotations

from datetime import timedelta

from config.vocabulary import GIB

_SHORT = 1024**2


def spell(span: timedelta) -> str:
    """800 ms, 15 min, 1 h 22 min, 2 days."""
    seconds = span.total_seconds()
    if seconds < 1:
        return f"{round(seconds * 1000)} ms"
    if seconds < 60:
        return f"{seconds:.3g} s"
    minutes = round(seconds / 60)
    if minutes % 1440 == 0:
        return f"{minutes // 1440} day{'' if minutes == 1440 else 's'}"
    hours, rest = divmod(minutes, 60)
    return " ".join([*([f"{hours} h"] if hours else []), *([f"{rest} min"] if rest or not hours else [])])


def minutes(amount: float | None) -> str:
    """7.4 min; `no bound` where nobody promises any."""
    return "no bound" if amount is None else f"{amount:.3g} min"


def memory(amount: int) -> str:
    """7.5 GiB, or MiB below one."""
    return f"{amount / GIB:.1f} GiB" if amount >= GIB else f"{amount / _SHORT:.1f} MiB"


def change(before: float, after: float) -> str:
    """By how much a figure should move, in percent of what it was: +45%; empty where it was nothing."""
    return f"{(after - before) / abs(before):+.0%}" if before else ""
