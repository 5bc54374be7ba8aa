"""One thing, one type token."""

from __future__ import annotations

import re
from inspect import signature
from pathlib import Path

import pulumi_aws
import pulumi_kubernetes
import pytest
from pulumi_aws import alb, lb

from policies.aliases import ALIASES, canonical
from policies.example import graph_of
from policies.registry import all_rules
from policies.rule import Example
from policies.verdict import Verdict
from tests.policies.rules.judged import verdict

AWS, KUBERNETES = (Path(str(sdk.__file__)).parent for sdk in (pulumi_aws, pulumi_kubernetes))


TWICE = {former: token for former, token in ALIASES.items() if former.startswith("aws:alb/")}


@pytest.mark.parametrize(("other", "token"), sorted(TWICE.items()))
def test_the_sdk_offers_it_twice(other: str, token: str) -> None:
    """What stands under alb takes the arguments of what stands under lb: one thing, two names."""
    name = token.rpartition(":")[2]
    one, two = (getattr(module, name) for module in (alb, lb))

    assert set(signature(one._internal_init).parameters) == set(signature(two._internal_init).parameters)
    assert other == token.replace(":lb/", ":alb/")


@pytest.mark.parametrize(("former", "token"), sorted((ALIASES.items()) - TWICE.items()))
def test_the_sdk_knows_the_alias(former: str, token: str) -> None:
    """Each SDK gives the resource of today's token the former one as an alias."""
    source = _file(token).read_text(encoding="utf-8")

    assert f'Alias(type_="{former}")' in source
    assert f"'{token}'" in source


def _file(token: str) -> Path:
    """Where the SDK defines the resource of a token: aws/s3/bucket.py, kubernetes/rbac/v1/Role.py."""
    package, module, name = token.split(":")
    if package == "aws":
        return AWS / "s3" / f"{re.sub(r'(?<!^)(?=[A-Z])', '_', name).lower()}.py"
    group, version = module.split("/")
    return KUBERNETES / group.partition(".")[0] / version / f"{name}.py"


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
