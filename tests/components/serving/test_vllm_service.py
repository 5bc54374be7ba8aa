"""A language model of our own on a GPU pool."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest

from components.kit_kubernetes import Kept
from components.serving import vllm_plan as plan
from components.serving.vllm_plan import Machine
from components.serving.vllm_service import Model, Placement, VllmService, VllmServiceArgs, Way
from config.vocabulary import GIB, DType
from tests.manifests import objects, only, refused
from tests.synth import Declared, synth

IMAGE = f"111122223333.dkr.ecr.eu-west-1.amazonaws.com/vllm@sha256:{'a' * 64}"
MODEL = Model(
    uri=f"s3://models/llama/sha256/{'b' * 64}",
    digest=f"sha256:{'b' * 64}",
    weights=8 * GIB,
    dtype=DType.FP8,
    context=16384,
    concurrency=6,
)
MACHINES = (
    Machine(vcpus=4, memory=16 * GIB, devices=1, bandwidth=312_500_000),
    Machine(vcpus=48, memory=192 * GIB, devices=4, bandwidth=5_000_000_000),
)
ARGS = VllmServiceArgs(
    system="support-assistant",
    region="eu-west-1",
    image=IMAGE,
    model=MODEL,
    placement=Placement(pool="inference", machines=MACHINES, devices=1),
    way=Way(
        target_group="arn:aws:elasticloadbalancing:eu-west-1:1:targetgroup/a/b", port=8000, sources=("10.32.1.0/24",)
    ),
    least=2,
    most=8,
    longest=timedelta(seconds=20),
    hold=timedelta(minutes=5),
)


@pytest.fixture(scope="module")
def declared() -> Declared:
    return synth(lambda: VllmService("support-assistant", ARGS))


@pytest.fixture(scope="module")
def pod(declared: Declared) -> dict[str, Any]:
    return only(declared, "Deployment")["spec"]["template"]["spec"]


@pytest.fixture(scope="module")
def container(pod: dict[str, Any]) -> dict[str, Any]:
    (found,) = pod["containers"]
    return found


def test_an_api_server_takes_the_objects(declared: Declared) -> None:
    """By Kubernetes' schemas, KEDA's and the load balancers' definitions; at a first preview too."""
    assert [] == refused(declared)
    assert [] == refused(synth(lambda: VllmService("support-assistant", ARGS), unknown=True))


def test_everything_stands_in_the_systems_namespace(declared: Declared) -> None:
    """And waits for it; a namespace serves one model."""
    space = only(declared, "Namespace")

    assert "support-assistant" == space["metadata"]["name"]
    for thing in objects(declared):
        if thing is not space:
            assert "support-assistant" == thing["metadata"]["namespace"], thing.name
            assert space.urn in thing.dependencies, thing.name


def test_the_namespace_admits_only_restricted_pods_and_the_pod_is_one(declared: Declared, pod: dict[str, Any]) -> None:
    """The Pod Security Standard asks for each of these."""
    labels = only(declared, "Namespace")["metadata"]["labels"]
    assert "restricted" == labels["pod-security.kubernetes.io/enforce"]
    assert (True, {"type": "RuntimeDefault"}) == (
        pod["securityContext"]["runAsNonRoot"],
        pod["securityContext"]["seccompProfile"],
    )
    assert {"emptyDir"} == {key for volume in pod["volumes"] for key in volume if key != "name"}
    assert {
        "allowPrivilegeEscalation": False,
        "capabilities": {"drop": ["ALL"]},
        "privileged": False,
        "readOnlyRootFilesystem": True,
        "runAsNonRoot": True,
    } == pod["containers"][0]["securityContext"]


def test_nothing_passes_the_network_but_what_is_named(declared: Declared) -> None:
    """In: the balancer and the autoscaler, on the model's port. Out: names, the role's credentials, TLS."""
    closed = only(declared, "NetworkPolicy", "default-deny")["spec"]
    ways = only(declared, "NetworkPolicy", "ways")["spec"]

    assert ({}, [], []) == (closed["podSelector"], closed["ingress"], closed["egress"])
    assert [[{"ipBlock": {"cidr": "10.32.1.0/24"}}], ["keda"]] == [
        ways["ingress"][0]["from"],
        [
            peer["namespaceSelector"]["matchLabels"]["kubernetes.io/metadata.name"]
            for peer in ways["ingress"][1]["from"]
        ],
    ]
    assert {8000} == {port["port"] for rule in ways["ingress"] for port in rule["ports"]}
    assert [{53}, {80}, {443}] == [{port["port"] for port in rule["ports"]} for rule in ways["egress"]]
    assert "169.254.170.23/32" == ways["egress"][1]["to"][0]["ipBlock"]["cidr"]


def test_no_pod_starts_before_its_network_is_closed(declared: Declared) -> None:
    """A pod that runs first has a moment without a policy."""
    ways = only(declared, "NetworkPolicy", "ways")

    assert ways.urn in only(declared, "Deployment").dependencies
    assert only(declared, "NetworkPolicy", "default-deny").urn in ways.dependencies


def test_weights_come_by_digest_through_the_role_of_the_service_account(
    declared: Declared, pod: dict[str, Any], container: dict[str, Any]
) -> None:
    """Streamed from the model store; nothing is fetched from elsewhere, and no token of the API server is near."""
    assert [MODEL.uri, "--load-format=runai_streamer"] == container["args"][:2]
    assert MODEL.digest.removeprefix("sha256:") in container["args"][0]
    assert {"HF_HUB_OFFLINE": "1", "VLLM_NO_USAGE_STATS": "1"}.items() <= {
        variable["name"]: variable["value"] for variable in container["env"]
    }.items()
    account = only(declared, "ServiceAccount")
    assert (account["metadata"]["name"], False) == (pod["serviceAccountName"], pod["automountServiceAccountToken"])
    assert account["automountServiceAccountToken"] is False


def test_the_engine_is_bounded_as_the_card_says(container: dict[str, Any]) -> None:
    """Context, concurrency and devices; questions stay out of the log, and no code comes with the weights."""
    arguments = container["args"]

    assert {"--max-model-len=16384", "--max-num-seqs=6", "--tensor-parallel-size=1"} <= set(arguments)
    assert {"--no-enable-log-requests", "--served-model-name=support-assistant"} <= set(arguments)
    assert not any("trust-remote-code" in argument for argument in arguments)


def test_weights_on_their_way_fit_the_pods_memory(container: dict[str, Any]) -> None:
    """The streamer would take 40 GB of a machine that has 16."""
    (streamer,) = [a.partition("=")[2] for a in container["args"] if a.startswith("--model-loader-extra-config=")]

    assert json.loads(streamer)["memory_limit"] < int(container["resources"]["limits"]["memory"])


def test_a_replica_asks_for_what_the_smallest_machine_has(container: dict[str, Any]) -> None:
    """Requests equal limits, so that nothing is promised twice; a whole device."""
    limits = container["resources"]["limits"]

    assert limits == container["resources"]["requests"]
    assert ("3000m", str(int(16 * GIB * 0.7)), "1") == (limits["cpu"], limits["memory"], limits["nvidia.com/gpu"])


def test_the_image_is_pinned_by_digest(container: dict[str, Any]) -> None:
    """What runs is what was scanned."""
    assert IMAGE == container["image"]


def test_a_pod_has_the_time_to_load_that_its_weights_take(declared: Declared, container: dict[str, Any]) -> None:
    """Budgeted for the narrowest network of the pool; ready means that the model answers."""
    startup = container["startupProbe"]
    needed = plan.load(MODEL.weights, 312_500_000).total_seconds()

    assert needed <= startup["periodSeconds"] * startup["failureThreshold"] < needed + 10
    assert {"/health"} == {
        container[probe]["httpGet"]["path"] for probe in ("startupProbe", "readinessProbe", "livenessProbe")
    }
    assert needed < only(declared, "Deployment")["spec"]["progressDeadlineSeconds"]


def test_a_new_version_takes_one_replica_and_the_next_only_when_it_was_held(declared: Declared) -> None:
    """As long as the card says; Kubernetes refuses a deadline that is no longer than the hold."""
    spec = only(declared, "Deployment")["spec"]

    assert ("RollingUpdate", 1) == (spec["strategy"]["type"], spec["strategy"]["rollingUpdate"]["maxUnavailable"])
    assert ARGS.hold.total_seconds() == spec["minReadySeconds"] < spec["progressDeadlineSeconds"]


def test_a_deploy_waits_until_the_last_replica_was_held() -> None:
    """Pulumi's own ten minutes would call a good rollout failed; and the end of a bad one is waited for."""
    load = plan.load(MODEL.weights, plan.slowest(MACHINES))
    good = ARGS.most * (plan.grace(ARGS.longest) + load + ARGS.hold)

    waits = plan.rollout(ARGS.most, load, ARGS.hold, ARGS.longest)

    assert good < waits
    assert plan.progress(load, ARGS.hold) < waits
    assert plan.rollout(1, load, ARGS.hold, ARGS.longest) < waits


def test_a_pod_ends_after_its_longest_answer(pod: dict[str, Any], container: dict[str, Any]) -> None:
    """It is taken off first, then vLLM drains, and only then is it killed."""
    off = container["lifecycle"]["preStop"]["sleep"]["seconds"]
    (drain,) = [int(a.partition("=")[2]) for a in container["args"] if a.startswith("--shutdown-timeout=")]

    assert 20 == drain
    assert off + drain < pod["terminationGracePeriodSeconds"]


def test_a_pod_goes_to_its_pool_and_replicas_spread(pod: dict[str, Any]) -> None:
    """Over zones and machines, as far as there are devices."""
    assert {"lz/pool": "inference"} == pod["nodeSelector"]
    assert [{"key": "nvidia.com/gpu", "operator": "Exists", "effect": "NoSchedule"}] == pod["tolerations"]
    assert ["topology.kubernetes.io/zone", "kubernetes.io/hostname"] == [
        spread["topologyKey"] for spread in pod["topologySpreadConstraints"]
    ]


def test_disruptions_take_one_replica_at_a_time(declared: Declared) -> None:
    """Karpenter's none at all; a rollout needs no device more than there are."""
    deployment = only(declared, "Deployment")["spec"]

    assert {"karpenter.sh/do-not-disrupt": "true"} == deployment["template"]["metadata"]["annotations"]
    assert {"maxSurge": 0, "maxUnavailable": 1} == deployment["strategy"]["rollingUpdate"]
    budget = only(declared, "PodDisruptionBudget")["spec"]
    assert (1, deployment["selector"]) == (budget["maxUnavailable"], budget["selector"])


def test_replicas_follow_the_queue(declared: Declared) -> None:
    """As vLLM tells it, of every ready replica; never how busy a device looks. The program sets no number back."""
    scaler, deployment = only(declared, "ScaledObject")["spec"], only(declared, "Deployment")
    (trigger,) = scaler["triggers"]

    assert (2, 8) == (scaler["minReplicaCount"], scaler["maxReplicaCount"])
    assert ("vllm:num_requests_waiting", "5") == (
        trigger["metadata"]["valueLocation"],
        trigger["metadata"]["targetValue"],
    )
    assert "http://vllm.support-assistant.svc.cluster.local:8000/metrics" == trigger["metadata"]["url"]
    assert ("true", "average") == (
        trigger["metadata"]["aggregateFromKubeServiceEndpoints"],
        trigger["metadata"]["aggregationType"],
    )
    assert deployment["metadata"]["name"] == scaler["scaleTargetRef"]["name"]
    assert ("spec.replicas",) == deployment.ignore_changes


def test_pods_are_targets_of_the_platforms_group(declared: Declared) -> None:
    """By the service that selects them; the service itself is reached from inside the cluster alone."""
    binding, service = only(declared, "TargetGroupBinding")["spec"], only(declared, "Service")

    assert (ARGS.way.target_group, "ip") == (binding["targetGroupARN"], binding["targetType"])
    assert (service["metadata"]["name"], "ClusterIP") == (binding["serviceRef"]["name"], service["spec"]["type"])
    assert only(declared, "Deployment")["spec"]["selector"]["matchLabels"] == service["spec"]["selector"]


def test_the_contract_lists_every_object_with_what_can_be_read_back() -> None:
    """Image, weights, replicas and the target group among it."""
    found: list[Kept] = []
    declared = synth(lambda: found.extend(VllmService("support-assistant", ARGS).objects))

    assert {(r["kind"], r["metadata"]["name"]) for r in objects(declared)} == {(k.kind, k.name) for k in found}
    promises = {path: value for kept in found for path, value in kept.promises.items()}
    assert IMAGE == promises["spec.template.spec.containers[0].image"]
    assert MODEL.uri == promises["spec.template.spec.containers[0].args[0]"]
    assert ("2", "8") == (promises["spec.minReplicaCount"], promises["spec.maxReplicaCount"])
