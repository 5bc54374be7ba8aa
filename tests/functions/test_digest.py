"""The hour's manifest: complete, signed, written once; and what an auditor finds when somebody meddled."""

from __future__ import annotations

import base64
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from functions.canonical import canonical
from functions.digest import merkle
from functions.digest.manifest import Entry, differences, entry, manifest
from functions.digest.manifest import sealed as manifest_digest
from functions.digest.signature import KeyFormatError, public_numbers, verifies
from functions.record.identity import hour_of, manifest_key, object_key
from functions.wiring import now
from tests.functions.world import BUCKET, CONTEXT, World, api, client, said

PAYMENT = {"account": "DE-1", "amount": 120.5}
LEAVES = st.lists(st.binary(max_size=8), min_size=1, max_size=40)
OLD = "20261125T13"


def sealed(world: World, hour: str = OLD) -> dict[str, Any]:
    """What the function wrote for an hour."""
    key = manifest_key(world.card["system"], hour)
    return json.loads(client("s3").get_object(Bucket=BUCKET, Key=key)["Body"].read())


def put_old_record(world: World, number: int = 1, hour: str = OLD) -> str:
    """A record of an hour that has ended, made from a real one."""
    record = world.record(said(world.function("decision")(api(PAYMENT), CONTEXT))["decision"])
    id_ = f"{hour}-{number:032x}"
    client("s3").put_object(
        Bucket=BUCKET, Key=object_key(world.card["system"], id_), Body=canonical({**record, "id": id_}).encode()
    )
    return id_


def test_a_manifest_lists_its_hour_and_is_signed(fraud: World) -> None:
    """Every record by hash, and a signature that stands without any library but Python's own."""
    ids = [put_old_record(fraud, number) for number in (2, 1)]

    told = fraud.function("digest")({"hour": OLD}, CONTEXT)

    held = sealed(fraud)
    assert (True, 2, sorted(ids)) == (told["sealed"], told["count"], [e["id"] for e in held["manifest"]["entries"]])
    key = client("kms").get_public_key(KeyId=fraud.key)["PublicKey"]
    content, signature = manifest_digest(held["manifest"]).encode(), base64.b64decode(held["signature"])
    assert verifies(content, signature, key)
    assert not verifies(content + b" ", signature, key)


def test_an_hour_is_sealed_once(fraud: World) -> None:
    """A second call writes nothing, whatever came meanwhile."""
    digest = fraud.function("digest")
    digest({"hour": OLD}, CONTEXT)
    before = sealed(fraud)
    put_old_record(fraud)

    assert digest({"hour": OLD}, CONTEXT)["sealed"] is False
    assert before == sealed(fraud)


def test_the_hour_is_the_one_before_the_schedule(fraud: World) -> None:
    """EventBridge's own time counts, so that a late call seals the hour it was meant for."""
    told = fraud.function("digest")({"time": "2026-11-25T14:05:00Z"}, CONTEXT)

    assert OLD == told["hour"]


def test_an_hour_that_runs_is_not_sealed(fraud: World) -> None:
    """What is sealed too early would not be all of it."""
    with pytest.raises(ValueError, match="has not ended"):
        fraud.function("digest")({"hour": hour_of(now())}, CONTEXT)


def test_manifests_are_a_chain(fraud: World) -> None:
    """A manifest that is replaced or taken away no longer is what the next one names."""
    digest = fraud.function("digest")
    for hour in ("20261125T12", OLD):
        digest({"hour": hour}, CONTEXT)

    first, second = (sealed(fraud, hour)["manifest"] for hour in ("20261125T12", OLD))
    assert [] == differences(second, {}, first)
    assert differences(second, {}, {**first, "environment": "other"})


def test_a_late_record_is_sealed_with_the_hour_it_came_in(fraud: World) -> None:
    """It belongs to an hour that is sealed already; the marker brings it into the next manifest."""
    late = put_old_record(fraud, hour="20261125T02")
    client("s3").put_object(Bucket=BUCKET, Key=f"late/system=fraud-scoring/{OLD}/{late}", Body=b"{}")

    fraud.function("digest")({"hour": OLD}, CONTEXT)

    assert ([late], [late]) == (
        sealed(fraud)["manifest"]["late"],
        [e["id"] for e in sealed(fraud)["manifest"]["entries"]],
    )


def _two() -> tuple[dict[str, Any], dict[str, bytes]]:
    contents = {"a": b"one", "b": b"two"}
    entries = [entry(id_, content) for id_, content in contents.items()]
    held = manifest(system="s", environment="dev", hour=OLD, entries=entries, late=[], previous=None)
    return held, contents


@pytest.mark.parametrize(
    ("meddle", "finding"),
    [
        (lambda m, c: (m, {"a": c["a"]}), "record b is listed and gone"),
        (lambda m, c: (m, {**c, "c": b"three"}), "record c is there and not listed"),
        (lambda m, c: (m, {**c, "b": b"other"}), "record b is not what was sealed"),
        (lambda m, c: ({**m, "root": "00"}, c), "the root is not that of the entries"),
        (lambda m, c: ({**m, "count": 3}, c), "the count is not that of the entries"),
    ],
)
def test_meddling_is_found(meddle: Any, finding: str) -> None:
    """Taken away, slipped in, changed, or miscounted: each has its sentence."""
    held, contents = meddle(*_two())

    assert [finding] == differences(held, contents, None)


def test_an_honest_hour_has_no_findings() -> None:
    """Records and manifest agree."""
    assert [] == differences(*_two(), None)


@given(LEAVES, st.data())
def test_every_leaf_has_a_proof(leaves: list[bytes], data: st.DataObject) -> None:
    """One record can be shown to belong to a manifest without showing the others."""
    index = data.draw(st.integers(0, len(leaves) - 1))

    assert merkle.proves(leaves[index], index, len(leaves), merkle.proof(leaves, index), merkle.root(leaves))


@given(st.lists(st.binary(max_size=8), min_size=1, max_size=40, unique=True), st.data())
def test_no_other_leaf_fits_a_proof(leaves: list[bytes], data: st.DataObject) -> None:
    """A proof stands for one content at one place."""
    index = data.draw(st.integers(0, len(leaves) - 1))
    steps, root = merkle.proof(leaves, index), merkle.root(leaves)

    assert not merkle.proves(leaves[index] + b"!", index, len(leaves), steps, root)
    assert [index] == [at for at in range(len(leaves)) if merkle.proves(leaves[index], at, len(leaves), steps, root)]


@given(LEAVES, LEAVES)
def test_other_leaves_have_another_root(one: list[bytes], other: list[bytes]) -> None:
    """The root stands for the leaves and their order."""
    assert (one == other) == (merkle.root(one) == merkle.root(other))


@given(st.lists(st.tuples(st.text(min_size=1, max_size=5), st.text(max_size=5)), max_size=8), st.randoms())
def test_the_order_of_reading_does_not_matter(pairs: list[tuple[str, str]], random: Any) -> None:
    """The store lists in its order; the manifest is the same."""
    entries = [Entry(id_, sha) for id_, sha in pairs]
    shuffled = random.sample(entries, len(entries))

    first, second = (
        manifest(system="s", environment="e", hour=OLD, entries=each, late=[], previous=None)
        for each in (entries, shuffled)
    )
    assert first == second


@given(st.binary(max_size=64))
def test_what_is_no_key_is_refused(der: bytes) -> None:
    """Bytes from anywhere are either a key or a clear error."""
    try:
        public_numbers(der)
    except KeyFormatError:
        return
    raise AssertionError("random bytes are no key")
