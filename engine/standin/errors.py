"""What goes wrong between a program's values and AWS, in words that name the resource, the property and the reason."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

_EXISTS = ("AlreadyExists", "AlreadyOwned", "AlreadyInUse", "ResourceInUse", "DuplicateRecord")


@dataclass(frozen=True, slots=True)
class Problem:
    """A value that AWS's service model does not take."""

    path: str
    """The property in Pulumi's spelling, for example versioningConfiguration.status; empty for the whole resource."""
    reason: str

    def __str__(self) -> str:
        return f"{self.path}: {self.reason}" if self.path else self.reason


class StandinError(Exception):
    """Something the person who runs the program should read; its text is the whole message."""


class InvalidValuesError(StandinError):
    """The values of a call do not fit AWS's service model."""

    def __init__(self, operation: str, problems: Sequence[Problem]) -> None:
        super().__init__("; ".join(f"{problem}" for problem in problems) + f" (AWS's {operation} takes no such value)")
        self.problems = tuple(problems)


class RefusedError(StandinError):
    """AWS (moto) answered a call with an error."""

    def __init__(self, operation: str, code: str, message: str) -> None:
        super().__init__(f"{operation}: {code}: {message}")
        self.operation = operation
        self.code = code
        self.message = message
        self.identifier = ""
        """The id of what stands in the way, where its name tells it."""

    @property
    def exists_already(self) -> bool:
        """Whether a thing of this name was there before, made by somebody else or by a run that was killed."""
        return not self.operation.startswith("Update") and any(word in self.code for word in _EXISTS)


class UnreachableError(StandinError):
    """The sandbox's AWS does not answer."""

    def __init__(self, endpoint: str) -> None:
        super().__init__(f"the sandbox's AWS does not answer at {endpoint}; see `lz sandbox status`")


class PartialError(StandinError):
    """The thing exists, but a later step of its creation failed; Pulumi must remember its id."""

    def __init__(self, identifier: str, cause: StandinError) -> None:
        super().__init__(str(cause))
        self.identifier = identifier
        self.cause = cause


def explain(resource_type: str, name: str, error: StandinError) -> str:
    """The message of a failed resource: type, logical name, what AWS said, and the way on where there is one."""
    cause = error.cause if isinstance(error, PartialError) else error
    text = f"{resource_type} {name!r}: {cause}"
    if isinstance(cause, RefusedError) and cause.exists_already:
        known = cause.identifier or "<id>"
        text += (
            f". It exists already and is not in this stack's state: adopt it with "
            f"`pulumi import {resource_type} {name} {known}`, or remove it"
        )
    return text
