"""What the sandbox's AWS holds, apart from Pulumi's state: to adopt what a killed run created, to count what is left.

boto3's own ground: nothing here knows the engine or a program.
"""

from __future__ import annotations

import os
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from engine.standin.bind import bind, values
from engine.standin.catalogue import ROWS
from engine.standin.clients import Clients
from engine.standin.drift import observed, says_the_same
from engine.standin.errors import RefusedError, StandinError
from engine.standin.lifecycle import Lifecycle
from engine.standin.row import Props, Row, Scope
from engine.standin.templates import fill, search
from engine.standin.values import reveal

ENVIRONMENT_TAG = "lz:environment"
"""The tag by which an environment's things are told from another's in the same account."""

_HOME = "us-east-1"
"""Where AWS keeps what belongs to no Region."""


@dataclass(frozen=True, slots=True, order=True)
class Thing:
    """One thing in AWS."""

    service: str
    type: str
    """Pulumi's type token."""
    region: str
    """Empty for what belongs to no Region."""
    id: str
    """What `pulumi import` takes."""
    name: str
    """The Name tag, or the id."""


def endpoint_of(environment: Mapping[str, str] = os.environ) -> str:
    """The moto server's URL; StandinError when there is none."""
    endpoint = environment.get("LZ_MOTO_ENDPOINT", "")
    if not endpoint:
        raise StandinError("LZ_MOTO_ENDPOINT is not set: the sandbox is not running; see `lz sandbox status`")
    return endpoint


def find(
    type_: str,
    inputs: Props,
    account: str,
    region: str,
    *,
    managed: Collection[str] = (),
    clients: Clients | None = None,
) -> str | None:
    """The id of the one thing of this type that these inputs describe; None when there is none, or more than one.

    `inputs` are a resource's checked inputs, with the provider's default tags merged into `tags` where the type has no
    physical name: such a thing is told by its tags and by the inputs AWS tells of it. `region` is the provider's; a
    `region` among the inputs comes first. Ids in `managed` are in some state already and are not found.
    """
    row = ROWS.get(type_)
    if row is None or row.state_only or row.read is None:
        return None
    lifecycle = Lifecycle(clients or Clients(endpoint_of()))
    plain = reveal(dict(inputs))
    scope = Scope(account, plain.get("region") or region)
    if row.id_format:
        identifier = fill(row.id_format, values(plain, scope, None))
        exists = isinstance(identifier, str) and lifecycle.entity(row, identifier, plain, scope) is not None
        return identifier if exists and identifier not in managed else None
    matching = [
        i for i in _ids(row, lifecycle, scope) if i not in managed and _described(row, lifecycle, i, plain, scope)
    ]
    return matching[0] if len(matching) == 1 else None


def _described(row: Row, lifecycle: Lifecycle, identifier: str, inputs: Props, scope: Scope) -> bool:
    """Whether the thing has the tags and, as far as AWS tells them, the inputs."""
    entity = lifecycle.entity(row, identifier, {}, scope)
    if entity is None:
        return False
    held = observed(row, identifier, entity, {}, scope)
    compared = [prop for prop in held if prop in inputs]
    tags: Mapping[str, str] = inputs.get("tags") or {}
    if not compared and not tags:
        return False
    if not all(says_the_same(inputs[prop], held[prop]) for prop in compared):
        return False
    present = lifecycle.tags(row, identifier, held, scope, entity)
    return all(present.get(key) == value for key, value in tags.items())


def _ids(row: Row, lifecycle: Lifecycle, scope: Scope) -> list[str]:
    if row.listing is None:
        return []
    call, path = row.listing
    bound = bind(row, call, {}, scope, None)
    response = lifecycle.ask(row, scope)(call.operation, **bound.params)
    return [str(identifier) for identifier in search(path, response, {}) or []]


def unmanaged(
    account: str,
    regions: Collection[str],
    environment: str,
    *,
    managed: Collection[str] = (),
    clients: Clients | None = None,
) -> list[Thing]:
    """What carries the environment's tag and is not in `managed`, sorted.

    A key that waits for its deletion is gone. Only types that can be tagged are looked at: an alias belongs to its
    key, a bucket's policy to its bucket.
    """
    things = _tagged(account, regions, environment, clients or Clients(endpoint_of()))
    return sorted(thing for thing in things if thing.id not in managed)


def census(
    account: str, regions: Collection[str], environment: str, *, clients: Clients | None = None
) -> dict[str, int]:
    """How many things with the environment's tag each service holds; services without any are left out."""
    counts: dict[str, int] = {}
    for thing in unmanaged(account, regions, environment, clients=clients):
        counts[thing.service] = counts.get(thing.service, 0) + 1
    return counts


def _tagged(account: str, regions: Collection[str], environment: str, clients: Clients) -> Iterator[Thing]:
    lifecycle = Lifecycle(clients)
    for row in ROWS.values():
        if row.tagging is None or row.listing is None or row.state_only:
            continue
        # One bucket namespace spans the Regions, so listing buckets once is enough.
        places = sorted(regions)[:1] if row.service == "s3" else sorted(regions) if row.regional else [_HOME]
        for region in places:
            scope = Scope(account, region)
            for identifier in _ids(row, lifecycle, scope):
                tags = _tags(row, lifecycle, identifier, scope)
                if tags.get(ENVIRONMENT_TAG) == environment:
                    where = region if row.regional else ""
                    yield Thing(row.service, row.type, where, identifier, tags.get("Name", identifier))


def _tags(row: Row, lifecycle: Lifecycle, identifier: str, scope: Scope) -> dict[str, str]:
    try:
        entity = lifecycle.entity(row, identifier, {}, scope)
        if entity is None:
            return {}
        return lifecycle.tags(row, identifier, observed(row, identifier, entity, {}, scope), scope, entity)
    except RefusedError as error:
        # Gone between the listing and the look, or kept by AWS for itself.
        if error.code in {"AccessDeniedException", *row.absent}:
            return {}
        raise
