"""A Region of the sandbox that is lost: a switch in a file, obeyed by the server that stands in for AWS.

While the switch is on, the moto server hangs up on every request to that Region of that account: on those signed for
it, and on those for a bucket that stands in it, from wherever they come. Global services (IAM, STS, Route 53) answer.
A lost Region of AWS answers late or not at all; the sandbox's hangs up at once.

The file outlives a drill that was killed. `settle` finds that out by the lock that the kernel frees.
"""

from __future__ import annotations

import json
import re
import socket
from collections.abc import Callable, Generator, Iterable, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote

from engine.errors import StateLocked
from engine.exclusive import attempted
from engine.files import write_text
from engine.paths import SandboxPaths
from engine.standin.settings import MOTO_ACCOUNT

_SCOPE = re.compile(r"[^/=\s]+/\d{8}/([a-z0-9-]+)/([a-z0-9-]+)/aws4_request")
"""A credential scope of Signature Version 4: who, day, Region, service."""

_ACCOUNT_HEADER = "HTTP_X_MOTO_ACCOUNT_ID"

Environ = Mapping[str, Any]
Answer = Callable[[str, list[tuple[str, str]]], Any]
BucketRegion = Callable[[str], tuple[str, str] | None]
"""Account and Region of a bucket; None for a name that is no bucket."""


@dataclass(frozen=True, slots=True)
class Outage:
    """One lost Region of one account."""

    account: str
    region: str
    since: str
    """ISO 8601, UTC."""


def switched_off(paths: SandboxPaths) -> Outage | None:
    """The Region that is off; None when all answer."""
    return _read(paths.outage)


def switch_off(paths: SandboxPaths, account: str, region: str) -> Outage:
    """From now on the Region does not answer."""
    outage = Outage(account, region, datetime.now(UTC).isoformat(timespec="milliseconds"))
    write_text(paths.outage, json.dumps(asdict(outage)))
    return outage


def switch_on(paths: SandboxPaths) -> Outage | None:
    """All Regions answer again; the one that did not, or None."""
    outage = switched_off(paths)
    paths.outage.unlink(missing_ok=True)
    return outage


@contextmanager
def alone(paths: SandboxPaths, tell: Callable[[str], None]) -> Generator[None]:
    """Hold the sandbox for a drill: no run of the engine, no other drill; what a killed drill left is set right.

    Raises StateLocked while either is at work.
    """
    with attempted(paths.activity) as held:
        if not held:
            raise StateLocked("a run of the engine or another drill is at work in this sandbox", "wait for it to end")
        _set_right(paths, tell)
        try:
            yield
        finally:
            switch_on(paths)


@contextmanager
def beside_others(paths: SandboxPaths) -> Generator[None]:
    """Hold the sandbox for a run of the engine, beside others; raises StateLocked while a drill has a Region off."""
    with attempted(paths.activity, shared=True) as held:
        if not held:
            raise StateLocked(_drilling(paths), "wait for the drill to end")
        yield


def settle(paths: SandboxPaths, tell: Callable[[str], None]) -> None:
    """Before a run: set right what a killed drill left; raises StateLocked while a drill is at work."""
    if switched_off(paths) is None:
        return
    with attempted(paths.activity) as held:
        if held:
            _set_right(paths, tell)
            return
    # Not free: a drill has it alone, or runs of the engine have it together, and those settled before they began.
    with beside_others(paths):
        return


def _set_right(paths: SandboxPaths, tell: Callable[[str], None]) -> None:
    if (left := switch_on(paths)) is not None:
        tell(f"a drill that was killed had {left.region} switched off since {left.since}: switched it on again")


def _drilling(paths: SandboxPaths) -> str:
    outage = switched_off(paths)
    return f"a drill is at work and has {outage.region} switched off" if outage else "a drill is at work"


class Cut:
    """A WSGI application that hangs up on requests to a lost Region, and hands every other one on."""

    def __init__(
        self, answering: Callable[[Any, Answer], Iterable[bytes]], switch: Path, bucket_region: BucketRegion
    ) -> None:
        self._answering = answering
        self._switch = switch
        self._bucket_region = bucket_region

    def __call__(self, environ: Any, start_response: Answer) -> Iterable[bytes]:
        outage = _read(self._switch)
        if outage is None or not _concerns(outage, environ, self._bucket_region):
            return self._answering(environ, start_response)
        # Without a connection there is nobody to answer; werkzeug notices when it tries, and drops the thread.
        environ["werkzeug.socket"].shutdown(socket.SHUT_RDWR)
        start_response("503 Service Unavailable", [("Connection", "close")])
        return []


def _concerns(outage: Outage, environ: Environ, bucket_region: BucketRegion) -> bool:
    signed = _scope(environ)
    asking = environ.get(_ACCOUNT_HEADER, MOTO_ACCOUNT)
    if signed is not None and (asking, signed[0]) == (outage.account, outage.region):
        return True
    if signed is not None and signed[1] != "s3":
        return False
    return any(bucket_region(name) == (outage.account, outage.region) for name in _buckets(environ))


def _scope(environ: Environ) -> tuple[str, str] | None:
    """Region and service that a request is signed for; None for one that is not signed."""
    query = parse_qs(str(environ.get("QUERY_STRING", "")))
    for text in (str(environ.get("HTTP_AUTHORIZATION", "")), *query.get("X-Amz-Credential", ())):
        if (found := _SCOPE.search(text)) is not None:
            return found[1], found[2]
    return None


def _buckets(environ: Environ) -> Iterable[str]:
    """What may be a bucket's name in a request to S3: the first step of the path, the first label of the host."""
    yield unquote(str(environ.get("PATH_INFO", ""))).lstrip("/").partition("/")[0]
    yield str(environ.get("HTTP_HOST", "")).partition(".")[0]


def _read(path: Path) -> Outage | None:
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
        return Outage(str(found["account"]), str(found["region"]), str(found["since"]))
    except FileNotFoundError:
        return None
    except (ValueError, KeyError, TypeError):
        # Written in one go by `switch_off`: what is no outage is none of ours, and loses nothing.
        return None
