"""The record of calls of foundation models: written, whole, where it was promised."""

from __future__ import annotations

from collections.abc import Iterator

import jmespath

from config.contracts.platform import InvocationLoggingContract
from ops.verification import log_groups
from ops.verification.account import Account, Once
from ops.verification.outcome import Line

_KINDS = ("text", "image", "embedding", "video")


def check(logging: InvocationLoggingContract, account: Account) -> Iterator[Line]:
    """The Region's one setting, and its log group."""
    bedrock = account.client("bedrock", logging.region)
    thing = account.thing("model invocation logging", logging.region)
    found = Once(lambda: bedrock.get_model_invocation_logging_configuration().get("loggingConfig") or {})
    yield thing.holds("writes to the bucket", logging.bucket, lambda: jmespath.search("s3Config.bucketName", found()))
    yield thing.holds(
        "writes to the log group",
        logging.log_group.name,
        lambda: jmespath.search("cloudWatchConfig.logGroupName", found()),
    )
    yield thing.holds(
        "keeps",
        list(_KINDS),
        lambda: [kind for kind in _KINDS if found().get(f"{kind}DataDeliveryEnabled")] if found() else None,
    )
    yield from log_groups.check(logging.log_group, account)
