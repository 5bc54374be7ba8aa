"""Where a model's bytes lie: every form of an address, and every way its bucket is known."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from graph.model import UNKNOWN
from policies.buckets import BUCKET, LOCK
from policies.rule import Example, Examples
from policies.rules.examples.artefacts import STORED, WEIGHTS
from policies.rules.examples.build import ACCOUNT, aws, changed, optioned
from policies.rules.examples.endpoints import MODEL
from policies.verdict import Verdict
from tests.policies.rules.judged import RULES, verdict

PASS, FAIL, UNSURE = Verdict.PASS, Verdict.FAIL, Verdict.UNKNOWN
OBJECT = "aws:s3/bucketObjectv2:BucketObjectv2"
WITHOUT_LOCK = tuple(example for example in STORED if example.name != "store-lock")


def said(rule: str, *stack: Example) -> Verdict:
    return verdict(RULES[rule], stack)


def loads(stack: Examples, *, source: str | None = None, holder: str = "primaryContainer", **held: Any) -> Examples:
    """The stack's model loading what is said, where it has a source by an edge."""
    (model,) = (example for example in stack if example.name == "model")
    properties = {key: value for key, value in model.properties.items() if key != "primaryContainer"}
    within = {"image": "image", **held}
    made = replace(
        model,
        properties={**properties, holder: within if holder == "primaryContainer" else [within]},
        refs={holder: source} if source else {},
    )
    return tuple(made if example.name == "model" else example for example in stack)


@pytest.mark.parametrize("holder", ["primaryContainer", "containers"])
@pytest.mark.parametrize(
    "held",
    [
        lambda address: {"modelDataUrl": address},
        lambda address: {"modelDataSource": {"s3DataSources": [{"s3Uri": address}]}},
        lambda address: {"additionalModelDataSources": [{"s3DataSources": [{"s3Uri": address}]}]},
    ],
)
def test_every_address_a_model_loads_from_is_looked_at(holder: str, held: Callable[[str], dict[str, Any]]) -> None:
    """One file, many files, adapters beside them; one container, or several."""
    ours, theirs = held(WEIGHTS), held("s3://somebody-elses/model.tar.gz")

    assert PASS is said("LZ-SM-045", *loads(STORED, holder=holder, **ours))
    assert FAIL is said("LZ-SM-045", *loads(WITHOUT_LOCK, holder=holder, **ours))
    assert PASS is said("LZ-SM-046", *loads(STORED, holder=holder, **ours))
    assert FAIL is said("LZ-SM-046", *loads(STORED, holder=holder, **theirs))


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        ({"defaultRetention": {"mode": "GOVERNANCE", "days": 30}}, PASS),
        ({"defaultRetention": {"mode": "GOVERNANCE", "years": 1}}, PASS),
        ({"defaultRetention": {"mode": "GOVERNANCE", "days": 0}}, FAIL),
        ({"defaultRetention": {"mode": "GOVERNANCE"}}, FAIL),
        ({}, FAIL),
        ({"defaultRetention": {"mode": "GOVERNANCE", "days": UNKNOWN}}, UNSURE),
    ],
)
def test_a_lock_without_a_time_locks_nothing(rule: dict[str, Any], expected: Verdict) -> None:
    """Object Lock that is only switched on leaves it to each writer."""
    assert expected is said("LZ-SM-045", *changed(STORED, "store-lock", rule=rule))


@pytest.mark.parametrize("through", [None, OBJECT, "aws:s3/bucketObject:BucketObject"])
@pytest.mark.parametrize(("stack", "locked"), [(STORED, PASS), (WITHOUT_LOCK, FAIL)])
def test_a_bucket_is_found_by_edges_before_it_has_a_name(through: str | None, stack: Examples, locked: Verdict) -> None:
    """At the first preview an address is made of a bucket's name, or of an object's."""
    held = loads(stack, source="object" if through else "store", modelDataUrl=UNKNOWN)
    more = (aws(through, "object", {"bucket": "store"}, key="model.tar.gz"),) if through else ()

    assert (locked, PASS) == (said("LZ-SM-045", *held, *more), said("LZ-SM-046", *held, *more))


def test_a_container_that_is_not_known_yet_may_load_anything() -> None:
    """With an edge to the bucket it loads from that."""
    alone = changed(STORED, "model", primaryContainer=UNKNOWN)

    assert (UNSURE, UNSURE) == (said("LZ-SM-045", *alone), said("LZ-SM-046", *alone))
    linked = tuple(replace(e, refs={"primaryContainer": "store"}) if e.name == "model" else e for e in alone)
    assert (PASS, PASS) == (said("LZ-SM-045", *linked), said("LZ-SM-046", *linked))


def test_an_address_from_elsewhere_may_be_anywhere() -> None:
    """What another stack says is not known yet, and its source is no bucket."""
    other = aws("pulumi:pulumi:StackReference", "other")
    stack = (*loads(STORED, source="other", modelDataUrl=UNKNOWN), other)

    assert (UNSURE, UNSURE) == (said("LZ-SM-045", *stack), said("LZ-SM-046", *stack))


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        (f"s3://lz-prod-models-{ACCOUNT}-eu-central-1/model.tar.gz", PASS),
        (f"s3://models-of-{ACCOUNT}9/model.tar.gz", FAIL),
        ("s3://jumpstart-cache-prod-eu-west-1/model.tar.gz", FAIL),
        (f"https://{ACCOUNT}.s3.amazonaws.com/model.tar.gz", FAIL),
        ("s3://", FAIL),
        (7, FAIL),
    ],
)
def test_a_bucket_of_another_stack_is_known_by_the_account_in_its_name(address: Any, expected: Verdict) -> None:
    """A replica of the other Region, or the store of another layer; its lock is judged where it is made."""
    stack = loads(STORED, modelDataUrl=address)

    assert (PASS, expected) == (said("LZ-SM-045", *stack), said("LZ-SM-046", *stack))


@pytest.mark.parametrize(
    ("provider", "expected"),
    [({"allowedAccountIds": UNKNOWN}, UNSURE), ({"allowedAccountIds": ["9" * 12]}, FAIL), ({}, FAIL), (None, FAIL)],
)
def test_only_an_account_of_the_provider_is_ours(provider: dict[str, Any] | None, expected: Verdict) -> None:
    """Twelve digits alone prove nothing."""
    stack = loads(STORED, modelDataUrl=f"s3://lz-prod-models-{ACCOUNT}-eu-central-1/model.tar.gz")

    assert expected is said("LZ-SM-046", *optioned(stack, "model", provider=provider))


def test_a_bucket_without_a_name_yet_may_be_the_one() -> None:
    """Another bucket of the stack gets its name in the deploy."""
    unnamed = (aws(BUCKET, "unnamed", bucket=UNKNOWN), aws(LOCK.type, "unrelated", bucket="other"))
    stack = loads(STORED, modelDataUrl="s3://somebody-elses/model.tar.gz")

    assert (UNSURE, UNSURE) == (said("LZ-SM-045", *stack, *unnamed), said("LZ-SM-046", *stack, *unnamed))
    known = (*STORED, *unnamed)
    assert (PASS, PASS) == (said("LZ-SM-045", *known), said("LZ-SM-046", *known))


def test_a_model_from_a_package_has_no_address() -> None:
    """Its bytes are those of the package."""
    packaged = aws(MODEL, "packaged", primaryContainer={"modelPackageName": "fraud-scoring/3"})

    assert (PASS, PASS) == (said("LZ-SM-045", packaged), said("LZ-SM-046", packaged))
