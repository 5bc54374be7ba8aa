"""One thing, one type token."""

from __future__ import annotations

import re
from pathlib import Path

import pulumi_aws
import pytest

from policies.aliases import ALIASES, canonical
from policies.example import graph_of
from policies.registry import all_rules
from policies.rule import Example
from policies.verdict import Verdict
from tests.policies.rules.judged import verdict

SOURCES = Path(pulumi_aws.__file__).parent


@pytest.mark.parametrize(("former", "token"), sorted(ALIASES.items()))
def test_the_sdk_knows_the_alias(former: str, token: str) -> None:
    """pulumi-aws gives the resource of today's token the former one as an alias."""
    name = token.rsplit(":", maxsplit=1)[-1]
    module = re.sub(r"(?<!^)(?=[A-Z])", "_", name).lower()

    source = (SOURCES / "s3" / f"{module}.py").read_text(encoding="utf-8")

    assert f'Alias(type_="{former}")' in source
    assert f"'{token}'" in source


def test_a_type_without_alias_is_itself() -> None:
    """Nothing else is renamed."""
    assert "aws:kms/key:Key" == canonical("aws:kms/key:Key")


def test_a_bucket_of_version_6_is_held_to_the_same_rules() -> None:
    """A former token escapes no rule."""
    versioned = next(rule for rule in all_rules() if rule.id == "LZ-S3-007")
    former = tuple(
        Example(next((f for f, t in ALIASES.items() if t == e.type), e.type), e.properties, e.name, e.refs, e.provider)
        for e in versioned.bad
    )

    assert any(example.type.endswith("V2") for example in former)
    assert Verdict.FAIL is verdict(versioned, graph_of(former))
