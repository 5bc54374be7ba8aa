from __future__ import annotations

from pathlib import Path

import pytest

from engine.progress import Progress
from engine.toolchain import VERSION
from engine.toolchain_modules import MODULE, BuildUnavailable, install, pinned_version

GO = """#!/bin/sh
verb=$1
test -f go.sum || exit 7
case $verb in
list) echo 'go: downloading one v1' >&2; printf 'a\\nb\\nc\\n' ;;
build) {build} ;;
esac
"""
COMPILES = """
for package in a b c; do echo $package >&2; done
while [ "$1" != -o ]; do shift; done
mkdir -p "$(dirname "$2")"; printf '#!/bin/sh\\n' > "$2"; chmod +x "$2"
"""


@pytest.fixture
def go(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A PATH whose go is a script."""
    folder = tmp_path / "bin"
    folder.mkdir()
    monkeypatch.setenv("PATH", f"{folder}:/usr/bin:/bin")
    return folder / "go"


def _write(go: Path, build: str) -> None:
    go.write_text(GO.format(build=build))
    go.chmod(0o755)


def test_what_is_pinned_is_what_is_wanted() -> None:
    """go.mod and the release are of one version, and every module has a checksum."""
    assert VERSION == pinned_version()
    assert f"github.com/pulumi/pulumi/pkg/v3 v{VERSION} h1:" in (MODULE / "go.sum").read_text()


def test_a_build_is_whole_and_tells_how_far_it_is(go: Path, tmp_path: Path) -> None:
    """Modules first, then packages out of those that the build cache does not hold."""
    _write(go, COMPILES)
    reports: list[Progress] = []

    install(VERSION, tmp_path / "made", reports.append)

    assert (tmp_path / "made" / "bin" / "pulumi").is_file()
    assert [("fetch Go modules", 1, 0)] == [(r.what, r.done, r.total) for r in reports[:1]]
    assert [(1, 3), (2, 3), (3, 3)] == [(r.done, r.total) for r in reports[1:]]


def test_a_failed_build_says_why_and_leaves_nothing(go: Path, tmp_path: Path) -> None:
    """The compiler's last lines are the reason."""
    _write(go, "echo 'x.go:1: undefined: y' >&2; exit 2")

    with pytest.raises(BuildUnavailable, match="undefined: y"):
        install(VERSION, tmp_path / "cache" / "made", lambda _: None)

    assert [] == list((tmp_path / "cache").iterdir())


def test_without_go_there_is_no_build(go: Path, tmp_path: Path) -> None:
    """Said in words, to stand beside the other ways that failed."""
    with pytest.raises(BuildUnavailable, match="PATH holds no go"):
        install(VERSION, tmp_path / "made", lambda _: None)


def test_another_version_than_the_pinned_one_is_not_built(go: Path, tmp_path: Path) -> None:
    """go.sum covers one version."""
    _write(go, COMPILES)

    with pytest.raises(BuildUnavailable, match=r"wanted is 9\.9\.9"):
        install("9.9.9", tmp_path / "made", lambda _: None)
