"""What a record is: its schema, its name, its digests, and what of a request may enter it."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft7Validator

from functions.canonical import canonical, digest
from functions.record import decision_record
from functions.record.decision_record import moment, timestamp
from functions.record.identity import hour_before, hour_of, hour_prefix, is_id, object_key, record_id
from functions.record.redaction import redacted, redacted_value, shortened
from functions.record.subject import Pseudonyms
from functions.refusal import Refused
from functions.telemetry import Count
from functions.validation import InvalidError
from tests.functions.fakes import Noted
from tests.functions.world import World, client, refusing

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)
MOMENTS = st.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001  zone follows


@given(JSON)
def test_equal_values_have_equal_digests(value: object) -> None:
    """Whatever order a client writes its keys in, the digest is that of the value."""
    assert digest(value) == digest(json.loads(canonical(value)))
    assert digest(value) == digest(json.loads(json.dumps(value)))


def test_what_json_has_not_has_no_digest() -> None:
    """NaN would make a document that no other reader takes."""
    with pytest.raises(ValueError, match="Out of range"):
        canonical({"x": float("nan")})


@given(MOMENTS, st.text(min_size=1, max_size=9), st.text(max_size=9))
def test_an_id_leads_to_its_object(at: datetime, system: str, key: str) -> None:
    """Whoever has the id has the key; the records of an hour stand under the hour's prefix."""
    id_ = record_id(at, system, key)

    assert is_id(id_)
    assert object_key("s", id_).startswith(hour_prefix("s", hour_of(at)))
    assert object_key("s", id_).endswith(f"/{id_}.json")


@given(st.lists(st.text(max_size=6), max_size=4), st.lists(st.text(max_size=6), max_size=4))
def test_ids_of_different_things_differ(one: list[str], other: list[str]) -> None:
    """Parts that only look alike when they are joined are different parts."""
    at = datetime(2026, 11, 25, 14, tzinfo=UTC)

    assert (one == other) == (record_id(at, *one) == record_id(at, *other))


@given(MOMENTS)
def test_an_hour_follows_the_one_before(at: datetime) -> None:
    """Over midnight and the end of a year too."""
    assert hour_of(at - timedelta(hours=1)) == hour_before(hour_of(at))


@given(MOMENTS)
def test_a_time_survives_its_spelling(at: datetime) -> None:
    """To the millisecond, in UTC, whatever zone it was made in."""
    elsewhere = at.astimezone(timezone(timedelta(hours=5, minutes=30)))

    assert timedelta(0) <= at - moment(timestamp(elsewhere)) < timedelta(milliseconds=1)


@pytest.mark.parametrize("text", ["", "x", "20261125T14-XYZ", f"20261125T14-{'a' * 31}", f"2026/1125T14-{'a' * 32}"])
def test_what_is_no_id_is_told_apart(text: str) -> None:
    """Before it becomes part of a key."""
    assert not is_id(text)


def test_the_schema_is_a_schema() -> None:
    """Another validator takes it, and every field says what it means."""
    schema = decision_record.schema()
    Draft7Validator.check_schema(schema)

    assert set(schema["required"]) == set(schema["properties"])
    assert [] == [name for name, held in schema["properties"].items() if not held.get("description")]


def test_a_record_with_a_stranger_is_refused() -> None:
    """A field that the schema does not know cannot slip into the evidence."""
    with pytest.raises(InvalidError, match="is missing"):
        decision_record.check({"id": "x"})


SEEDS = {
    "email": "jane.doe+shop@mail.example.co.uk",
    "iban": "DE89 3704 0044 0532 0130 00",
    "card": "4111 1111 1111 1111",
    "ip": "203.0.113.7",
    "phone": "+49 30 901820",
    "token": "AKIAIOSFODNN7EXAMPLE",
}


@pytest.mark.parametrize(("kind", "seed"), SEEDS.items())
def test_seeded_personal_data_is_taken_out(kind: str, seed: str) -> None:
    """In the middle of a sentence, and as a whole field."""
    assert f"My number is [{kind}], thanks" == redacted(f"My number is {seed}, thanks")
    assert {"a": [f"[{kind}]"]} == redacted_value({"a": [seed]})


@pytest.mark.parametrize(
    "text", ["Where is order 17?", "4111 1111 1111 1112", "2026-11-25 at 14:05", "total 1234567.89"]
)
def test_what_is_not_personal_stays(text: str) -> None:
    """A record without its content would be no evidence: check digits tell cards and accounts from other numbers."""
    assert text == redacted(text)


def test_a_card_number_in_a_number_is_taken_out() -> None:
    """JSON has numbers too."""
    assert {"pan": "[card]", "amount": 17} == redacted_value({"pan": 4111111111111111, "amount": 17})


def test_named_fields_are_left_out_whole() -> None:
    """By path, through lists, and no others."""
    value = {"who": {"name": "Jane", "city": "Ghent"}, "items": [{"name": "lamp"}]}

    assert {"who": {"name": "[personal]", "city": "Ghent"}, "items": [{"name": "lamp"}]} == redacted_value(
        value, ["who.name"]
    )
    assert {"who": "[personal]", "items": [{"name": "[personal]"}]} == redacted_value(value, ["who", "items.name"])


@given(st.text(max_size=300))
def test_redaction_ends_and_finds_nothing_twice(text: str) -> None:
    """Redacted text has nothing left to redact."""
    assert redacted(text) == redacted(redacted(text))


@given(st.text(max_size=50), st.integers(1, 60))
def test_shortened_text_fits(text: str, most: int) -> None:
    """Never longer than the schema allows."""
    assert len(shortened(text, most)) <= most


def test_a_pseudonym_needs_its_key(fraud: World) -> None:
    """Spelling and white space are not another person; another key is another pseudonym."""
    keys = client("kms")
    other = keys.create_key(KeyUsage="GENERATE_VERIFY_MAC", KeySpec="HMAC_256")["KeyMetadata"]["KeyId"]
    one, two = (Pseudonyms(keys, key, Noted()) for key in (fraud.subjects, other))

    assert one.of("Zoe\u0308 ") == one.of("Zo\u00eb")
    assert one.of("x")[0] != one.of("y")[0] != two.of("y")[0]
    assert fraud.subjects.endswith(one.of("x")[1])


def test_without_kms_nobody_is_decided_about(fraud: World) -> None:
    """A record that cannot be found by its subject would break the promise to that person."""
    noted = Noted()
    with refusing("GenerateMac"), pytest.raises(Refused) as refused:
        Pseudonyms(client("kms"), fraud.subjects, noted).of("x")

    assert (503, 1) == (refused.value.status, noted.counts[Count.SUBJECT_FAULT])
