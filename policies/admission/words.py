"""The words of a model server's command line in CEL, which has no places in a list but those that are counted out."""

from __future__ import annotations

from typing import Final

from policies.admission.conditions import literal, matches
from policies.admission.statements import POD
from policies.pods import ASKS_FOR_GPU

ASKS: Final = ASKS_FOR_GPU.cel(POD)
"""Whether the pod gets devices of its own."""

MOST: Final = 128
"""So many words of a container's arguments are looked at; vLLM has fewer options."""

_PLACES: Final = f"[{', '.join(str(place) for place in range(MOST))}]"
_OPTION: Final = "--model="
_STANDS: Final = (
    '(place == 0 || e1.args[place - 1] in ["serve", "--model"])'
    ' && !e1.args[place].startsWith("-") && e1.args[place] != "serve"'
)
"""What policies.pods.models takes for a model where it is no option: the first word, and what follows serve."""


def names_a_model() -> str:
    """Whether a container's arguments name a model."""
    named = f"e1.args[place].startsWith({literal(_OPTION)}) || ({_STANDS})"
    asked = f"{_PLACES}.exists(place, place < size(e1.args) && ({named}))"
    return f"variables.containers.exists(e1, has(e1.args) && {asked})"


def every_model(form: str) -> str:
    """Whether each model that arguments name has the form, a pattern."""
    option = f"e1.args[place].startsWith({literal(_OPTION)})"
    given = f"e1.args[place].matches({literal(f'^{_OPTION}(?:{form})$')})"
    bare = f"(!({_STANDS}) || {matches(form).cel('e1.args[place]')})"
    asked = f"{_PLACES}.all(place, place >= size(e1.args) || ({option} ? {given} : {bare}))"
    return f"variables.containers.all(e1, !has(e1.args) || {asked})"


def begins(option: str) -> str:
    """Whether a word of a command line begins with this."""
    words = " || ".join(
        f"(has(e1.{field}) && e1.{field}.exists(word, word.startsWith({literal(option)})))"
        for field in ("command", "args")
    )
    return f"variables.containers.exists(e1, {words})"
