from __future__ import annotations

import hashlib
import io
import tarfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from engine import toolchain_release
from engine.errors import EngineError
from engine.progress import Progress
from engine.toolchain_release import ReleaseUnavailable, archive_name, expected_checksum, install, unpack

NAME = "pulumi-v3.250.0-linux-x64.tar.gz"


def _archive(*members: tuple[str, bytes]) -> bytes:
    held = io.BytesIO()
    with tarfile.open(fileobj=held, mode="w:gz") as tar:
        for name, content in members:
            info = tarfile.TarInfo(name)
            info.size = len(content)
            tar.addfile(info, io.BytesIO(content))
        link = tarfile.TarInfo("pulumi/link")
        link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
        tar.addfile(link)
    return held.getvalue()


@pytest.fixture
def host(monkeypatch: pytest.MonkeyPatch) -> dict[str, bytes]:
    """What the two hosts answer, by the last part of the address."""
    answers: dict[str, bytes] = {}

    def chunks(url: str) -> Iterator[tuple[bytes, int]]:
        body = answers[url.rpartition("/")[2]]
        yield body[:10], len(body)
        yield body[10:], len(body)

    monkeypatch.setattr(toolchain_release, "_chunks", chunks)
    monkeypatch.setattr("platform.system", lambda: "Linux")
    monkeypatch.setattr("platform.machine", lambda: "x86_64")
    return answers


@pytest.mark.parametrize(
    ("system", "machine", "expected"),
    [
        ("Linux", "x86_64", NAME),
        ("Linux", "aarch64", "pulumi-v3.250.0-linux-arm64.tar.gz"),
        ("Darwin", "arm64", "pulumi-v3.250.0-darwin-arm64.tar.gz"),
        ("Windows", "AMD64", None),
        ("Linux", "riscv64", None),
    ],
)
def test_the_archive_of_a_platform(system: str, machine: str, expected: str | None) -> None:
    """As Pulumi names them; None where there is none that this code could unpack."""
    assert expected == archive_name("3.250.0", system, machine)


def test_a_checksum_is_found_by_the_whole_name() -> None:
    """A name that only ends alike is another file."""
    text = f"{'a' * 64}  other-{NAME}\n{'B' * 64} *{NAME}\nnot-a-digest  {NAME}\n"

    assert "b" * 64 == expected_checksum(text, NAME)
    assert None is expected_checksum(text, "pulumi-v3.250.0-darwin-x64.tar.gz")


def test_a_verified_release_is_installed(host: dict[str, bytes], tmp_path: Path) -> None:
    """Programs land in bin/, executable, and the progress reaches the whole length."""
    archive = _archive(("pulumi/pulumi", b"cli"), ("pulumi/pulumi-language-python", b"host"))
    host[NAME] = archive
    host["pulumi-3.250.0-checksums.txt"] = f"{hashlib.sha256(archive).hexdigest()}  {NAME}\n".encode()
    reports: list[Progress] = []

    install("3.250.0", tmp_path / "pulumi-3.250.0", reports.append)

    assert {"pulumi", "pulumi-language-python"} == {f.name for f in (tmp_path / "pulumi-3.250.0" / "bin").iterdir()}
    assert (tmp_path / "pulumi-3.250.0" / "bin" / "pulumi").stat().st_mode & 0o111
    assert 1 == reports[-1].fraction


def test_an_archive_that_is_not_what_it_says_is_refused(host: dict[str, bytes], tmp_path: Path) -> None:
    """No second way is tried in silence: somebody should know."""
    host[NAME] = _archive(("pulumi/pulumi", b"cli"))
    host["pulumi-3.250.0-checksums.txt"] = f"{'0' * 64}  {NAME}\n".encode()

    with pytest.raises(EngineError, match="checksum file says 0000"):
        install("3.250.0", tmp_path / "pulumi-3.250.0", lambda _: None)

    assert [] == list(tmp_path.iterdir()), "nothing is left behind"


def test_a_checksum_file_without_the_archive_is_no_release(host: dict[str, bytes], tmp_path: Path) -> None:
    """What cannot be verified is not downloaded."""
    host["pulumi-3.250.0-checksums.txt"] = b""

    with pytest.raises(ReleaseUnavailable, match="does not name"):
        install("3.250.0", tmp_path / "pulumi-3.250.0", lambda _: None)


def test_nothing_but_plain_files_of_the_release_leaves_the_archive(tmp_path: Path) -> None:
    """Links, folders above and files beside are not unpacked."""
    archive = tmp_path / NAME
    archive.write_bytes(
        _archive(("pulumi/pulumi", b"cli"), ("../evil", b"x"), ("pulumi/../../evil", b"x"), ("evil", b"x"))
    )

    unpack(archive, tmp_path / "out" / "bin")

    assert ["pulumi"] == [file.name for file in (tmp_path / "out" / "bin").iterdir()]
    assert not list(tmp_path.rglob("evil"))


def test_a_host_out_of_reach_is_an_answer_within_seconds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """.invalid never resolves (RFC 2606)."""
    monkeypatch.setattr(toolchain_release, "CHECKSUMS", "https://github.invalid/{version}")
    monkeypatch.setattr("platform.system", lambda: "Linux")
    monkeypatch.setattr("platform.machine", lambda: "x86_64")

    with pytest.raises(ReleaseUnavailable, match=r"github\.invalid cannot be reached"):
        install("3.250.0", tmp_path / "pulumi", lambda _: None)
