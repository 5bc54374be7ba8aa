"""A model's server on Kubernetes: the ways in which callers are named, and the ways in which a volume is read-only."""

from __future__ import annotations

from typing import Any

import pytest

from graph.model import UNKNOWN
from policies.pods import AUTHORIZATION, NETWORK_POLICY
from policies.rule import Example, Examples
from policies.rules.examples.build import kubernetes, placed
from policies.rules.examples.kubernetes import CONTAINER, MOUNTED, SERVED, WEB
from policies.verdict import Verdict
from tests.policies.rules.judged import RULES, verdict

KEYED, READ = RULES["LZ-K8S-017"], RULES["LZ-K8S-018"]
OPEN = placed(SERVED, "vllm", (*CONTAINER, "env"), [])
PLACE = {"name": "ways", "namespace": "assistant"}
LABELS = {"app": "vllm"}
NAMED = [{"from": [{"podSelector": {"matchLabels": {"app": "gateway"}}}]}]


def policy(ingress: Any, name: str = "ways", metadata: Any = None, **spec: Any) -> Example:
    """A NetworkPolicy over the server's pods."""
    told = {"podSelector": {"matchLabels": LABELS}, "policyTypes": ["Ingress"], "ingress": ingress, **spec}
    return kubernetes(NETWORK_POLICY, name, metadata=metadata or PLACE, spec=told)


def mesh(**spec: Any) -> Example:
    """An AuthorizationPolicy of Istio over the whole namespace."""
    told = {"rules": [{"from": [{"source": {"namespaces": ["gateway"]}}]}], **spec}
    return kubernetes(AUTHORIZATION[0], "callers", metadata=PLACE, spec=told)


@pytest.mark.parametrize("name", ["VLLM_API_KEY", "SGLANG_API_KEY", "OPENAI_API_KEY", "API_KEY"])
def test_a_key_out_of_a_secret_names_the_callers(name: str) -> None:
    """Under the names that servers read it by; a key that is no secret is none."""
    out_of = {"name": name, "valueFrom": {"secretKeyRef": {"name": "callers", "key": "key"}}}
    text = {"name": name, "value": "in-clear"}

    assert Verdict.PASS is verdict(KEYED, placed(OPEN, "vllm", (*CONTAINER, "env"), [out_of]))
    assert Verdict.FAIL is verdict(KEYED, placed(OPEN, "vllm", (*CONTAINER, "env"), [text]))


def test_what_loads_no_model_needs_no_key() -> None:
    """Nor does a model without a device: it is no model's server that anybody rents by the hour."""
    without = placed(WEB, "vllm", (*CONTAINER, "env"), [])
    small = placed(OPEN, "vllm", (*CONTAINER, "resources"), {"limits": {"cpu": "1", "memory": "1Gi"}})

    assert (Verdict.PASS, Verdict.PASS) == (verdict(KEYED, without), verdict(KEYED, small))


@pytest.mark.parametrize(
    ("policies", "expected"),
    [
        ((), Verdict.FAIL),
        ((policy(NAMED),), Verdict.PASS),
        ((policy([]),), Verdict.PASS),
        ((policy(NAMED, podSelector={}),), Verdict.PASS),
        ((policy(NAMED, podSelector={"matchLabels": {"app": "other"}}),), Verdict.FAIL),
        ((policy(NAMED, policyTypes=["Egress"]),), Verdict.FAIL),
        ((policy(NAMED, metadata={"name": "ways", "namespace": "other"}),), Verdict.FAIL),
        ((policy(NAMED, policyTypes=["Egress", "Ingress"]),), Verdict.PASS),
        ((policy([{}]),), Verdict.FAIL),
        ((policy([*NAMED, {}]),), Verdict.FAIL),
        ((policy([{"from": [*NAMED[0]["from"], {}]}]),), Verdict.FAIL),
        ((policy([{"from": []}]),), Verdict.FAIL),
        ((policy([{"from": [{}]}]),), Verdict.FAIL),
        ((policy([{"from": [{"ipBlock": {"cidr": "0.0.0.0/0"}}]}]),), Verdict.FAIL),
        ((policy([{"from": [{"ipBlock": {"cidr": "::/0"}}]}]),), Verdict.FAIL),
        ((policy([{"from": [{"ipBlock": {"cidr": "10.32.0.0/20"}}]}]),), Verdict.PASS),
        ((policy(NAMED), policy([{}], "more")), Verdict.FAIL),
        ((policy(NAMED), policy([{}], "more", podSelector={"matchLabels": {"app": "other"}})), Verdict.PASS),
        ((policy(UNKNOWN),), Verdict.UNKNOWN),
        ((policy(NAMED, podSelector=UNKNOWN),), Verdict.UNKNOWN),
    ],
)
def test_policies_of_the_network_name_the_callers_together(policies: Examples, expected: Verdict) -> None:
    """They add up: one that lets anybody in undoes the others."""
    assert expected is verdict(KEYED, (*OPEN, *policies))


@pytest.mark.parametrize(
    ("spec", "expected"),
    [
        ({}, Verdict.PASS),
        ({"action": "ALLOW"}, Verdict.PASS),
        ({"action": "AUDIT"}, Verdict.FAIL),
        ({"rules": [{}]}, Verdict.FAIL),
        ({"rules": [{"from": [{"source": {"namespaces": ["gateway"]}}]}, {}]}, Verdict.FAIL),
        ({"selector": {"matchLabels": LABELS}}, Verdict.PASS),
        ({"selector": {"matchLabels": {"app": "other"}}}, Verdict.FAIL),
    ],
)
def test_a_policy_of_the_mesh_names_the_callers(spec: dict[str, Any], expected: Verdict) -> None:
    """It allows those it names, over these pods."""
    assert expected is verdict(KEYED, (*OPEN, mesh(**spec)))


def test_a_policy_of_the_mesh_of_another_namespace_names_nobody_here() -> None:
    """It is not over these pods."""
    elsewhere = placed((mesh(),), "callers", ("metadata", "namespace"), "other")

    assert Verdict.FAIL is verdict(KEYED, (*OPEN, *elsewhere))


def mounted(mount: Any, *volumes: Any) -> Examples:
    """The server with one mount and these volumes."""
    stack = placed(MOUNTED, "vllm", (*CONTAINER, "volumeMounts"), [mount])
    return placed(stack, "vllm", ("spec", "template", "spec", "volumes"), list(volumes)) if volumes else stack


@pytest.mark.parametrize(
    ("name", "path", "expected"),
    [
        ("weights", "/data", Verdict.FAIL),
        ("disk", "/mnt/models/llama", Verdict.FAIL),
        ("model-store", "/data", Verdict.FAIL),
        ("disk", "/checkpoints", Verdict.FAIL),
        ("scratch", "/scratch", Verdict.PASS),
        ("modelling", "/remodelled", Verdict.PASS),
    ],
)
def test_weights_are_told_by_the_name_of_their_mount(name: str, path: str, expected: Verdict) -> None:
    """A word by itself, and not the beginning of another."""
    assert expected is verdict(READ, mounted({"name": name, "mountPath": path}))


@pytest.mark.parametrize(
    ("volume", "expected"),
    [
        ({"persistentVolumeClaim": {"claimName": "llama", "readOnly": True}}, Verdict.PASS),
        ({"persistentVolumeClaim": {"claimName": "llama"}}, Verdict.FAIL),
        ({"csi": {"driver": "s3.csi.aws.com", "readOnly": True}}, Verdict.PASS),
        ({"nfs": {"server": "efs", "readOnly": True}}, Verdict.PASS),
        ({"image": {"reference": "example.com/llama"}}, Verdict.PASS),
        ({"emptyDir": {}}, Verdict.FAIL),
    ],
)
def test_a_volume_that_is_read_only_itself_is_enough(volume: dict[str, Any], expected: Verdict) -> None:
    """The volume of the mount's own name, and no other."""
    mount = {"name": "weights", "mountPath": "/weights"}
    other = {"name": "other", "image": {"reference": "example.com/other"}}

    assert expected is verdict(READ, mounted(mount, {"name": "weights", **volume}, other))


def test_a_volume_of_unknown_name_may_be_the_one() -> None:
    """Nothing is known of a volume that is not there."""
    mount = {"name": "weights", "mountPath": "/weights"}

    assert Verdict.UNKNOWN is verdict(READ, mounted(mount, {"name": UNKNOWN, "emptyDir": {}}))
    assert Verdict.FAIL is verdict(READ, mounted(mount, {"name": "scratch", "emptyDir": {}}))


def test_the_job_that_fetches_weights_may_write_them() -> None:
    """It runs before the server, and is gone when it answers."""
    fetching = [{"name": "fetch", "volumeMounts": [{"name": "weights", "mountPath": "/weights"}]}]

    assert Verdict.PASS is verdict(
        READ, placed(MOUNTED, "vllm", ("spec", "template", "spec", "initContainers"), fetching)
    )
