"""What the rules about pods say of each property they look at, and where."""

from __future__ import annotations

from typing import Any, Final

import pytest

from policies.example import graph_of
from policies.pods import GPU
from policies.rules.examples.build import placed
from policies.rules.examples.kubernetes import CONTAINER, SERVED
from policies.verdict import Verdict
from tests.policies.rules.judged import RULES, outcomes

Way = tuple[str | int, ...]

POD: Final[Way] = ("spec", "template", "spec")
CONTEXT: Final[Way] = (*CONTAINER, "securityContext")
AT = "spec.template.spec.containers[0]"
DIGEST = "a" * 64

CASES: list[tuple[str, Way, Any, str | None]] = [
    ("LZ-K8S-001", (*CONTAINER, "image"), f"tool@sha256:{DIGEST}", None),
    ("LZ-K8S-001", (*CONTAINER, "image"), f"tool@sha256:{DIGEST[1:]}", f"{AT}.image"),
    ("LZ-K8S-001", (*CONTAINER, "image"), f"@sha256:{DIGEST}", f"{AT}.image"),
    ("LZ-K8S-001", (*CONTAINER, "image"), None, f"{AT}.image"),
    ("LZ-K8S-002", (*CONTEXT, "privileged"), None, None),
    ("LZ-K8S-002", (*CONTEXT, "privileged"), True, f"{AT}.securityContext.privileged"),
    ("LZ-K8S-002", (*CONTEXT, "allowPrivilegeEscalation"), None, f"{AT}.securityContext.allowPrivilegeEscalation"),
    ("LZ-K8S-002", (*CONTEXT, "capabilities"), None, f"{AT}.securityContext.capabilities.drop"),
    ("LZ-K8S-002", (*CONTEXT, "capabilities", "drop"), ["KILL"], f"{AT}.securityContext.capabilities.drop"),
    ("LZ-K8S-002", (*CONTEXT, "capabilities", "drop"), ["KILL", "all"], None),
    ("LZ-K8S-002", (*CONTEXT, "capabilities", "add"), ["NET_BIND_SERVICE"], None),
    ("LZ-K8S-002", (*CONTEXT, "capabilities", "add"), ["SYS_ADMIN"], f"{AT}.securityContext.capabilities.add[0]"),
    ("LZ-K8S-003", (*CONTEXT, "runAsUser"), 1, None),
    ("LZ-K8S-003", (*CONTEXT, "runAsUser"), 0, f"{AT}.securityContext.runAsUser"),
    ("LZ-K8S-003", (*POD, "securityContext", "runAsUser"), 0, "spec.template.spec.securityContext.runAsUser"),
    ("LZ-K8S-003", (*CONTEXT, "runAsNonRoot"), None, "spec.template.spec.securityContext.runAsNonRoot"),
    ("LZ-K8S-003", (*CONTEXT, "seccompProfile"), {"type": "Localhost"}, None),
    ("LZ-K8S-003", (*CONTEXT, "seccompProfile"), {"type": "Unconfined"}, f"{AT}.securityContext.seccompProfile.type"),
    ("LZ-K8S-003", (*POD, "securityContext"), None, "spec.template.spec.securityContext.seccompProfile.type"),
    ("LZ-K8S-004", (*CONTEXT, "readOnlyRootFilesystem"), None, f"{AT}.securityContext.readOnlyRootFilesystem"),
    *(
        ("LZ-K8S-005", (*POD, field), True, f"spec.template.spec.{field}")
        for field in ("hostNetwork", "hostPID", "hostIPC")
    ),
    *(("LZ-K8S-005", (*POD, field), False, None) for field in ("hostNetwork", "hostPID", "hostIPC")),
    ("LZ-K8S-005", (*POD, "volumes", 0, "hostPath"), {"path": "/"}, "spec.template.spec.volumes[0].hostPath"),
    ("LZ-K8S-005", (*CONTAINER, "ports"), [{"containerPort": 80}], None),
    ("LZ-K8S-005", (*CONTAINER, "ports"), [{"containerPort": 80, "hostPort": 80}], f"{AT}.ports[0].hostPort"),
    ("LZ-K8S-006", (*CONTAINER, "resources", "limits", "cpu"), None, f"{AT}.resources.limits"),
    ("LZ-K8S-006", (*CONTAINER, "resources", "limits", "memory"), None, f"{AT}.resources.limits"),
    ("LZ-K8S-006", (*CONTAINER, "resources", "limits", GPU), None, f"{AT}.resources.requests"),
    ("LZ-K8S-006", (*CONTAINER, "resources", "requests", GPU), "2", f"{AT}.resources.requests"),
    ("LZ-K8S-006", (*CONTAINER, "resources", "requests", GPU), None, None),
    ("LZ-K8S-006", (*CONTAINER, "resources", "requests"), None, None),
    *(
        ("LZ-K8S-007", (*CONTAINER, probe), None, f"{AT}.{probe}")
        for probe in ("readinessProbe", "livenessProbe", "startupProbe")
    ),
    ("LZ-K8S-008", (*POD, "automountServiceAccountToken"), None, "spec.template.spec.automountServiceAccountToken"),
]
"""Rule, what is set anew in the good example (None: not given), and where the rule then fails, if it does."""


@pytest.mark.parametrize(("number", "way", "value", "place"), CASES)
def test_a_property_is_judged_where_it_stands(number: str, way: Way, value: Any, place: str | None) -> None:
    """One change of a pod that is good; the finding names the property, and there is no other."""
    said = outcomes(RULES[number], graph_of(placed(SERVED, "vllm", way, value)))
    failed = [outcome.path for outcome in said if outcome.verdict is Verdict.FAIL]

    assert ([] if place is None else [place]) == failed


def test_a_container_without_a_device_needs_no_probe_of_its_start() -> None:
    """It loads no model."""
    small = {"limits": {"cpu": "1", "memory": "1Gi"}}
    stack = placed(placed(SERVED, "vllm", (*CONTAINER, "resources"), small), "vllm", (*CONTAINER, "startupProbe"), None)

    assert {Verdict.PASS} == {outcome.verdict for outcome in outcomes(RULES["LZ-K8S-007"], graph_of(stack))}


@pytest.mark.parametrize("listed", ["initContainers", "ephemeralContainers"])
@pytest.mark.parametrize("number", ["LZ-K8S-001", "LZ-K8S-002", "LZ-K8S-003", "LZ-K8S-004", "LZ-K8S-005"])
def test_every_container_is_held(number: str, listed: str) -> None:
    """Those that run first, and those that are added to look; what they inherit is told at their pod."""
    bad = {"name": "more", "image": "tool:1", "ports": [{"hostPort": 1}], "securityContext": {"runAsUser": 0}}
    stack = placed(SERVED, "vllm", (*POD, listed), [bad])
    failed = [o.path for o in outcomes(RULES[number], graph_of(stack)) if o.verdict is Verdict.FAIL]

    own = [path for path in failed if path.startswith(f"spec.template.spec.{listed}[0].")]
    assert own
    assert {"spec.template.spec.securityContext.runAsNonRoot"} >= set(failed) - set(own)
