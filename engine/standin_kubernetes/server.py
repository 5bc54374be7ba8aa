"""The sandbox's kubernetes provider on the wire."""

from __future__ import annotations

from collections.abc import Mapping

from engine.standin import wire
from engine.standin.clients import Clients
from engine.standin.errors import Problem
from engine.standin.existing import endpoint_of
from engine.standin.row import Props
from engine.standin.wire import Say
from engine.standin_kubernetes import settings
from engine.standin_kubernetes.provider import Provider


class Kubernetes:
    """What differs from other providers; see wire.Speaks."""

    name = "kubernetes"
    version = "4.34.2"

    def check_config(self, arguments: Props, /) -> list[Problem]:
        return settings.check(arguments)

    def replaces(self, old: Props, new: Props, /) -> list[str]:
        """Another cluster is another provider: what stood in the one has to be made in the other."""
        return settings.replaces(old, new)

    def configure(self, arguments: Props, environment: Mapping[str, str], say: Say, /) -> Provider:
        """The cluster from the kubeconfig, its store from the environment."""
        configured = settings.configure(arguments, environment)
        return Provider(configured, Clients(endpoint_of(environment)), say)


def serve(engine_address: str) -> None:
    """Serve until the engine ends the process."""
    wire.serve(Kubernetes(), engine_address)
