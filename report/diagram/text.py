"""How wide a text may become, and what of it fits.

Which font a reader has is not known. The widths are those of DejaVu Sans, the widest that a browser falls back to: in
every other one a text is narrower. In ems, rounded up to the next twentieth, read from DejaVu Sans 2.37.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from itertools import accumulate
from typing import Final

ELLIPSIS: Final = "…"

_REGULAR: Final = (
    (0.30, "'IJijl"),
    (0.35, " ,./:;\\|·"),
    (0.40, "()-[]ft"),
    (0.45, "!r"),
    (0.50, '"*_`'),
    (0.55, "?csz"),
    (0.60, "FLkvxy"),
    (0.65, "$0123456789EPSTYabdeghnopqu{}é"),
    (0.70, "ABCKRVXZ"),
    (0.75, "NU"),
    (0.80, "&DGHOQ"),
    (0.85, "#+<=>^w~→↔\u00d7"),
    (0.90, "M"),
    (1.00, "%@Wm…—"),
)
_BOLD: Final = (
    (0.35, " 'ijl"),
    (0.40, ",./:;IJ\\|·"),
    (0.45, "-f"),
    (0.50, "!()[]_`rt"),
    (0.55, '"*'),
    (0.60, "?csz"),
    (0.65, "Lx"),
    (0.70, "$0123456789EFTaekovyé"),
    (0.75, "CPSYZbdghnpqu{}"),
    (0.80, "ABKRVX"),
    (0.85, "#+<=>DGHNU^~→↔\u00d7"),
    (0.90, "&OQ"),
    (0.95, "w"),
    (1.00, "@M…—"),
    (1.05, "%m"),
    (1.15, "W"),
)
_OTHER: Final = 1.25
"""What another script's letter may take; the widest of DejaVu's Cyrillic does."""
_COMBINING: Final = {"Mn", "Me", "Cf"}


def _table(rows: Iterable[tuple[float, str]]) -> Mapping[str, float]:
    return {character: width for width, characters in rows for character in characters}


_WIDTHS: Final = {False: _table(_REGULAR), True: _table(_BOLD)}


def width(text: str, size: float, *, bold: bool = False) -> float:
    """The widest a text of this size (in pixels) may be drawn, in pixels."""
    return size * sum(_each(text, bold=bold))


def _each(text: str, *, bold: bool) -> list[float]:
    known = _WIDTHS[bold]
    return [known[c] if c in known else _unlisted(c) for c in text]


def _unlisted(character: str) -> float:
    if unicodedata.category(character) in _COMBINING:
        return 0.0
    return _OTHER if unicodedata.east_asian_width(character) not in {"W", "F"} else _OTHER + 0.05


def fit(text: str, size: float, room: float, *, bold: bool = False) -> str:
    """The text, or where there is no room for it as many of its first and last characters as fit around an ellipsis.

    The end of a name is kept because that is where names differ: a Region, a role, a number.
    """
    each = _each(text, bold=bold)
    if size * sum(each) <= room:
        return text
    left = room / size - _WIDTHS[bold][ELLIPSIS]
    if left < 0:
        return ""
    first = list(accumulate(each, initial=0.0))
    last = list(accumulate(reversed(each), initial=0.0))
    kept = next(k for k in range(len(text), -1, -1) if first[k - k // 2] + last[k // 2] <= left)
    return f"{text[: kept - kept // 2]}{ELLIPSIS}{text[len(text) - kept // 2 :]}"


def fold(parts: Sequence[str], size: float, room: float, *, lines: int) -> tuple[str, ...]:
    """Words joined by dots over at most so many lines; how many found no room is said at the end."""
    for shown in range(len(parts), -1, -1):
        left = len(parts) - shown
        folded = _fold([*parts[:shown], *([f"+{left}"] if left else [])], size, room)
        if len(folded) <= lines:
            return folded
    return ()


def _fold(words: Sequence[str], size: float, room: float) -> tuple[str, ...]:
    folded = list[str]()
    for word in words:
        joined = f"{folded[-1]} · {word}" if folded else word
        if folded and width(joined, size) <= room:
            folded[-1] = joined
        else:
            folded.append(fit(word, size, room))
    return tuple(folded)
