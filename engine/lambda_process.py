"""Invocations of one function, in a process of its own: Lambda's contract with a handler, without Lambda.

Started by engine.lambda_host with the unpacked code alone on the module path. Reads the handler's name, the events and
the time limit as JSON from standard input, and writes an answer for each to the file it is told; what the function
prints stays apart from that. It imports nothing of this project: the function's own modules bear names of ours.
"""

import importlib
import json
import sys
import time
import uuid
from pathlib import Path


class Context:
    """What a handler may ask of its invocation (https://docs.aws.amazon.com/lambda/latest/dg/python-context.html)."""

    def __init__(self, name: str, arn: str, seconds: float) -> None:
        self.function_name = name
        self.invoked_function_arn = arn
        self.function_version = "$LATEST"
        self.memory_limit_in_mb = 512
        self.aws_request_id = str(uuid.uuid4())
        self._ends = time.monotonic() + seconds

    def get_remaining_time_in_millis(self) -> int:
        """Until Lambda would end the invocation."""
        return max(0, int((self._ends - time.monotonic()) * 1000))


def main() -> None:
    """Answer every event in turn: one process is one execution environment."""
    asked = json.load(sys.stdin)
    module, _, name = asked["handler"].rpartition(".")
    handler = getattr(importlib.import_module(module), name)
    answers = [handler(event, Context(asked["name"], asked["arn"], asked["seconds"])) for event in asked["events"]]
    Path(asked["answers"]).write_text(json.dumps(answers), encoding="utf-8")


if __name__ == "__main__":
    main()
