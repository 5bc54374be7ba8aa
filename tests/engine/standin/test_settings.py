"""The provider's arguments: structured ones as JSON text, and what is missing in words."""

from __future__ import annotations

from typing import Any

import pytest

from engine.standin.errors import StandinError
from engine.standin.settings import MOTO_ACCOUNT, check, configure

ENVIRONMENT = {"LZ_MOTO_ENDPOINT": "http://127.0.0.1:1"}


def test_the_arguments_of_an_explicit_provider_are_understood() -> None:
    """Region, the one allowed account, default tags."""
    settings = configure(
        {"region": "eu-west-1", "allowedAccountIds": '["111122223333"]', "defaultTags": '{"tags": {"a": "b"}}'},
        ENVIRONMENT,
    )

    assert ("eu-west-1", "111122223333", {"a": "b"}) == (settings.region, settings.account, settings.default_tags)


def test_a_default_provider_takes_the_region_of_the_environment() -> None:
    """Without an allow-list moto's own account stands in."""
    settings = configure({}, {**ENVIRONMENT, "AWS_REGION": "eu-central-1"})

    assert ("eu-central-1", MOTO_ACCOUNT) == (settings.region, settings.account)


@pytest.mark.parametrize(
    ("config", "environment", "told"),
    [
        ({"region": "eu-west-1"}, {}, "LZ_MOTO_ENDPOINT is not set"),
        ({}, ENVIRONMENT, "no region"),
        ({"region": "eu-west-1", "allowedAccountIds": '["1", "2"]'}, ENVIRONMENT, "exactly one"),
    ],
)
def test_what_is_missing_is_named(config: dict[str, Any], environment: dict[str, str], told: str) -> None:
    """The message says what to set."""
    with pytest.raises(StandinError, match=told):
        configure(config, environment)


def test_a_wrong_argument_is_a_problem_at_its_property() -> None:
    """Found when the provider is checked, before any resource."""
    problems = {p.path for p in check({"region": "Ireland", "defaultTags": "{not json"})}

    assert {"region", "defaultTags"} == problems
    assert [] == check({"region": "us-gov-west-1", "allowedAccountIds": '["1"]'})
