"""An account as its own APIs describe it, and how an answer becomes a verdict."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from operator import eq
from typing import Any, Generic, Protocol, TypeVar

from botocore.exceptions import BotoCoreError, ClientError

from ops.verification.outcome import Line, Verdict
from ops.verification.rules import rules_of

ClientFactory = Callable[[str, str], Any]
"""A boto3 client of a service in a Region."""

Gaps = Mapping[str, str]
"""service.Operation.Field to the reason why this endpoint does not answer it."""

ABSENT = frozenset(
    {
        "AWS.SimpleQueueService.NonExistentQueue",
        "EntityNotFoundException",
        "InvalidGroup.NotFound",
        "InvalidVpcEndpointId.NotFound",
        "LoadBalancerNotFound",
        "NatGatewayNotFound",
        "NoSuchBucket",
        "NoSuchBucketPolicy",
        "NoSuchConfigurationRecorderException",
        "NoSuchEntity",
        "NoSuchLifecycleConfiguration",
        "NoSuchPublicAccessBlockConfiguration",
        "NotFound",
        "NotFoundException",
        "ObjectLockConfigurationNotFoundError",
        "ParameterNotFound",
        "ReplicationConfigurationNotFoundError",
        "RepositoryNotFoundException",
        "RepositoryPolicyNotFoundException",
        "ResourceNotFound",
        "ResourceNotFoundException",
        "ServerSideEncryptionConfigurationNotFoundError",
        "TableNotFoundException",
        "TargetGroupNotFound",
        "TrailNotFoundException",
        "UnknownMonitorException",
        "WAFNonexistentItemException",
    }
)
"""Error codes by which AWS says that the thing asked for does not exist: an answer, and not the promised one."""

NOTHING = "nothing"
"""What was found where the account has no such thing or setting."""

T = TypeVar("T")


class UnreadableError(Exception):
    """Something cannot be read from here; the text says why."""


class Cluster(Protocol):
    """A Kubernetes cluster as its API server describes it; UnreadableError where it cannot be asked."""

    def get(self, api_version: str, kind: str, namespace: str | None, name: str) -> Mapping[str, Any] | None:
        """An object, or None where the cluster has none of this name."""
        ...

    def release(self, namespace: str, name: str) -> Mapping[str, str] | None:
        """Chart and version of a Helm release that is deployed, or None."""
        ...


ClusterFactory = Callable[[str, str], Cluster]
"""The cluster of a name in a Region."""


def no_way(name: str, region: str) -> Cluster:
    """For an account whose clusters nobody can ask."""
    raise UnreadableError(f"there is no way to the cluster {name} in {region} from here")


_LONGEST_REASON = 200


class Once(Generic[T]):
    """A call made at most once, whose answer or error serves every promise about it."""

    def __init__(self, call: Callable[[], T]) -> None:
        self._call = call
        self._answer: list[T] = []
        self._error: Exception | None = None

    def __call__(self) -> T:
        """The answer; raises what the call raised."""
        if self._error is not None:
            raise self._error
        if not self._answer:
            try:
                self._answer.append(self._call())
            except (ClientError, BotoCoreError, NotImplementedError, UnreadableError) as error:
                self._error = error
                raise
        return self._answer[0]


class Account:
    """The account that is asked; clients are made once a service and Region.

    A sandbox has `gaps`, and things it never made: `state_only` knows them by their ids.
    """

    def __init__(
        self,
        client: ClientFactory,
        gaps: Gaps | None = None,
        state_only: Callable[[str], bool] = lambda _identifier: False,
        cluster: ClusterFactory = no_way,
    ) -> None:
        self.client: ClientFactory = cache(client)
        self.gaps: Gaps = gaps or {}
        self.state_only = state_only
        self.cluster: ClusterFactory = cluster

    def thing(self, kind: str, name: str) -> Thing:
        """What promises are about."""
        return Thing(f"{kind} {name}", self, kind)


@dataclass(frozen=True, slots=True)
class Thing:
    """One thing of the account."""

    name: str
    account: Account = field(repr=False)
    kind: str

    def holds(
        self,
        promise: str,
        expected: object,
        read: Callable[[], object],
        *,
        field: str = "",
        judge: Callable[[Any, Any], bool] = eq,
    ) -> Line:
        """Whether what is read is what was promised.

        `field` names what is read, service.Operation.Field, so that a known gap of the endpoint is not taken for a
        difference; `judge(found, expected)` decides, equality by default. What the account lacks differs; what cannot
        be read is not checkable, never ok.
        """
        found, reason = self._read(read)
        if found is None and not reason:
            reason = self.account.gaps.get(field, "")
        rules = rules_of(self.kind, promise)
        if reason:
            return Line(self.name, promise, Verdict.UNCHECKED, _text(expected), reason=reason, rules=rules)
        verdict = Verdict.OK if found is not None and judge(found, expected) else Verdict.DIFFERS
        return Line(self.name, promise, verdict, _text(expected), _text(found), rules=rules)

    def _read(self, read: Callable[[], object]) -> tuple[object, str]:
        """What was found, None where the account has no such thing; or why it could not be read."""
        if any(self.account.state_only(word) for word in self.name.split()):
            return None, "the sandbox keeps it as state only"
        try:
            return read(), ""
        except ClientError as error:
            code = str(error.response.get("Error", {}).get("Code", ""))
            return None, "" if code in ABSENT else _refusal(error, code)
        except UnreadableError as error:
            return None, _short(str(error))
        except NotImplementedError as error:  # moto within one process says so; its server answers 500, see _refusal
            return None, str(error)
        except BotoCoreError as error:
            return None, _short(f"{type(error).__name__}: {error}")


def _refusal(error: ClientError, code: str) -> str:
    if code.isdigit():
        # No AWS error carries a bare HTTP status as its code: the endpoint does not know the operation.
        return f"the endpoint does not implement {error.operation_name} (HTTP {code})"
    return _short(f"{code}: {error.response.get('Error', {}).get('Message', '')}")


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _LONGEST_REASON else f"{line[: _LONGEST_REASON - 1]}…"


def _text(value: object) -> str:
    if value is None:
        return NOTHING
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list | tuple | set | frozenset):
        return ", ".join(sorted(map(str, value))) or NOTHING
    return str(value) or NOTHING
