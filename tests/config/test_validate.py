"""Each value by itself: what a wrong one is told."""

from __future__ import annotations

from typing import Any

import pytest

from config.errors import ConfigurationError, Problem
from config.load import load
from tests.config.estate import GONE, Project


def _problems(project: Project, name: str = "one") -> tuple[Problem, ...]:
    with pytest.raises(ConfigurationError) as caught:
        load(name, project.root)
    return caught.value.problems


@pytest.mark.parametrize(
    ("key", "value", "said"),
    [
        ("account", 1227133513, ("1227133513", "is a number, not text", "leading zeros are lost")),
        ("account", 111111111111, ("111111111111", "is a number, not text", 'put it in quotes: "111111111111"')),
        (
            "account",
            "1111",
            ("'1111'", "is not an AWS account id of twelve digits", 'write for example "111122223333"'),
        ),
        ("region", "eu-west-9", ("'eu-west-9'", "is not an AWS Region", "choose one of eu-central-1, eu-central-2")),
        ("region", "moon-1", ("'moon-1'", "is not an AWS Region", "choose one of af-south-1")),
        ("region", None, ("None", "is empty, not text", "write text, for example")),
        ("role", "main", ("'main'", "is not one of the choices", "choose primary or recovery")),
        ("network.cidr", "10.16.0.1/16", ("'10.16.0.1/16'", "is not an IPv4 block without host bits", "10.36.0.0/16")),
        (
            "network.cidr",
            "10.0.0.0/8",
            ("'10.0.0.0/8'", "is a /8: AWS takes a VPC block of at most /16", "10.32.0.0/16"),
        ),
        ("network.cidr", "8.8.0.0/16", ("'8.8.0.0/16'", "is not private address space (RFC 1918)", "10.32.0.0/16")),
        ("network.pods", "10.99.0.0/16", ("'10.99.0.0/16'", "is not a /16 inside 100.64.0.0/10", "100.66.0.0/16")),
        ("network.zones", "euw1-az1", ("'euw1-az1'", "is text, not a list", "put it in brackets: [euw1-az1]")),
        ("network.zones", ["euw1-az1"], ("['euw1-az1']", "has 1, fewer than 2", "write at least 2")),
        (
            "network.zones",
            ["euw1-az1"] * 2,
            ("['euw1-az1', 'euw1-az1']", "names euw1-az1 twice", "name each zone once"),
        ),
        ("network", [1], ("[1]", "is a list, not a mapping", "write a mapping")),
        ("network.services", ["s4"], ("'s4'", "is not one of the choices", "choose s3, dynamodb")),
        ("cluster.version", "1.29", ("'1.29'", "has no pinned add-ons in config/kubernetes.py", "choose 1.34 or 1.35")),
        ("cluster.version", 1.34, ("1.34", "is a number, not text", "quotes")),
        ("retention.decisions.days", "400", ("'400'", "is text, not a whole number", "write a whole number")),
        ("retention.decisions.days", 0, ("0", "is below 1", "write 1 or more")),
        ("retention.decisions.days", 99999, ("99999", "is above 36500", "write 36500 or less")),
        ("retention.decisions.source", "x", ("'x'", "is shorter than 3 characters", "write at least 3")),
        ("retention.lock.confirmed", "soon", ("'soon'", "is not a date", "write it as YYYY-MM-DD")),
        ("retention.lock", {"mode": "COMPLIANCE"}, ("a mapping of 1", "has no date of confirmation", "add confirmed")),
        ("recovery.objectives.decisions.rpo", "15s", ("'15s'", "is not a duration", "for example 15m")),
        ("budget.monthly", 100, ("100", "has no currency", "6000 USD")),
        ("budget.monthly", "0 USD", ("'0 USD'", "is not above 0", "write more than 0")),
        ("budget.alert", ["often"], ("'often'", "is not a threshold", "write for example 80%")),
        ("budget.alert", ["80%"] * 6, (None, "has more than 5", "write at most 5")),
        (
            "governance.security.phone",
            "call me",
            ("'call me'", "is not a telephone number", "write for example +49 30 1234567"),
        ),
        ("governance.owner", "me", ("'me'", "is not an e-mail address", "write for example platform@example.com")),
        ("identity.break-glass", ["root"], ("'root'", "is not the ARN of an IAM role or user", "arn:aws:iam::")),
    ],
)
def test_a_wrong_value_is_told_what_is_wrong_and_what_to_write(
    project: Project, key: str, value: Any, said: tuple[str | None, str, str]
) -> None:
    """The key, the value, the reason and a fix that would be right."""
    shown, reason, fix = said
    project.say("one", key, value)

    (problem,) = _problems(project)

    assert problem.key.startswith(key)
    assert "config/environments/one.yaml" == problem.file
    assert shown is None or shown == problem.value
    assert reason in problem.reason
    assert fix in problem.fix
    assert problem.line is not None


@pytest.mark.parametrize(
    ("key", "fix"),
    [
        ("network.natt", "did you mean nat?"),
        ("retension", "did you mean retention?"),
        ("identity.break_glass", "did you mean break-glass?"),
        ("retention.security_logs", "did you mean security-logs?"),
        ("governance.colour", "known here: change, deletion, held, inference, owner, regions, security"),
    ],
)
def test_an_unknown_key_proposes_the_nearest_and_never_shows_its_value(project: Project, key: str, fix: str) -> None:
    """Python's own spelling of a key is as unknown as a typing error: two spellings could contradict each other."""
    project.say("one", key, "hunter2")

    (problem,) = [p for p in _problems(project) if p.key == key]

    assert (None, "is not a known key", fix) == (problem.value, problem.reason, problem.fix)


def test_a_key_of_a_vocabulary_names_the_vocabulary(project: Project) -> None:
    """Objectives are promised per data class, and nothing else is one."""
    project.say("one", "recovery.objectives.serving", {"rpo": "15m", "rto": "1h"})

    (problem,) = _problems(project)

    assert "recovery.objectives.serving" == problem.key
    assert "choose decisions, models, security-logs or operations" == problem.fix


def test_a_missing_key_says_what_to_write(project: Project) -> None:
    """Into the environment's own file, because no file of the chain says it."""
    project.say("one", "account", GONE)
    project.say("one", "network.pods", GONE)

    found = {p.key: p for p in _problems(project)}

    assert {"account", "network.pods"} == set(found)
    assert ("config/environments/one.yaml", None, "is missing", 'write it, for example account: "111122223333"') == (
        found["account"].file,
        found["account"].line,
        found["account"].reason,
        found["account"].fix,
    )


def test_an_inherited_error_names_the_file_it_comes_from(project: Project) -> None:
    """Correcting the environment's own file would not help."""
    project.say("base", "network.nat", "none")

    (problem,) = _problems(project)

    assert ("config/environments/base.yaml", "network.nat") == (problem.file, problem.key)


def test_all_errors_come_at_once_in_the_order_of_the_file(project: Project) -> None:
    """One run shows everything there is to correct."""
    project.say("one", "account", 1)
    project.say("one", "network.cidr", "x")
    project.say("one", "retention.decisions.days", 90)
    project.say("one", "budget.monthly", "free")

    problems = _problems(project)

    assert ["account", "network.cidr", "retention.decisions.days", "budget.monthly"] == [p.key for p in problems]


@pytest.mark.parametrize(
    "secret", ["AKIAIOSFODNN7EXAMPLE", "ghp_" + "a" * 36, "-----BEGIN RSA PRIVATE KEY-----"], ids=["aws", "git", "pem"]
)
def test_a_value_that_looks_like_a_secret_is_not_shown(project: Project, secret: str) -> None:
    """A credential pasted into the wrong place must not reach a build log."""
    project.say("one", "governance.owner", secret)

    (problem,) = _problems(project)

    assert "(hidden: looks like a secret)" == problem.value
    assert secret not in str(problem)


@pytest.mark.parametrize(
    ("value", "key", "reason", "fix"),
    [
        ({"GPU": {}}, "pools.GPU", "is not lower-case words joined by hyphens", "name it for example inference"),
        ({"a" * 17: {}}, f"pools.{'a' * 17}", "is longer than 16 characters", "write at most 16"),
        ({"gpu": {"gpu": {"memory": "24 GB"}}}, "pools.gpu.gpu.memory", "is not a size", "write for example 24GiB"),
        ({"gpu": {"budjet": 1}}, "pools.gpu.budjet", "is not a known key", "did you mean budget?"),
        ({"gpu": {}}, "pools.gpu.budget", "is missing", "write it, for example budget: 38 USD/h"),
        ({"gpu": {"capacity": [{"buy": "sport"}]}}, "pools.gpu.capacity[0].buy", "is not one of", "did you mean spot?"),
    ],
)
def test_what_stands_under_a_name_that_people_choose_is_told_like_the_rest(
    project: Project, value: Any, key: str, reason: str, fix: str
) -> None:
    """The schema of a pool is found under any name."""
    project.say("one", "pools", value)

    (problem,) = [p for p in _problems(project) if p.key == key]

    assert reason in problem.reason
    assert fix in problem.fix
