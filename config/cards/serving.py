"""How the own model is served: where, by how many, and how a new version takes over."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import timedelta
from itertools import pairwise

from config.cards.case import Case
from config.errors import Problem
from config.system.serving import Replicas, Rollout
from config.vocabulary import ModelKind, RolloutKind, Runtime, format_share, format_wait

_SAGEMAKER_STEP = 0.5
"""The largest first step of a SageMaker canary, which has two steps, and the largest of a linear rollout's equal ones.

Source: https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_TrafficRoutingConfig.html, noted 2026-11-25.
"""
_SAGEMAKER_LINEAR = 0.1
"""The smallest step of a linear rollout; the same page."""
_SAGEMAKER_HOLD = timedelta(hours=1)
"""The longest that SageMaker watches a step; the same page."""
_KINDS: Mapping[Runtime, tuple[RolloutKind, ...]] = {
    Runtime.VLLM: (RolloutKind.ROLLING,),
    Runtime.SAGEMAKER: (RolloutKind.CANARY, RolloutKind.ALL_AT_ONCE),
}
"""What a runtime does; ADR 0027 says why."""
_OTHERWISE: Mapping[Runtime, str] = {
    Runtime.VLLM: "a Deployment goes replica by replica, holds no share of the traffic and takes nothing back",
    Runtime.SAGEMAKER: "SageMaker moves shares of the traffic to a second fleet",
}


def serving(case: Case) -> Iterator[Problem]:
    """Everything about the section serve that one value alone cannot say."""
    yield from _runtime(case)
    replicas = case.card.section(Replicas, "serve", "replicas")
    if replicas is not None and replicas.min > replicas.max:
        reason = f"is above max, {replicas.max}"
        yield case.card.problem(("serve", "replicas", "min"), reason, f"write {replicas.max} or less, or raise max")
    rollout = case.card.section(Rollout, "serve", "rollout")
    if rollout is not None:
        yield from _rollout(case, rollout)


def _runtime(case: Case) -> Iterator[Problem]:
    card, pool, instance = case.card, ("serve", "pool"), ("serve", "instance")
    runtime = card.get("serve", "runtime")
    if runtime == Runtime.VLLM:
        yield from case.missing(pool, "runtime vllm runs on a pool of the environment", "inference")
        yield from case.idle(instance, "runtime vllm runs on a pool, whose instance types follow from its GPUs")
        if case.facts is not None and case.facts.kind is not ModelKind.LLM:
            reason = f"serves language models, and {case.facts.name} is a {case.facts.kind}"
            yield card.problem(("serve", "runtime"), reason, "write runtime: sagemaker")
    if runtime == Runtime.SAGEMAKER:
        yield from case.missing(instance, "runtime sagemaker runs on an instance type", "ml.m7i.large")
        yield from case.idle(pool, "runtime sagemaker runs on instances of its own")
        said = card.get(*instance)
        if said is not None and not str(said).startswith("ml."):
            yield card.problem(instance, "is not a SageMaker instance type", f"write for example ml.{said}")
        if case.facts is not None and case.facts.container is None:
            reason = (
                f"has no container (config/models/{case.facts.name}.yaml), and runtime sagemaker runs a model in one"
            )
            yield card.problem(("model", "name"), reason, "say in the model's file which image runs it, by digest")


def _rollout(case: Case, rollout: Rollout) -> Iterator[Problem]:
    card, runtime, path = case.card, case.card.get("serve", "runtime"), ("serve", "rollout", "steps")
    does = _KINDS.get(runtime)
    if does is not None and rollout.kind not in does:
        reason = f"is not what runtime {runtime} does: {_OTHERWISE[runtime]}"
        yield card.problem(("serve", "rollout", "kind"), reason, f"choose {' or '.join(does)}")
        return
    if runtime == Runtime.SAGEMAKER and rollout.hold > _SAGEMAKER_HOLD:
        reason = f"is longer than SageMaker watches a step, {format_wait(_SAGEMAKER_HOLD)}"
        yield card.problem(("serve", "rollout", "hold"), reason, f"write {format_wait(_SAGEMAKER_HOLD)} or less")
    if rollout.kind is not RolloutKind.CANARY:
        yield from case.idle(path, f"kind {rollout.kind} has no steps")
    elif not rollout.steps:
        yield card.problem(path, "is missing: a canary goes by steps", "write it, for example steps: [10%, 100%]")
    else:
        yield from _steps(case, list(rollout.steps))


def _steps(case: Case, steps: list[float]) -> Iterator[Problem]:
    card, path = case.card, ("serve", "rollout", "steps")
    back = [(at, before) for at, (before, step) in enumerate(pairwise(steps), 1) if step <= before]
    for index, before in back:
        reason = f"is not more than the step before it, {format_share(before)}"
        yield card.problem((*path, index), reason, "let every step take a larger share")
    if steps[-1] != 1:
        reason = f"ends at {format_share(steps[-1])}, so the new version never takes over"
        yield card.problem((*path, len(steps) - 1), reason, "let the last step be 100%")
    elif len(steps) == 1:
        reason = "is one step, which is no canary"
        yield card.problem(path, reason, "write a smaller step before it, for example [10%, 100%]")
    elif not back and not _sagemaker_does(steps):
        reason = "is neither a canary of SageMaker (at most 50%, then 100%) nor linear (equal steps of 10% to 50%)"
        yield card.problem(path, reason, "write for example steps: [10%, 100%], or [25%, 50%, 75%, 100%]")


def _sagemaker_does(steps: list[float]) -> bool:
    """Whether SageMaker can move traffic in these steps; components/serving/endpoint_plan.py says how."""
    first = steps[0]
    linear = all(abs(step - min(1, first * at)) < 1e-9 for at, step in enumerate(steps, 1))
    return first <= _SAGEMAKER_STEP and (len(steps) == 2 or (linear and first >= _SAGEMAKER_LINEAR))
