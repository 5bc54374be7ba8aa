"""What the graph says of the way in to a system: who may ask, what, how fast, and where a request waits."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from config.system import System
from config.vocabulary import IntakeKind
from graph.model import Graph, Resource
from report.diagram.kinds import EVERY, Path, texts
from report.dossier.model import Part, fact, part

_API: Final = "aws:apigateway/restApi:RestApi"
_NAME: Final = "aws:apigateway/domainName:DomainName"
_METHOD: Final = "aws:apigateway/method:Method"
_SETTINGS: Final = "aws:apigateway/methodSettings:MethodSettings"
_ACL: Final = "aws:wafv2/webAcl:WebAcl"
_STREAM: Final = "aws:kinesis/stream:Stream"
_QUEUE: Final = "aws:sqs/queue:Queue"
_LIMIT: Final[Path] = ("rules", EVERY, "statement", "rateBasedStatement", "limit")
_WORDS: Final = {"AWS_IAM": "sign with a role of the account (AWS IAM)"}


def how_it_is_asked(system: System, graph: Graph, own: Sequence[Resource]) -> Part:
    """The API by its own name or AWS's, its paths, what stands before it; the queue or stream beside it."""
    names = _of(own, _NAME, ("domainName",)) or [f"{api}, by AWS's own address" for api in _of(own, _API, ("name",))]
    return part(
        "How it is asked",
        [
            fact("API", *names, brief=True),
            fact("callers", *(_WORDS.get(kind, kind) for kind in _of(own, _METHOD, ("authorization",)))),
            fact("paths", *_paths(own)),
            fact("stands behind", *_before(graph)),
            fact("without waiting", *_waiting(system, own)),
            fact("how to let a caller in", "docs/how-to/let-a-caller-in.md" if names else ""),
        ],
    )


def _paths(own: Sequence[Resource]) -> Iterator[str]:
    for settings in sorted((r for r in own if r.type == _SETTINGS), key=lambda r: r.name):
        path = "".join(texts(settings, ("methodPath",))).rpartition("/")
        rate = "".join(texts(settings, ("settings", "throttlingRateLimit")))
        burst = "".join(texts(settings, ("settings", "throttlingBurstLimit")))
        yield f"{path[2]} /{path[0]}: at most {rate} a second, {burst} at once"


def _before(graph: Graph) -> Iterator[str]:
    for acl in graph.of_type(_ACL):
        flood = "".join(f", at most {limit} requests of one address in five minutes" for limit in texts(acl, _LIMIT))
        yield f"web ACL {''.join(texts(acl, ('name',)))}{flood}"


def _waiting(system: System, own: Sequence[Resource]) -> Iterator[str]:
    intake = system.card.intake
    if intake is None:
        return
    queues = _of(own, _QUEUE, ("name",))
    sources = _of(own, _STREAM, ("name",)) if intake.via is IntakeKind.STREAM else _ending(queues, "-requests")
    yield from (f"{intake.via} {name}" for name in sources)
    yield from (f"answers in queue {name}" for name in _ending(queues, "-answers"))


def _of(own: Sequence[Resource], type_: str, path: Path) -> list[str]:
    return sorted({text for r in own if r.type == type_ for text in texts(r, path)})


def _ending(names: Sequence[str], end: str) -> list[str]:
    return [name for name in names if name.endswith(end)]
