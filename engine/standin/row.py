"""The table's language: a Row says which AWS operations create, read, change and delete a Pulumi type.

Two small languages appear as strings. JMESPath (https://jmespath.org, the AWS CLI's own) reads responses; `$id`,
`$account`, `$region` and `$property` inside it stand for the resource's values. A format string
(`arn:aws:s3:::{bucket}`) builds ids and ARNs from properties, `{account}` and `{region}`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, Protocol

Props = Mapping[str, Any]
Params = dict[str, Any]


class Ask(Protocol):
    """`ask("DescribeVpcs", VpcIds=[...])`: one call in a resource's service, Region and account."""

    def __call__(self, operation: str, /, **params: Any) -> dict[str, Any]:
        """The answer as plain data; StandinError when AWS refuses."""
        ...

    def at(self, region: str) -> Ask:
        """The same service and account in another Region."""
        ...


def _nothing() -> Mapping[str, Any]:
    return MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Scope:
    """Where a resource stands."""

    account: str
    region: str
    """The resource's own `region` where it has one, otherwise the provider's."""


@dataclass(frozen=True, slots=True)
class Change:
    """What a step works on. At creation `old` is empty."""

    id: str
    old: Props
    new: Props
    scope: Scope


Procedure = Callable[[Ask, Change], None]
"""For what no single call expresses: the difference of two lists, a loop over what AWS holds."""

Hook = Callable[[Params, Props, Scope], Params]
"""Last shaping of a call's parameters; at preview values in the properties may be UNKNOWN."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """One AWS operation and where its parameters come from."""

    operation: str
    carries: tuple[str, ...] | None = ()
    """Properties converted by name; None carries every property that no other part of the row claims."""
    takes: Mapping[str, str] = field(default_factory=_nothing)
    """Member to a property, `$id`, `$account` or `$region`."""
    rename: Mapping[str, str] = field(default_factory=_nothing)
    """A carried property's dotted path to its member, where the names do not meet."""
    into: str = ""
    """The member that holds the carried properties."""
    fixed: Mapping[str, Any] = field(default_factory=_nothing)
    """Members with one value."""
    reshape: Callable[[dict[str, Any]], dict[str, Any]] | None = None
    """First shaping of the carried properties, where AWS nests what Pulumi keeps flat or the other way round."""
    hook: Hook | None = None
    claims: tuple[str, ...] = ()
    """Properties the hook reads, which therefore are not left over."""
    tolerates: tuple[str, ...] = ()
    """Error codes that mean there is nothing to do."""


Action = Call | Procedure


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """What brings some properties to AWS after the creation, and when they change."""

    carries: tuple[str, ...]
    """The properties whose change runs the step."""
    run: tuple[Action, ...]
    clear: tuple[Action, ...] = ()
    """Instead, when all of them are gone; without it a removed property leaves AWS as it is."""
    at_create: bool = True
    """False where the creation carries the same properties."""
    unless: Any = None
    """The value with which AWS creates the thing anyway: no call at creation."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tagging:
    """How a service's resources are tagged."""

    at_create: str = ""
    """The creation's member for tags; empty where the service tags only what exists."""
    put: str
    drop: str
    target: str
    """The member of put and drop that names the resource."""
    by: str = "{id}"
    """What it is named by, as a format over id, properties and outputs."""
    tags: str = "Tags"
    keys: str = "TagKeys"
    listed: str
    """The operation that lists the tags of a resource."""
    listed_target: str = ""
    """The member that names the resource there; empty for the one of put."""
    path: str = "Tags"
    """Where the tags stand in its response."""
    resource_type: str = ""
    """EC2's own name of the type, in TagSpecifications."""
    whole: bool = False
    """True where put replaces the whole set (S3)."""
    fixed: Mapping[str, Any] = field(default_factory=_nothing)
    """Members with one value, in every call (Route 53 asks for the type of the resource)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lookup:
    """An output that another operation knows."""

    call: Call
    path: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One Pulumi type."""

    type: str
    service: str
    create: Call
    id: str = ""
    """JMESPath in the creation's response."""
    id_format: str = ""
    """Or the id as a format over the properties, for things that their names identify."""
    import_id: str = ""
    """What an import takes where the id alone does not say which thing it is: a format over `{id}` and properties."""
    read: Call | None = None
    entity: str = ""
    """JMESPath in the reading's response; null or false means it does not exist."""
    absent: tuple[str, ...] = ()
    """Error codes of the reading and the deletion that mean the same."""
    taken: tuple[Call, str] | None = None
    """Where moto creates a second one of a name: the operation that finds the first, and AWS's code for the refusal."""
    delete: tuple[Action, ...] = ()
    after_create: tuple[Action, ...] = ()
    """What follows every creation."""
    steps: tuple[Step, ...] = ()
    put: bool = False
    """The creation also updates: AWS replaces the whole configuration."""
    outputs: Mapping[str, str] = field(default_factory=_nothing)
    """Output to JMESPath in the entity; `block.member` for what AWS adds to a block that the program gives."""
    built: Mapping[str, str] = field(default_factory=_nothing)
    """Output to a format over the properties, `{id}`, `{account}` and `{region}`."""
    lookups: Mapping[str, Lookup] = field(default_factory=_nothing)
    observed: Mapping[str, str] = field(default_factory=_nothing)
    """Property to JMESPath in the entity: what a refresh compares and an import fills in."""
    replace: tuple[str, ...] = ()
    """Properties that AWS cannot change in place."""
    delete_first: bool = False
    """Two of it cannot exist at once, so a replacement deletes the old one first."""
    name: str = ""
    """The property Pulumi names when the program does not."""
    name_limit: int = 255
    name_prefix: str = ""
    tagging: Tagging | None = None
    listing: tuple[Call, str] | None = None
    """The operation that lists all of them, and JMESPath to their ids."""
    regional: bool = True
    """False for what AWS keeps once for all Regions; such types have no `region` property."""
    create_region: Callable[[Props, Scope], str] | None = None
    """Where the creation is called, when that is not where the thing will stand."""
    choices: Mapping[str, tuple[Any, ...]] = field(default_factory=_nothing)
    """Property to the values AWS takes, where its service model does not say so."""
    kept: Mapping[str, str] = field(default_factory=_nothing)
    """Property to the reason it stays in the state only."""
    kept_changes: Mapping[str, str] = field(default_factory=_nothing)
    """Property to the reason its change after creation stays in the state only."""
    provider_only: tuple[str, ...] = ()
    """Properties that steer the provider, not AWS (forceDestroy, skipDestroy)."""
    state_only: str = ""
    """The reason the whole type stays in the state only."""
    id_prefix: str = ""
    """How an id of AWS's begins, where somebody refuses another and the type stays in the state only: cr-."""
    beside: Mapping[str, Procedure] = field(default_factory=_nothing)
    """What AWS makes beside a thing that is state only here, by the service that holds it: run whenever the thing is
    created, changed or deleted."""

    @property
    def claimed(self) -> frozenset[str]:
        """Properties that a creation which carries everything leaves to other parts of the row."""
        by_steps = {prop for step in self.steps if step.at_create for prop in step.carries}
        held = {*self.kept, *self.provider_only, *self.create.claims, "region", "tags", "tagsAll"}
        return frozenset(by_steps | held)
