"""The way in to one system: what callers may ask for, how fast, and under which name."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pulumi
import pulumi_aws as aws

from components import kit
from components.entry import plan
from components.entry.api import Api, ApiArgs, Route
from components.entry.api_name import ApiName, ApiNameArgs, entry_name, regional_name
from components.entry.plan import Throttle
from config.model import LandingZone
from config.model.recovery import Dns
from config.patterns import outcomes
from config.system import System
from config.vocabulary import Layer, Role
from stacks import decision_settings, function_code, operations_log, places
from stacks.references import Published, Upstream
from stacks.system_decision import (
    OUTCOME_SECONDS,
    OUTCOMES,
    REVIEWS,
    decision_seconds,
    decisions_at_once,
)
from stacks.system_queues import REVIEW_SECONDS

USUAL_SECONDS = 1.0
"""What taking a verdict or an outcome is reckoned to last; both are a few writes."""


def decisions_throttle(system: System) -> Throttle:
    """What decides keeps up with when each decision takes the latency that the card promises."""
    return plan.throttle(decisions_at_once(system), system.card.serve.slo.latency.total_seconds())


def compose(
    zone: LandingZone,
    using: aws.Provider,
    upstream: Upstream,
    system: System,
    *,
    functions: Mapping[str, Any],
    web_acl_arn: pulumi.Input[str],
) -> Published:
    """The API of a system, and what is promised of it; `functions` by purpose, as their contract has them."""
    name, routes = kit.resource_name(zone.environment, system.name), _routes(system, functions)
    group, key = (
        kit.log_group_name(zone.family, f"systems/{system.name}-api"),
        upstream.value(Layer.PLATFORM, "key_arn"),
    )
    log = operations_log.compose(zone, using, f"{system.name}-api-log", group=group, key=key, system=system)
    dns = zone.recovery.dns
    api = Api(
        system.name,
        ApiArgs(
            api=name,
            description=f"Decides: {system.card.decision.what}",
            account=zone.account,
            region=zone.region,
            routes=routes,
            log_group_arn=log.made.arn,
            logged_by=upstream.value(Layer.PLATFORM, "api_logging_role"),
            web_acl_arn=web_acl_arn,
            named=dns is not None,
            alarm_topic=upstream.value(Layer.FOUNDATION, "alarm_topic"),
            tags={
                **places.system_tags(system),
                "lz:disclosure": "notice" if system.card.risk.disclosure else "not-interactive",
            },
        ),
        pulumi.ResourceOptions(providers=[using]),
    )
    url: pulumi.Input[str] = api.url
    entry = regional = None
    if dns is not None:
        entry, regional = entry_name(system.name, dns.zone), regional_name(system.name, zone.region, dns.zone)
        url = _named(zone, using, system, dns, api)
    return {
        "name": name,
        "id": api.api_id,
        "stage": api.stage,
        "url": url,
        "execution_arn": api.execution_arn,
        "entry": entry,
        "regional_entry": regional,
        "routes": {
            route.path: {"function": route.function, "rate": route.throttle.rate, "burst": route.throttle.burst}
            for route in routes
        },
        "log_group": log.published,
    }


def _routes(system: System, functions: Mapping[str, Any]) -> tuple[Route, ...]:
    settings = decision_settings.settings(system)
    verdict = function_code.verdict_schema()
    verdict["properties"]["verdict"]["enum"] = list(outcomes(system.card.pattern))
    few = (plan.throttle(REVIEWS, USUAL_SECONDS), plan.throttle(OUTCOMES, USUAL_SECONDS))
    return (
        _route(
            "decisions",
            settings["payload"],
            functions["decision"],
            decision_seconds(settings),
            decisions_throttle(system),
        ),
        _route("reviews", verdict, functions["review"], REVIEW_SECONDS, few[0]),
        _route("outcomes", function_code.outcome_schema(), functions["outcome"], OUTCOME_SECONDS, few[1]),
    )


def _route(
    path: str, schema: Mapping[str, Any], function: Mapping[str, Any], seconds: float, throttle: Throttle
) -> Route:
    model = path.removesuffix("s").capitalize()
    return Route(
        path=path,
        model=model,
        schema=plan.model(model, schema),
        function=function["name"],
        function_arn=function["arn"],
        invoke_arn=function["invoke_arn"],
        milliseconds=plan.wait_milliseconds(seconds),
        throttle=throttle,
    )


def _named(zone: LandingZone, using: aws.Provider, system: System, dns: Dns, api: Api) -> pulumi.Output[str]:
    name = ApiName(
        f"{system.name}-name",
        ApiNameArgs(
            label=system.name,
            zone=dns.zone,
            zone_id=dns.id,
            region=zone.region,
            api_id=api.api_id,
            stage=api.stage,
            proves=zone.role is Role.PRIMARY,
            alone=zone.role is Role.PRIMARY and zone.standby is None,
            tags=places.system_tags(system),
        ),
        pulumi.ResourceOptions(providers=[using]),
    )
    return name.url
