"""A dashboard: what people look at before, during and after."""

from __future__ import annotations

from dataclasses import dataclass

import pulumi
import pulumi_aws as aws

from components import kit
from config.vocabulary import RegionName


@dataclass(frozen=True, kw_only=True, slots=True)
class DashboardArgs:
    """What it is called and what it shows."""

    environment: str
    board: str
    """The name of a system, or `estate`."""
    body: pulumi.Input[str]
    """JSON of components.observability.boards."""
    region: RegionName
    """Where its alarms stand; a dashboard itself is global."""


class Dashboard(pulumi.ComponentResource):
    """One board of an environment."""

    name: pulumi.Output[str]
    """The dashboard's name."""

    def __init__(self, name: str, args: DashboardArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("lz:observability:Dashboard", name, None, opts)
        board = aws.cloudwatch.Dashboard(
            f"{name}-board",
            dashboard_name=kit.resource_name(args.environment, args.board),
            dashboard_body=args.body,
            region=args.region,
            opts=kit.child(self),
        )

        self.name = board.dashboard_name
        self.register_outputs({"name": self.name})
