"""The charts of the cluster's controllers, pinned; what each brings, and who says so.

A chart that moves by itself changes production without a review. The CustomResourceDefinitions that manifests are held
against (engine/standin_kubernetes/definitions.py) are those of the same releases, but for the load balancers'.
"""

from __future__ import annotations

from components.kit_kubernetes import Chart

KARPENTER_DEFINITIONS = Chart(name="oci://public.ecr.aws/karpenter/karpenter-crd", version="1.10.0", repository=None)
"""Definitions apart from the controller: Helm installs those inside a chart once, and never changes them again."""

KARPENTER = Chart(name="oci://public.ecr.aws/karpenter/karpenter", version="1.10.0", repository=None)
"""Released 2026-03-20 (proxy.golang.org, github.com/aws/karpenter-provider-aws, v1.10.0); Kubernetes 1.34 and 1.35.

Source: https://karpenter.sh/docs/upgrading/compatibility/
"""

LOAD_BALANCERS = Chart(
    name="aws-load-balancer-controller", version="1.17.1", repository="https://aws.github.io/eks-charts"
)
"""The last of the controller's version 2 (2.17.1), of February 2026.

Source: https://github.com/aws/eks-charts/issues/1312
"""
