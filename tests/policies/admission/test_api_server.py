"""The admission policies before a real Kubernetes API server, where one is at hand.

LZ_KUBE_APISERVER is the path of a kubeconfig that opens one as administrator: an empty cluster, 1.30 or later, for
these tests alone. They make definitions, policies and a namespace there, and send everything else as a dry run.
"""

from __future__ import annotations

import json
import os
import time
import warnings
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pytest
from kubernetes.client import ApiClient
from kubernetes.config import new_client_from_config
from urllib3.exceptions import InsecureRequestWarning

from engine.standin_kubernetes.definitions import FOLDER
from policies.admission.policy import Admission, admissions, plural
from policies.levels import Level, Settings
from policies.organisation import organisation
from policies.registry import all_rules
from policies.rule import Severity
from policies.rules.examples.build import placed
from policies.rules.examples.kubernetes import CONTAINER, SERVED
from tests.policies.admission.server import manifest_of

KUBECONFIG = os.environ.get("LZ_KUBE_APISERVER")

pytestmark = pytest.mark.skipif(KUBECONFIG is None, reason="LZ_KUBE_APISERVER names no API server")

PACE, PATIENCE = 0.25, 60.0
"""Seconds between two questions, and until a new policy must be obeyed."""


def _held(level: Level) -> list[Admission]:
    """Every rule at this level."""
    settings = Settings(
        environment="prod", severities=dict.fromkeys(Severity, level), unknown=Settings.load("prod").unknown
    )
    return admissions(all_rules(), settings, organisation().cluster_operators, {})


HELD = _held(Level.MANDATORY)


@dataclass(frozen=True)
class Answer:
    """What an API server said."""

    status: int
    text: str
    warnings: str


class Server:
    """An API server, asked in plain JSON: what it says is what is tested."""

    def __init__(self, api: ApiClient) -> None:
        self._api = api

    def ask(self, method: str, path: str, body: Any, content: str = "application/json") -> Answer:
        headers = {"Accept": "application/json", "Content-Type": content}
        self._api.update_params_for_auth(headers, [], ["BearerToken"])
        url = f"{self._api.configuration.host}{path}"
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", InsecureRequestWarning)  # of an own cluster on this machine
            said = self._api.rest_client.pool_manager.request(method, url, body=json.dumps(body), headers=headers)
        return Answer(said.status, said.data.decode(), said.headers.get("Warning", ""))

    def apply(self, manifest: Mapping[str, Any]) -> None:
        """Make the object, or change it to be so."""
        name = manifest["metadata"]["name"]
        query = "fieldManager=lz-tests&force=true"
        answer = self.ask("PATCH", f"{_place(manifest)}/{name}?{query}", manifest, "application/apply-patch+yaml")
        assert answer.status in {200, 201}, answer.text

    def tried(self, manifest: Mapping[str, Any]) -> Answer:
        """What it would say to the object; one that is there already under the name was let through to that."""
        return self.ask("POST", f"{_place(manifest)}?dryRun=All", manifest)


def _place(manifest: Mapping[str, Any]) -> str:
    version, namespace = manifest["apiVersion"], manifest["metadata"].get("namespace")
    root = f"/apis/{version}" if "/" in version else f"/api/{version}"
    return f"{root}{f'/namespaces/{namespace}' if namespace else ''}/{plural(manifest['kind'])}"


@pytest.fixture(scope="module")
def server() -> Server:
    """With the definitions of the zone's kinds, the namespace of the examples, and every policy, which it obeys."""
    server = Server(new_client_from_config(KUBECONFIG))
    for file in sorted(FOLDER.glob("*.json")):
        server.apply(_definition(json.loads(file.read_text(encoding="utf-8"))))
    server.apply({"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": "assistant", "labels": _RESTRICTED}})
    _install(server, HELD)
    return server


_RESTRICTED = {"pod-security.kubernetes.io/enforce": "restricted"}


def _definition(read: Mapping[str, Any]) -> Mapping[str, Any]:
    kind = read["kind"]
    names = {"kind": kind, "listKind": f"{kind}List", "plural": plural(kind), "singular": kind.lower()}
    versions = [
        {"name": name, "served": True, "storage": not place, "schema": {"openAPIV3Schema": schema}}
        for place, (name, schema) in enumerate(read["versions"].items())
    ]
    return {
        "apiVersion": "apiextensions.k8s.io/v1",
        "kind": "CustomResourceDefinition",
        "metadata": {"name": f"{plural(kind)}.{read['group']}"},
        "spec": {"group": read["group"], "names": names, "scope": read["scope"], "versions": versions},
    }


def _install(server: Server, held: list[Admission]) -> None:
    for admission in held:
        for made in admission.objects:
            server.apply(made)
    level = held[0].level
    waiting = {admission.rule.id: admission for admission in held}
    end = time.monotonic() + PATIENCE
    while waiting and time.monotonic() < end:
        waiting = {id_: one for id_, one in waiting.items() if not _is_obeyed(server, one, level)}
        time.sleep(PACE if waiting else 0)
    assert [] == list(waiting), f"not obeyed after {PATIENCE} s"


def _is_obeyed(server: Server, admission: Admission, level: Level) -> bool:
    answers = [server.tried(manifest_of(one)) for one in admission.rule.bad]
    said = [answer.text if level is Level.MANDATORY else answer.warnings for answer in answers]
    return any(admission.rule.id in text for text in said)


each_rule = pytest.mark.parametrize("held", HELD, ids=[held.rule.id for held in HELD])


@each_rule
def test_a_good_example_is_admitted(server: Server, held: Admission) -> None:
    """By every policy, by Pod Security, and by the schema of its kind."""
    for example in held.rule.good:
        answer = server.tried(manifest_of(example))
        assert answer.status in {200, 201, 409}, answer.text


@each_rule
def test_a_bad_example_is_refused(server: Server, held: Admission) -> None:
    """With the rule's id, and the fix."""
    refused = [answer for one in held.rule.bad if (answer := server.tried(manifest_of(one))).status not in {201, 409}]

    assert 1 == len(refused)
    assert 422 == refused[0].status
    assert f"'{held.rule.id.lower()}'" in refused[0].text
    assert json.dumps(held.rule.fix)[1:-1] in refused[0].text


def test_a_container_that_is_added_to_look_is_held_too(server: Server) -> None:
    """`kubectl debug` adds one to a pod by a way of its own."""
    spec = SERVED[0].properties["spec"]["template"]["spec"]
    place = {"name": "looked-into", "namespace": "assistant"}
    pod: dict[str, Any] = {"apiVersion": "v1", "kind": "Pod", "metadata": place, "spec": spec}
    account = {"apiVersion": "v1", "kind": "ServiceAccount", "metadata": {"name": "default", "namespace": "assistant"}}
    server.apply(account)
    server.apply(pod)
    shell = {"name": "shell", "image": "busybox:latest", "securityContext": spec["containers"][0]["securityContext"]}
    more = {"spec": {"ephemeralContainers": [shell]}}
    answer = server.ask(
        "PATCH",
        f"{_place(pod)}/looked-into/ephemeralcontainers?dryRun=All",
        more,
        "application/strategic-merge-patch+json",
    )

    assert 422 == answer.status, answer.text
    assert "LZ-K8S-001" in answer.text


def test_what_is_in_a_namespace_of_the_cluster_is_left_alone(server: Server) -> None:
    """A chart's controller is not refused for what its vendor wrote."""
    bad = placed(SERVED, "vllm", (*CONTAINER, "image"), "registry.k8s.io/controller:v1")
    moved = placed(bad, "vllm", ("metadata", "namespace"), "kube-system")

    assert 201 == server.tried(manifest_of(moved[0])).status


def test_an_advisory_rule_warns(server: Server) -> None:
    """The object is admitted, and whoever sent it reads why not. Run last: it changes the levels."""
    _install(server, _held(Level.ADVISORY))
    bad = placed(SERVED, "vllm", (*CONTAINER, "image"), "example.com/vllm:latest")
    answer = server.tried(manifest_of(bad[0]))

    assert 201 == answer.status, answer.text
    assert "LZ-K8S-001" in answer.warnings
