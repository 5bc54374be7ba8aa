"""What a control of the catalogue supports in laws and standards."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Final

from policies.document import Document, read

FILE: Final = Path(__file__).with_name("frameworks") / "controls.yaml"

Frameworks = Mapping[str, tuple[str, ...]]


class Controls(Document):
    """The facts of controls.yaml."""

    controls: Mapping[str, Frameworks]
    """Control id to framework key to requirement ids."""


@cache
def _controls() -> Controls:
    return read(FILE, Controls, {"": "write control: {framework: [id, ...]}"})


def supports(control: str) -> Frameworks:
    """Framework key to the ids the control supports; KeyError, at import of the rule, for a control nobody mapped."""
    return _controls().controls[control]
