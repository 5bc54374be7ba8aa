"""The sandbox's aws provider on the wire."""

from __future__ import annotations

from collections.abc import Mapping

from engine.standin import settings, wire
from engine.standin.clients import Clients
from engine.standin.errors import Problem
from engine.standin.provider import Provider
from engine.standin.row import Props
from engine.standin.wire import Say


class Aws:
    """What differs from other providers; see wire.Speaks."""

    name = "aws"
    version = "7.51.1"

    def check_config(self, arguments: Props, /) -> list[Problem]:
        return settings.check(arguments)

    def replaces(self, _old: Props, _new: Props, /) -> list[str]:
        """None: resources find out themselves what another Region or account means for them."""
        return []

    def configure(self, arguments: Props, environment: Mapping[str, str], say: Say, /) -> Provider:
        """Region, account and default tags from the arguments, the server from the environment."""
        configured = settings.configure(arguments, environment)
        return Provider(configured, Clients(configured.endpoint), say)


def serve(engine_address: str) -> None:
    """Serve until the engine ends the process."""
    wire.serve(Aws(), engine_address)
