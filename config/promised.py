"""What an environment promises when its Region is lost, against the mechanisms that carry its data."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta

from config.errors import KeyPath, Problem
from config.mechanisms import MECHANISMS, Part, parts_of
from config.model.recovery import Objective
from config.subject import Subject
from config.vocabulary import DataClass, Role, format_duration


def promised(subject: Subject, every: Mapping[str, Subject], _: date) -> Iterator[Problem]:
    """Every class has a promise that its mechanisms keep; answers are promised only where somebody stands by."""
    for data_class in DataClass:
        path = ("recovery", "objectives", data_class.value)
        if subject.absent(*path):
            reason = f"is missing: nothing is promised for class {data_class}"
            yield subject.problem(path, reason, f"write it, for example {data_class}: {{rpo: 24h, rto: 4h}}")
        objective = subject.section(Objective, *path)
        if objective is not None:
            for part in parts_of(data_class):
                mechanism = MECHANISMS[part.mechanism]
                yield from _kept(subject, (*path, "rpo"), part, objective.rpo, mechanism.rpo)
                yield from _kept(subject, (*path, "rto"), part, objective.rto, mechanism.rto)
    yield from _standing(subject, every)


def _kept(
    subject: Subject, path: KeyPath, part: Part, objective: timedelta, figure: timedelta | None
) -> Iterator[Problem]:
    mechanism = MECHANISMS[part.mechanism]
    if figure is None:
        reason = f"is promised by nobody: {mechanism.name}, which carries the {part.name}, {mechanism.says}"
        yield subject.problem(path, f"{reason} ({mechanism.source})", "carry it by another mechanism")
    elif objective < figure:
        kept = format_duration(figure)
        reason = f"is shorter than the {kept} that {mechanism.name} keeps for the {part.name} ({mechanism.source})"
        yield subject.problem(path, reason, f"write {kept} or more")


def _standing(subject: Subject, every: Mapping[str, Subject]) -> Iterator[Problem]:
    if subject.layered.at(("recovery", "serving")) is None or subject.role == Role.RECOVERY:
        return
    if subject.name not in {other.get("recovers") for other in every.values()}:
        reason = "is promised, but no environment recovers this one, so its zone would have to be made first"
        fix = f"add an environment with role: recovery and recovers: {subject.name}, or remove serving"
        yield subject.problem(("recovery", "serving"), reason, fix)
