"""The official release of the pulumi command line: download, verify, unpack aside, rename.

The archive comes from get.pulumi.com. Its SHA-256 comes from the checksum file of the release on github.com, over HTTPS
with certificates verified: two hosts would have to lie alike. No checksum is pinned in this file, because none could be
verified independently when it was written; whoever wants a pin puts a pulumi of their own on PATH.
"""

from __future__ import annotations

import hashlib
import http.client
import os
import platform
import shutil
import tarfile
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

from engine.errors import EngineError
from engine.progress import Listener, Progress

ARCHIVE = "https://get.pulumi.com/releases/sdk/{name}"
CHECKSUMS = "https://github.com/pulumi/pulumi/releases/download/v{version}/pulumi-{version}-checksums.txt"
TIMEOUT = 5.0
"""Seconds without an answer after which a host counts as unreachable: there is another way to get the tool."""

_SYSTEMS = {"Linux": "linux", "Darwin": "darwin"}
_MACHINES = {"x86_64": "x64", "amd64": "x64", "aarch64": "arm64", "arm64": "arm64"}


class ReleaseUnavailable(Exception):  # noqa: N818 - the caller goes on to the next way; this is an answer, not an error
    """The release cannot be had from here; the text says why."""


def archive_name(version: str, system: str, machine: str) -> str | None:
    """The release's file name for a platform as Python's `platform` names it; None where there is no .tar.gz for it."""
    name, arch = _SYSTEMS.get(system), _MACHINES.get(machine.lower())
    return f"pulumi-v{version}-{name}-{arch}.tar.gz" if name and arch else None


def expected_checksum(checksums: str, name: str) -> str | None:
    """The SHA-256 of `name` in the text of a checksum file: lines of 64 hex digits, blanks, file name."""
    for line in checksums.splitlines():
        digest, _, file = line.strip().partition(" ")
        if file.strip().lstrip("*") == name and len(digest) == 64:
            return digest.lower()
    return None


def install(version: str, folder: Path, listener: Listener) -> None:
    """Put the release's programs into folder/bin, whole or not at all.

    Raises ReleaseUnavailable when the hosts cannot be reached, and EngineError when the archive is not what its
    checksum says.
    """
    name = archive_name(version, platform.system(), platform.machine())
    if name is None:
        raise ReleaseUnavailable(f"official release: none for {platform.system()} {platform.machine()}")
    digest = expected_checksum(_fetch_text(CHECKSUMS.format(version=version)), name)
    if digest is None:
        raise ReleaseUnavailable(f"official release: its checksum file does not name {name}")
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder.parent, prefix=".release-") as aside:
        archive = Path(aside) / name
        actual = _download(ARCHIVE.format(name=name), archive, f"download pulumi {version}", listener)
        if actual != digest:
            raise EngineError(
                f"{name} from get.pulumi.com has SHA-256 {actual}, and the release's checksum file says {digest}",
                "nothing was installed; try again, and if it stays so, the archive is damaged or not Pulumi's",
            )
        unpack(archive, Path(aside) / "made" / "bin")
        shutil.rmtree(folder, ignore_errors=True)
        (Path(aside) / "made").rename(folder)


def unpack(archive: Path, into: Path) -> None:
    """Write the regular files directly under pulumi/ of the archive, executable; nothing else leaves the archive."""
    into.mkdir(parents=True)
    with tarfile.open(archive) as tar:
        for member in tar:
            parent, _, file = member.name.removeprefix("./").partition("/")
            if not member.isfile() or parent != "pulumi" or not file or "/" in file:
                continue
            source = tar.extractfile(member)
            if source is None:
                continue
            with source, (into / file).open("wb") as target:
                shutil.copyfileobj(source, target)
            (into / file).chmod(0o755)


def _fetch_text(url: str) -> str:
    return b"".join(chunk for chunk, _ in _chunks(url)).decode("utf-8", errors="replace")


def _download(url: str, target: Path, what: str, listener: Listener) -> str:
    """Write the file and give its SHA-256 in hex."""
    digest, done, began = hashlib.sha256(), 0, time.monotonic()
    with target.open("wb") as file:
        for chunk, total in _chunks(url):
            file.write(chunk)
            digest.update(chunk)
            done += len(chunk)
            listener(Progress(what, done, total, time.monotonic() - began))
        file.flush()
        os.fsync(file.fileno())
    return digest.hexdigest()


def _chunks(url: str) -> Iterator[tuple[bytes, int]]:
    """The body in pieces, each with the whole length (0 where the host does not say)."""
    host = url.split("/")[2]
    try:
        with urllib.request.urlopen(url, timeout=TIMEOUT) as response:  # noqa: S310  the addresses are the constants above
            if not response.url.startswith("https://"):
                raise ReleaseUnavailable(f"official release: {host} redirected away from HTTPS")
            total = int(response.headers.get("Content-Length") or 0)
            while chunk := response.read(1 << 18):
                yield chunk, total
    except (urllib.error.URLError, http.client.HTTPException, TimeoutError, ConnectionError) as error:
        reason = getattr(error, "reason", None) or error
        raise ReleaseUnavailable(f"official release: {host} cannot be reached ({reason})") from error
