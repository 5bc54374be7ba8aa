"""A real Kubernetes API server from Go modules, for the test that wants one. No container engine, no root.

    python -m tests.policies.admission.control_plane up FOLDER      # builds at the first time: minutes
    LZ_KUBE_APISERVER=FOLDER/kubeconfig pytest tests/policies/admission/test_api_server.py
    python -m tests.policies.admission.control_plane down FOLDER

It is an API server and its etcd and nothing else: nothing is scheduled, and nothing runs.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import secrets
import shutil
import signal
import socket
import ssl
import subprocess
import sys
import time
import urllib.request
from collections.abc import Sequence
from pathlib import Path
from urllib.error import URLError

import yaml

KUBERNETES, ETCD = "1.34.2", "3.6.5"
API_SERVER, STORE = "k8s.io/kubernetes/cmd/kube-apiserver", "go.etcd.io/etcd/server/v3"

_STAGED = re.compile(r"^\s*(?:replace )?(k8s\.io/\S+) => \./staging/", re.MULTILINE)
_READY_SECONDS = 60.0
_PACE_SECONDS = 0.5


def module_file(upstream: str) -> str:
    """A module that builds Kubernetes: its own staging folders are replaced by their released versions."""
    staged = sorted(set(_STAGED.findall(upstream)))
    released = f"v0.{KUBERNETES.partition('.')[2]}"
    replaced = "".join(f"\t{name} => {name} {released}\n" for name in staged)
    go = re.search(r"^go \S+$", upstream, re.MULTILINE)
    head = go[0] if go else "go 1.24"
    return (
        f"module lz.test/control-plane\n\n{head}\n\nrequire k8s.io/kubernetes v{KUBERNETES}\n\nreplace (\n{replaced})\n"
    )


def build(folder: Path) -> None:
    """The two programs under bin, where they are not there yet."""
    if not (folder / "bin" / "kube-apiserver").exists():
        place = folder / "kubernetes"
        place.mkdir(parents=True, exist_ok=True)
        found = json.loads(_go(folder, "mod", "download", "-json", f"k8s.io/kubernetes@v{KUBERNETES}"))
        (place / "go.mod").write_text(module_file(Path(found["GoMod"]).read_text("utf-8")), "utf-8")
        version = "k8s.io/component-base/version"
        major, minor, _ = KUBERNETES.split(".")
        told = (
            f"-s -w -X {version}.gitVersion=v{KUBERNETES} -X {version}.gitMajor={major} -X {version}.gitMinor={minor}"
        )
        _make(place, API_SERVER, folder / "bin" / "kube-apiserver", told)
    if not (folder / "bin" / "etcd").exists():
        place = folder / "etcd"
        place.mkdir(parents=True, exist_ok=True)
        (place / "go.mod").write_text(f"module lz.test/etcd\n\ngo 1.24\n\nrequire {STORE} v{ETCD}\n", "utf-8")
        _make(place, STORE, folder / "bin" / "etcd", "-s -w")


def _make(place: Path, package: str, program: Path, told: str) -> None:
    (place / "tools.go").write_text(f'//go:build tools\n\npackage tools\n\nimport _ "{package}"\n', "utf-8")
    _go(place, "mod", "tidy", "-e")
    _go(place, "build", "-ldflags", told, "-o", str(program), package)


def _go(place: Path, *words: str) -> str:
    go = shutil.which("go")
    if go is None:
        raise SystemExit("there is no go on PATH: https://go.dev/dl")
    env = {**os.environ, "GOFLAGS": "-mod=mod", "CGO_ENABLED": "0"}
    return subprocess.run([go, *words], cwd=place, env=env, check=True, stdout=subprocess.PIPE, text=True).stdout


def up(folder: Path) -> Path:
    """Build, start and wait; the kubeconfig of an administrator."""
    build(folder)
    port, store, peers = (_free_port() for _ in range(3))
    token = secrets.token_hex(16)
    for name, text in (("tokens.csv", f'{token},admin,admin,"system:masters"\n'), ("kubeconfig", access(port, token))):
        (folder / name).touch(mode=0o600)
        (folder / name).write_text(text, "utf-8")
    _run_openssl("genrsa", "-out", folder / "account.key")
    _run_openssl("rsa", "-in", folder / "account.key", "-pubout", "-out", folder / "account.pub")
    here, among = f"http://127.0.0.1:{store}", f"http://127.0.0.1:{peers}"
    _start(
        folder,
        "etcd",
        *("--data-dir", "data", "--unsafe-no-fsync"),
        *(f"--listen-client-urls={here}", f"--advertise-client-urls={here}", f"--listen-peer-urls={among}"),
        *(f"--initial-advertise-peer-urls={among}", f"--initial-cluster=default={among}"),
    )
    _start(
        folder,
        "kube-apiserver",
        *(f"--etcd-servers={here}", f"--secure-port={port}", "--bind-address=127.0.0.1", "--cert-dir=certificates"),
        *("--authorization-mode=RBAC", "--token-auth-file=tokens.csv", "--service-cluster-ip-range=10.96.0.0/16"),
        *("--service-account-issuer=https://kubernetes.default.svc", "--service-account-key-file=account.pub"),
        "--service-account-signing-key-file=account.key",
    )
    _wait(f"https://127.0.0.1:{port}/readyz", token, folder / "certificates" / "apiserver.crt")
    return folder / "kubeconfig"


def _free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


def access(port: int, token: str) -> str:
    """A kubeconfig that trusts the server's own certificate and no other."""
    server = {"server": f"https://127.0.0.1:{port}", "certificate-authority": "certificates/apiserver.crt"}
    return yaml.safe_dump(
        {
            "apiVersion": "v1",
            "kind": "Config",
            "clusters": [{"name": "here", "cluster": server}],
            "users": [{"name": "admin", "user": {"token": token}}],
            "contexts": [{"name": "here", "context": {"cluster": "here", "user": "admin"}}],
            "current-context": "here",
        }
    )


def _run_openssl(*words: str | Path) -> None:
    subprocess.run(["openssl", *words], check=True, capture_output=True)  # noqa: S607  the one on PATH


def _start(folder: Path, name: str, *words: str) -> None:
    with (folder / f"{name}.log").open("w", encoding="utf-8") as log:
        program = subprocess.Popen(
            [folder / "bin" / name, *words], cwd=folder, stdout=log, stderr=log, start_new_session=True
        )
    (folder / f"{name}.pid").write_text(str(program.pid), "utf-8")


def _wait(url: str, token: str, certificate: Path) -> None:
    """Past any proxy of this shell: it is this machine that is asked."""
    end = time.monotonic() + _READY_SECONDS
    request = urllib.request.Request(url, headers={"Authorization": f"Bearer {token}"})  # noqa: S310  https, and ours
    while time.monotonic() < end:
        time.sleep(_PACE_SECONDS)
        if not certificate.exists():
            continue
        trusting = urllib.request.HTTPSHandler(context=ssl.create_default_context(cafile=str(certificate)))
        try:
            with urllib.request.build_opener(urllib.request.ProxyHandler({}), trusting).open(request) as answer:
                if answer.status == 200:
                    return
        except (URLError, ConnectionError):
            continue
    raise SystemExit(f"not ready after {_READY_SECONDS:.0f} s: see {certificate.parents[1]}/kube-apiserver.log")


def down(folder: Path) -> None:
    """End what `up` began in this folder; its data go too."""
    for name in ("kube-apiserver", "etcd"):
        file = folder / f"{name}.pid"
        if file.exists():
            try:
                os.kill(int(file.read_text("utf-8")), signal.SIGTERM)
            except ProcessLookupError:
                sys.stderr.write(f"{name} had ended already\n")
            file.unlink()
    shutil.rmtree(folder / "data", ignore_errors=True)


def main(arguments: Sequence[str]) -> int:
    """Bring one up or take it down; the exit code."""
    parser = argparse.ArgumentParser(prog="python -m tests.policies.admission.control_plane")
    parser.add_argument("verb", choices=["up", "down"])
    parser.add_argument("folder", type=Path)
    given = parser.parse_args(arguments)
    folder: Path = given.folder.resolve()
    if given.verb == "down":
        down(folder)
    else:
        sys.stdout.write(f"LZ_KUBE_APISERVER={up(folder)}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
