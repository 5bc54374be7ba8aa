"""Secrets written as text: what is one, and what only looks like one."""

from __future__ import annotations

import base64
import random
import string
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.model import UNKNOWN, Secret
from policies.secret_text import carries, names_secret, reveals, shows
from policies.value import wrap
from policies.verdict import Verdict

PASS, FAIL, UNSAID = Verdict.PASS, Verdict.FAIL, Verdict.UNKNOWN
DIGEST = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"


def grown(prefix: str, length: int) -> str:
    """A text of a vendor's form; put together here, so that no scanner takes this file for a leak."""
    return prefix + ("Ab1Cd2Ef3Gh4Ij5Kl6Mn7Op8" * 3)[:length]


FORMS = (
    "AKIA" + "IOSFODNN7EXAMPLE",
    "ASIA" + "IOSFODNN7EXAMPLE",
    "-----BEGIN " + "RSA PRIVATE KEY-----",
    "-----BEGIN " + "PRIVATE KEY-----",
    *(grown(f"gh{kind}_", 36) for kind in "pousr"),
    grown("github_pat_", 22),
    grown("glpat-", 20),
    grown("xoxb-", 24),
    "https://hooks.slack.com/" + grown("services/T0AB1CD2E/B0AB1CD2E/", 24),
    grown("sk_live_", 24),
    grown("rk_test_", 24),
    grown("whsec_", 32),
    grown("sk-proj-", 40),
    grown("AIza", 35),
    "hf_" + "AbCdEfGhIjKlMnOpQrStUvWxYzAbCdEfGh",
    grown("npm_", 36),
    f"{grown('SG.', 22)}.{grown('', 43)}",
    f"{grown('eyJ', 20)}.{grown('eyJ', 40)}.{grown('', 43)}",
    "postgres://app:hunter2@db.internal/app",
    "password=correct-horse",
    "PGPASSWORD='correct-horse'",
    '{"password": "correct-horse"}',
    "client_secret: a1b2c3d4e5",
    "aws_secret_access_key = wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
    "api-key=0123456789abcdef, then ask",
)

HARMLESS = (
    "",
    "You are a friendly assistant. Never tell a customer the password of another; ask for the order's token instead.",
    "Password: ask the customer to set a new one.",
    "token: identifies the session, secret: required",
    '{"token": {"type": "string"}, "password": "required", "secret": "string"}',
    "password=${DB_PASSWORD}, api_key=$API_KEY, secret={{secret}}, token=<token>",
    'password = os.environ["DB_PASSWORD"]; token = self.token(); secret = read(path)',
    "password=arn:aws:secretsmanager:eu-west-1:111122223333:secret:lz-prod-db",
    "token=https://login.example.com/oauth2/token",
    "secret=/lz/prod/support/database",
    "https://${user}:${password}@db.internal/app",
    "arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab",
    "https://support-assistant.internal:8443/v1?page=2",
    "1234abcd-12ab-34cd-56ef-1234567890ab",
    f"111122223333.dkr.ecr.eu-west-1.amazonaws.com/agent@sha256:{DIGEST}",
    "vpc-0a1b2c3d4e5f67890 subnet-0a1b2c3d4e5f67890 sg-0a1b2c3d4e5f67890 i-0a1b2c3d4e5f67890",
    "the risk-assessment-of-credit-systems-2026 and sk-learn-estimator-container-name",
    "the tokenizer=cl100k_base, max_tokens=4096, secretary: Mr12345678",
)


@pytest.mark.parametrize("text", FORMS)
def test_a_well_known_form_is_a_secret(text: str) -> None:
    """Keys of AWS and of vendors, private keys, signed tokens, passwords in URLs and in assignments."""
    assert shows(text)


@pytest.mark.parametrize("text", HARMLESS)
def test_what_only_looks_like_a_secret_is_none(text: str) -> None:
    """Prose about secrets, schemas, placeholders, code, and everything that is an identifier."""
    assert not shows(text)


@given(form=st.sampled_from(FORMS), before=st.text(), after=st.text())
def test_a_secret_is_found_wherever_it_stands(form: str, before: str, after: str) -> None:
    """What is written around it hides nothing."""
    assert shows(f"{before}\n{form}\n{after}")


@given(words=st.lists(st.text(alphabet=string.ascii_letters + " .,!?-", max_size=12)))
def test_prose_is_no_secret(words: list[str]) -> None:
    """A text without a digit and without an assignment is instructions, whatever it is about."""
    assert not shows(" ".join(words))


@pytest.mark.parametrize(
    "name",
    ["PASSWORD", "DB_PASSWORD", "db-passwd", "apiKey", "API_KEY", "HF_TOKEN", "client.secret", "SIGNING_KEY"],
)
def test_some_names_are_those_of_secrets(name: str) -> None:
    """By the last word of the name."""
    assert names_secret(name)


@pytest.mark.parametrize("name", ["TOKEN_URL", "SECRET_ARN", "PASSWORD_POLICY", "MAX_TOKENS", "KEY", "TABLE_KEY"])
def test_a_name_that_goes_on_names_something_else(name: str) -> None:
    """Where the token comes from is not the token."""
    assert not names_secret(name)


ELSEWHERE = (
    "",
    "arn:aws:secretsmanager:eu-west-1:111122223333:secret:db",
    "alias/lz-prod-operations",
    "{{resolve:secretsmanager:lz-prod-db}}",
    "$DB_PASSWORD",
    "${DB_PASSWORD}",
    "<password>",
    "https://login.example.com/oauth2/token",
    "/lz/prod/support/database",
    "true",
)


@pytest.mark.parametrize("text", ELSEWHERE)
@pytest.mark.parametrize("name", ["API_TOKEN", "SESSION_KEY", "PLAIN"])
def test_where_a_secret_is_kept_is_no_secret(name: str, text: str) -> None:
    """At whatever name it stands."""
    assert FAIL is carries(name, wrap("urn", "variables", text))


@pytest.mark.parametrize("text", ["correct-horse", "hunter2", "1234abcd-12ab-34cd-56ef-1234567890ab", DIGEST])
def test_at_a_secrets_name_everything_else_is_one(text: str) -> None:
    """A weak password is a secret too."""
    assert PASS is carries("API_TOKEN", wrap("urn", "variables", text))


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("SESSION_KEY", "q7Zt3VbN0xKp9Lw2Rd5Yh8Jm", PASS),
        ("CACHE_KEY", "q7Zt3VbN0xKp9Lw2Rd5Yh8Jm", PASS),
        ("CACHE_NAME", "q7Zt3VbN0xKp9Lw2Rd5Yh8Jm", FAIL),
        ("CACHE_KEY", "q7Zt3VbN0xKp9Lw2Rd5", FAIL),
        ("CACHE_KEY", "q7Zt3VbN0xKp 9Lw2Rd5Yh8Jm", FAIL),
        ("CACHE_KEY", DIGEST, FAIL),
        ("CACHE_KEY", f"sha256:{DIGEST}", FAIL),
        ("ENCRYPTION_KEY", DIGEST, PASS),
        ("ENCRYPTION_KEY", "1234abcd-12ab-34cd-56ef-1234567890ab", FAIL),
        ("KMS_KEY", "mrk-1234abcd12ab34cd56ef1234567890ab", FAIL),
        ("SUBNET_KEY", "subnet-0a1b2c3d4e5f67890", FAIL),
        ("PARTITION_KEY", "customer-and-order-number", FAIL),
        ("S3_KEY", "models/fraud-scoring/2026-11-26/model-v2", FAIL),
        ("S3_KEY", "SomeVeryLongNameOfAnAttribute2", FAIL),
        ("BASIC_AUTH", "q7Zt3VbN0xKp9Lw2Rd5Yh8Jm", PASS),
        ("AUTHORIZATION", "Bearer hunter2", PASS),
    ],
)
def test_at_the_name_of_a_key_chance_is_a_secret(name: str, text: str, expected: Verdict) -> None:
    """A name of an attribute, a path, a digest and the identifier of a key in KMS are none."""
    assert expected is carries(name, wrap("urn", "variables", text))


@pytest.mark.parametrize("encode", [base64.b64encode, base64.urlsafe_b64encode, base64.b32hexencode, bytes.hex])
def test_random_bytes_at_the_name_of_a_key_are_a_secret(encode: Callable[[bytes], bytes | str]) -> None:
    """Nineteen of twenty keys of 192 bits, in every usual alphabet."""
    keys = [encode(random.Random(seed).randbytes(24)) for seed in range(1000)]  # noqa: S311  the same keys every time
    texts = [key if isinstance(key, str) else key.decode() for key in keys]
    found = [carries("SESSION_KEY", wrap("urn", "variables", text)) for text in texts]

    assert 950 <= found.count(PASS)


@given(st.from_regex(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", fullmatch=True))
def test_a_uuid_is_no_secret(text: str) -> None:
    """The identifier of a key is not the key."""
    assert not shows(text)
    assert FAIL is carries("KMS_KEY", wrap("urn", "variables", text))


@given(st.from_regex(r"arn:aws:[a-z0-9-]{2,20}:[a-z0-9-]{0,14}:[0-9]{12}:[A-Za-z0-9/_+=.-]{1,60}", fullmatch=True))
def test_an_arn_is_no_secret(text: str) -> None:
    """An ARN says where, never what."""
    assert FAIL is carries("DB_PASSWORD", wrap("urn", "variables", text))


@given(
    st.from_regex(r"[A-Za-z_.-]{0,20}", fullmatch=True),
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.just(UNKNOWN),
        lambda below: st.lists(below) | st.dictionaries(st.text(), below) | below.map(Secret),
    ),
)
def test_every_value_can_be_asked(name: str, raw: Any) -> None:
    """A number where a string is expected breaks nothing."""
    value = wrap("urn", "variables", raw)

    assert carries(name, value) in Verdict
    assert reveals(value) in Verdict


@pytest.mark.parametrize(
    ("raw", "at_a_name", "in_a_text"),
    [
        (Secret("hunter2"), PASS, PASS),
        (Secret(UNKNOWN), UNSAID, PASS),
        (Secret(None), FAIL, FAIL),
        (UNKNOWN, FAIL, UNSAID),
        (None, FAIL, FAIL),
        (4096, FAIL, FAIL),
        ("password=correct-horse", PASS, PASS),
    ],
)
def test_what_pulumi_was_told_to_hide_is_a_secret(raw: Any, at_a_name: Verdict, in_a_text: Verdict) -> None:
    """It would be shown where the property is shown; what is not known yet may be one only where that is likely."""
    value = wrap("urn", "variables", raw)

    assert (at_a_name, in_a_text) == (carries("PLAIN", value), reveals(value))


def test_what_is_not_known_yet_may_be_a_secret_at_a_secrets_name() -> None:
    """Neither passed nor failed."""
    assert UNSAID is carries("DB_PASSWORD", wrap("urn", "variables", UNKNOWN))
