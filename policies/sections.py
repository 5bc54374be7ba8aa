"""What the rules are about, by the middle of their ids, and how many there are of each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Final, TypeAlias

from policies.rule import Rule, Severity

SECTIONS: Final = {
    "AG": "Agents and their tools",
    "API": "The API in front",
    "BR": "Foundation models and guardrails",
    "CHG": "Change: how the program is written",
    "CMP": "Messages, secrets and steps",
    "CST": "Cost",
    "DAT": "Datasets and personal data",
    "DB": "Tables, databases and backups",
    "DEC": "Decision records",
    "DR": "Recovery, proved",
    "EC2": "Nodes and reserved capacity",
    "ECR": "Images",
    "EKS": "Clusters",
    "FN": "Functions",
    "GOV": "Governance of AI systems",
    "GPU": "GPU pools and the models on them",
    "HO": "Human oversight",
    "IAM": "Identity",
    "K8S": "Kubernetes",
    "KIN": "Streams of requests",
    "KMS": "Keys",
    "LB": "Load balancers",
    "LOG": "Logs and evidence",
    "MON": "Alarms and detection",
    "NET": "Network",
    "OBS": "Objectives, dashboards and runbooks",
    "RAG": "Knowledge bases and vectors",
    "RES": "Residency and replicas",
    "S3": "Buckets",
    "SM": "Models: SageMaker, training, evaluation",
    "SQS": "Queues",
    "SUP": "Supply chain",
    "WAF": "Web ACLs",
}
"""What the middle of a rule's id stands for."""

Counts: TypeAlias = tuple[int, ...]
"""How many rules; how many of each severity, the worst first; how many judge one resource, and how many the stack."""


def section_of(rule: Rule) -> str:
    """The middle of a rule's id."""
    return rule.id.split("-")[1]


def counted(rules: Iterable[Rule]) -> Iterator[tuple[str, Counts]]:
    """Each section's name and counts, in the order of the ids, and then all of them."""
    every = sorted(rules, key=lambda rule: rule.id)
    for section, group in groupby(every, key=section_of):
        yield SECTIONS[section], _counts(list(group))
    yield "all", _counts(every)


def _counts(rules: list[Rule]) -> Counts:
    by_severity = (sum(rule.severity is severity for rule in rules) for severity in Severity)
    of_one = sum(rule.resource_check is not None for rule in rules)
    return len(rules), *by_severity, of_one, len(rules) - of_one
