"""Two places where the SDK of pulumi 3.272 costs the square of a program's size, made linear in the program's process.

It waits for the first of all pending outputs, again and again, and puts a callback on each of them every time; and it
sends thousands of debug messages one by one, waiting for each. In an environment of 700 resources both together were
half of an update. What it waits for, and what it says, stay the same.
"""

from __future__ import annotations

import asyncio
from typing import Any

from pulumi import log
from pulumi.runtime import rpc_manager, settings, stack
from pulumi.runtime.proto import engine_pb2


async def wait_for_rpcs(await_all_outstanding_tasks: bool = True) -> None:  # noqa: FBT001, FBT002  the SDK's own signature
    """End when no call to the engine and no output is under way; raise what the first of them raised."""
    while True:
        await _calls()
        if await_all_outstanding_tasks:
            await _outputs()
        if not _manager().rpcs:
            return


async def _calls() -> None:
    manager = _manager()
    while manager.rpcs:
        await asyncio.sleep(0)
        try:
            await manager.rpcs.pop()
        except Exception as error:
            first = manager.unhandled_exception
            if first is None:
                raise
            raise error from first.with_traceback(manager.exception_traceback)
    if manager.unhandled_exception is not None:
        raise manager.unhandled_exception.with_traceback(manager.exception_traceback)


async def _outputs() -> None:
    """All of them, those that come meanwhile too; the first that raises ends the wait."""
    while pending := _taken():
        done, rest = await asyncio.wait(pending, return_when=asyncio.FIRST_EXCEPTION)
        shared = _shared()
        with shared.lock:
            shared.outputs.update(rest)
        for task in done:
            await task


def _taken() -> list[asyncio.Task[Any]]:
    shared = _shared()
    with shared.lock:
        pending = list(shared.outputs)
        shared.outputs.clear()
    return pending


def _shared() -> Any:
    """What the SDK keeps for the run of a program."""
    return settings.SETTINGS


def _manager() -> rpc_manager.RPCManager:
    return settings._get_rpc_manager()  # pyright: ignore[reportPrivateUsage]  # noqa: SLF001  the SDK offers no other door


def debug(
    msg: str,
    resource: Any = None,
    stream_id: int | None = None,
    ephemeral: bool | None = None,  # noqa: FBT001  the SDK's own signature
) -> None:
    """A debug message, sent without waiting until the engine has it; one of a resource as the SDK sends it."""
    engine: Any = settings.get_engine()
    if engine is None:
        return
    if resource is not None:
        log._log(engine, engine_pb2.DEBUG, msg, resource, stream_id, ephemeral)  # pyright: ignore[reportPrivateUsage]  # noqa: SLF001  the SDK offers no other door
        return
    engine.Log.future(
        engine_pb2.LogRequest(
            severity=engine_pb2.DEBUG, message=msg, urn="", streamId=stream_id or 0, ephemeral=bool(ephemeral)
        )
    )


def apply() -> None:
    """Let this process wait and speak so."""
    stack.wait_for_rpcs = wait_for_rpcs
    log.debug = debug
