"""VllmService: a language model of our own, served by vLLM on a GPU pool.

Guarantees: the namespace admits only restricted pods and nothing passes its network but what is named; weights come by
digest, through a role that only reads; a pod counts as ready when its model is loaded, and has the time that loading
takes; it ends after its longest answer, and not before it was taken off; a new version takes one replica at a time, and
the next only when the one before has answered its probe for as long as the card holds it; replicas follow the
length of the queue, never how busy a device looks; voluntary disruptions take one replica at a time.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pulumi

from components import kit, kit_kubernetes
from components.kit_kubernetes import GPU, SYSTEM_LABEL, Kept, Manifest, Object
from components.serving import vllm_plan as plan
from config.vocabulary import DType, RegionName

NAME = "vllm"
"""Of the objects in a system's namespace: a namespace serves one model."""

AUTOSCALER = f"keda-hpa-{NAME}"
"""The HorizontalPodAutoscaler that KEDA makes of the ScaledObject.

Source: https://keda.sh/docs/2.19/reference/scaledobject-spec/ (horizontalPodAutoscalerConfig.name)
"""

SERVICE_ACCOUNT = NAME

CREDENTIALS = "169.254.170.23/32"
"""Where EKS Pod Identity's agent hands out the role's credentials.

Source: https://docs.aws.amazon.com/eks/latest/userguide/pod-id-how-it-works.html
"""

SCALER_NAMESPACE = "keda"
"""The namespace of the autoscaler, which reads the length of the queues."""

QUEUE = "vllm:num_requests_waiting"
"""vLLM's own measure of the queue (https://docs.vllm.ai/en/stable/usage/metrics/)."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Model:
    """What is served."""

    uri: str
    """s3://..., with the digest."""
    digest: str
    weights: int
    """Bytes."""
    dtype: DType
    context: int
    """The longest prompt and answer together, in tokens."""
    concurrency: int
    """Requests that one replica holds at once."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Placement:
    """On what it is served."""

    pool: str
    machines: tuple[plan.Machine, ...]
    """The instance types of the pool."""
    devices: int
    """Devices that one replica uses together."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Way:
    """How callers come in."""

    target_group: pulumi.Input[str]
    """ARN; pods are its targets."""
    port: int
    sources: Sequence[pulumi.Input[str]]
    """Address blocks of the balancer."""


@dataclass(frozen=True, kw_only=True, slots=True)
class VllmServiceArgs:
    """What a served model needs to know."""

    system: str
    region: RegionName
    image: pulumi.Input[str]
    """By digest."""
    model: Model
    placement: Placement
    way: Way
    least: int
    """Replicas that always run."""
    most: int
    longest: timedelta
    """The longest that an answer may take."""
    hold: timedelta
    """How long a new replica answers its probe before the next one goes."""
    after: Sequence[pulumi.Resource] = ()
    """What brings the kinds of autoscaling and binding to the cluster, and what answers when they are made."""


class VllmService(pulumi.ComponentResource):
    """A namespace, and in it the model with its ways in and out, its autoscaler and its budget of disruptions."""

    objects: tuple[Kept, ...]
    """What stands in the cluster, and what is promised about it."""

    def __init__(self, name: str, args: VllmServiceArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("lz:serving:VllmService", name, None, opts)
        space = Object(
            f"{name}-namespace", kit_kubernetes.restricted_namespace(args.system, args.system), kit.child(self)
        )

        def declare(part: str, manifest: Manifest, *after: pulumi.Resource, **options: Any) -> Object:
            return Object(f"{name}-{part}", manifest, kit.child(self, depends_on=[space, *after], **options))

        closed = declare("default-deny", kit_kubernetes.nothing_passes(args.system))
        ways = declare("ways", _ways(args), closed)
        account = declare("account", _account(args))
        # The autoscaler's number of replicas is not the program's to set back.
        served = declare(
            "deployment",
            _deployment(args),
            account,
            ways,
            ignore_changes=["spec.replicas"],
            custom_timeouts=_patience(args),
        )
        service = declare("service", _service(args))
        budget = declare("budget", _budget(args))
        scaler = declare("scaler", _scaler(args), served, service, *args.after)
        binding = declare("binding", _binding(args), service, *args.after)
        container = "spec.template.spec.containers[0]"
        self.objects = (
            space.kept({'metadata.labels["pod-security.kubernetes.io/enforce"]': "restricted"}),
            closed.kept(),
            ways.kept(),
            account.kept({"automountServiceAccountToken": "false"}),
            served.kept({f"{container}.image": args.image, f"{container}.args[0]": args.model.uri}),
            service.kept(),
            budget.kept({"spec.maxUnavailable": "1"}),
            scaler.kept({"spec.minReplicaCount": str(args.least), "spec.maxReplicaCount": str(args.most)}),
            binding.kept({"spec.targetGroupARN": args.way.target_group}),
        )
        self.register_outputs({})


def _metadata(args: VllmServiceArgs, name: str = NAME, **labels: str) -> dict[str, Any]:
    held = kit_kubernetes.metadata(name, args.system, name=NAME, part_of=args.system, **labels)
    return {**held, "labels": {**held["labels"], SYSTEM_LABEL: args.system}}


def _selector(args: VllmServiceArgs) -> dict[str, str]:
    return {"app.kubernetes.io/name": NAME, SYSTEM_LABEL: args.system}


def _ways(args: VllmServiceArgs) -> Manifest:
    """In from the balancer and from the autoscaler; out to names, to the role's credentials, and to S3 over TLS.

    S3 is reached through the VPC's gateway endpoint, at addresses that are Amazon's own: no block of the VPC names
    them. What the role may read, and the endpoint's policy, end what port 443 begins.
    """
    port = {"protocol": "TCP", "port": args.way.port}
    scaler = {"namespaceSelector": {"matchLabels": {"kubernetes.io/metadata.name": SCALER_NAMESPACE}}}
    return kit_kubernetes.network_policy(
        "ways",
        args.system,
        {
            "podSelector": {"matchLabels": _selector(args)},
            "policyTypes": ["Ingress", "Egress"],
            "ingress": [
                {"from": [{"ipBlock": {"cidr": block}} for block in args.way.sources], "ports": [port]},
                {"from": [scaler], "ports": [port]},
            ],
            "egress": [
                kit_kubernetes.to_dns(),
                {"to": [{"ipBlock": {"cidr": CREDENTIALS}}], "ports": [{"protocol": "TCP", "port": 80}]},
                {
                    "to": [{"ipBlock": {"cidr": "0.0.0.0/0", "except": ["169.254.0.0/16"]}}],
                    "ports": [{"protocol": "TCP", "port": 443}],
                },
            ],
        },
    )


def _account(args: VllmServiceArgs) -> Manifest:
    """Bound to the role that reads weights by EKS Pod Identity; no token for the API server."""
    return {
        "apiVersion": "v1",
        "kind": "ServiceAccount",
        "metadata": _metadata(args, SERVICE_ACCOUNT),
        "automountServiceAccountToken": False,
    }


def _deployment(args: VllmServiceArgs) -> Manifest:
    return {
        "apiVersion": "apps/v1",
        "kind": "Deployment",
        "metadata": _metadata(args, version=args.model.digest.removeprefix("sha256:")[:12]),
        "spec": {
            "replicas": args.least,
            "selector": {"matchLabels": _selector(args)},
            # No device may be free for one more: an old replica goes before its successor comes.
            "strategy": {"type": "RollingUpdate", "rollingUpdate": {"maxSurge": 0, "maxUnavailable": 1}},
            "minReadySeconds": int(args.hold.total_seconds()),
            "progressDeadlineSeconds": int(plan.progress(_load(args), args.hold).total_seconds()),
            "template": {
                "metadata": {
                    "labels": {**_selector(args), "app.kubernetes.io/part-of": args.system},
                    "annotations": {"karpenter.sh/do-not-disrupt": "true"},
                },
                "spec": _pod(args),
            },
        },
    }


def _patience(args: VllmServiceArgs) -> pulumi.CustomTimeouts:
    """Pulumi gives a Deployment ten minutes unless it is told otherwise, and a rollout takes longer."""
    waits = plan.rollout(args.most, _load(args), args.hold, args.longest)
    spelled = f"{int(waits.total_seconds())}s"
    return pulumi.CustomTimeouts(create=spelled, update=spelled)


def _pod(args: VllmServiceArgs) -> dict[str, Any]:
    def spread(key: str) -> dict[str, Any]:
        selector = {"matchLabels": _selector(args)}
        return {"maxSkew": 1, "topologyKey": key, "whenUnsatisfiable": "ScheduleAnyway", "labelSelector": selector}

    return {
        **kit_kubernetes.on_pool(args.placement.pool),
        "serviceAccountName": SERVICE_ACCOUNT,
        "automountServiceAccountToken": False,
        "enableServiceLinks": False,
        "securityContext": kit_kubernetes.pod_security(),
        "terminationGracePeriodSeconds": int(plan.grace(args.longest).total_seconds()),
        "topologySpreadConstraints": [spread("topology.kubernetes.io/zone"), spread("kubernetes.io/hostname")],
        "containers": [_container(args)],
        "volumes": [
            {"name": "scratch", "emptyDir": {"sizeLimit": "20Gi"}},
            {"name": "shared", "emptyDir": {"medium": "Memory", "sizeLimit": "2Gi"}},
        ],
    }


def _container(args: VllmServiceArgs) -> dict[str, Any]:
    part = plan.part_of(args.placement.machines, args.placement.devices)
    amounts = {"cpu": f"{part.cpu}m", "memory": str(part.memory), GPU: str(args.placement.devices)}
    health = {"httpGet": {"path": "/health", "port": "http"}}
    return {
        "name": NAME,
        "image": args.image,
        "imagePullPolicy": "IfNotPresent",
        "args": _arguments(args, part),
        "env": [{"name": name, "value": value} for name, value in _environment(args).items()],
        "ports": [{"name": "http", "containerPort": args.way.port, "protocol": "TCP"}],
        "resources": {"limits": amounts, "requests": amounts},
        "securityContext": kit_kubernetes.container_security(),
        # vLLM listens when its weights are on the device and its engine runs: healthy means able to answer.
        "startupProbe": {
            **health,
            "periodSeconds": int(plan.PROBE_PERIOD.total_seconds()),
            "failureThreshold": plan.probes(_load(args)),
        },
        "readinessProbe": {**health, "periodSeconds": 5, "timeoutSeconds": 3, "failureThreshold": 2},
        "livenessProbe": {**health, "periodSeconds": 10, "timeoutSeconds": 5, "failureThreshold": 6},
        "lifecycle": {"preStop": {"sleep": {"seconds": int(plan.DEREGISTRATION.total_seconds())}}},
        "volumeMounts": [{"name": "scratch", "mountPath": "/scratch"}, {"name": "shared", "mountPath": "/dev/shm"}],  # noqa: S108  a path in the container
    }


def _arguments(args: VllmServiceArgs, part: plan.Part) -> list[str]:
    """For `vllm serve`, the image's entry point; https://docs.vllm.ai/en/v0.30.0/cli/serve/."""
    streamer = json.dumps({"concurrency": 16, "memory_limit": part.buffer})
    return [
        args.model.uri,
        "--load-format=runai_streamer",
        f"--model-loader-extra-config={streamer}",
        f"--served-model-name={args.system}",
        f"--max-model-len={args.model.context}",
        f"--max-num-seqs={args.model.concurrency}",
        f"--tensor-parallel-size={args.placement.devices}",
        *plan.arguments(args.model.dtype),
        f"--port={args.way.port}",
        f"--shutdown-timeout={int(args.longest.total_seconds())}",
        # What people ask stays out of the log; the decision record keeps what may be kept.
        "--no-enable-log-requests",
    ]


def _environment(args: VllmServiceArgs) -> dict[str, str]:
    """The root file system is read-only, nothing is fetched but weights, and nobody is told of our use."""
    return {
        "AWS_REGION": args.region,
        "DO_NOT_TRACK": "1",
        "HF_HUB_OFFLINE": "1",
        "HOME": "/scratch",
        "TMPDIR": "/scratch",
        "VLLM_CACHE_ROOT": "/scratch/vllm",
        "VLLM_NO_USAGE_STATS": "1",
    }


def _load(args: VllmServiceArgs) -> timedelta:
    return plan.load(args.model.weights, plan.slowest(args.placement.machines))


def _service(args: VllmServiceArgs) -> Manifest:
    return {
        "apiVersion": "v1",
        "kind": "Service",
        "metadata": _metadata(args),
        "spec": {
            "type": "ClusterIP",
            "selector": _selector(args),
            "ports": [{"name": "http", "port": args.way.port, "targetPort": "http", "protocol": "TCP"}],
        },
    }


def _budget(args: VllmServiceArgs) -> Manifest:
    return {
        "apiVersion": "policy/v1",
        "kind": "PodDisruptionBudget",
        "metadata": _metadata(args),
        # A pod that still loads is not evicted while that would leave fewer than all but one serving.
        "spec": {
            "maxUnavailable": 1,
            "unhealthyPodEvictionPolicy": "IfHealthyBudget",
            "selector": {"matchLabels": _selector(args)},
        },
    }


def _scaler(args: VllmServiceArgs) -> Manifest:
    """KEDA reads the queue of every ready replica from vLLM itself: no Prometheus stands between."""
    load = int(_load(args).total_seconds())
    return {
        "apiVersion": "keda.sh/v1alpha1",
        "kind": "ScaledObject",
        "metadata": _metadata(args),
        "spec": {
            "scaleTargetRef": {"apiVersion": "apps/v1", "kind": "Deployment", "name": NAME},
            "minReplicaCount": args.least,
            "maxReplicaCount": args.most,
            "pollingInterval": 15,
            "advanced": {
                "horizontalPodAutoscalerConfig": {
                    "behavior": {
                        "scaleUp": {"policies": [{"type": "Pods", "value": 2, "periodSeconds": 60}]},
                        # A replica that was loaded is worth keeping for as long as the next would load.
                        "scaleDown": {
                            "stabilizationWindowSeconds": min(3600, max(300, 2 * load)),
                            "policies": [{"type": "Pods", "value": 1, "periodSeconds": 120}],
                        },
                    }
                }
            },
            "triggers": [
                {
                    "type": "metrics-api",
                    "metricType": "Value",
                    "metadata": {
                        "url": f"http://{NAME}.{args.system}.svc.cluster.local:{args.way.port}/metrics",
                        "format": "prometheus",
                        "valueLocation": QUEUE,
                        "targetValue": str(plan.WAITING_PER_REPLICA),
                        "aggregateFromKubeServiceEndpoints": "true",
                        "aggregationType": "average",
                    },
                }
            ],
        },
    }


def _binding(args: VllmServiceArgs) -> Manifest:
    return {
        "apiVersion": "elbv2.k8s.aws/v1beta1",
        "kind": "TargetGroupBinding",
        "metadata": _metadata(args),
        "spec": {
            "serviceRef": {"name": NAME, "port": "http"},
            "targetGroupARN": args.way.target_group,
            "targetType": "ip",
        },
    }
