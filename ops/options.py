"""The options that several verbs take, so that each is spelled and explained once."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from ops.findings import Format

Stack = Annotated[str, typer.Argument(metavar="ENV", help="An environment, or a layer of one: dev, dev.network.")]

AsJson = Annotated[bool, typer.Option("--json", help="The findings as JSON, and nothing else, on stdout.")]

Formats = Annotated[
    list[Format] | None,
    typer.Option("--format", help="Write this format (again for more): to stdout, or with --report to the folder."),
]

Folder = Annotated[
    Path | None,
    typer.Option("--report", metavar="DIR", help="Write findings.{json,sarif,md,xml,html,svg} there.", file_okay=False),
]

Earlier = Annotated[
    Path | None,
    typer.Option(
        "--baseline",
        metavar="FILE",
        help="An earlier findings.json, to tell new findings from known ones.",
        dir_okay=False,
    ),
]

Everything = Annotated[
    bool, typer.Option("--verbose", "-v", help="Also what is exempt, and what cannot be checked before a deploy.")
]

Cloud = Annotated[
    bool,
    typer.Option(
        "--cloud",
        help="In the account, backend and secrets provider of this shell and Pulumi.ENV.yaml, instead of the sandbox.",
    ),
]
