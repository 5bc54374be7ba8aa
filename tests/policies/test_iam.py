"""The normal form of IAM policy documents."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.model import UNKNOWN, Secret
from policies.iam import PolicyDocument, Statement, matches, read
from policies.value import wrap
from policies.verdict import Verdict

PASS, FAIL, UNSURE = Verdict.PASS, Verdict.FAIL, Verdict.UNKNOWN


def document(raw: Any) -> PolicyDocument:
    return read(wrap("urn", "policy", raw))


def statement(**elements: Any) -> Statement:
    return document({"Statement": {"Effect": "Allow", **elements}}).statements[0]


def test_string_and_object_read_alike() -> None:
    """A document is the same, whether the program serialised it or left that to the provider."""
    raw = {"Statement": [{"Effect": "Deny", "Action": ["s3:*"], "Resource": "*", "Principal": {"AWS": ["*"]}}]}

    assert document(raw).statements == document(json.dumps(raw)).statements


def test_a_list_of_one_document_is_the_document() -> None:
    """pulumi-aws 6 wrapped single objects in a list."""
    raw = {"Statement": {"Effect": "Allow", "Action": "*"}}

    assert document(raw).statements == document([raw]).statements
    assert UNSURE is document([UNKNOWN]).readable


def test_a_scalar_is_a_list_of_one() -> None:
    """Statement, Action, Resource and principals may all be written without brackets."""
    bare = document({"Statement": {"Effect": "Allow", "Action": "s3:Get", "Principal": {"Service": "x"}}}).statements[0]

    assert ("s3:Get",) == bare.actions
    assert PASS is bare.has("Service", lambda name: name == "x")


@pytest.mark.parametrize(
    ("raw", "fault"),
    [
        ("{'Statement': []}", "is not JSON"),
        ("[]", "is not a JSON object"),
        (7, "is not a JSON object"),
        ({}, "has no Statement"),
        ({"Statement": [{"Action": "*"}]}, "has a statement without the effect Allow or Deny"),
        ({"Statement": ["*"]}, "has a statement without the effect Allow or Deny"),
    ],
)
def test_what_is_no_document_says_why(raw: Any, fault: str) -> None:
    """A malformed document is a fault, neither a pass nor a crash."""
    found = document(raw)

    assert (FAIL, fault, ()) == (found.readable, found.fault, found.statements)


@pytest.mark.parametrize("raw", [UNKNOWN, {"Statement": UNKNOWN}, {"Statement": [UNKNOWN]}])
def test_an_unknown_document_is_unknown(raw: Any) -> None:
    """Nothing is said of statements that are not there yet."""
    assert UNSURE is document(raw).readable


def test_a_missing_document_has_no_statements() -> None:
    """No policy is no fault: whether one is needed is another rule's question."""
    assert (PASS, ()) == (document(None).readable, document(None).statements)


def test_an_unknown_statement_hides_no_other() -> None:
    """The known half of a document is judged."""
    found = document({"Statement": [UNKNOWN, {"Effect": "Allow", "Action": "*"}]})

    assert [UNSURE, FAIL] == [o.verdict for o in found.judge(lambda s: ~s.covers("iam:PassRole"), "too much")]


def test_a_finding_points_at_its_statement() -> None:
    """The path leads to the statement, inside a JSON string too."""
    raw = json.dumps({"Statement": [{"Effect": "Deny"}, {"Effect": "Allow"}]})

    assert ["policy.Statement[0]", "policy.Statement[1]"] == [s.at.path for s in document(raw).statements]


def test_a_secret_document_stays_secret() -> None:
    """What is inside a secret is marked as one."""
    found = document(Secret(json.dumps({"Statement": [{"Effect": "Allow"}]})))

    assert found.statements[0].at.secret


@pytest.mark.parametrize(
    ("principal", "said"),
    [
        ("*", PASS),
        ({"AWS": "*"}, PASS),
        ({"AWS": ["arn:aws:iam::111122223333:role/a", "*"]}, PASS),
        ({"AWS": "arn:aws:iam::111122223333:root"}, FAIL),
        ({"Service": "s3.amazonaws.com"}, FAIL),
        ({"AWS": [UNKNOWN]}, UNSURE),
        ({"AWS": [UNKNOWN, "*"]}, PASS),
        (UNKNOWN, UNSURE),
    ],
)
def test_everyone_is_a_star(principal: Any, said: Verdict) -> None:
    """A star for AWS principals is everyone, however it is written; an unknown principal may be."""
    assert said is statement(Principal=principal).everyone


def test_everyone_but_one_is_everyone() -> None:
    """Allow with NotPrincipal lets in all others."""
    assert PASS is statement(NotPrincipal={"AWS": "arn:aws:iam::111122223333:root"}).everyone


@pytest.mark.parametrize(
    ("condition", "said"),
    [
        (None, PASS),
        ({"StringEquals": {"aws:SourceAccount": "111122223333"}}, FAIL),
        ({"StringEquals": {"AWS:sourceaccount": "111122223333"}}, FAIL),
        ({"StringEquals": {"aws:SourceAccount": ["111122223333", "444455556666"]}}, FAIL),
        ({"ArnLike": {"aws:SourceArn": "arn:aws:s3:::one-bucket"}}, FAIL),
        ({"ArnLike": {"aws:PrincipalArn": "arn:aws:iam::*:role/admin"}}, PASS),
        ({"StringLike": {"aws:PrincipalOrgID": "*"}}, PASS),
        ({"StringLike": {"aws:PrincipalOrgID": ["o-1", "*"]}}, PASS),
        ({"StringNotEquals": {"aws:SourceAccount": "111122223333"}}, PASS),
        ({"StringEqualsIfExists": {"aws:SourceAccount": "111122223333"}}, PASS),
        ({"ForAllValues:StringEquals": {"aws:PrincipalOrgID": "o-1"}}, PASS),
        ({"ForAnyValue:StringEquals": {"aws:PrincipalOrgPaths": "o-1/r-1/"}}, FAIL),
        ({"StringEquals": {"aws:VpceAccount": "111122223333"}}, FAIL),
        ({"ArnNotEquals": {"aws:PrincipalArn": "arn:aws:iam::111122223333:role/a"}}, PASS),
        ({"Bool": {"aws:SecureTransport": "true"}}, PASS),
        ({"IpAddress": {"aws:SourceIp": "0.0.0.0/0"}}, PASS),
        ({"IpAddress": {"aws:SourceIp": "192.0.2.0/24"}}, FAIL),
        ({"StringEquals": {"aws:SourceAccount": UNKNOWN}}, UNSURE),
        ({"StringEquals": UNKNOWN}, UNSURE),
        (UNKNOWN, UNSURE),
    ],
)
def test_a_star_is_open_unless_the_caller_is_limited(condition: Any, said: Verdict) -> None:
    """Only a condition that every caller must meet, on who the caller is, closes a star."""
    assert said is statement(Principal="*", Action="s3:GetObject", Condition=condition).open


def test_deny_is_never_open() -> None:
    """Refusing everybody lets nobody in."""
    assert FAIL is document({"Statement": {"Effect": "Deny", "Principal": "*", "Action": "*"}}).statements[0].open


def test_an_unknown_effect_may_be_allow() -> None:
    """Until the effect is known, an open statement is neither open nor closed."""
    assert UNSURE is document({"Statement": {"Effect": UNKNOWN, "Principal": "*"}}).statements[0].open


@pytest.mark.parametrize(
    ("elements", "said"),
    [
        ({"Action": "iam:PassRole"}, PASS),
        ({"Action": "iam:pass*"}, PASS),
        ({"Action": ["s3:*", "iam:*"]}, PASS),
        ({"Action": "iam:PassRol?"}, PASS),
        ({"Action": "iam:Get*"}, FAIL),
        ({"NotAction": "s3:*"}, PASS),
        ({"NotAction": ["iam:*"]}, FAIL),
        ({"Action": UNKNOWN}, UNSURE),
        ({"NotAction": UNKNOWN}, UNSURE),
        ({}, FAIL),
    ],
)
def test_an_action_is_covered_by_pattern(elements: dict[str, Any], said: Verdict) -> None:
    """Patterns ignore case; NotAction covers all that it does not name."""
    assert said is statement(**elements).covers("iam:PassRole")


@pytest.mark.parametrize(
    ("elements", "said"),
    [
        ({"Resource": "*"}, PASS),
        ({"Resource": ["arn:aws:s3:::a", "**"]}, PASS),
        ({"Resource": "arn:aws:s3:::*"}, FAIL),
        ({"NotResource": "arn:aws:s3:::a"}, PASS),
        ({"Resource": [UNKNOWN]}, UNSURE),
    ],
)
def test_every_resource_is_a_star_or_all_but_some(elements: dict[str, Any], said: Verdict) -> None:
    """A star in an ARN is some resources, a star by itself is all."""
    assert said is statement(**elements).everything


@given(st.text(alphabet="abc:*?", max_size=8))
def test_a_pattern_without_wildcards_matches_itself_only(text: str) -> None:
    """Escaping: nothing but star and question mark is special, and both cover themselves."""
    assert matches(text, text)
    assert matches("*", text)
    assert not matches(f"{text.replace('*', '').replace('?', '')}x", text.replace("*", "").replace("?", ""))
