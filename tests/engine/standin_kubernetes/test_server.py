"""The provider as the engine meets it: checks, previews, objects in a store, errors."""

from __future__ import annotations

from collections.abc import Callable
from importlib.metadata import version
from typing import Any

import pytest
from pulumi.runtime.proto import provider_pb2

from engine.standin.values import encode
from engine.standin.wire import Server
from engine.standin_kubernetes.address import Cluster
from engine.standin_kubernetes.server import Kubernetes
from engine.standin_kubernetes.store import Key, Store
from graph.decode import properties
from graph.model import UNKNOWN, Secret
from tests.engine.standin_kubernetes.talk import CONTEXT, kubeconfig

NAMESPACE, DEPLOYMENT = "kubernetes:core/v1:Namespace", "kubernetes:apps/v1:Deployment"
CONFIG, SECRET, SERVICE = "kubernetes:core/v1:ConfigMap", "kubernetes:core/v1:Secret", "kubernetes:core/v1:Service"
POOL, RELEASE = "kubernetes:karpenter.sh/v1:NodePool", "kubernetes:helm.sh/v3:Release"
UNHEARD = "kubernetes:example.com/v1:Unheard"


def namespace(name: str = "serving") -> dict[str, Any]:
    return {"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": name}}


def config(name: str = "settings", space: str = "serving", **data: str) -> dict[str, Any]:
    return {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": name, "namespace": space}, "data": data}


def deployment(image: str = "example.com/vllm@sha256:0", app: str = "vllm") -> dict[str, Any]:
    return {
        "apiVersion": "apps/v1",
        "kind": "Deployment",
        "metadata": {"name": "vllm", "namespace": "serving"},
        "spec": {
            "replicas": 2,
            "selector": {"matchLabels": {"app": app}},
            "template": {
                "metadata": {"labels": {"app": app}},
                "spec": {
                    "containers": [{"name": "vllm", "image": image, "resources": {"limits": {"nvidia.com/gpu": "1"}}}]
                },
            },
        },
    }


def pool() -> dict[str, Any]:
    return {
        "apiVersion": "karpenter.sh/v1",
        "kind": "NodePool",
        "metadata": {"name": "gpu"},
        "spec": {
            "limits": {"nvidia.com/gpu": "6"},
            "template": {
                "spec": {
                    "nodeClassRef": {"group": "karpenter.k8s.aws", "kind": "EC2NodeClass", "name": "gpu"},
                    "requirements": [{"key": "karpenter.sh/capacity-type", "operator": "In", "values": ["on-demand"]}],
                }
            },
        },
    }


def test_an_object_gets_what_a_server_gives_and_no_status(plugin: Any, store: Store) -> None:
    """Identity and versions are the server's; that a pod runs is nobody's to say here."""
    plugin.create(NAMESPACE, namespace())
    id_, state = plugin.create(DEPLOYMENT, deployment())

    held = store.get(Key("apps", "Deployment", "serving", "vllm"))
    assert held is not None
    assert ("serving/vllm", held) == (id_, state)
    assert {"uid", "resourceVersion", "generation", "creationTimestamp"} <= held["metadata"].keys()
    assert "status" not in held


def test_at_preview_only_what_a_server_gives_is_unknown(plugin: Any, store: Store) -> None:
    """Name and specification are known; nothing is kept."""
    id_, state = plugin.create(NAMESPACE, namespace(), preview=True)

    assert ("", "serving", UNKNOWN) == (id_, state["metadata"]["name"], state["metadata"]["uid"])
    assert [] == store.objects()


def test_a_name_that_is_taken_is_refused_whoever_has_it(
    plugin: Any, connect: Callable[..., Any], cluster: Cluster, aborted: Any
) -> None:
    """Another stack's object is in the way as in a real cluster, and the message says how to go on."""
    plugin.create(NAMESPACE, namespace())

    with pytest.raises(aborted, match="AlreadyExists") as refusal:
        connect(cluster.address).create(NAMESPACE, namespace(), name="second")

    assert f"pulumi import {NAMESPACE} second serving" in str(refusal.value)


def test_a_provider_that_is_told_so_takes_over_what_exists(
    plugin: Any, connect: Callable[..., Any], cluster: Cluster, store: Store
) -> None:
    """`upsertExistingObjects`: the object stays the same one, with another content."""
    plugin.create(NAMESPACE, namespace())
    _, before = plugin.create(CONFIG, config(a="1"))

    _, after = connect(cluster.address, upsertExistingObjects="true").create(CONFIG, config(a="2"))

    assert before["metadata"]["uid"] == after["metadata"]["uid"]
    assert {"a": "2"} == (store.get(Key("", "ConfigMap", "serving", "settings")) or {})["data"]


def test_a_namespace_that_does_not_exist_is_refused(plugin: Any, aborted: Any) -> None:
    """The order of a program shows, as in a real cluster; the namespaces of every cluster are there."""
    with pytest.raises(aborted, match=r"metadata\.namespace: the cluster has no such namespace"):
        plugin.create(CONFIG, config())

    assert "default/settings" == plugin.create(CONFIG, config(space="default"))[0]
    with pytest.raises(aborted, match="AlreadyExists"):
        plugin.create(NAMESPACE, namespace("kube-system"))


def test_a_namespace_takes_what_is_in_it_along(plugin: Any, store: Store) -> None:
    """Deleting it deletes everything in it, and the person is told; what was deleted so is gone without a word."""
    plugin.create(NAMESPACE, namespace())
    plugin.create(CONFIG, config())

    plugin.delete(NAMESPACE, "serving")
    plugin.delete(CONFIG, "serving/settings")

    assert [] == store.objects()
    assert ["the namespace took 1 objects along"] == plugin.told


def test_a_change_of_the_specification_counts(plugin: Any, store: Store) -> None:
    """Another label is another version of the object, and not of what it asks for."""
    plugin.create(NAMESPACE, namespace())
    id_, state = plugin.create(DEPLOYMENT, deployment())
    labelled = {**deployment(), "metadata": {**deployment()["metadata"], "labels": {"team": "sre"}}}

    first = plugin.update(DEPLOYMENT, id_, state, labelled)["metadata"]
    second = plugin.update(DEPLOYMENT, id_, state, deployment(image="example.com/vllm@sha256:1"))["metadata"]

    assert [1, 1, 2] == [state["metadata"]["generation"], first["generation"], second["generation"]]
    assert int(state["metadata"]["resourceVersion"]) < int(first["resourceVersion"]) < int(second["resourceVersion"])
    held = store.get(Key("apps", "Deployment", "serving", "vllm")) or {}
    assert "example.com/vllm@sha256:1" == held["spec"]["template"]["spec"]["containers"][0]["image"]


def test_a_preview_of_a_change_keeps_who_it_is(plugin: Any) -> None:
    """The uid does not change; the version will."""
    id_, state = plugin.create(NAMESPACE, namespace())

    found = plugin.update(NAMESPACE, id_, state, namespace(), preview=True)["metadata"]

    assert (state["metadata"]["uid"], UNKNOWN) == (found["uid"], found["resourceVersion"])


def test_a_change_of_what_is_gone_is_refused(plugin: Any, aborted: Any) -> None:
    """A person deleted it by hand: a refresh tells."""
    id_, state = plugin.create(NAMESPACE, namespace())
    plugin.delete(NAMESPACE, id_)

    with pytest.raises(aborted, match="no longer; refresh the state"):
        plugin.update(NAMESPACE, id_, state, namespace())


@pytest.mark.parametrize(
    ("type_", "versions", "forced"),
    [
        (NAMESPACE, (namespace("a"), namespace("b")), (["metadata.name"], False)),
        (CONFIG, (config(space="a"), config(space="b")), (["metadata.namespace"], False)),
        (DEPLOYMENT, (deployment(app="a"), deployment(app="b")), (["spec.selector"], True)),
        (DEPLOYMENT, (deployment(image="a"), deployment(image="b")), ([], False)),
        (CONFIG, (config(a="1"), config(a="2")), (["data"], True)),
        (POOL, (pool(), {**pool(), "spec": {**pool()["spec"], "weight": 3}}), ([], False)),
    ],
)
def test_what_cannot_change_in_place_is_replaced(
    plugin: Any, type_: str, versions: tuple[dict[str, Any], dict[str, Any]], forced: tuple[list[str], bool]
) -> None:
    """Two objects of one name cannot exist at once, so such a replacement deletes the old one first."""
    found = plugin.diff(type_, *versions)

    assert forced == (list(found.replaces), found.deleteBeforeReplace)
    assert found.detailedDiff


def test_a_provider_that_may_change_contents_in_place_does(connect: Callable[..., Any], cluster: Cluster) -> None:
    """`enableConfigMapMutable` is for ConfigMaps, and not for Secrets."""
    plugin = connect(cluster.address, enableConfigMapMutable="true")
    secret = {"apiVersion": "v1", "kind": "Secret", "metadata": {"name": "s"}}

    assert [] == list(plugin.diff(CONFIG, config(a="1"), config(a="2")).replaces)
    changed = plugin.diff(SECRET, {**secret, "data": {"a": "YQ=="}}, {**secret, "data": {"a": "Yg=="}})
    assert ["data"] == list(changed.replaces)


def test_a_thing_without_a_name_is_named_once(plugin: Any) -> None:
    """With Pulumi's own mark; the next check keeps the name, and a replacement need not delete first."""
    unnamed = {"apiVersion": "v1", "kind": "ConfigMap", "data": {"a": "1"}}
    given = properties(plugin.check(CONFIG, unnamed, "settings", randomSeed=b"one").inputs)
    again = properties(plugin.check(CONFIG, unnamed, "settings", olds=given, randomSeed=b"two").inputs)

    assert given["metadata"]["name"].startswith("settings-")
    assert {"pulumi.com/autonamed": "true"} == given["metadata"]["annotations"]
    assert given["metadata"] == again["metadata"]
    assert not plugin.diff(CONFIG, given, {**given, "data": {}}).deleteBeforeReplace


def test_the_providers_namespace_is_for_what_names_none(connect: Callable[..., Any], cluster: Cluster) -> None:
    """And for nothing that belongs to no namespace."""
    plugin = connect(cluster.address, namespace="serving")
    unplaced = {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "c"}}

    assert "serving" == properties(plugin.check(CONFIG, unplaced).inputs)["metadata"]["namespace"]
    assert {"name": "n"} == properties(plugin.check(NAMESPACE, namespace("n")).inputs)["metadata"]


def test_a_refresh_sees_what_was_changed_and_what_is_gone(plugin: Any, store: Store) -> None:
    """What was just created has no drift, a secret stays one, an import knows the id alone."""
    given = {**namespace(), "metadata": {"name": "serving", "labels": {"team": Secret("sre")}}}
    id_, _ = plugin.create(NAMESPACE, given)

    assert (id_, given) == plugin.read(NAMESPACE, id_, given)[:2]
    key = Key("", "Namespace", "", "serving")
    store.replace(key, {**namespace(), "metadata": {"name": "serving", "labels": {"team": "other"}}})
    assert {"team": Secret("other")} == plugin.read(NAMESPACE, id_, given)[1]["metadata"]["labels"]
    assert {"team": "other"} == plugin.read(NAMESPACE, id_)[1]["metadata"]["labels"]
    plugin.delete(NAMESPACE, id_)
    assert "" == plugin.read(NAMESPACE, id_, given)[0]


def test_an_object_that_names_no_namespace_has_no_drift(plugin: Any) -> None:
    """It stands in the namespace default, which its program did not say and need not."""
    given = {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "c"}, "data": {"a": "1"}}
    id_, state = plugin.create(CONFIG, given)

    assert ("default/c", "default") == (id_, state["metadata"]["namespace"])
    assert given == plugin.read(CONFIG, id_, given)[1]


def test_a_secret_input_is_a_secret_in_the_state(plugin: Any, store: Store) -> None:
    """The cluster is given the value, the state keeps it encrypted, a message never has it."""
    given = {
        "apiVersion": "v1",
        "kind": "Secret",
        "metadata": {"name": "s", "namespace": "default"},
        "data": {"token": Secret("aHVudGVyMg==")},
    }
    _, state = plugin.create(SECRET, given)

    assert Secret("aHVudGVyMg==") == state["data"]["token"]
    assert "aHVudGVyMg==" == (store.get(Key("", "Secret", "default", "s")) or {})["data"]["token"]
    wrong = {**given, "data": {"token": Secret("hunter 2")}}
    assert ["data.token: must be base64"] == plugin.failures(SECRET, wrong)


def test_a_kind_with_a_known_definition_is_held_like_any_other(plugin: Any, store: Store) -> None:
    """Karpenter's NodePool belongs to no namespace."""
    id_, _ = plugin.create(POOL, pool())

    assert "gpu" == id_
    assert [Key("karpenter.sh", "NodePool", "", "gpu")] == [key for key, _ in store.objects()]
    wrong = pool()
    del wrong["spec"]["template"]["spec"]["nodeClassRef"]["name"]
    wrong["spec"]["template"]["spec"]["expireAfter"] = "14 days"
    assert ["spec.template.spec.nodeClassRef.name: is required"] == [
        failure for failure in plugin.failures(POOL, wrong) if "required" in failure
    ]
    assert any(
        failure.startswith("spec.template.spec.expireAfter: must match") for failure in plugin.failures(POOL, wrong)
    )


@pytest.mark.parametrize(
    ("type_", "inputs", "reason"),
    [
        (UNHEARD, {"apiVersion": "example.com/v1", "kind": "Unheard", "metadata": {"name": "u"}}, "no CustomResource"),
        (RELEASE, {"chart": "keda", "version": "2.19.0", "namespace": "keda"}, "charts are not rendered"),
        ("kubernetes:core/v1:NamespacePatch", {"metadata": {"name": "default"}}, "merges no patches"),
    ],
)
def test_what_the_store_cannot_hold_is_kept_as_state_and_said_so(
    plugin: Any, store: Store, type_: str, inputs: dict[str, Any], reason: str
) -> None:
    """A stand-in never pretends; what it kept so, it changes, reads and deletes so."""
    id_, state = plugin.create(type_, inputs)

    assert ["kept as state only, not created in the sandbox"] == [told.partition(":")[0] for told in plugin.told]
    assert reason in plugin.told[0]
    assert (id_, inputs) == plugin.read(type_, id_, inputs)[:2]
    assert inputs == plugin.update(type_, id_, state, inputs)
    assert [] == list(plugin.diff(type_, inputs, inputs).diffs)
    plugin.delete(type_, id_)
    assert [] == store.objects()


def test_a_release_is_held_to_its_own_arguments(plugin: Any) -> None:
    """Its values are the chart's matter; another name is another release."""
    assert ["chart: is required"] == plugin.failures(RELEASE, {"name": "keda"})
    renamed = plugin.diff(RELEASE, {"chart": "keda", "name": "a"}, {"chart": "keda", "name": "b"})
    assert ["name"] == list(renamed.replaces)


def test_a_cluster_that_is_gone_does_not_answer(plugin: Any, eks: Any, cluster: Cluster, aborted: Any) -> None:
    """Without its EKS cluster an address is nobody's: nothing is created, a refresh forgets."""
    eks.delete_cluster(name=cluster.name)

    with pytest.raises(aborted, match="the cluster does not answer"):
        plugin.create(NAMESPACE, namespace())
    with pytest.raises(aborted, match="the cluster does not answer"):
        plugin.delete(NAMESPACE, "serving")
    assert "" == plugin.read(NAMESPACE, "serving")[0]


def test_a_provider_that_is_told_so_forgets_what_a_lost_cluster_held(
    connect: Callable[..., Any], eks: Any, cluster: Cluster
) -> None:
    """`deleteUnreachable`, and said so."""
    plugin = connect(cluster.address, deleteUnreachable="true")
    eks.delete_cluster(name=cluster.name)

    plugin.delete(NAMESPACE, "serving")

    assert ["its cluster is gone, and it with it"] == plugin.told


def test_a_cluster_that_is_made_again_is_empty(
    plugin: Any, eks: Any, cluster: Cluster, make_cluster: Callable[..., Cluster], connect: Callable[..., Any]
) -> None:
    """The same name is not the same cluster; clusters do not see each other."""
    plugin.create(NAMESPACE, namespace())
    eks.delete_cluster(name=cluster.name)
    again = make_cluster(cluster.name)

    assert "" == connect(again.address).read(NAMESPACE, "serving")[0]
    assert "serving" == connect(again.address).create(NAMESPACE, namespace())[0]


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("https://ABCDEF.gr7.eu-west-1.eks.amazonaws.com", "no cluster of the sandbox"),
        ("https://127.0.0.1:6443", "no cluster of the sandbox"),
        ("https://eks.sandbox.invalid.example.com", "no cluster of the sandbox"),
    ],
)
def test_a_real_api_server_is_refused(connect: Callable[..., Any], aborted: Any, address: str, words: str) -> None:
    """A sandbox run must never reach a cluster somebody uses; the message holds nothing of the kubeconfig."""
    with pytest.raises(aborted, match=words) as refusal:
        connect(address)

    assert address not in str(refusal.value)


def test_a_function_that_reads_is_refused(plugin: Any, aborted: Any) -> None:
    """Charts and manifests in files are not for a store of objects."""
    with pytest.raises(aborted, match="kubernetes:helm:template is not for the sandbox"):
        plugin.invoke("kubernetes:helm:template")


def test_a_provider_of_another_cluster_is_another_provider() -> None:
    """Every object has to be made there; other arguments change nothing about where they stand."""

    def replaces(old: dict[str, Any], new: dict[str, Any]) -> list[str]:
        request = provider_pb2.DiffRequest(old_inputs=encode(old), news=encode(new))
        return list(Server(Kubernetes(), lambda *_: None).DiffConfig(request, CONTEXT).replaces)

    one, other = (
        {"kubeconfig": kubeconfig(Cluster(token * 32, "c", "111122223333", "eu-west-1").address)} for token in "ab"
    )
    assert ["kubeconfig"] == replaces(one, other)
    assert [] == replaces(one, {**one, "namespace": "serving"})
    assert [] == replaces(one, {"kubeconfig": UNKNOWN})
    named = {"clusterIdentifier": "dev"}
    assert [] == replaces({**one, **named}, {**other, **named})
    assert ["clusterIdentifier"] == replaces({**one, **named}, {**one, "clusterIdentifier": "prod"})


def test_the_provider_speaks_for_the_sdks_version() -> None:
    """The properties it knows are those of the SDK that the program uses."""
    assert version("pulumi-kubernetes") == Kubernetes.version
