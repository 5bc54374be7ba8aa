"""The end of a program is the end of all that it began, and costs no more than that."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Coroutine
from types import SimpleNamespace
from typing import Any

import pytest
from pulumi import log
from pulumi.runtime import rpc_manager, settings, stack
from pulumi.runtime.proto import engine_pb2

from engine import waiting


class Run:
    """What the SDK keeps for a run: outputs and calls under way."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.outputs: set[asyncio.Task[Any]] = set()
        self.lock = threading.RLock()
        self.manager = rpc_manager.RPCManager()
        monkeypatch.setattr(waiting, "_shared", lambda: self)
        monkeypatch.setattr(waiting, "_manager", lambda: self.manager)

    def output(self, work: Coroutine[Any, Any, Any]) -> asyncio.Task[Any]:
        task = asyncio.ensure_future(work)
        self.outputs.add(task)
        return task


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch) -> Run:
    return Run(monkeypatch)


def test_every_output_is_waited_for_with_those_that_come_meanwhile(run: Run) -> None:
    """An apply may declare, and what it declares has applies of its own."""
    ended = list[int]()

    async def work(depth: int) -> None:
        await asyncio.sleep(0.001)
        if depth:
            run.output(work(depth - 1))
        ended.append(depth)

    async def main() -> None:
        run.output(work(5))
        await waiting.wait_for_rpcs()

    asyncio.run(main())

    assert [5, 4, 3, 2, 1, 0] == ended


def test_calls_are_waited_for_before_and_after_outputs(run: Run) -> None:
    """An output may call the engine."""
    ended = list[str]()

    async def call() -> None:
        await asyncio.sleep(0.001)
        ended.append("call")

    async def calling() -> None:
        run.manager.rpcs.append(asyncio.ensure_future(call()))

    async def main() -> None:
        run.output(calling())
        await waiting.wait_for_rpcs()

    asyncio.run(main())

    assert ["call"] == ended


def test_the_first_output_that_raises_ends_the_program(run: Run) -> None:
    """Although another would never end."""

    async def broken() -> None:
        await asyncio.sleep(0.001)
        raise ValueError("broken")

    async def main() -> None:
        run.output(asyncio.sleep(3600))
        run.output(broken())
        await waiting.wait_for_rpcs()

    with pytest.raises(ValueError, match="broken"):
        asyncio.run(main())


def test_a_call_that_failed_ends_the_program_with_its_own_words(run: Run) -> None:
    """What the engine refused is what the author has to read."""

    async def refused() -> None:
        raise RuntimeError("refused")

    async def main() -> None:
        await run.manager.do_rpc("register", refused)()
        await waiting.wait_for_rpcs()

    with pytest.raises(RuntimeError, match="refused"):
        asyncio.run(main())


def test_many_outputs_that_end_one_by_one_are_waited_for_once(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """The SDK waits anew for all of them whenever one ends."""
    waits = list[int]()
    real = asyncio.wait

    async def counted(pending: Any, **more: Any) -> Any:
        waits.append(len(pending))
        return await real(pending, **more)

    monkeypatch.setattr(asyncio, "wait", counted)

    async def main() -> None:
        for place in range(200):
            run.output(asyncio.sleep(place / 20_000))
        await waiting.wait_for_rpcs()

    asyncio.run(main())

    assert [200] == waits


@pytest.fixture
def engine(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """An engine that hears, and is not waited for."""
    heard = list[Any]()
    monkeypatch.setattr(settings, "get_engine", lambda: SimpleNamespace(Log=SimpleNamespace(future=heard.append)))
    return heard


def test_a_debug_message_reaches_the_engine_without_a_wait(engine: list[Any]) -> None:
    """Whole, and as a debug message."""
    waiting.debug("registering")

    assert [("registering", engine_pb2.DEBUG)] == [(one.message, one.severity) for one in engine]


def test_the_sdk_waits_and_speaks_through_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """A newer SDK that calls them otherwise must be looked at."""
    monkeypatch.setattr(stack, "wait_for_rpcs", stack.wait_for_rpcs)
    monkeypatch.setattr(log, "debug", log.debug)

    waiting.apply()

    assert (waiting.wait_for_rpcs, waiting.debug) == (stack.wait_for_rpcs, log.debug)
    assert "wait_for_rpcs" in stack.run_pulumi_func.__code__.co_names, "the SDK must look it up in its module"
