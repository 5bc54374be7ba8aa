"""What a rule says before the deploy and what an API server says of the same object are one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policies.admission.policy import Admission, about_objects, admissions
from policies.levels import Settings
from policies.organisation import organisation
from policies.pods import AUTOSCALER, DEPLOYMENT, PODS
from policies.registry import all_rules
from policies.rule import Example
from policies.rules.examples.build import kubernetes
from policies.verdict import Verdict
from tests.policies.admission.server import alone, manifest_of, refusals
from tests.policies.admission.variants import variants
from tests.policies.rules.judged import verdict

HELD = admissions(all_rules(), Settings.load("prod"), organisation().cluster_operators, {})

each_rule = pytest.mark.parametrize("held", HELD, ids=[held.rule.id for held in HELD])


def _examples(held: Admission) -> Iterator[Example]:
    """The objects of the rule's examples that it is about."""
    yield from (one for stack in (held.rule.good, held.rule.bad) for one in stack if one.type in held.rule.types)


def _disagreement(held: Admission, example: Example, manifest: Mapping[str, Any]) -> str | None:
    """In which words the two differ; where the API server holds a part of the rule, it may only be milder."""
    fails = verdict(held.rule, alone(example, manifest)) is Verdict.FAIL
    refused = refusals(held.objects[0], manifest)
    if held.rule.beyond and fails:
        return None
    return None if fails == bool(refused) else f"fails: {fails}, refused: {refused}"


@each_rule
def test_a_good_example_is_admitted_and_a_bad_one_refused(held: Admission) -> None:
    """By the rule's own policy, and with its id in the words."""
    admitted = [refusals(held.objects[0], manifest_of(one)) for one in held.rule.good]
    refused = [said for one in held.rule.bad for said in refusals(held.objects[0], manifest_of(one))]

    assert [] == [said for said in admitted if said]
    assert refused
    assert all(said.startswith(f"{held.rule.id} ") for said in refused)


@each_rule
def test_whatever_is_changed_both_say_the_same(held: Admission) -> None:
    """Every single change of the good example: taken away, turned, doubled, another word."""
    apart = {
        said: found
        for example in held.rule.good
        if example.type in held.rule.types
        for said, manifest in variants(manifest_of(example))
        if (found := _disagreement(held, example, manifest)) is not None
    }

    assert {} == apart


@settings(max_examples=300, deadline=None)
@given(st.data())
def test_changes_on_changes_leave_them_of_one_mind(data: st.DataObject) -> None:
    """Up to three changes at once, of any rule's example."""
    held = data.draw(st.sampled_from(HELD))
    example = data.draw(st.sampled_from(list(_examples(held))))
    manifest = manifest_of(example)
    for _ in range(data.draw(st.integers(1, 3))):
        manifest = data.draw(st.sampled_from([manifest, *(changed for _, changed in variants(manifest))]))

    assert _disagreement(held, example, manifest) is None


@pytest.mark.parametrize("type_", PODS)
def test_a_pod_is_found_in_every_kind_that_makes_some(type_: str) -> None:
    """The one expression looks where the kind keeps its pods."""
    held = next(one for one in HELD if one.rule.id == "LZ-K8S-005")
    for shared, refused in ((False, False), (True, True)):
        spec: Any = {"hostNetwork": shared, "containers": []}
        for step in reversed(PODS[type_].split(".")[1:]):
            spec = {step: spec}
        assert refused == bool(refusals(held.objects[0], manifest_of(kubernetes(type_, "it", spec=spec))))


@pytest.mark.parametrize(("most", "refused"), [(8, False), (0, True), (None, True)])
def test_a_demand_about_one_kind_leaves_the_other_alone(most: int | None, refused: bool) -> None:  # noqa: FBT001  cases
    """The two autoscalers spell their bound in different fields; each is asked for its own."""
    held = next(one for one in HELD if one.rule.id == "LZ-GPU-002")
    spec = {} if most is None else {"maxReplicas": most}
    scaler = kubernetes(AUTOSCALER, "scaler", spec=spec)

    assert refused == bool(refusals(held.objects[0], manifest_of(scaler)))
    assert _disagreement(held, scaler, manifest_of(scaler)) is None


def test_every_rule_about_objects_is_held_or_says_why_not() -> None:
    """What an API server does not hold is said rule by rule; together they are all there are."""
    rules = about_objects(all_rules())
    silent = [rule.id for rule in rules if not rule.cel and not rule.beyond]

    assert [] == silent
    assert {held.rule.id for held in HELD} | {rule.id for rule in rules if rule.beyond} == {rule.id for rule in rules}
    assert DEPLOYMENT in {type_ for held in HELD for type_ in held.rule.types}
