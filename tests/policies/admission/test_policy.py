"""The rules as objects of Kubernetes."""

from __future__ import annotations

from typing import Any

import pytest

from config.load import environments
from engine.standin_kubernetes import kinds
from graph.model import UNKNOWN, Secret
from policies.admission.policy import Admission, admissions, plural
from policies.levels import Level, Settings, Tier
from policies.organisation import Operators, organisation
from policies.registry import all_rules
from policies.rule import KUBERNETES, Severity
from tests.policies.admission.server import refusals
from tests.previews import previewed

OPERATORS = Operators(namespaces=("kube-system",), roles=("cluster-admin", "eks:*"))


def _settings(level: Level = Level.MANDATORY, **over: Any) -> Settings:
    return Settings(
        environment="prod", severities=dict.fromkeys(Severity, level), unknown=Settings.load("prod").unknown, **over
    )


def _held(settings: Settings, systems: dict[str, str] | None = None) -> dict[str, Admission]:
    return {one.rule.id: one for one in admissions(all_rules(), settings, OPERATORS, systems or {})}


def test_every_object_has_the_form_kubernetes_publishes() -> None:
    """Held against the schemas of Kubernetes, as the zone's own objects are; names are unique."""
    made = [one for held in _held(_settings()).values() for one in held.objects]
    faults = list[str]()
    for one in made:
        kind = kinds.find(one["apiVersion"], one["kind"])
        assert kind is not None
        faults += [f"{one['metadata']['name']} {problem}" for problem in kinds.problems(kind, one)]

    assert [] == faults
    assert len(made) == len({(one["kind"], one["metadata"]["name"]) for one in made})


def test_a_message_is_one_line_with_id_reason_and_fix() -> None:
    """An API server takes no line breaks in a message; a person needs no second place to look."""
    for id_, held in _held(_settings()).items():
        for validation in held.objects[0]["spec"]["validations"]:
            said = validation["message"]
            assert said.startswith(f"{id_} {held.rule.severity}: ")
            assert held.rule.why in said
            assert held.rule.fix in said
            assert "\n" not in said


@pytest.mark.parametrize(
    ("level", "actions"), [(Level.MANDATORY, ["Deny", "Audit"]), (Level.ADVISORY, ["Warn", "Audit"])]
)
def test_the_level_says_what_the_binding_does(level: Level, actions: list[str]) -> None:
    """And where the rule is mandatory, a policy that breaks lets nothing through."""
    for held in _held(_settings(level)).values():
        policy, binding = held.objects
        assert actions == binding["spec"]["validationActions"]
        assert "Fail" == policy["spec"]["failurePolicy"]
        assert policy["metadata"]["name"] == binding["spec"]["policyName"]


def test_a_rule_that_is_off_has_no_policy() -> None:
    """An API server is not asked what the check is not asked."""
    assert {} == _held(_settings(Level.OFF))
    assert "LZ-K8S-001" not in _held(_settings(rules={"LZ-K8S-001": Level.OFF}))


def test_a_tier_binds_the_namespaces_of_its_systems_harder() -> None:
    """Where the environment warns, a system of high risk is refused; other systems are warned."""
    tiers = {"high": Tier(rules={"LZ-K8S-001": Level.MANDATORY})}
    held = _held(_settings(Level.ADVISORY, tiers=tiers), {"scoring": "high", "chat": "limited", "triage": "high"})
    bindings = {one["metadata"]["name"]: one["spec"] for one in held["LZ-K8S-001"].objects[1:]}

    assert {"lz-k8s-001", "lz-k8s-001-mandatory"} == set(bindings)
    assert ["Warn", "Audit"] == bindings["lz-k8s-001"]["validationActions"]
    assert ["Deny", "Audit"] == bindings["lz-k8s-001-mandatory"]["validationActions"]
    assert [{"key": "lz/system", "operator": "In", "values": ["scoring", "triage"]}] == _chosen(
        bindings["lz-k8s-001-mandatory"]
    )
    assert 2 == len(held["LZ-K8S-002"].objects)


def test_a_tier_can_ask_where_the_environment_does_not() -> None:
    """Then the rule is bound to the namespaces of those systems alone."""
    tiers = {"high": Tier(rules={"LZ-K8S-001": Level.ADVISORY})}
    (held,) = _held(_settings(Level.OFF, tiers=tiers), {"scoring": "high"}).values()

    assert ["lz-k8s-001-advisory"] == [one["metadata"]["name"] for one in held.objects[1:]]


def test_the_namespaces_of_the_cluster_are_left_alone() -> None:
    """What AWS and charts run there is theirs."""
    for held in _held(_settings()).values():
        assert [{"key": "kubernetes.io/metadata.name", "operator": "NotIn", "values": ["kube-system"]}] == _chosen(
            held.objects[1]["spec"]
        )


def _chosen(binding: dict[str, Any]) -> list[dict[str, Any]]:
    return binding["matchResources"]["namespaceSelector"]["matchExpressions"]


@pytest.mark.parametrize(
    ("name", "refused"), [("cluster-admin", False), ("eks:node", False), ("cluster-admin-2", True), ("ours", True)]
)
def test_a_role_of_an_operator_is_left_alone(name: str, refused: bool) -> None:  # noqa: FBT001  a case of the table
    """By its whole name, or by the beginning that the organisation says."""
    role: dict[str, Any] = {
        "apiVersion": "rbac.authorization.k8s.io/v1",
        "kind": "ClusterRole",
        "metadata": {"name": name},
        "rules": [{"apiGroups": ["*"], "resources": ["pods"], "verbs": ["get"]}],
    }

    assert refused == bool(refusals(_held(_settings())["LZ-K8S-016"].objects[0], role))


def test_what_is_being_deleted_is_let_go() -> None:
    """Taking a finalizer off is an update of an object that nobody can mend any more."""
    policy = _held(_settings())["LZ-K8S-012"].objects[0]
    space: dict[str, Any] = {"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": "old"}}
    going = {**space, "metadata": {"name": "old", "deletionTimestamp": "2026-11-27T00:00:00Z"}}

    assert (True, False) == (bool(refusals(policy, space)), bool(refusals(policy, going)))


@pytest.mark.parametrize(
    ("kind", "name"),
    [("Pod", "pods"), ("NetworkPolicy", "networkpolicies"), ("EC2NodeClass", "ec2nodeclasses")],
)
def test_a_kind_is_asked_for_by_its_plural(kind: str, name: str) -> None:
    """A policy that names a resource nobody has matches nothing."""
    assert name == plural(kind)


@pytest.mark.parametrize("environment", environments())
def test_what_the_zone_itself_declares_is_admitted(environment: str) -> None:
    """The policies can be installed before or after the zone: no object of it is refused or warned about."""
    held = admissions(all_rules(), _settings(), organisation().cluster_operators, {})
    objects = [one for one in previewed(environment) if one.type.startswith(KUBERNETES) and "kind" in one.properties]
    refused = [
        f"{one.name}: {said}"
        for one in objects
        for admission in held
        for said in refusals(admission.objects[0], _known(dict(one.properties)))
    ]

    assert [] == refused


def _known(value: Any) -> Any:
    """The object as it will be: what is not known before the deploy is some text then."""
    if isinstance(value, Secret):
        return _known(value.value)
    if value is UNKNOWN:
        return "known-later"
    if isinstance(value, dict):
        return {key: _known(below) for key, below in value.items()}
    return [_known(below) for below in value] if isinstance(value, list) else value
