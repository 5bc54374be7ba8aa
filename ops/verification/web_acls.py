"""What stands before the APIs: it blocks what floods, blocks what AWS knows as attacks, and writes down whom it met."""

from __future__ import annotations

from collections.abc import Iterator

import jmespath

from config.contracts.systems import WebAclContract
from ops.verification import log_groups
from ops.verification.account import Account, Once
from ops.verification.outcome import Line


def check(acl: WebAclContract, region: str, account: Account) -> Iterator[Line]:
    """Its rules and its log."""
    client = account.client("wafv2", region)
    thing = account.thing("web ACL", acl.name)
    # arn:aws:wafv2:REGION:ACCOUNT:regional/webacl/NAME/ID
    found = Once(lambda: client.get_web_acl(Name=acl.name, Scope="REGIONAL", Id=acl.arn.rpartition("/")[2])["WebACL"])
    log = Once(lambda: client.get_logging_configuration(ResourceArn=acl.arn)["LoggingConfiguration"])
    yield thing.holds(
        "stops an address after (requests in 5 min)",
        acl.address_limit,
        lambda: jmespath.search("Rules[?Action.Block].Statement.RateBasedStatement.Limit | [0]", _plain(found())),
    )
    yield thing.holds(
        "lets a group of rules only count",
        0,
        lambda: len(jmespath.search("Rules[?OverrideAction.Count]", _plain(found()))),
    )
    yield thing.holds(
        "writes to",
        acl.log_group.name,
        lambda: str(jmespath.search("LogDestinationConfigs[0]", log())).partition(":log-group:")[2].removesuffix(":*"),
    )
    yield thing.holds(
        "writes down signatures",
        False,
        lambda: "authorization" not in (jmespath.search("RedactedFields[].SingleHeader.Name", log()) or []),
    )
    yield from log_groups.check(acl.log_group, account)


def _plain(acl: dict[str, object]) -> dict[str, object]:
    """An action is an empty structure, which JMESPath takes for no action: here it is true."""

    def told(value: object) -> object:
        if isinstance(value, dict):
            return {key: told(inner) if inner != {} else True for key, inner in value.items()}
        return [told(item) for item in value] if isinstance(value, list) else value

    return {key: told(value) for key, value in acl.items()}
