"""The AI system, as its functions need to know it: `system.json`, derived from the card, checked at the cold start."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from enum import StrEnum, unique
from importlib.resources import files
from pathlib import Path
from typing import Any

from functions.settings.errors import SettingsError
from functions.validation import InvalidError, validator

VERSION = 1
FILE = "system.json"


@unique
class Kind(StrEnum):
    """How a target is asked."""

    VLLM = "vllm"
    """OpenAI's chat completions over HTTP, with a JSON schema for the answer and log probabilities."""
    SAGEMAKER = "sagemaker"
    """A real-time endpoint that answers with a score."""
    BEDROCK = "bedrock"
    """Bedrock's Converse, behind a guardrail."""
    HUMAN = "human"
    """A person, through the review queue."""


@unique
class OnStoreFailure(StrEnum):
    """What happens to a request whose record the store refuses."""

    FAIL = "fail"
    SPOOL = "spool"


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """One of those who may decide."""

    name: str
    kind: Kind
    model: str
    digest: str | None
    seconds: float
    """How long one call may take."""
    attempts: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Bands:
    """From which confidence on something happens."""

    act: float
    review: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Scoring:
    """The two outcomes of a model that answers with a score."""

    positive: str
    negative: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Recording:
    """What a record holds of the request, and whether a request survives the store."""

    keeps_text: bool
    on_store_failure: OnStoreFailure
    subject: str | None
    personal: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Shadow:
    """A challenger, and what it is asked."""

    target: Target
    share: float
    """Of decided requests."""
    deadline: float
    """Seconds that all calls to it may take together."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Backoff:
    """Bounds of the waits between attempts, seconds."""

    base: float
    cap: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Breaking:
    """When a target is left alone, and for how long."""

    failures: int
    open_seconds: float


@dataclass(frozen=True, slots=True, kw_only=True)
class System:
    """What the card says, typed."""

    name: str
    outcomes: tuple[str, ...]
    scoring: Scoring | None
    instructions: str
    max_tokens: int
    deadline: float
    """Seconds that all calls to models may take together."""
    bands: Bands
    four_eyes: bool
    record: Recording
    payload: dict[str, Any]
    targets: tuple[Target, ...]
    backoff: Backoff
    breaking: Breaking
    rules: dict[str, Any]
    shadow: Shadow | None = None
    """None where nobody challenges."""

    def challenged(self) -> System:
        """The same system with the challenger in the place of its targets; who does not answer leaves it to a person.

        Raises SettingsError where nobody challenges.
        """
        if self.shadow is None:
            raise SettingsError(f"{FILE}: shadow is not said, so there is nobody to ask")
        return replace(self, targets=(self.shadow.target, _PERSON), deadline=self.shadow.deadline)


_PERSON = Target(name="human", kind=Kind.HUMAN, model="human", digest=None, seconds=0, attempts=0)


def schema() -> dict[str, Any]:
    """The published schema of `system.json`."""
    return json.loads(files("functions.settings.schema").joinpath(f"system-{VERSION}.json").read_text("utf-8"))


def read(folder: Path) -> System:
    """The settings in the folder of the function's code."""
    path = folder / FILE
    try:
        given = json.loads(path.read_text("utf-8"))
    except FileNotFoundError:
        raise SettingsError(f"there is no {FILE} beside the function's code") from None
    except ValueError:
        raise SettingsError(f"{FILE} is not JSON") from None
    return parse(given)


def parse(given: Any) -> System:
    """Plain JSON to settings, by the schema and by what a schema cannot say."""
    try:
        validator(schema())(given)
    except InvalidError as error:
        raise SettingsError(f"{FILE}: {error}") from None
    scoring, backoff, breaker = (given.get(name) for name in ("scoring", "backoff", "breaker"))
    record, bands = given["record"], given["bands"]
    system = System(
        name=given["system"],
        outcomes=tuple(given["outcomes"]),
        scoring=Scoring(**scoring) if scoring else None,
        instructions=given.get("instructions", ""),
        max_tokens=given.get("max_tokens", 512),
        deadline=given["deadline_ms"] / 1000,
        bands=Bands(**bands),
        four_eyes=given["four_eyes"],
        record=Recording(
            keeps_text=record["input"] != "digest",
            on_store_failure=OnStoreFailure(record["on_store_failure"]),
            subject=record.get("subject"),
            personal=tuple(record.get("personal", ())),
        ),
        payload=given["payload"],
        targets=tuple(_target(target) for target in given["targets"]),
        backoff=Backoff(base=backoff["base_ms"] / 1000, cap=backoff["cap_ms"] / 1000)
        if backoff
        else Backoff(base=0.05, cap=1.0),
        breaking=Breaking(**breaker) if breaker else Breaking(failures=5, open_seconds=30),
        rules=given["rules"],
        shadow=_shadow(given.get("shadow")),
    )
    _consistent(system, given["risk"])
    if system.shadow is not None:
        _challenging(system.shadow, system.challenged())
    return system


def worst_case(system: System) -> float:
    """Seconds that the targets take when every call runs into its timeout and every wait is as long as it may be."""
    waits = sum(max(0, target.attempts - 1) for target in system.targets) * system.backoff.cap
    return sum(target.attempts * target.seconds for target in system.targets) + waits


def _shadow(given: dict[str, Any] | None) -> Shadow | None:
    if given is None:
        return None
    return Shadow(target=_target(given["target"]), share=given["share"], deadline=given["deadline_ms"] / 1000)


def _target(given: dict[str, Any]) -> Target:
    human = given["kind"] == Kind.HUMAN
    missing = [key for key in ("model", "timeout_ms") if key not in given and not human]
    if missing:
        raise SettingsError(f"{FILE}: target {given['name']} has no {missing[0]}")
    return Target(
        name=given["name"],
        kind=Kind(given["kind"]),
        model=given.get("model", given["name"]),
        digest=given.get("digest"),
        seconds=given.get("timeout_ms", 0) / 1000,
        attempts=given.get("attempts", 1) if not human else 0,
    )


def _consistent(system: System, risk: str) -> None:
    names = [target.name for target in system.targets]
    if system.bands.review > system.bands.act:
        raise SettingsError(f"{FILE}: bands.review is above bands.act, so that no confidence would be reviewed")
    if risk == "high" and system.record.on_store_failure is not OnStoreFailure.FAIL:
        raise SettingsError(f"{FILE}: record.on_store_failure must be fail for the risk tier high")
    if len(set(names)) != len(names):
        raise SettingsError(f"{FILE}: a target stands twice in the order; a fallback that loops falls back on nothing")
    if any(target.kind is Kind.HUMAN for target in system.targets[:-1]):
        raise SettingsError(f"{FILE}: a target follows the human one, and would never be asked")
    if worst_case(system) > system.deadline:
        raise SettingsError(
            f"{FILE}: the targets take up to {worst_case(system):.3f} s, deadline_ms allows {system.deadline:.3f} s"
        )
    if any(target.kind is Kind.SAGEMAKER for target in system.targets) and system.scoring is None:
        raise SettingsError(f"{FILE}: a target of the kind sagemaker answers with a score; say what it means: scoring")
    spoken = [rule["then"]["outcome"] for rule in system.rules["rules"] if "outcome" in rule["then"]]
    if system.scoring:
        spoken += [system.scoring.positive, system.scoring.negative]
    if strange := [outcome for outcome in spoken if outcome not in system.outcomes]:
        raise SettingsError(f"{FILE}: {strange[0]} is none of the outcomes {', '.join(system.outcomes)}")


def _challenging(challenge: Shadow, challenged: System) -> None:
    if challenge.target.kind is Kind.HUMAN:
        raise SettingsError(f"{FILE}: shadow.target is a person, whose answers are no shadow")
    if worst_case(challenged) > challenge.deadline:
        raise SettingsError(f"{FILE}: the challenger may take longer than shadow.deadline_ms allows")
    if challenge.target.kind is Kind.SAGEMAKER and challenged.scoring is None:
        raise SettingsError(f"{FILE}: shadow.target answers with a score; say what it means: scoring")
