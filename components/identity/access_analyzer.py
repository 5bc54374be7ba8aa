"""IAM Access Analyzer of a Region: it finds what is shared with somebody outside the account, by proof, not by pattern.

Findings name each bucket, role, key, topic or queue whose policy lets an outsider in.
"""

from __future__ import annotations

from dataclasses import dataclass

import pulumi
from pulumi_aws import accessanalyzer

from components import kit
from config.vocabulary import EnvironmentName


@dataclass(frozen=True, kw_only=True, slots=True)
class AccessAnalyzerArgs:
    """Whose Region is analysed."""

    environment: EnvironmentName
    """The environment that stands in the Region."""


class AccessAnalyzer(pulumi.ComponentResource):
    """An analyzer of external access with the account as its zone of trust."""

    arn: pulumi.Output[str]
    """The analyzer's ARN."""

    def __init__(self, name: str, args: AccessAnalyzerArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("lz:identity:AccessAnalyzer", name, None, opts)
        analyzer = accessanalyzer.Analyzer(
            f"{name}-external",
            analyzer_name=kit.resource_name(args.environment, "external-access"),
            type="ACCOUNT",
            opts=kit.child(self),
        )

        self.arn = analyzer.arn
        self.register_outputs({"arn": self.arn})
