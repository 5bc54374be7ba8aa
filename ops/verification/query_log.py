"""The query log: every name the VPC asks for, being written."""

from __future__ import annotations

from collections.abc import Iterator

import jmespath

from config.contracts import NetworkContract
from ops.verification.account import Account
from ops.verification.outcome import Line


def check(network: NetworkContract, account: Account) -> Iterator[Line]:
    """The configuration, and its association with the VPC."""
    resolver = account.client("route53resolver", network.region)
    thing = account.thing("query log", network.query_log)

    def configuration() -> object:
        answer = resolver.get_resolver_query_log_config(ResolverQueryLogConfigId=network.query_log)
        return jmespath.search("ResolverQueryLogConfig.Status", answer)

    def association() -> object:
        pages = resolver.get_paginator("list_resolver_query_log_config_associations").paginate()
        found = [a for page in pages for a in page["ResolverQueryLogConfigAssociations"]]
        mine = [a for a in found if a["ResolverQueryLogConfigId"] == network.query_log]
        return next((a["Status"] for a in mine if a["ResourceId"] == network.vpc_id), None)

    yield thing.holds("status", "CREATED", configuration)
    yield thing.holds(f"records {network.vpc_id}", "ACTIVE", association)
