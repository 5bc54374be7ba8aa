"""What an account has once in a Region, whichever system uses it: owned here, so that no second owner overwrites it."""

from __future__ import annotations

import pulumi
import pulumi_aws as aws

from components import kit
from components.entry.api_logging import ApiLogging, ApiLoggingArgs
from components.serving.invocation_logging import InvocationLogging, InvocationLoggingArgs
from config.model import LandingZone
from config.vocabulary import Layer
from stacks import operations_log, places
from stacks.references import Published, Upstream


def compose(zone: LandingZone, using: aws.Provider, upstream: Upstream, key: pulumi.Input[str]) -> Published:
    """The logging of model invocations, its log group under the key of the Region; the role that APIs log with."""
    boundary = upstream.value(Layer.FOUNDATION, "roles", "boundary")
    name = kit.log_group_name(zone.family, "bedrock/invocations")
    log = operations_log.compose(zone, using, "model-calls", group=name, key=key, masked=True)
    logging = InvocationLogging(
        "model-logging",
        InvocationLoggingArgs(
            role=kit.role_name(zone.environment, "model-logging"),
            account=zone.account,
            region=zone.region,
            boundary=boundary,
            bucket=places.archive(zone),
            log_group=name,
        ),
        # Bedrock looks for bucket and group when the setting is made.
        pulumi.ResourceOptions(providers=[using], depends_on=[log.made]),
    )
    apis = ApiLogging(
        "api-logging",
        ApiLoggingArgs(
            role=kit.role_name(zone.environment, "api-logging"),
            account=zone.account,
            region=zone.region,
            boundary=boundary,
        ),
        pulumi.ResourceOptions(providers=[using]),
    )
    return {
        "api_logging_role": apis.role_arn,
        "invocation_logging": {
            "region": logging.region,
            "bucket": places.archive(zone),
            "log_group": log.published,
        },
    }
