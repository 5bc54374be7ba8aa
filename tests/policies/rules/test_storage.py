"""What counts as a record of who touched a bucket."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from graph.model import UNKNOWN
from policies.buckets import BUCKET, LOGGING
from policies.example import graph_of
from policies.registry import all_rules
from policies.rule import Example
from policies.rules.examples.build import TAGS, aws
from policies.rules.examples.logs import data_events
from policies.trails import TRAIL
from policies.verdict import Verdict
from tests.policies.rules.judged import outcomes, verdict

PASS, FAIL, UNSURE = Verdict.PASS, Verdict.FAIL, Verdict.UNKNOWN
RULE = next(rule for rule in all_rules() if rule.id == "LZ-S3-008")
STORE = aws(BUCKET, "store", bucket="papers")
SEEN = aws(TRAIL, "trail", isMultiRegionTrail=True, advancedEventSelectors=data_events("AWS::S3::Object"))


def logs(**properties: Any) -> Example:
    return aws(LOGGING.type, "logging", **properties)


@pytest.mark.parametrize(
    ("beside", "expected"),
    [
        ((), FAIL),
        ((SEEN,), PASS),
        ((logs(bucket="papers", targetBucket="access"),), PASS),
        ((logs(bucket="other", targetBucket="access"),), FAIL),
        ((logs(bucket=UNKNOWN, targetBucket="access"),), UNSURE),
        ((logs(bucket="papers", targetBucket=UNKNOWN),), UNSURE),
        ((logs(bucket="other", targetBucket="papers"),), PASS),
        ((logs(bucket="other", targetBucket=UNKNOWN),), UNSURE),
    ],
)
def test_a_log_of_its_own_or_a_trail_writes_access_down(beside: tuple[Example, ...], expected: Verdict) -> None:
    """Either will do; a bucket that logs of access are written to cannot log its own."""
    assert expected is verdict(RULE, (STORE, *beside))


@pytest.mark.parametrize(
    ("inline", "expected"),
    [({"targetBucket": "access"}, PASS), ([{"targetBucket": "access"}], PASS), (UNKNOWN, UNSURE)],
)
def test_a_setting_on_the_bucket_itself_counts(inline: Any, expected: Verdict) -> None:
    """Older programs write it inline."""
    assert expected is verdict(RULE, (aws(BUCKET, "store", bucket="papers", loggings=inline),))


@pytest.mark.parametrize(("role", "expected"), [("recovery", PASS), ("primary", FAIL), (UNKNOWN, UNSURE)])
def test_the_primarys_trail_sees_the_recovery_side(role: Any, expected: Verdict) -> None:
    """A multi-Region trail is made once."""
    assert expected is verdict(RULE, (aws(BUCKET, "store", bucket="papers", tags={**TAGS, "lz:role": role}),))


def test_one_layer_is_not_asked_for_the_trail_of_another() -> None:
    """In an environment that is divided into stacks the trail stands with the foundation."""
    whole = graph_of((STORE,))

    assert () == outcomes(RULE, replace(whole, stack="prod.data"))
