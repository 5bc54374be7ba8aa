"""`lz policy organisation`: what AWS Organizations holds every account to, from the facts of the rules."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Annotated, Final

import typer

from engine.files import write_text
from ops.console import write
from ops.exits import Exit, UsageError
from policies.org_policies import LONGEST, org_policies
from policies.organisation import organisation as facts

_ID: Final = re.compile(r"o-[a-z0-9]{10,32}")


def organisation(
    organization_id: Annotated[str, typer.Argument(metavar="ID", help="The organization's id in AWS: o-abcd123456.")],
    *,
    folder: Annotated[
        Path | None, typer.Option("--out", metavar="DIR", help="Write a file for each policy there.", file_okay=False)
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="All of them as one JSON document.")] = False,
) -> Exit:
    """Write the SCP, RCP, declarative and AI opt-out policies that belong to this pack, for the management account."""
    if not _ID.fullmatch(organization_id):
        raise UsageError(
            f"{organization_id!r} is no id of an organization", "give the one of AWS, such as o-abcd123456"
        )
    policies = org_policies(facts(), organization_id)
    if folder is not None:
        for one in policies:
            write_text(folder / f"{one.name}.json", json.dumps(one.content, indent=2) + "\n")
    if as_json:
        listed = [
            {"name": one.name, "type": str(one.type), "description": one.description, "content": one.content}
            for one in policies
        ]
        write(json.dumps(listed, indent=2) + "\n")
        return Exit.OK
    for one in policies:
        place = f" in {folder / f'{one.name}.json'}" if folder else ""
        write(f"{one.name:<14} {one.type:<26} {len(one.text):>5} of {LONGEST} characters{place}\n  {one.description}\n")
    write("  attach them in the management account, to an organisational unit for experiments first\n")
    return Exit.OK
