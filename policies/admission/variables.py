"""Secrets in environment variables, as far as CEL can tell them: by the name of the variable.

The patterns are those of policies.secret_text; RE2 does not look ahead, so what the pattern leaves out that way is said
beside it.
"""

from __future__ import annotations

from typing import Final

from policies.admission.conditions import literal
from policies.secret_text import ELSEWHERE, SECRET_NAME

BEYOND: Final = "Secrets told by their form, or by looking random, are found before the deploy only."

_AHEAD: Final = "(?!data:)"


def no_secret() -> str:
    """Whether no variable with the name of a secret has a value that is none of a reference."""
    named = f"variable.name.matches({_whole(SECRET_NAME.pattern)})"
    kept = "".join(ELSEWHERE.pattern.split()).replace(_AHEAD, "")
    elsewhere = f'(variable.value.matches({_whole(kept)}) && !variable.value.startsWith("data:"))'
    return (
        "variables.containers.all(e1, !has(e1.env) || e1.env.all(variable,"
        f" !has(variable.value) || !{named} || {elsewhere}))"
    )


def _whole(pattern: str) -> str:
    return literal(f"^(?i:{pattern})$")
