"""The AI system card: the only file a product team writes; what a system is, decides, is allowed and promises."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from config.section import Section
from config.system.decision import Decision, Risk, TargetName
from config.system.governance import SystemGovernance
from config.system.serving import BedrockTarget, Guardrail, Model, Serve
from config.vocabulary import DatasetName, Duration, Email, IntakeKind, Pattern, Share, SystemName, Usd, Wait, spelled

FieldName = Annotated[
    str,
    Field(max_length=48),
    spelled(r"^[a-z][a-z0-9_]*$", "is not lower-case words joined by underscores", "customer_id"),
]
"""The name of a field of a request."""


class Access(Section):
    """A dataset the system touches."""

    dataset: DatasetName
    """A file in config/datasets."""

    access: Annotated[
        str,
        Field(
            pattern="^(read|write)$",
            json_schema_extra={"patternErrorMessage": "is neither read nor write"},
            examples=["read"],
        ),
    ]
    """read or write."""


class Payload(Section):
    """A field of what the system is asked."""

    type: Annotated[
        str,
        Field(
            pattern="^(string|number|integer|boolean)$",
            json_schema_extra={"patternErrorMessage": "is not string, number, integer or boolean"},
            examples=["string"],
        ),
    ]
    """Its JSON type."""

    required: bool = True
    """Whether a request without it is refused."""

    longest: int | None = Field(default=None, ge=1, le=100_000)
    """The most characters; required for a string, and for nothing else."""

    personal: bool = False
    """Whether it may hold personal data: never logged, kept in a record only redacted."""


class Intake(Section):
    """Requests that nobody waits for, beside those of the API; their answers go to a queue."""

    via: IntakeKind
    """queue or stream."""

    within: Wait
    """How long a request may wait to be decided; older ones raise an alarm. At least a minute, as CloudWatch looks."""


class Shadow(Section):
    """A challenger: asked what was decided already, recorded, given to nobody."""

    target: TargetName
    """One of targets; it may be a fallback as well, and need not be."""

    share: Share
    """Of the requests that were decided: which they are follows from the decision's id."""


class Objective(Section):
    """How long the system may be gone, and how many of its decisions may be missing, when its Region is lost."""

    rto: Duration
    """Recovery time objective: from the loss of the Region to the next answer."""

    rpo: Duration
    """Recovery point objective: the age of the newest decision record that may be missing."""


class SystemBudget(Section):
    """What the system may cost."""

    monthly: Usd
    """The amount of a month."""


class SystemCard(Section):
    """One AI system."""

    name: SystemName
    """The name of the file."""

    pattern: Pattern
    owner: Email
    """The team that is called."""

    purpose: str = Field(min_length=20)
    """What it is for, in one sentence."""

    risk: Risk
    decision: Decision
    data: Annotated[tuple[Access, ...], Field(min_length=1)]
    """What it reads and writes, by contract."""

    payload: Annotated[dict[FieldName, Payload], Field(min_length=1)]
    """The fields of a request; any other is refused."""

    intake: Intake | None = None
    """None where every caller waits for the answer."""

    model: Model
    serve: Serve
    targets: dict[TargetName, BedrockTarget] = Field(default_factory=dict)
    """Where else an answer may come from, by a name that fallbacks and shadow use."""

    shadow: Shadow | None = None
    """None where nobody challenges the own model."""

    guardrail: Guardrail | None = None
    """Required for a language model."""

    recovery: Objective
    budget: SystemBudget
    governance: SystemGovernance
