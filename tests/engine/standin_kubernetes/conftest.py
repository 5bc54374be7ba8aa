"""A cluster in moto, and a plugin that speaks the provider protocol to its store; each test has a folder of stores."""

from __future__ import annotations

import itertools
import logging
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from moto.moto_server.threaded_moto_server import ThreadedMotoServer

from engine.standin import corrections
from engine.standin.clients import Clients
from engine.standin_kubernetes.address import Cluster
from engine.standin_kubernetes.store import Store
from tests.eks import create_cluster
from tests.engine.standin_kubernetes.talk import AbortedError, Plugin

ACCOUNT, REGION = "111122223333", "eu-west-1"
_NAMES = (f"c{number}" for number in itertools.count())


@pytest.fixture(scope="session")
def moto() -> Iterator[str]:
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    corrections.apply()
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()


@pytest.fixture
def eks(moto: str) -> Any:
    return Clients(moto).client("eks", REGION, ACCOUNT)


@pytest.fixture
def make_cluster(moto: str) -> Callable[..., Cluster]:
    """Another cluster, under a name of its own or a given one."""
    clients = Clients(moto)
    return lambda name=None: create_cluster(lambda s: clients.client(s, REGION, ACCOUNT), name or next(_NAMES))


@pytest.fixture
def cluster(make_cluster: Callable[..., Cluster]) -> Cluster:
    return make_cluster()


@pytest.fixture
def connect(moto: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Plugin]:
    """A provider of a cluster, by its address."""
    monkeypatch.setenv("LZ_MOTO_ENDPOINT", moto)
    monkeypatch.setenv("LZ_CLUSTERS", str(tmp_path))

    def make(address: str, **arguments: Any) -> Plugin:
        return Plugin(address, arguments)

    return make


@pytest.fixture
def plugin(connect: Callable[..., Plugin], cluster: Cluster) -> Plugin:
    return connect(cluster.address)


@pytest.fixture
def store(tmp_path: Path, cluster: Cluster) -> Store:
    """What the cluster holds, as a tool sees it."""
    return Store(tmp_path, cluster)


@pytest.fixture
def aborted() -> type[AbortedError]:
    return AbortedError
