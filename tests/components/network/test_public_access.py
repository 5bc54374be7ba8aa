from __future__ import annotations

import pytest

from components.network.public_access import PublicAccess
from tests.synth import synth


@pytest.mark.parametrize("unknown", [False, True])
def test_no_connection_may_begin_on_the_internet(unknown: bool) -> None:  # noqa: FBT001  pytest passes it by name
    """Whatever a security group says, ingress through an internet gateway is refused; egress through NAT is not."""
    declared = synth(lambda: PublicAccess("public-access"), unknown=unknown)
    options = declared.only("aws:ec2/vpcBlockPublicAccessOptions:VpcBlockPublicAccessOptions")

    assert "block-ingress" == options["internetGatewayBlockMode"]
    assert declared.named("public-access").urn == options.parent


def test_the_output_says_which_mode_is_in_force() -> None:
    """Nobody has to ask the account."""
    declared = synth(lambda: PublicAccess("public-access"))

    assert {"mode": "block-ingress"} == declared.outputs_of("lz:network:PublicAccess")
