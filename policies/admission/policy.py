"""The rules as objects of Kubernetes: a ValidatingAdmissionPolicy a rule, and its bindings.

The policy says what is wrong, the binding where and what then happens: mandatory refuses, advisory warns, and both are
in the API server's audit log. https://kubernetes.io/docs/reference/access-authn-authz/validating-admission-policy/
(Kubernetes 1.30 and later; noted 2026-11-27).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from types import MappingProxyType
from typing import Any, Final

from policies.admission.conditions import literal
from policies.levels import Level, Settings
from policies.organisation import Operators
from policies.pods import CONTAINER_LISTS, PODS, WORKLOADS
from policies.rule import KUBERNETES, Rule, Validation

API_VERSION: Final = "admissionregistration.k8s.io/v1"
ACTIONS: Final[Mapping[Level, tuple[str, ...]]] = MappingProxyType(
    {Level.MANDATORY: ("Deny", "Audit"), Level.ADVISORY: ("Warn", "Audit")}
)
SYSTEM_LABEL: Final = "lz/system"
"""What components.kit_kubernetes marks the namespace of an AI system with."""

_NAME: Final = "kubernetes.io/metadata.name"
_MORE: Final = {"Pod": ("pods/ephemeralcontainers",)}
"""What is added to an object by a way of its own."""
_CLUSTER_WIDE: Final = frozenset({"ClusterRole", "EC2NodeClass", "NodePool"})
"""Kinds that stand in no namespace, and are not one."""


@dataclass(frozen=True, slots=True)
class Admission:
    """A rule in a cluster of an environment."""

    rule: Rule
    level: Level
    """What it does there, whatever the object is part of."""
    objects: tuple[Mapping[str, Any], ...]
    """The policy and its bindings."""


def about_objects(rules: Sequence[Rule]) -> list[Rule]:
    """The rules about Kubernetes objects."""
    return [rule for rule in rules if any(type_.startswith(KUBERNETES) for type_ in rule.types)]


def admissions(
    rules: Sequence[Rule], settings: Settings, operators: Operators, systems: Mapping[str, str]
) -> list[Admission]:
    """Each rule that an API server can hold and that does something in the environment.

    `systems` are the AI systems of the environment, and the risk tier of each.
    """
    held = list[Admission]()
    for rule in rules:
        bindings = list(_bindings(rule, settings, operators, systems)) if rule.cel else []
        if bindings:
            held.append(Admission(rule, settings.level(rule), (_policy(rule, operators), *bindings)))
    return held


def _policy(rule: Rule, operators: Operators) -> Mapping[str, Any]:
    return {
        "apiVersion": API_VERSION,
        "kind": "ValidatingAdmissionPolicy",
        "metadata": {
            "name": rule.id.lower(),
            "labels": {"app.kubernetes.io/managed-by": "lz", "lz/control": rule.control},
            "annotations": {
                "lz/rule": rule.id,
                "lz/severity": str(rule.severity),
                "lz/title": rule.title,
                "lz/why": rule.why,
                "lz/fix": rule.fix,
                **({"lz/beyond": rule.beyond} if rule.beyond else {}),
            },
        },
        "spec": {
            "failurePolicy": "Fail",
            "matchConstraints": {"resourceRules": [_resources(types) for types in _groups(rule.types)]},
            "matchConditions": _conditions(rule.types, operators),
            **({"variables": _variables(rule.types)} if set(rule.types) <= set(WORKLOADS) else {}),
            "validations": [
                {"expression": one.expression, "message": message(rule, one), "reason": "Invalid"} for one in rule.cel
            ],
        },
    }


def message(rule: Rule, one: Validation) -> str:
    """What a person reads whose object is refused; one line."""
    found = f"{one.at}: {one.message}" if one.at else one.message
    return f"{rule.id} {rule.severity}: {found}. Wanted: {rule.title}. Why: {rule.why} Fix: {rule.fix}"


def _groups(types: Sequence[str]) -> Iterator[tuple[str, ...]]:
    """The types of one API group and version together."""
    for _, same in groupby(sorted(types), key=lambda type_: type_.rpartition(":")[0]):
        yield tuple(same)


def _resources(types: Sequence[str]) -> Mapping[str, Any]:
    group, _, version = types[0].split(":")[1].partition("/")
    kinds = [type_.rpartition(":")[2] for type_ in types]
    return {
        "apiGroups": ["" if group == "core" else group],
        "apiVersions": [version],
        "operations": ["CREATE", "UPDATE"],
        "resources": [name for kind in kinds for name in (plural(kind), *_MORE.get(kind, ()))],
    }


def plural(kind: str) -> str:
    """What an API server calls the objects of a kind."""
    word = kind.lower()
    return f"{word[:-1]}ies" if word.endswith("cy") else f"{word}es" if word.endswith("s") else f"{word}s"


def _conditions(types: Sequence[str], operators: Operators) -> Sequence[Mapping[str, str]]:
    """What is being deleted is let go; a role of an operator is not ours."""
    conditions = [{"name": "not-deleting", "expression": "!has(object.metadata.deletionTimestamp)"}]
    if any(type_.rpartition(":")[2] == "ClusterRole" for type_ in types) and operators.roles:
        tests = [
            f"object.metadata.name.startsWith({literal(name[:-1])})"
            if name.endswith("*")
            else f"object.metadata.name == {literal(name)}"
            for name in operators.roles
        ]
        conditions.append({"name": "not-an-operators-role", "expression": f"!({' || '.join(tests)})"})
    return conditions


def _variables(types: Sequence[str]) -> list[Mapping[str, str]]:
    """Where the kinds keep their pods, and every container of a pod."""
    ways = dict[str, list[str]]()
    for type_ in types:
        ways.setdefault(PODS[type_], []).append(type_.rpartition(":")[2])
    *rest, (last, _) = sorted(ways.items(), key=lambda item: len(item[1]))
    # A policy about several kinds: a field that only one of them has is no mistake of the expression.
    chosen = "".join(f"object.kind in {literal(kinds)} ? dyn(object).{way} : " for way, kinds in rest)
    lists = " + ".join(f"(has(variables.pod.{name}) ? variables.pod.{name} : [])" for name in CONTAINER_LISTS)
    return [{"name": "pod", "expression": f"{chosen}dyn(object).{last}"}, {"name": "containers", "expression": lists}]


def _bindings(
    rule: Rule, settings: Settings, operators: Operators, systems: Mapping[str, str]
) -> Iterator[Mapping[str, Any]]:
    """One for every object, and one for the namespaces of systems whose risk tier asks for more."""
    level, name = settings.level(rule), rule.id.lower()
    outside = {"key": _NAME, "operator": "NotIn", "values": sorted(operators.namespaces)}
    if level in ACTIONS:
        yield _binding(name, rule, ACTIONS[level], [outside] if operators.namespaces else [])
    stricter = dict[Level, list[str]]()
    for system, tier in systems.items():
        if (own := settings.level(rule, [tier])) is not level:
            stricter.setdefault(own, []).append(system)
    cluster_wide = all(type_.rpartition(":")[2] in _CLUSTER_WIDE for type_ in rule.types)
    for own, those in stricter.items():
        if not cluster_wide:
            chosen = {"key": SYSTEM_LABEL, "operator": "In", "values": sorted(those)}
            yield _binding(f"{name}-{own}", rule, ACTIONS[own], [chosen])


def _binding(name: str, rule: Rule, actions: Sequence[str], chosen: Sequence[Mapping[str, Any]]) -> Mapping[str, Any]:
    return {
        "apiVersion": API_VERSION,
        "kind": "ValidatingAdmissionPolicyBinding",
        "metadata": {
            "name": name,
            "labels": {"app.kubernetes.io/managed-by": "lz"},
            "annotations": {"lz/rule": rule.id},
        },
        "spec": {
            "policyName": rule.id.lower(),
            "validationActions": list(actions),
            **({"matchResources": {"namespaceSelector": {"matchExpressions": list(chosen)}}} if chosen else {}),
        },
    }
