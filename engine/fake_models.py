"""Stand-in models behind the three ways a model is asked: OpenAI chat completions, SageMaker and Bedrock's Converse.

Beside them a stand-in guardrail, which lets everything pass until it is told to intervene.

They know nothing: an answer is derived from a hash of the request, the same for the same request, and says that it is a
stand-in's. Faults happen on demand, for tests, the sandbox and the benchmark. Run by itself with
`python -P -m engine.fake_models --port 0`, it prints its address.

Control: `PUT /control` with `{"target": NAME, "fault": ..., "seconds": s, "every": n, "times": n}` sets a fault, `"*"`
means every target; `{"target": NAME, "confidence": c}` fixes the confidence; `DELETE /control` forgets all; `GET
/control` tells what is set and how often each target was asked.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import math
import re
import threading
import time
from dataclasses import asdict, dataclass
from enum import StrEnum, unique
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self
from urllib.parse import unquote

NOTICE = "stand-in: derived from a hash of the request, not from a model"
_INVOCATIONS = re.compile(r"/endpoints/([^/]+)/invocations")
_CONVERSE = re.compile(r"/model/([^/]+)/converse")
_GUARDRAIL = re.compile(r"/guardrail/([^/]+)/version/([^/]+)/apply")
_TOKENS = 16
"""How many tokens a completion pretends to have."""
_GIVE_UP_SECONDS = 60.0
"""The longest a request is held back: nobody waits longer, and a test's server must end."""


@unique
class Fault(StrEnum):
    """What goes wrong."""

    LATENCY = "latency"
    """The answer comes `seconds` later."""
    TIMEOUT = "timeout"
    """No answer comes."""
    GARBAGE = "garbage"
    """The answer is well wrapped, and is none."""
    ERROR = "500"
    THROTTLE = "throttle"
    GONE = "gone"
    """As if the model had been taken away."""
    INTERVENE = "intervene"
    """A guardrail blocks; its target is the guardrail's id. A model has no such fault, and answers."""


@dataclass(slots=True)
class Order:
    """What was asked of one target."""

    target: str
    fault: Fault | None = None
    seconds: float = 0.0
    every: int = 1
    """The fault meets each n-th request."""
    times: int | None = None
    """And ends after so many."""
    confidence: float | None = None


class Models:
    """What is set and what was counted; shared by the threads of a server."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._orders: dict[str, Order] = {}
        self._asked: dict[str, int] = {}
        self.ending = threading.Event()
        """Set when the server ends: whoever is held back is let go."""

    def order(self, order: Order) -> None:
        """Set what is asked of a target, in place of what was."""
        with self._lock:
            self._orders[order.target] = order

    def forget(self) -> None:
        """Every target is well again, and every count is zero."""
        with self._lock:
            self._orders.clear()
            self._asked.clear()

    def told(self) -> dict[str, Any]:
        """What is set, and how often each target was asked."""
        with self._lock:
            return {"orders": [asdict(order) for order in self._orders.values()], "asked": dict(self._asked)}

    def next(self, target: str) -> tuple[Order | None, float | None]:
        """The fault that meets this request, if one does, and the confidence where it is fixed."""
        with self._lock:
            count = self._asked[target] = self._asked.get(target, 0) + 1
            order = self._orders.get(target) or self._orders.get("*")
            if order is None:
                return None, None
            meets = order.fault is not None and count % order.every == 0 and order.times != 0
            if meets and order.times is not None:
                order.times -= 1
            return (order if meets else None), order.confidence


def share(text: str, salt: str = "") -> float:
    """A number from 0 to below 1 that the text decides."""
    return int.from_bytes(hashlib.sha256(f"{salt}{text}".encode()).digest()[:6]) / 2**48


def decision(outcomes: list[str], text: str) -> str:
    """The JSON of an answer: one of the outcomes, by the text."""
    outcome = outcomes[int(share(text, "outcome") * len(outcomes))] if outcomes else "none"
    return json.dumps({"outcome": outcome, "explanation": NOTICE, "text": f"{NOTICE}; it would say: {outcome}"})


def completion(asked: dict[str, Any], confidence: float | None) -> dict[str, Any]:
    """OpenAI's answer to a chat completion, with log probabilities that come to the confidence."""
    text = str(asked["messages"][-1]["content"])
    schema = asked.get("response_format", {}).get("json_schema", {}).get("schema", {})
    outcomes = schema.get("properties", {}).get("outcome", {}).get("enum", [])
    sure = 0.4 + 0.6 * share(text, "confidence") if confidence is None else confidence
    token = {"token": "x", "logprob": math.log(sure) if sure > 0 else -100.0, "top_logprobs": []}
    return {
        "id": "stand-in",
        "object": "chat.completion",
        "model": asked["model"],
        "system_fingerprint": "stand-in",
        "choices": [
            {
                "index": 0,
                "message": {"role": "assistant", "content": decision(outcomes, text)},
                "logprobs": {"content": [token] * _TOKENS},
                "finish_reason": "stop",
            }
        ],
    }


def inference(text: str, confidence: float | None) -> dict[str, Any]:
    """A scoring model's answer; a fixed confidence is that of the negative outcome."""
    score = share(text, "score") if confidence is None else 1 - confidence
    return {"score": score, "reasons": [NOTICE], "stand_in": True}


def conversation(asked: dict[str, Any]) -> dict[str, Any]:
    """Converse's answer; the outcomes are those of the schema in the instructions."""
    text = "".join(block.get("text", "") for block in asked["messages"][-1]["content"])
    told = " ".join(block.get("text", "") for block in asked.get("system", []))
    found = re.search(r'"enum":(\[[^\]]*\])', told)
    content = decision(json.loads(found[1]) if found else [], text)
    return {
        "output": {"message": {"role": "assistant", "content": [{"text": content}]}},
        "stopReason": "end_turn",
        "usage": {"inputTokens": 1, "outputTokens": _TOKENS, "totalTokens": _TOKENS + 1},
        "metrics": {"latencyMs": 1},
    }


def judgement(*, blocked: bool) -> dict[str, Any]:
    """ApplyGuardrail's answer: nothing found, or a denied topic."""
    found = {"topicPolicy": {"topics": [{"name": NOTICE, "type": "DENY", "action": "BLOCKED"}]}}
    return {
        "action": "GUARDRAIL_INTERVENED" if blocked else "NONE",
        "outputs": [{"text": NOTICE}] if blocked else [],
        "assessments": [found] if blocked else [],
        "usage": {},
    }


class Handler(BaseHTTPRequestHandler):
    """One connection."""

    protocol_version = "HTTP/1.1"
    # Head and body leave in one write: two small ones would wait 40 ms for each other (Nagle and delayed ACK).
    wbufsize = -1
    models: Models

    def do_POST(self) -> None:
        """Ask a model."""
        body = self._body()
        if self.path.endswith("/chat/completions"):
            asked = json.loads(body)
            self._ask(str(asked["model"]), "openai", lambda sure: completion(asked, sure))
        elif found := _INVOCATIONS.fullmatch(self.path):
            self._ask(found[1], "sagemaker", lambda sure: inference(body.decode(), sure))
        elif found := _CONVERSE.fullmatch(self.path):
            asked = json.loads(body)
            self._ask(unquote(found[1]), "bedrock", lambda _: conversation(asked))
        elif found := _GUARDRAIL.fullmatch(self.path):
            self._ask(unquote(found[1]), "guardrail", lambda _: judgement(blocked=False))
        else:
            self._say(404, {"message": "no such operation", "stand_in": True})

    def do_PUT(self) -> None:
        """Set a fault or a confidence."""
        asked = json.loads(self._body())
        fault = asked.pop("fault", None)
        self.models.order(Order(fault=Fault(fault) if fault else None, **asked))
        self._say(200, self.models.told())

    def do_GET(self) -> None:
        """Tell what is set."""
        self._say(200, self.models.told())

    def do_DELETE(self) -> None:
        """Forget it."""
        self.models.forget()
        self._say(200, self.models.told())

    def _ask(self, target: str, dialect: str, answer: Any) -> None:
        order, confidence = self.models.next(target)
        match order.fault if order else None:
            case None:
                self._say(200, answer(confidence))
            case Fault.LATENCY if order:
                self.models.ending.wait(min(order.seconds, _GIVE_UP_SECONDS))
                self._say(200, answer(confidence))
            case Fault.TIMEOUT:
                self.models.ending.wait(_GIVE_UP_SECONDS)
                self.close_connection = True
            case Fault.GARBAGE:
                self._say(200, _garbage(dialect, answer(confidence)))
            case Fault.INTERVENE:
                self._say(200, judgement(blocked=True) if dialect == "guardrail" else answer(confidence))
            case Fault.ERROR:
                self._say(500, {"message": "stand-in: an error was ordered"}, "InternalFailure")
            case Fault.THROTTLE:
                self._say(429, {"message": "stand-in: a throttle was ordered"}, "ThrottlingException")
            case _:
                self._gone(dialect, target)

    def _gone(self, dialect: str, target: str) -> None:
        match dialect:
            case "sagemaker":
                message = f"Endpoint {target} of account 000000000000 not found."
                self._say(400, {"message": message}, "ValidationError")
            case "bedrock" | "guardrail":
                self._say(404, {"message": f"stand-in: {target} is gone"}, "ResourceNotFoundException")
            case _:
                # A pod that is gone answers nothing at all.
                self.close_connection = True

    def _body(self) -> bytes:
        return self.rfile.read(int(self.headers.get("Content-Length") or 0))

    def _say(self, status: int, body: dict[str, Any], error: str = "") -> None:
        content = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(content)))
        self.send_header("X-LZ-Stand-In", "true")
        if error:
            self.send_header("x-amzn-ErrorType", error)
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002  the base class calls it so
        """Nothing: requests hold what people asked."""


def _garbage(dialect: str, answer: dict[str, Any]) -> dict[str, Any]:
    match dialect:
        case "openai":
            answer["choices"][0]["message"]["content"] = "As a stand-in, I would rather talk about the weather."
        case "sagemaker":
            answer["score"] = 1.7
        case "guardrail":
            answer["action"] = "PERHAPS"
        case _:
            answer["output"]["message"]["content"] = [{"text": "{}"}]
    return answer


class FakeModels:
    """A server in a thread of this process; as a context manager it ends with the block."""

    def __init__(self, port: int = 0) -> None:
        self.models = Models()
        handler = type("Bound", (Handler,), {"models": self.models})
        self._server = ThreadingHTTPServer(("127.0.0.1", port), handler)
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)

    @property
    def endpoint(self) -> str:
        """Its address."""
        return f"http://127.0.0.1:{self._server.server_port}"

    def __enter__(self) -> Self:
        """Begin to serve."""
        self._thread.start()
        return self

    def __exit__(self, *_exception: object) -> None:
        """End, and let go of whoever is held back."""
        self.models.ending.set()
        self._server.shutdown()
        self._server.server_close()

    def order(self, target: str, fault: Fault | None = None, **more: Any) -> None:
        """Set a fault or a confidence: see Order."""
        self.models.order(Order(target, fault, **more))


def main(arguments: list[str] | None = None) -> None:
    """Serve until the process is ended."""
    parser = argparse.ArgumentParser(description="Stand-in models for the sandbox.")
    parser.add_argument("--port", type=int, default=0)
    with FakeModels(parser.parse_args(arguments).port) as server:
        print(server.endpoint, flush=True)  # noqa: T201  whoever started it reads its address
        while True:
            time.sleep(_GIVE_UP_SECONDS)


if __name__ == "__main__":
    main()
