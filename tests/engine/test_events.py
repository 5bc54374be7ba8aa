from __future__ import annotations

import json
from typing import Any

from engine.events import Gathering, counts, parse
from engine.result import Step

BUCKET = "urn:pulumi:dev::lz::aws:s3/bucket:Bucket::a"
STACK = "urn:pulumi:dev::lz::pulumi:pulumi:Stack::lz-dev"


def _metadata(operation: str, urn: str = BUCKET, **more: Any) -> dict[str, Any]:
    return {"metadata": {"op": operation, "urn": urn, "type": urn.split("::")[2], "detailedDiff": None, **more}}


def _gathered(*events: dict[str, Any]) -> Gathering:
    found = Gathering()
    for event in events:
        found.add(event)
    return found


def test_a_step_is_begun_and_then_done() -> None:
    """One operation on one resource is one step, however many events speak of it."""
    begun = _gathered({"resourcePreEvent": _metadata("create")})
    done = _gathered({"resourcePreEvent": _metadata("create")}, {"resOutputsEvent": _metadata("create")})

    assert [False] == [step.done for step in begun.steps]
    assert [True] == [step.done for step in done.steps]
    assert (0, 1) == (begun.finished, done.finished)


def test_the_properties_that_differ_and_those_that_force_a_replacement_are_told_apart() -> None:
    """A reviewer looks for what is lost, not for what is changed."""
    diff = {"bucket": {"diffKind": "update-replace"}, "tags.a": {"diffKind": "add"}}

    (step,) = _gathered({"resourcePreEvent": _metadata("replace", detailedDiff=diff, keys=["bucket"])}).steps

    assert (("bucket", "tags.a"), ("bucket",)) == (step.keys, step.replace_keys)


def test_a_provider_without_a_detailed_diff_still_names_its_keys() -> None:
    """diffs and keys are the older, coarser form."""
    (step,) = _gathered({"resourcePreEvent": _metadata("update", diffs=["tags"])}).steps

    assert ("tags",) == step.keys


def test_a_refresh_counts_as_what_it_found() -> None:
    """It is announced as 'refresh' and ends as update, delete or same."""
    found = _gathered({"resourcePreEvent": _metadata("refresh")}, {"resOutputsEvent": _metadata("delete")})

    assert {"delete": 1} == counts(found.steps)


def test_the_stack_itself_and_providers_are_not_counted() -> None:
    """The reader asked about the resources of the program."""
    found = _gathered(
        {"resOutputsEvent": _metadata("create", STACK)},
        {"resOutputsEvent": _metadata("create", "urn:pulumi:dev::lz::pulumi:providers:aws::main")},
        {"resOutputsEvent": _metadata("create")},
    )

    assert {"create": 1} == counts(found.steps)


def test_a_replacement_counts_once() -> None:
    """The engine speaks of it in three steps."""
    steps = [
        Step(operation, BUCKET, "aws:s3/bucket:Bucket")
        for operation in ("create-replacement", "replace", "delete-replaced")
    ]

    assert {"replace": 1} == counts(steps)


def test_debug_messages_and_the_engines_last_word_are_left_out() -> None:
    """'preview failed' says nothing that the outcome does not, and would make a refusal look like a failure."""
    found = _gathered(
        {"diagnosticEvent": {"severity": "debug", "message": "beginning rpc"}},
        {"diagnosticEvent": {"severity": "error", "message": "preview failed\n"}},
        {"diagnosticEvent": {"severity": "error", "message": "no such bucket\n", "urn": BUCKET}},
    )

    assert [("no such bucket\n", BUCKET)] == [(d.message, d.urn) for d in found.diagnostics]


def test_only_a_mandatory_policy_refuses() -> None:
    """A warning is advice."""
    said = {"policyName": "p", "message": "m\n", "resourceUrn": BUCKET}

    assert not _gathered({"policyEvent": {**said, "enforcementLevel": "warning"}}).refused
    assert _gathered({"policyEvent": {**said, "enforcementLevel": "mandatory"}}).refused


def test_half_a_line_of_a_killed_engine_is_no_event() -> None:
    """The log may end anywhere."""
    line = json.dumps({"sequence": 1, "summaryEvent": {}})

    assert all(parse(line[:end]) is None for end in range(len(line)))
    assert {"sequence": 1, "summaryEvent": {}} == parse(line)


def test_an_event_of_a_newer_engine_is_passed_over() -> None:
    """An unknown kind, or a known one without what is needed, stops nothing."""
    found = _gathered(
        {"holographicEvent": {}}, {"policyEvent": {"policyName": "p"}}, {"diagnosticEvent": {"severity": "error"}}
    )

    assert ((), [], []) == (found.steps, found.diagnostics, found.policy_events)
