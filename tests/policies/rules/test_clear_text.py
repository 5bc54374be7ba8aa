"""Rules of policies.rules.clear_text about machines: secrets in what they start by."""

from __future__ import annotations

import base64
from typing import Any

import pytest

from graph.model import UNKNOWN, Secret
from policies.registry import all_rules
from policies.rules.examples.build import aws
from policies.verdict import Verdict
from tests.policies.rules.judged import verdict

RULE = next(rule for rule in all_rules() if rule.id == "LZ-EC2-009")
TELLING, QUIET = "#!/bin/sh\nexport PGPASSWORD=correct-horse\n", "#!/bin/sh\nnodeadm init\n"
MACHINES = {
    "aws:ec2/launchTemplate:LaunchTemplate": ("userData",),
    "aws:ec2/instance:Instance": ("userData", "userDataBase64"),
    "aws:ec2/launchConfiguration:LaunchConfiguration": ("userData", "userDataBase64"),
}


def encoded(text: str) -> str:
    return base64.b64encode(text.encode()).decode()


@pytest.mark.parametrize(("type_", "path"), [(type_, path) for type_, paths in MACHINES.items() for path in paths])
@pytest.mark.parametrize(
    ("said", "expected"),
    [
        (TELLING, Verdict.FAIL),
        (encoded(TELLING), Verdict.FAIL),
        (Secret(encoded(QUIET)), Verdict.FAIL),
        (QUIET, Verdict.PASS),
        (encoded(QUIET), Verdict.PASS),
        (base64.b64encode(b"\xff\xfe\x00").decode(), Verdict.PASS),
        (None, Verdict.PASS),
        (UNKNOWN, Verdict.UNKNOWN),
    ],
)
def test_a_machine_starts_by_no_secret(type_: str, path: str, said: Any, expected: Verdict) -> None:
    """As text or in base64, in each property; what is kept as a secret is one, whatever it looks like."""
    assert expected is verdict(RULE, (aws(type_, "machine", **{path: said}),))
