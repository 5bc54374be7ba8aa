"""An EKS cluster asked through its API server: a small one of the test's own, over plain HTTP."""

from __future__ import annotations

import base64
import gzip
import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

import boto3
import pytest

from ops.verification import eks_cluster
from ops.verification.account import UnreadableError
from ops.verification.eks_cluster import EksCluster, charted, connect, token

AUTHORITY = base64.b64encode(b"none").decode()
STORED = base64.b64encode(
    base64.b64encode(gzip.compress(json.dumps({"chart": {"metadata": {"name": "keda", "version": "2.19.0"}}}).encode()))
).decode()
ANSWERS: dict[str, Any] = {
    "/api/v1": {"resources": [{"name": "namespaces", "kind": "Namespace"}, {"name": "namespaces/status", "kind": "x"}]},
    "/api/v1/namespaces/keda": {"metadata": {"name": "keda"}},
    "/apis/keda.sh/v1alpha1": {"resources": [{"name": "scaledobjects", "kind": "ScaledObject"}]},
    "/apis/keda.sh/v1alpha1/namespaces/assistant/scaledobjects/vllm": {"spec": {"maxReplicaCount": 8}},
    "/api/v1/namespaces/keda/secrets": {"items": [{"data": {"release": STORED}}]},
    "/api/v1/namespaces/empty/secrets": {"items": []},
}


class Server(HTTPServer):
    """Answers from a table, and remembers who asked what."""

    asked: list[tuple[str, str]]


class _Handler(BaseHTTPRequestHandler):
    server: Server  # pyright: ignore[reportIncompatibleVariableOverride]

    def do_GET(self) -> None:
        path = urlsplit(self.path)
        self.server.asked.append((self.path, self.headers.get("Authorization", "")))
        status = 403 if path.path.startswith("/apis/secret.io") else 200 if path.path in ANSWERS else 404
        body = json.dumps(ANSWERS.get(path.path, {})).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002  the library's name
        del format, args


@pytest.fixture
def server() -> Iterator[Server]:
    found = Server(("127.0.0.1", 0), _Handler)
    found.asked = []
    thread = threading.Thread(target=found.serve_forever, daemon=True)
    thread.start()
    yield found
    found.shutdown()
    found.server_close()
    thread.join()


class _Session:
    """As much of a boto3 session as a cluster asks."""

    def __init__(self, endpoint: str) -> None:
        self._endpoint = endpoint

    def client(self, service: str, region_name: str) -> Any:
        assert ("eks", "eu-west-1") == (service, region_name)
        return self

    def describe_cluster(self, name: str) -> dict[str, Any]:
        return {"cluster": {"name": name, "endpoint": self._endpoint, "certificateAuthority": {"data": AUTHORITY}}}


@pytest.fixture
def cluster(server: Server, monkeypatch: pytest.MonkeyPatch) -> EksCluster:
    monkeypatch.setattr(eks_cluster, "token", lambda *_: "a-token")
    session: Any = _Session(f"http://127.0.0.1:{server.server_port}")
    return EksCluster(session, "lz-prod-cluster", "eu-west-1")


def test_an_object_is_asked_for_where_its_kind_is_served(cluster: EksCluster, server: Server) -> None:
    """Its plural comes from the API server, asked once a version; every question carries the token."""
    assert {"metadata": {"name": "keda"}} == cluster.get("v1", "Namespace", None, "keda")
    assert {"spec": {"maxReplicaCount": 8}} == cluster.get("keda.sh/v1alpha1", "ScaledObject", "assistant", "vllm")
    assert cluster.get("keda.sh/v1alpha1", "ScaledObject", "assistant", "other") is None

    assert {"Bearer a-token"} == {authorization for _, authorization in server.asked}
    assert 1 == [path for path, _ in server.asked].count("/apis/keda.sh/v1alpha1")


def test_what_the_server_does_not_serve_is_not_there(cluster: EksCluster) -> None:
    """Neither a kind of a group it has, nor a group it has not."""
    assert cluster.get("keda.sh/v1alpha1", "ScaledJob", "assistant", "vllm") is None
    assert cluster.get("karpenter.sh/v1", "NodePool", None, "gpu") is None


def test_a_release_is_read_from_what_helm_stored(cluster: EksCluster, server: Server) -> None:
    """The one that is deployed, not one that failed or was superseded."""
    assert {"chart": "keda", "version": "2.19.0"} == charted(STORED) == cluster.release("keda", "keda")
    assert cluster.release("empty", "keda") is None

    query = parse_qs(urlsplit(server.asked[0][0]).query)
    assert {"labelSelector": ["owner=helm,name=keda,status=deployed"]} == query


def test_a_server_that_refuses_is_not_an_answer(cluster: EksCluster) -> None:
    """Not allowed to look and not there are two things."""
    with pytest.raises(UnreadableError, match="answers 403"):
        cluster.get("secret.io/v1", "Thing", None, "it")


def test_a_server_that_is_gone_is_said_to_be_private(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is asked once, not again and again."""
    monkeypatch.setattr(eks_cluster, "token", lambda *_: "a-token")
    session: Any = _Session("http://127.0.0.1:9")

    with pytest.raises(UnreadableError, match=r"does not answer .* ask from inside the VPC"):
        EksCluster(session, "lz-prod-cluster", "eu-west-1").get("v1", "Namespace", None, "keda")


def test_a_token_is_a_signed_question_of_who_asks() -> None:
    """For this cluster alone, as EKS's own command makes it; the secret key is not in it."""
    key = "not-in-the-token"
    session = boto3.Session("AKIDEXAMPLE", key, region_name="eu-west-1")

    made = token(session, "lz-prod-cluster", "eu-west-1")

    prefix, _, encoded = made.partition(".")
    url = urlsplit(base64.urlsafe_b64decode(encoded + "=" * (-len(encoded) % 4)).decode())
    query = parse_qs(url.query)
    assert ("k8s-aws-v1", "sts.eu-west-1.amazonaws.com") == (prefix, url.netloc)
    assert (["GetCallerIdentity"], ["60"], ["host;x-k8s-aws-id"]) == (
        query["Action"],
        query["X-Amz-Expires"],
        query["X-Amz-SignedHeaders"],
    )
    assert key not in url.query


def test_a_client_trusts_the_clusters_own_authority(monkeypatch: pytest.MonkeyPatch) -> None:
    """And no other."""
    client: Any = connect("https://example.invalid", AUTHORITY, "a-token")

    assert client.configuration.verify_ssl
    assert client.configuration.ssl_ca_cert
