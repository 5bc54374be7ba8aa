"""The group of decision functions."""

from __future__ import annotations

import pytest

from components.serving.functions_gate import FunctionsGate, FunctionsGateArgs
from tests.synth import synth


@pytest.mark.parametrize("unknown", [False, True])
def test_nothing_comes_in_and_only_tls_goes_out(unknown: bool) -> None:  # noqa: FBT001  a parametrized value
    """A function is called by Lambda, not by an address."""
    declared = synth(lambda: FunctionsGate("gate", FunctionsGateArgs(vpc_id="vpc-1")), unknown=unknown)

    assert [] == declared.of_type("aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule")
    out = declared.only("aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule")
    assert ("tcp", 443, 443) == (out["ipProtocol"], out["fromPort"], out["toPort"])
