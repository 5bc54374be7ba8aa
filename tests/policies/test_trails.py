"""Which objects a trail writes down, however its selectors say it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from graph.model import UNKNOWN
from policies.example import graph_of
from policies.rule import Example
from policies.rules.examples.build import RECOVERY_REGION, aws
from policies.rules.examples.storage import STORE
from policies.trails import TRAIL, records_access
from policies.verdict import Verdict
from policies.view import StackView

PASS, FAIL, UNSURE = Verdict.PASS, Verdict.FAIL, Verdict.UNKNOWN
BUCKET = next(example for example in STORE if example.name == "store")
UNNAMED = aws(BUCKET.type, "store", bucket=UNKNOWN)
NAME = BUCKET.properties["bucket"]
OBJECTS = f"arn:aws:s3:::{NAME}/"
DATA = {"field": "eventCategory", "equals": ["Data"]}
S3 = {"field": "resources.type", "equals": ["AWS::S3::Object"]}


def by_arn(**operators: Any) -> Mapping[str, Any]:
    return {"field": "resources.ARN", **operators}


def advanced(*fields: Any) -> Mapping[str, Any]:
    return {"advancedEventSelectors": [{"fieldSelectors": [DATA, S3, *fields]}]}


def basic(*values: Any, **more: Any) -> Mapping[str, Any]:
    resources = [{"type": "AWS::S3::Object", "values": list(values)}]
    return {"eventSelectors": [{"dataResources": resources, **more}]}


def said(store: Example, trail: Example) -> Verdict:
    """What the trail records of the store."""
    stack = StackView(graph_of((store, trail)))
    (made,), (bucket,) = stack.of_type(TRAIL), stack.of_type(BUCKET.type)
    return records_access(made, bucket)


def recorded(*, store: Example = BUCKET, **trail: Any) -> Verdict:
    """What a trail of these properties records of the store."""
    return said(store, aws(TRAIL, "trail", **{"isMultiRegionTrail": True, **trail}))


@pytest.mark.parametrize(
    ("trail", "expected"),
    [
        (advanced(), PASS),
        (advanced(by_arn(startsWiths=[OBJECTS])), PASS),
        (advanced(by_arn(startsWiths=["arn:aws:s3:::other/", "arn:aws:s3:::lz-prod-"])), PASS),
        (advanced(by_arn(startsWiths=["arn:aws:s3:::other/"])), FAIL),
        (advanced(by_arn(startsWiths=[f"{OBJECTS}secret/"])), FAIL),
        (advanced(by_arn(equals=[f"{OBJECTS}one"])), FAIL),
        (advanced(by_arn(startsWiths=[UNKNOWN])), UNSURE),
        (advanced(by_arn(notStartsWiths=["arn:aws:s3:::other/"])), PASS),
        (advanced(by_arn(notStartsWiths=[f"{OBJECTS}public/"])), FAIL),
        (advanced(by_arn(notStartsWiths=["arn:aws:s3:::lz-"])), FAIL),
        (advanced(by_arn(notStartsWiths=[UNKNOWN])), UNSURE),
        (advanced(by_arn(notEquals=[f"{OBJECTS}one"])), FAIL),
        (advanced({"field": "readOnly", "equals": ["true"]}), FAIL),
        (advanced({"field": UNKNOWN, "equals": ["true"]}), UNSURE),
        (advanced({"field": "eventSource", "equals": ["s3.amazonaws.com"]}), PASS),
        ({"advancedEventSelectors": [{"fieldSelectors": [S3]}]}, FAIL),
        ({"advancedEventSelectors": [{"fieldSelectors": [DATA]}]}, FAIL),
        ({"advancedEventSelectors": UNKNOWN}, UNSURE),
        (basic("arn:aws:s3"), PASS),
        (basic("arn:aws:s3:::"), PASS),
        (basic(OBJECTS), PASS),
        (basic("arn:aws:s3:::other/"), FAIL),
        (basic(UNKNOWN), UNSURE),
        (basic("arn:aws:s3", readWriteType="WriteOnly"), FAIL),
        ({"eventSelectors": [{"dataResources": [{"type": "AWS::Lambda::Function", "values": ["arn:aws"]}]}]}, FAIL),
        ({}, FAIL),
    ],
)
def test_a_selector_takes_in_the_whole_bucket_or_does_not_count(trail: Mapping[str, Any], expected: Verdict) -> None:
    """Reads and writes of every object: not a half of them, and not a folder."""
    assert expected is recorded(**trail)


@pytest.mark.parametrize(("own", "expected"), [(NAME, PASS), ("another-bucket", FAIL), (UNKNOWN, UNSURE)])
def test_deliveries_are_left_out_of_the_trails_own_bucket_alone(own: Any, expected: Verdict) -> None:
    """A trail that recorded its own deliveries would never end; in any other bucket a write is what one looks for."""
    undelivered = advanced({"field": "eventName", "notEquals": ["PutObject"]})

    assert expected is recorded(s3BucketName=own, **undelivered)
    assert FAIL is recorded(s3BucketName=own, **advanced({"field": "eventName", "notEquals": ["GetObject"]}))
    assert FAIL is recorded(s3BucketName=own, **advanced({"field": "eventName", "equals": ["GetObject"]}))


@pytest.mark.parametrize(
    ("trail", "expected"),
    [
        ({"enableLogging": False}, FAIL),
        ({"enableLogging": UNKNOWN}, UNSURE),
        ({"isMultiRegionTrail": False}, PASS),
        ({"isMultiRegionTrail": False, "region": RECOVERY_REGION}, FAIL),
        ({"isMultiRegionTrail": UNKNOWN, "region": RECOVERY_REGION}, UNSURE),
    ],
)
def test_the_trail_is_on_and_reaches_the_region(trail: Mapping[str, Any], expected: Verdict) -> None:
    """A trail that is off, or looks at another Region, records nothing of the bucket."""
    assert expected is recorded(**advanced(), **trail)


def test_a_bucket_without_a_name_yet_is_known_by_its_edge() -> None:
    """At the first preview neither the ARN nor the name is known; where the selector takes its text from is."""
    trail = aws(
        TRAIL,
        "trail",
        {"advancedEventSelectors": "store"},
        isMultiRegionTrail=True,
        **advanced(by_arn(startsWiths=[UNKNOWN])),
    )

    assert PASS is said(UNNAMED, trail)


def test_a_bucket_without_a_name_may_be_the_one_that_is_meant() -> None:
    """A selector of every bucket takes it in; one of a single bucket only perhaps."""
    assert PASS is recorded(store=UNNAMED, **advanced(by_arn(startsWiths=["arn:aws:s3:::"])))
    assert UNSURE is recorded(store=UNNAMED, **advanced(by_arn(startsWiths=["arn:aws:s3:::other/"])))
