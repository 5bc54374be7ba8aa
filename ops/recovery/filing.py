"""A drill's report, filed where nobody edits it: in the log archive, locked as its class says, and in its replica."""

from __future__ import annotations

import json

from engine.replication import Clients, Replication
from ops.recovery.pair import Pair
from report.drill import Drill, to_json, to_markdown

PREFIX = "drills/"


def file(drill: Drill, pair: Pair, clients: Clients) -> tuple[str, ...]:
    """Write both forms into the archive and carry them to its replica; says where they are."""
    here = pair.archive.here
    s3 = clients.client("s3", here.region, pair.account)
    stem = f"{PREFIX}{drill.environment}/{drill.id}"
    forms = {
        f"{stem}.json": ("application/json", json.dumps(to_json(drill), indent=2, ensure_ascii=False) + "\n"),
        f"{stem}.md": ("text/markdown; charset=utf-8", to_markdown(drill)),
    }
    for key, (kind, text) in forms.items():
        s3.put_object(
            Bucket=here.bucket,
            Key=key,
            Body=text.encode(),
            ContentType=kind,
            IfNoneMatch="*",
            ChecksumAlgorithm="SHA256",
        )
    replication = Replication(clients, pair.account)
    for way in replication.ways(here):
        replication.carry(way, PREFIX)
    return tuple(f"s3://{here.bucket}/{key}" for key in forms)
