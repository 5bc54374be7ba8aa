"""Which rules `lz verify` asks again of what is there: what a line is about, and its promise, to the ids of rules.

A rule judges what the program declares. Where a promise is the same thought, asked of the account, its line carries the
rule's id: who reads a difference finds why it matters and what to change under `lz policy explain ID`. A rule is here
also where the promise asks a part of it; a promise that no rule asks (an address, a state) has no line here.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

RULES: Final[Mapping[str, Mapping[str, tuple[str, ...]]]] = {
    "API": {
        "answers under AWS's name": ("LZ-API-012",),
        "asks who calls by": ("LZ-API-001",),
        "holds bodies against a model": ("LZ-API-002",),
        "lets through a second": ("LZ-API-006",),
        "lets through at once": ("LZ-API-006",),
        "stands behind": ("LZ-API-010",),
        "takes old TLS": ("LZ-API-008",),
        "traces": ("LZ-API-004",),
        "traces bodies": ("LZ-API-005",),
        "writes down who called": ("LZ-API-003",),
    },
    "DNS firewall": {
        "answers": ("LZ-NET-007",),
        "answers nothing of": ("LZ-NET-007",),
        "guards *": ("LZ-NET-007",),
        "open when it fails": ("LZ-NET-007",),
    },
    "Deployment": {
        "spec.template.spec.containers[0].args[0]": ("LZ-GPU-010",),
        "spec.template.spec.containers[0].image": ("LZ-K8S-001",),
    },
    "EC2NodeClass": {
        "spec.amiSelectorTerms[0].alias": ("LZ-GPU-006",),
        "spec.metadataOptions.httpPutResponseHopLimit": ("LZ-GPU-004",),
        "spec.metadataOptions.httpTokens": ("LZ-GPU-004",),
    },
    "Namespace": {'metadata.labels["pod-security.kubernetes.io/enforce"]': ("LZ-K8S-012",)},
    "NetworkPolicy": {"exists": ("LZ-K8S-011", "LZ-K8S-017")},
    "NodePool": {
        'spec.limits["nvidia.com/gpu"]': ("LZ-GPU-003",),
        "spec.weight": ("LZ-GPU-008",),
    },
    "PodDisruptionBudget": {"exists": ("LZ-K8S-010",), "spec.maxUnavailable": ("LZ-K8S-010",)},
    "ScaledObject": {"spec.maxReplicaCount": ("LZ-GPU-002",)},
    "VPC": {"rules of the default security group": ("LZ-NET-002",)},
    "add-on": {"version": ("LZ-EKS-008",)},
    "bucket": {
        "TLS only": ("LZ-S3-002",),
        "encrypted with": ("LZ-S3-003",),
        "encryption": ("LZ-S3-003",),
        "lock": ("LZ-LOG-001", "LZ-LOG-002", "LZ-LOG-003", "LZ-LOG-012"),
        "objects go after (days)": ("LZ-DAT-012",),
        "public access blocked": ("LZ-S3-001",),
        "replicas encrypted in *": ("LZ-RES-005",),
        "replicated within (minutes)": ("LZ-RES-004",),
        "replicates encrypted objects": ("LZ-RES-006",),
        "replicates to *": ("LZ-RES-004",),
        "replication time control": ("LZ-RES-004",),
        "versioning": ("LZ-S3-007",),
    },
    "budget": {
        "limits (USD)": ("LZ-CST-002", "LZ-CST-004"),
        "tells at": ("LZ-CST-001",),
        "tells each time": ("LZ-CST-001",),
    },
    "cluster": {
        "access by": ("LZ-EKS-005",),
        "logs": ("LZ-EKS-003",),
        "private endpoint": ("LZ-EKS-001",),
        "protected from deletion": ("LZ-EKS-007",),
        "public endpoint": ("LZ-EKS-001",),
        "secrets encrypted with": ("LZ-EKS-002",),
        "version": ("LZ-EKS-004",),
    },
    "detector": {"is": ("LZ-MON-007",), "reads": ("LZ-MON-008",)},
    "domain name": {"takes old TLS": ("LZ-API-008",)},
    "drift alarm": {"tells somebody": ("LZ-MON-001",)},
    "endpoint": {"policy": ("LZ-RES-007",), "state": ("LZ-RES-010",)},
    "endpoint configuration": {
        "captures (%)": ("LZ-SM-006",),
        "captures to": ("LZ-SM-006",),
        "disks encrypted with": ("LZ-SM-005",),
        "serves the digest": ("LZ-SM-003",),
        "without network": ("LZ-SM-001",),
    },
    "event rule": {"is": ("LZ-MON-009",), "tells": ("LZ-MON-009",)},
    "flow log": {"records": ("LZ-LOG-011",), "status": ("LZ-LOG-011",), "traffic": ("LZ-LOG-011",)},
    "function": {
        "code": ("LZ-SUP-002",),
        "environment encrypted with": ("LZ-FN-002",),
        "logs to": ("LZ-FN-001",),
        "runs at once": ("LZ-FN-004",),
        "runs in": ("LZ-FN-003",),
        "stands in": ("LZ-FN-005",),
        "traces": ("LZ-FN-006",),
    },
    "guardrail": {"encrypted with": ("LZ-BR-006",), "status": ("LZ-BR-008",)},
    "inventory": {"says": ("LZ-CHG-009", "LZ-GOV-006")},
    "key": {"rotates": ("LZ-KMS-001",)},
    "log group": {
        "encrypted with": ("LZ-LOG-006",),
        "keeps (days)": ("LZ-LOG-005",),
        "masks personal data": ("LZ-LOG-017",),
    },
    "messages to": {"fail one by one": ("LZ-FN-011",), "put aside what fails": ("LZ-KIN-003",)},
    "model card": {"is of the digest": ("LZ-SM-047",), "status": ("LZ-SM-047",)},
    "model endpoint": {"copies": ("LZ-SM-011",), "goes back on": ("LZ-SM-010",)},
    "model invocation logging": {
        "keeps": ("LZ-BR-014",),
        "writes to the bucket": ("LZ-BR-013", "LZ-BR-014"),
        "writes to the log group": ("LZ-BR-013",),
    },
    "node group": {
        "metadata by": ("LZ-EC2-001",),
        "metadata hops": ("LZ-EC2-002",),
        "public addresses": ("LZ-EC2-004",),
        "repairs nodes": ("LZ-EKS-009",),
        "volumes encrypted with": ("LZ-EC2-003",),
    },
    "objective": {"has the windows": ("LZ-OBS-002",), "tells somebody by": ("LZ-MON-001", "LZ-OBS-002")},
    "queue": {
        "encrypted by SQS": ("LZ-CMP-002",),
        "has a customer key": ("LZ-SQS-001",),
        "is kept longer than the queue": ("LZ-SQS-003",),
        "lets in": ("LZ-CMP-003",),
        "puts aside into": ("LZ-SQS-002",),
        "takes from": ("LZ-SQS-007",),
    },
    "record": {"halves with a health check of their own": ("LZ-DR-009",)},
    "record stream": {
        "encrypted with": ("LZ-DEC-001",),
        "encryption": ("LZ-DEC-001",),
        "files encrypted with": ("LZ-DEC-002",),
        "logs to": ("LZ-DEC-004",),
        "writes as": ("LZ-DEC-005",),
    },
    "record table": {"lies at": ("LZ-DEC-006",)},
    "recorder": {"records": ("LZ-LOG-016",), "records every type": ("LZ-LOG-015",)},
    "registry": {"replicates to *": ("LZ-ECR-005",)},
    "release": {"chart": ("LZ-K8S-014",), "version": ("LZ-K8S-014",)},
    "repository": {"encrypted by": ("LZ-ECR-003",), "scans on push": ("LZ-ECR-002",), "tags": ("LZ-ECR-001",)},
    "reservation": {"ends": ("LZ-EC2-006",), "given to": ("LZ-EC2-005",)},
    "role": {"bounded by": ("LZ-IAM-007",), "trusts": ("LZ-IAM-002",)},
    "security group": {
        "lets in": ("LZ-NET-001",),
        "lets in addresses": ("LZ-NET-001", "LZ-NET-006"),
        "lets out to the internet": ("LZ-NET-005",),
    },
    "spending watch": {"mails": ("LZ-CST-003",), "tells": ("LZ-CST-003",), "watches by": ("LZ-CST-003",)},
    "stream": {"encrypted with": ("LZ-KIN-001",), "keeps (h)": ("LZ-KIN-002",)},
    "subnet": {"public address on launch": ("LZ-NET-003",)},
    "table": {
        "encrypted by": ("LZ-DB-002",),
        "encrypted with": ("LZ-DB-002",),
        "items go by": ("LZ-DAT-013",),
        "point-in-time recovery": ("LZ-DB-001",),
        "protected from deletion": ("LZ-DB-003",),
    },
    "topic": {"encrypted with": ("LZ-CMP-001",)},
    "trail": {
        "encrypted": ("LZ-LOG-008",),
        "global services": ("LZ-LOG-007",),
        "log file validation": ("LZ-LOG-007",),
        "logging": ("LZ-LOG-007",),
        "multi-Region": ("LZ-LOG-007",),
    },
    "vault": {
        "encrypted": ("LZ-DB-005",),
        "keeps at least (days)": ("LZ-DB-004",),
        "locked": ("LZ-DB-004",),
    },
    "way in": {
        "health asked at": ("LZ-LB-006",),
        "logs": ("LZ-LB-002",),
        "open to": ("LZ-NET-001",),
        "protected from deletion": ("LZ-LB-003",),
        "stands": ("LZ-LB-001",),
    },
    "web ACL": {
        "lets a group of rules only count": ("LZ-WAF-002",),
        "stops an address after (requests in 5 min)": ("LZ-WAF-001",),
        "writes down signatures": ("LZ-WAF-004",),
        "writes to": ("LZ-WAF-003",),
    },
    "work group": {
        "answers encrypted with": ("LZ-DEC-008",),
        "binds every question": ("LZ-DEC-007",),
        "reads at the most (bytes)": ("LZ-DEC-009",),
    },
}
"""Kind of thing to promise to rules; a promise that ends with * has a name at its end."""

_ANY: Final = "*"


def rules_of(kind: str, promise: str) -> tuple[str, ...]:
    """The rules that a promise about a thing of this kind asks again."""
    promises = RULES.get(kind, {})
    if promise in promises:
        return promises[promise]
    named = (
        ids for said, ids in promises.items() if said.endswith(_ANY) and promise.startswith(said.removesuffix(_ANY))
    )
    return next(named, ())


def asked_again() -> Mapping[str, tuple[str, ...]]:
    """Rule to what asks it again: `bucket: versioning`."""
    found = dict[str, list[str]]()
    for rule, place in _places():
        found.setdefault(rule, []).append(place)
    return {rule: tuple(places) for rule, places in sorted(found.items())}


def _places() -> Iterator[tuple[str, str]]:
    for kind, promises in RULES.items():
        for promise, ids in promises.items():
            yield from ((id_, f"{kind}: {promise.removesuffix(_ANY).rstrip()}") for id_ in ids)
