"""What a request holds, and whom the decision is about."""

from __future__ import annotations

from collections.abc import Iterator

from config.cards.case import Case
from config.errors import Problem, near
from config.system.card import Payload


def payload(case: Case) -> Iterator[Problem]:
    """Bounds of every field, and the field that names the subject."""
    for name in case.card.keys("payload"):
        yield from _bounds(case, name)
    yield from _subject(case)


def _bounds(case: Case, name: str) -> Iterator[Problem]:
    field, path = case.card.section(Payload, "payload", name), ("payload", name, "longest")
    if field is None:
        return
    if field.type == "string":
        yield from case.missing(path, "a caller could send text without end", "64")
    else:
        yield from case.idle(path, f"the field is no string but {field.type}")


def _subject(case: Case) -> Iterator[Problem]:
    card, fields = case.card, case.card.keys("payload")
    name = card.get("decision", "subject")
    if name is None or not fields:
        return
    if name not in fields:
        reason = "is not a field of the payload, so no decision could be found by whom it is about"
        yield card.problem(("decision", "subject"), reason, f"{near(name, fields)}known: {', '.join(fields)}")
        return
    field = card.section(Payload, "payload", name)
    if field is None:
        return
    if not field.personal:
        reason = "is not true, and the field names whom a decision is about, which is personal data"
        yield card.problem(("payload", name, "personal"), reason, "write personal: true")
    if not field.required:
        reason = "leaves a decision without the person it is about"
        yield card.problem(("payload", name, "required"), reason, "remove required: the subject is always required")
    if field.type != "string":
        reason = "is not string, and the subject is kept as a keyed hash of its text"
        yield card.problem(("payload", name, "type"), reason, "write type: string")
