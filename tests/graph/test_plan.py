"""What a plan of Pulumi says of a stack, and when it says too little."""

from __future__ import annotations

import pytest

from graph import plan
from graph.errors import GraphError

BUCKET = "urn:pulumi:dev::shop::aws:s3/bucket:Bucket::{}"


def _step(name: str, op: str) -> dict[str, object]:
    urn = BUCKET.format(name)
    return {"op": op, "urn": urn, "newState": {"urn": urn, "type": "aws:s3/bucket:Bucket", "custom": True}}


def test_a_plan_that_leaves_out_what_stays_is_refused() -> None:
    """Without --show-sames the unchanged resources are counted and not shown: a clean report would be of a part."""
    preview = {"steps": [_step("a", "create")], "changeSummary": {"create": 1, "same": 7}}

    with pytest.raises(GraphError, match=r"leaves out 7 resources that do not change.*--show-sames"):
        plan.from_preview(preview)


def test_a_replacement_is_three_steps_and_one_change() -> None:
    """More steps than changes are a whole plan."""
    steps = [_step("a", op) for op in ("create-replacement", "replace", "delete-replaced")]

    assert 1 == len(plan.from_preview({"steps": steps, "changeSummary": {"replace": 1}}))
    assert 2 == len(
        plan.from_preview({"steps": [*steps, _step("b", "same")], "changeSummary": {"replace": 1, "same": 1}})
    )
