"""The sandbox's AWS: a moto server that knows which contents it holds.

Run as `python -P -m engine.moto_server --port 0 --record FILE --outage FILE --instance ID`. It listens on 127.0.0.1
only. Port 0 takes any free port. When it listens, the record holds pid, port, instance and the time it started; GET
/_lz/server answers the same. While the outage file names a Region, requests to it are hung up on; see engine.outage.

An instance is one life of the contents: a moto reset keeps the process and begins a new instance, because every state
that was deployed on the old contents is lost either way.
"""

from __future__ import annotations

import argparse
import json
import logging
import os
import signal
import sys
import uuid
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from pathlib import Path
from types import FrameType
from typing import Any

from moto.moto_server.werkzeug_app import DomainDispatcherApplication, MotoRequestHandler, create_backend_app
from moto.s3.models import s3_backends
from werkzeug.serving import make_server

from engine.files import write_text
from engine.outage import Cut
from engine.standin import corrections

IDENTITY = "/_lz/server"
"""No AWS API has a path that begins with an underscore."""

Environ = dict[str, Any]
StartResponse = Callable[[str, list[tuple[str, str]]], Any]


class Identified:
    """A WSGI application that answers who it is, and hands everything else to moto."""

    def __init__(self, moto: Callable[[Environ, StartResponse], Iterable[bytes]], instance: str) -> None:
        self._moto = moto
        self.instance = instance
        self.port = 0
        self.started = datetime.now(UTC).isoformat(timespec="seconds")

    def identity(self, pid: int) -> str:
        """The record, as JSON."""
        return json.dumps({"pid": pid, "port": self.port, "instance": self.instance, "started": self.started})

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        path = environ.get("PATH_INFO", "")
        if path == IDENTITY:
            start_response("200 OK", [("Content-Type", "application/json")])
            return [self.identity(os.getpid()).encode()]
        if path == "/moto-api/reset":
            self.instance = uuid.uuid4().hex
        return self._moto(environ, start_response)


def bucket_region(name: str) -> tuple[str, str] | None:
    """Account and Region of a bucket that moto holds."""
    if name not in s3_backends.bucket_accounts:
        return None
    partition, account = s3_backends.bucket_accounts[name]
    return account, s3_backends[account][partition].buckets[name].region_name


def main(arguments: list[str]) -> None:
    """Listen, leave a process that serves until SIGTERM, and return.

    The process that was started ends when the other one listens: whoever started it knows, and has no child left.
    """
    parser = argparse.ArgumentParser()
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--record", type=Path, required=True)
    parser.add_argument("--outage", type=Path, required=True)
    parser.add_argument("--instance", required=True)
    options = parser.parse_args(arguments)

    corrections.apply()
    # One line a request would grow the log without end; moto's own errors still go there.
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    moto = DomainDispatcherApplication(create_backend_app)
    application = Identified(Cut(moto, options.outage, bucket_region), options.instance)
    server = make_server("127.0.0.1", options.port, application, threaded=True, request_handler=MotoRequestHandler)
    application.port = server.port
    pid = os.fork()
    if pid:
        write_text(options.record, application.identity(pid))
        return
    os.setsid()
    signal.signal(signal.SIGTERM, _stop)
    server.serve_forever()


def _stop(_signal: int, _frame: FrameType | None) -> None:
    # Threads in the middle of a request must not hold up the end: the contents are memory.
    os._exit(0)


if __name__ == "__main__":
    main(sys.argv[1:])
