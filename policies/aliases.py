"""One thing, one type token: what pulumi-aws 6 called bucketV2 is bucket in 7, and both names reach a graph.

The pairs are aliases that pulumi-aws 7.51.1 and pulumi-kubernetes 4.34.2 themselves give their resources, for the types
the rules judge. A test holds them to the SDKs.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType

_S3 = (
    "Bucket",
    "BucketAccelerateConfiguration",
    "BucketAcl",
    "BucketCorsConfiguration",
    "BucketLifecycleConfiguration",
    "BucketLogging",
    "BucketObjectLockConfiguration",
    "BucketRequestPaymentConfiguration",
    "BucketServerSideEncryptionConfiguration",
    "BucketVersioning",
    "BucketWebsiteConfiguration",
)


def _s3(name: str) -> str:
    return f"aws:s3/{name[0].lower()}{name[1:]}:{name}"


_VERSIONS = {
    "apps/v1": {
        "apps/v1beta1": ("Deployment", "StatefulSet"),
        "apps/v1beta2": ("DaemonSet", "Deployment", "ReplicaSet", "StatefulSet"),
        "extensions/v1beta1": ("DaemonSet", "Deployment", "ReplicaSet"),
    },
    "autoscaling/v2": {
        f"autoscaling/{former}": ("HorizontalPodAutoscaler",) for former in ("v1", "v2beta1", "v2beta2")
    },
    "batch/v1": {"batch/v1beta1": ("CronJob",)},
    "networking.k8s.io/v1": {"extensions/v1beta1": ("NetworkPolicy",)},
    "policy/v1": {"policy/v1beta1": ("PodDisruptionBudget",)},
    "rbac.authorization.k8s.io/v1": {"rbac.authorization.k8s.io/v1beta1": ("ClusterRole", "Role")},
}
"""Kubernetes' own name of a version, to the versions that had the same kinds before it."""


_BALANCERS = ("Listener", "ListenerCertificate", "ListenerRule", "LoadBalancer", "TargetGroup", "TargetGroupAttachment")
"""What pulumi-aws offers under alb as well as under lb."""


def _balancers() -> Iterator[tuple[str, str]]:
    for name in _BALANCERS:
        module = f"{name[0].lower()}{name[1:]}"
        yield f"aws:alb/{module}:{name}", f"aws:lb/{module}:{name}"


def _kubernetes() -> Iterator[tuple[str, str]]:
    for today, formers in _VERSIONS.items():
        for former, kinds in formers.items():
            for kind in kinds:
                yield f"kubernetes:{former}:{kind}", f"kubernetes:{today}:{kind}"


ALIASES: Mapping[str, str] = MappingProxyType(
    {**{_s3(f"{name}V2"): _s3(name) for name in _S3}, **dict(_balancers()), **dict(_kubernetes())}
)
"""Former token to the token the rules use."""


def canonical(type_: str) -> str:
    """The token the rules use for a type; the type itself where it has no other name."""
    return ALIASES.get(type_, type_)
