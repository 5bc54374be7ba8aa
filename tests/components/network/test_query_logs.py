from __future__ import annotations

import pytest

from components.network.query_logs import QueryLogs, QueryLogsArgs
from graph.model import UNKNOWN
from tests.synth import Declared, synth

ARCHIVE = "arn:aws:s3:::lz-prod-archive-111122223333-eu-west-1"
CONFIG = "aws:route53/resolverQueryLogConfig:ResolverQueryLogConfig"
ASSOCIATION = "aws:route53/resolverQueryLogConfigAssociation:ResolverQueryLogConfigAssociation"


def query_logs(*, unknown: bool = False) -> Declared:
    args = QueryLogsArgs(vpc_id="vpc-1", archive_bucket_arn=ARCHIVE)
    return synth(lambda: QueryLogs("queries", args), unknown=unknown)


@pytest.mark.parametrize("unknown", [False, True])
def test_every_query_of_the_vpc_goes_to_the_archive(unknown: bool) -> None:  # noqa: FBT001  pytest passes it by name
    """A configuration alone records nothing; the VPC is associated with it."""
    declared = query_logs(unknown=unknown)
    config, association = declared.only(CONFIG), declared.only(ASSOCIATION)

    assert ARCHIVE == config["destinationArn"]
    assert "vpc-1" == association["resourceId"]
    assert (config.urn,) == association.property_dependencies["resolverQueryLogConfigId"]


def test_the_output_exists_once_the_vpc_is_associated() -> None:
    """A consumer of the id may trust that queries are recorded."""
    declared = query_logs()

    assert {"query_log_id": declared.only(ASSOCIATION)["resolverQueryLogConfigId"]} == declared.outputs_of(
        "lz:network:QueryLogs"
    )
    assert {"query_log_id": UNKNOWN} == query_logs(unknown=True).outputs_of("lz:network:QueryLogs")
