"""Rules, graph and settings in; a report out."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.model import UNKNOWN, Secret, SourcePosition
from policies.engine import Engine, alone, evaluate
from policies.finding import Kind, Report
from policies.levels import Level, UnknownMode
from policies.rule import Rule, Severity
from policies.value import Outcome, is_true
from policies.verdict import Verdict
from policies.view import StackView, View
from tests.policies.sample import BUCKET, TODAY, a_graph_rule, a_rule, exemption, resource, settings, stack, urn

KEY = "aws:kms/key:Key"
ACLS = st.sampled_from(["private", "public-read", UNKNOWN, None])


def kinds(report: Report) -> list[tuple[str, Kind, str]]:
    """What was found, where."""
    return [(finding.rule_id, finding.kind, finding.resource_name) for finding in report.findings]


def test_a_finding_says_everything_a_reader_needs() -> None:
    """What, how bad, what it does, where, why, how to fix it, what it supports, and the line that declares it."""
    bucket = resource("b", properties={"acl": "public-read"}, source=SourcePosition("stacks/data.py", 7))

    found = evaluate(stack(bucket), [a_rule()], settings(), today=TODAY).findings[0]

    assert {
        "rule": "LZ-T-001",
        "title": "A bucket is private",
        "severity": "high",
        "level": "mandatory",
        "kind": "fail",
        "blocking": True,
        "urn": urn("b"),
        "type": BUCKET,
        "name": "b",
        "path": "acl",
        "message": "the ACL is public",
        "why": "Strangers read public buckets.",
        "fix": "Set acl to private.",
        "frameworks": {"80053": ["AC-3"]},
        "tier": "",
        "exemption": None,
        "source": {"file": "stacks/data.py", "line": 7},
    } == found.to_json()


@given(st.dictionaries(st.sampled_from("abcde"), ACLS), st.permutations("abcde"))
def test_every_resource_is_judged_whatever_is_unknown_elsewhere(acls: dict[str, Any], order: list[str]) -> None:
    """One verdict a resource; an unknown hides no violation; the order of registration does not show."""
    graph = stack(*(resource(name, properties={"acl": acls[name]}) for name in order if name in acls))

    report = evaluate(graph, [a_rule()], settings(), today=TODAY)

    expected = {"public-read": Kind.FAIL, UNKNOWN: Kind.UNKNOWN}
    assert sorted((name, expected[acl]) for name, acl in acls.items() if acl in expected) == [
        (finding.resource_name, finding.kind) for finding in report.findings
    ]
    values = list(acls.values())
    assert {
        Verdict.PASS: values.count("private") + values.count(None),
        Verdict.FAIL: values.count("public-read"),
        Verdict.UNKNOWN: values.count(UNKNOWN),
    } == {verdict: report.verdicts[verdict] for verdict in Verdict}
    assert (len(acls), 1) == (report.resources, report.rules)


@pytest.mark.parametrize(
    ("mode", "blocking"), [(UnknownMode.STRICT, True), (UnknownMode.ADVISORY, False)], ids=["strict", "advisory"]
)
def test_what_cannot_be_known_is_a_finding_of_its_own(mode: UnknownMode, blocking: bool) -> None:  # noqa: FBT001
    """Strict or advisory, it is shown with its path; only where unknown is strict does it block."""
    graph = stack(resource("b", properties={"acl": UNKNOWN}))

    report = evaluate(graph, [a_rule()], settings(unknown=mode), today=TODAY)

    assert [("acl", "perhaps the ACL is public: not known before the deploy")] == [
        (finding.path, finding.message) for finding in report.findings
    ]
    assert blocking == report.blocking


def test_a_known_violation_blocks_beside_an_unknown_of_the_same_resource() -> None:
    """The unknown comes first in the rule, and the violation is still found."""

    def both(bucket: View) -> Iterator[Outcome]:
        yield bucket.must("policy", is_true, "the policy is open")
        yield bucket.must("acl", is_true, "the ACL is public")

    graph = stack(resource("b", properties={"policy": UNKNOWN, "acl": "public-read"}))

    report = evaluate(graph, [a_rule(both)], settings(unknown=UnknownMode.ADVISORY), today=TODAY)

    assert {Kind.FAIL, Kind.UNKNOWN} == {finding.kind for finding in report.findings}
    assert report.blocking


@pytest.mark.parametrize(("mode", "blocking"), [(UnknownMode.STRICT, True), (UnknownMode.ADVISORY, False)])
def test_a_rule_that_breaks_is_a_finding_and_stops_no_other(mode: UnknownMode, blocking: bool) -> None:  # noqa: FBT001
    """What it said before it broke counts, the others are heard, and the exception's text stays out."""

    def breaks(bucket: View) -> Iterator[Outcome]:
        yield bucket.outcome(Verdict.FAIL, "said before")
        raise ValueError(f"hunter2 of {bucket.name}")

    graph = stack(resource("b", properties={"acl": "private"}))
    rules = [a_rule(breaks, severity=Severity.LOW), a_rule(id="LZ-T-002")]

    report = evaluate(graph, rules, settings(unknown=mode), today=TODAY)

    assert [("LZ-T-001", Kind.FAIL, "b"), ("LZ-T-001", Kind.ERROR, "b")] == sorted(
        kinds(report), key=lambda k: k[1] == Kind.ERROR
    )
    error = next(finding for finding in report.findings if finding.kind is Kind.ERROR)
    assert "ValueError at test_engine.py:" in error.message
    assert "hunter2" not in error.message
    assert (1, 1, blocking) == (report.errors, report.verdicts[Verdict.PASS], report.blocking)


def test_a_rule_that_breaks_before_its_first_word_is_a_finding_too() -> None:
    """A check that is a function, not a generator, breaks when it is called."""
    report = evaluate(stack(resource("b")), [a_rule(lambda bucket: [bucket["acl"].raw.x])], settings(), today=TODAY)

    assert [("LZ-T-001", Kind.ERROR, "b")] == kinds(report)


def test_a_graph_rule_is_heard_of_each_resource_it_speaks_of() -> None:
    """One judgement a resource, and a broken one is about the stack."""

    def keys(stack: StackView) -> Iterator[Outcome]:
        for key in stack.of_type(KEY):
            yield key.must("enableKeyRotation", is_true, "does not rotate")
        raise KeyError("x")

    graph = stack(resource("k", KEY, properties={"enableKeyRotation": False}), resource("j", KEY, external=True))

    report = evaluate(graph, [a_graph_rule(keys, types=(KEY,))], settings(), today=TODAY)

    assert [("LZ-T-001", Kind.ERROR, ""), ("LZ-T-001", Kind.FAIL, "k")] == kinds(report)
    assert 1 == report.verdicts[Verdict.FAIL]


def test_only_rules_of_its_type_are_asked_of_a_resource() -> None:
    """And nothing is asked of what the program only reads; a bucket of pulumi-aws 6 is a bucket."""
    asked = list[str]()

    def note(view: View) -> Iterator[Outcome]:
        asked.append(view.name)
        yield view.outcome(Verdict.PASS, "")

    graph = stack(resource("k", KEY), resource("read", external=True), resource("old", "aws:s3/bucketV2:BucketV2"))

    report = evaluate(graph, [a_rule(note)], settings(), today=TODAY)

    assert (["old"], 1) == (asked, report.resources)


def test_a_rule_that_is_off_is_not_asked() -> None:
    """levels.yaml may switch off one rule; it is not counted either."""
    graph = stack(resource("b", properties={"acl": "public-read"}))

    report = evaluate(graph, [a_rule()], settings(rules={"LZ-T-001": Level.OFF}), today=TODAY)

    assert ((), 0) == (report.findings, report.rules)


def test_the_worst_comes_first() -> None:
    """By severity, then rule, resource and path; whatever the order of rules and resources."""
    rules = [a_rule(id=f"LZ-T-00{n}", severity=severity) for n, severity in enumerate(reversed(Severity))]
    graph = stack(*(resource(name, properties={"acl": "public-read"}) for name in "ba"))

    report = evaluate(graph, rules, settings(), today=TODAY)

    assert [("critical", "a"), ("critical", "b"), ("high", "a")] == [
        (finding.severity, finding.resource_name) for finding in report.findings
    ][:3]
    assert report == evaluate(graph, rules[::-1], settings(), today=TODAY)
    assert ["advisory", "advisory"] == [finding.level for finding in report.findings][-2:]


def test_the_same_thing_is_said_once() -> None:
    """A rule that says the same of a resource twice, or of a resource through two others, is heard once."""

    def twice(bucket: View) -> Iterator[Outcome]:
        yield bucket.outcome(Verdict.FAIL, "is wrong")
        yield bucket.outcome(Verdict.FAIL, "is wrong")

    assert 1 == len(evaluate(stack(resource("b")), [a_rule(twice)], settings(), today=TODAY).findings)


@pytest.mark.parametrize("secret", ["hunter2", "hunter2 in a sentence", "a", "42"])
def test_no_secret_leaves_in_a_message(secret: str) -> None:
    """A rule that prints a value, or uses a secret as a path, is silenced there: in fails, unknowns, reports."""

    def leaks(view: View) -> Iterator[Outcome]:
        value = view["login"].at("password")
        for verdict in (Verdict.FAIL, Verdict.UNKNOWN):
            yield view.outcome(verdict, f"the password is {value.raw}, all of {[value.raw]}", f"login.{value.raw}.x")

    hidden = {"login": {"password": Secret(int(secret) if secret.isdigit() else secret)}}
    graph = stack(resource("b", properties=hidden), resource("c", properties={"login": {"password": UNKNOWN}}))

    report = evaluate(graph, [a_rule(leaks)], settings(), today=TODAY)

    found = next(finding for finding in report.findings if finding.resource_name == "b" and finding.kind is Kind.FAIL)
    quoted = "[[secret]]" if secret.isdigit() else "['[secret]']"
    assert ("the password is [secret], all of " + quoted, "login.[secret].x") == (found.message, found.path)
    if len(secret) > 1:
        assert secret not in json.dumps([one.to_json() for one in report.findings if one.resource_name == "b"])


def test_a_secret_of_another_resource_stays_secret_in_a_graph_rule() -> None:
    """A rule about two resources cannot carry the secret of one into a finding about the other."""

    def leaks(stack: StackView) -> Iterator[Outcome]:
        one, two = stack.of_type(BUCKET)
        yield two.outcome(Verdict.FAIL, f"differs from {one['key'].raw}")

    graph = stack(resource("a", properties={"key": Secret("hunter2")}), resource("b"))

    assert (
        "differs from [secret]" == evaluate(graph, [a_graph_rule(leaks)], settings(), today=TODAY).findings[0].message
    )


@pytest.mark.parametrize("acl", ["public-read", UNKNOWN])
def test_an_exemption_lets_a_finding_pass_and_keeps_it(acl: object) -> None:
    """Fail or unknown, it is still in the report, with who answers for it, and blocks no longer."""
    one = exemption()
    graph = stack(resource("b", properties={"acl": acl}), resource("c", properties={"acl": "private"}))

    report = evaluate(graph, [a_rule()], settings(one), today=TODAY)

    assert (False, [one], (one,)) == (
        report.blocking, [finding.exemption for finding in report.findings], report.exemptions_used,
    )  # fmt: skip


def test_an_exemption_of_one_resource_is_none_of_another() -> None:
    """There are no wildcards: the same violation next door still blocks."""
    graph = stack(*(resource(name, properties={"acl": "public-read"}) for name in "bc"))

    report = evaluate(graph, [a_rule()], settings(exemption()), today=TODAY)

    assert ["c"] == [finding.resource_name for finding in report.findings if finding.blocking]


def test_an_expired_exemption_fails_and_lets_nothing_pass() -> None:
    """The violation is back, and the exemption itself blocks until somebody removes or renews it."""
    one = exemption(expires=TODAY - timedelta(days=1))
    graph = stack(resource("b", properties={"acl": "public-read"}))

    report = evaluate(graph, [a_rule(severity=Severity.LOW)], settings(one), today=TODAY)

    assert [Kind.EXEMPTION_EXPIRED, Kind.FAIL] == [finding.kind for finding in report.findings]
    assert [True, False] == [finding.blocking for finding in report.findings], "the violation is of low severity"
    assert ((one,), ()) == (report.exemptions_expired, report.exemptions_used)
    assert "ended on 2026-11-21 (team@example.com, OPS-1)" in report.findings[0].message


def test_an_exemption_of_nothing_is_shown() -> None:
    """Its rule holds now, or its URN is wrong: a warning either way."""
    one, other = exemption(), exemption(of="gone")
    graph = stack(resource("b", properties={"acl": "private"}))

    report = evaluate(graph, [a_rule()], settings(one, other), today=TODAY)

    assert [Kind.EXEMPTION_UNMATCHED] * 2 == [finding.kind for finding in report.findings]
    assert (False, (one, other)) == (report.blocking, report.exemptions_unused)


def test_an_exemption_of_another_stack_is_not_this_ones_business() -> None:
    """One file holds those of all environments; each run sees its own."""
    one = exemption(of=urn("b", stack="prod"), expires=TODAY - timedelta(days=900))

    assert () == evaluate(stack(resource("b")), [a_rule()], settings(one), today=TODAY).findings


def test_a_broken_rule_cannot_be_exempted() -> None:
    """An exemption is agreed about a violation, not about not knowing whether there is one."""

    def breaks(bucket: View) -> Iterator[Outcome]:
        yield from bucket["acl"].raw

    report = evaluate(stack(resource("b")), [a_rule(breaks)], settings(exemption()), today=TODAY)

    assert [None, None] == [finding.exemption for finding in report.findings]
    assert report.blocking


def test_a_report_is_the_same_after_json() -> None:
    """What the pack writes in the engine's run is what the reports read after it."""
    graph = stack(*(resource(name, properties={"acl": "public-read"}) for name in "bc"))
    report = evaluate(graph, [a_rule()], settings(exemption(), exemption(of="gone")), today=TODAY)

    assert report == Report.from_json(json.loads(json.dumps(report.to_json())))


def test_findings_of_another_version_are_refused() -> None:
    """A file an older preview left is not misread."""
    with pytest.raises(ValueError, match="version 0, not 1; run the preview again"):
        Report.from_json({"version": 0})


def test_before_the_stack_is_whole_only_what_stands_alone_is_judged() -> None:
    """A rule that reaches for another resource is put off, not broken, and its half-said findings with it."""

    def reaches(bucket: View) -> Iterator[Outcome]:
        yield bucket.outcome(Verdict.FAIL, "too early")
        yield bucket.outcome(Verdict.of(any(bucket.stack.of_type(KEY))), "there is no key")

    def region(bucket: View) -> Iterator[Outcome]:
        yield bucket.region.must(lambda found: found == "eu-west-1", "is abroad")

    provider = resource("main", "pulumi:providers:aws", properties={"region": "us-east-1"})
    bucket = resource("b", provider=provider.urn)
    rules: list[Rule] = [a_rule(reaches), a_rule(region, id="LZ-T-002")]
    engine = Engine(rules, settings(), TODAY)

    view = alone(bucket, provider, project="lz", stack="dev", today=TODAY)

    assert ["is abroad"] == [finding.message for finding in engine.findings(engine.judge(view), view.stack)]
    assert 3 == len(engine.report(stack(provider, bucket)).findings)
