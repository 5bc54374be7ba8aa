"""The objects of a cluster in their file."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from engine.standin_kubernetes.address import Cluster
from engine.standin_kubernetes.store import Key, Store, TakenError, clusters

CLUSTER = Cluster("a" * 32, "c", "111122223333", "eu-west-1")


def _key(number: int) -> Key:
    return Key("", "ConfigMap", "default", f"c-{number:02}")


def test_a_cluster_that_holds_nothing_has_no_file(tmp_path: Path) -> None:
    """Asking makes none, so that a list of clusters lists those that were used."""
    store = Store(tmp_path, CLUSTER)

    assert (None, []) == (store.get(_key(1)), store.objects())
    assert [] == list(clusters(tmp_path))
    store.create(_key(1), {"metadata": {}})
    assert [CLUSTER] == list(clusters(tmp_path))


def test_nobody_else_can_read_the_file(tmp_path: Path) -> None:
    """Secrets are among the objects."""
    Store(tmp_path / "new", CLUSTER).create(_key(1), {"metadata": {}})

    (file,) = (tmp_path / "new").iterdir()
    assert (0o600, 0o700) == (file.stat().st_mode & 0o777, file.parent.stat().st_mode & 0o777)


def test_many_writers_lose_nothing_and_count_every_version_once(tmp_path: Path) -> None:
    """Each plugin process opens the file for itself."""

    def write(number: int) -> str:
        held = Store(tmp_path, CLUSTER).create(_key(number), {"metadata": {"name": f"c-{number:02}"}})
        return held["metadata"]["resourceVersion"]

    with ThreadPoolExecutor(8) as pool:
        versions = list(pool.map(write, range(40)))

    assert set(range(1, 41)) == {int(version) for version in versions}
    assert [_key(number) for number in range(40)] == [key for key, _ in Store(tmp_path, CLUSTER).objects()]


def test_of_two_that_want_one_name_one_gets_it(tmp_path: Path) -> None:
    """However close together they come."""

    def write(_: int) -> bool:
        try:
            Store(tmp_path, CLUSTER).create(_key(1), {"metadata": {}})
        except TakenError:
            return False
        return True

    with ThreadPoolExecutor(8) as pool:
        assert 1 == sum(pool.map(write, range(16)))


def test_a_change_that_fails_changes_nothing(tmp_path: Path) -> None:
    """What cannot be written leaves what was there, its version too."""
    store = Store(tmp_path, CLUSTER)
    before = store.create(_key(1), {"metadata": {}, "data": {"a": "1"}})

    with pytest.raises(TypeError):
        store.replace(_key(1), {"metadata": {}, "data": {"a": object()}})

    assert before == store.get(_key(1))
    assert "2" == store.create(_key(2), {"metadata": {}})["metadata"]["resourceVersion"]
