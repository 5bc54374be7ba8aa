"""The bytes of a model: where they lie, and who could put others in their place."""

from __future__ import annotations

from collections.abc import Iterator

from policies.artefacts import addresses, buckets_of, in_an_account_of_ours
from policies.buckets import LOCK, lock_days
from policies.rule import Severity, resource_rule
from policies.rules.examples.artefacts import STORED
from policies.rules.examples.build import changed
from policies.rules.examples.endpoints import DIGEST, MODEL, container
from policies.value import Outcome, Value
from policies.verdict import Verdict
from policies.view import View


@resource_rule(
    id="LZ-SM-045",
    title="A model is loaded from a store that is write-once",
    severity=Severity.HIGH,
    types=(MODEL,),
    control="SM-17",
    why="Whoever can overwrite the weights decides what the model decides, and nobody sees a deploy.",
    fix="Load it from the model store, or attach aws.s3.BucketObjectLockConfiguration with a default retention.",
    good=STORED,
    bad=changed(STORED, "store-lock", bucket="another-bucket"),
    offending="store-lock.bucket",
    decides=("store.bucket", "model.primaryContainer.modelDataUrl"),
)
def weights_are_write_once(model: View) -> Iterator[Outcome]:
    for address in addresses(model):
        found, perhaps = buckets_of(model, address)
        if perhaps and not found:
            yield address.outcome(Verdict.UNKNOWN, "may lie in a store that can be overwritten")
        for bucket in found:
            yield from LOCK.judge(bucket, _keeps, "holds a model and can be overwritten")


def _keeps(_: View, retention: Value) -> Verdict:
    days = lock_days(retention)
    return Verdict.UNKNOWN if days is None else Verdict.of(days > 0)


@resource_rule(
    id="LZ-SM-046",
    title="A model is loaded from a bucket of our own",
    severity=Severity.HIGH,
    types=(MODEL,),
    control="SM-17",
    why="In a bucket of somebody else the bytes are whatever its owner puts there, and gone when it goes.",
    fix="Copy the weights into the model store; a bucket of another stack carries the account's id in its name.",
    good=STORED,
    bad=changed(STORED, "model", primaryContainer=container(modelDataUrl=f"s3://models-of-the-world/{DIGEST}/model")),
    offending="model.primaryContainer.modelDataUrl",
    decides=("store.bucket", "model-provider.allowedAccountIds"),
)
def weights_are_our_own(model: View) -> Iterator[Outcome]:
    for address in addresses(model):
        found, perhaps = buckets_of(model, address)
        here = Verdict.PASS if found else Verdict.UNKNOWN if perhaps else Verdict.FAIL
        yield address.outcome(here | in_an_account_of_ours(model, address), "lies in a bucket that is not ours")
