"""What a wrong configuration is told: which file, which key, which value, why it is wrong, and what to do."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches

KeyPath = tuple[str | int, ...]
"""Where a value stands in a file: mapping keys and list positions, outermost first."""

_LONGEST_VALUE = 80
_CREDENTIAL = re.compile(
    r"(AKIA|ASIA)[0-9A-Z]{16}"  # AWS access key id
    r"|gh[pousr]_\w{20,}|github_pat_\w{20,}"  # GitHub token
    r"|-----BEGIN [A-Z ]*PRIVATE KEY"
    r"|eyJ[\w-]{10,}\.[\w-]{10,}"  # JSON web token
)
_TELLTALE = re.compile(r"passw|secret|(?<!first-)token|credential|api.?key|private.?key", re.IGNORECASE)


def dotted(path: KeyPath) -> str:
    """The path as people write it: network.zones[1]."""
    text = ""
    for step in path:
        text += f"[{step}]" if isinstance(step, int) else f".{step}" if text else step
    return text


def shown(value: object, path: KeyPath = ()) -> str:
    """The value as a message may show it: its repr, shortened; never one that looks like a credential."""
    text = value.isoformat() if isinstance(value, date) else repr(value)
    named = any(isinstance(step, str) and _TELLTALE.search(step) for step in path)
    if named or _CREDENTIAL.search(text):
        return "(hidden: looks like a secret)"
    if isinstance(value, Mapping):
        return f"a mapping of {len(value)}" if value else "{}"
    if isinstance(value, Sequence) and not isinstance(value, str) and len(text) > _LONGEST_VALUE:
        return f"a list of {len(value)}"
    return text if len(text) <= _LONGEST_VALUE else f"{text[: _LONGEST_VALUE - 1]}…"


def near(name: object, known: Iterable[str]) -> str:
    """`did you mean x? ` for a name that is nearly one of the known ones, else nothing."""
    found = get_close_matches(str(name), list(known), n=1)
    return f"did you mean {found[0]}? " if found else ""


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong."""

    file: str
    """Relative to the project's root: where the value comes from, which may be a file the environment extends."""

    key: str
    """Dotted; empty where the file as a whole is meant."""

    value: str | None
    """As a message may show it; None where there is no value."""

    reason: str
    """Continues the sentence that the key and the value begin."""

    fix: str
    """What to do, as an imperative or as the value to write."""

    line: int | None = None
    """In the file, from 1; None where the key is not in it."""


class ConfigurationError(Exception):
    """Everything that is wrong, at once."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems: tuple[Problem, ...] = tuple(dict.fromkeys(problems))
        first = self.problems[0]
        more = f" (and {len(self.problems) - 1} more)" if len(self.problems) > 1 else ""
        super().__init__(f"{first.file}: {first.key} {first.reason}{more}")
