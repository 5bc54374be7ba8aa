"""The managed rules of AWS Config that ask what our rules ask."""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import moto.config
import pytest

from policies.aws_config import Extent, ManagedRule, load, managed_rules
from policies.errors import GovernanceError
from policies.registry import all_rules

KNOWN: Mapping[str, Mapping[str, Any]] = json.loads(
    gzip.decompress((Path(moto.config.__file__).parent / "resources" / "aws_managed_rules.json.gz").read_bytes())
)["ManagedRules"]
"""AWS's own list, as moto ships it."""

NAMED = [(rule.id, one) for rule in all_rules() for one in managed_rules(rule.id)]


def test_every_identifier_is_one_of_aws() -> None:
    """A managed rule that does not exist cannot be made."""
    assert [] == [(rule, one.identifier) for rule, one in NAMED if one.identifier not in KNOWN]


def test_a_parameter_that_is_named_is_one_of_the_rule() -> None:
    """`kmsKeyArns` of one rule is `kmsKeyIds` of another."""
    strange = [
        (rule, one.identifier, word)
        for rule, one in NAMED
        for word in re.findall(r"\b[a-z][a-z0-9]*[A-Z]\w+", one.note)
        if word not in {parameter["Name"] for parameter in KNOWN[one.identifier].get("Parameters", ())}
    ]

    assert [] == strange


def test_what_differs_is_said() -> None:
    """Nobody takes a managed rule for the whole of ours where it is a part."""
    assert [] == [one for _, one in NAMED if one.extent is not Extent.SAME and not one.note]
    assert {extent for _, one in NAMED for extent in [one.extent]} == set(Extent)


def test_a_managed_rule_is_printed_with_how_far_it_goes() -> None:
    """One line of `lz policy explain`."""
    assert "S3_BUCKET_VERSIONING_ENABLED (same)" == str(managed_rules("LZ-S3-007")[0])
    assert "LAMBDA_INSIDE_VPC (wider, every function)" == str(managed_rules("LZ-FN-005")[0])


def test_a_rule_without_one_has_none() -> None:
    """And there is no entry that says so."""
    assert () == managed_rules("LZ-IAM-013")


def test_a_file_is_read(tmp_path: Path) -> None:
    """Rule, identifier, how far, and what is to be known."""
    path = tmp_path / "aws_config.yaml"
    path.write_text('rules: {LZ-A-001: {SOME_RULE_CHECK: "narrower, one kind"}}\n')

    assert {"LZ-A-001": (ManagedRule("SOME_RULE_CHECK", Extent.NARROWER, "one kind"),)} == load(path, ["LZ-A-001"])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("rules: {LZ-B-001: {SOME_CHECK: same}}", ("LZ-B-001", "there is no such rule", "lz policy list")),
        ("rules: {LZ-A-001: {some-check: same}}", ("some-check", "form")),
        ("rules: {LZ-A-001: {SOME_CHECK: nearly}}", ("nearly", "does not begin with how far it goes", "narrower")),
        ("rules: {LZ-A-001: {SOME_CHECK: wider}}", ("wider", "does not say in what it differs")),
        ("rules: {LZ-A-001: {SOME_CHECK: 1}}", ("is not text",)),
        ("rules: {LZ-A-001: {}}", ("LZ-A-001",)),
        ("rule: {}", ("there is no such key",)),
    ],
)
def test_what_cannot_be_meant_is_said_with_file_key_and_fix(
    tmp_path: Path, text: str, expected: tuple[str, ...]
) -> None:
    """A slip in the file is no silence about a rule."""
    path = tmp_path / "aws_config.yaml"
    path.write_text(f"{text}\n")

    with pytest.raises(GovernanceError) as caught:
        load(path, ["LZ-A-001"])

    assert [] == [part for part in ("aws_config.yaml", *expected) if part not in str(caught.value)], str(caught.value)
