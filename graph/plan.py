"""A graph from a plan: the JSON of `pulumi preview --json`, what a stack will be, its unknowns as such.

Its shape is previewDigest of github.com/pulumi/pulumi, pkg/v3 3.250, display/json.go: a step per operation with the
state it leads to. Secrets are blinded there as the text [secret].
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final, cast

from graph import document, entry
from graph.errors import GraphError
from graph.external import with_external
from graph.model import UNKNOWN, Graph, Resource, Secret

_REMEDY: Final = "give what `pulumi preview --json --show-sames` writes, without PULUMI_ENABLE_STREAMING_JSON_PREVIEW"
_BLINDED: Final = "[secret]"


def from_file(path: Path) -> Graph:
    """The graph of a plan's file; GraphError when it cannot be read or is not a plan."""
    return document.read(path, from_preview, _REMEDY)


def from_preview(preview: Any) -> Graph:
    """The graph a preview leads to: of each resource the state after its last step; what is deleted is not in it."""
    steps = document.field(preview, "steps", _REMEDY)
    if not isinstance(steps, list) or not steps:
        raise GraphError(f"steps holds no step, so nothing says which stack this is; {_REMEDY}")
    # The steps of a replacement are three and counted once: more of them than the summary has are no fault.
    left_out = _counted(preview.get("changeSummary")) - len(cast("list[Any]", steps))
    if left_out > 0:
        raise GraphError(f"steps leaves out {left_out} resources that do not change, which are judged too; {_REMEDY}")
    resources, first = dict[str, Resource](), ""
    for index, step in enumerate(cast("list[Any]", steps)):
        key = f"steps[{index}]"
        urn = cast("dict[str, Any]", step).get("urn") if isinstance(step, dict) else None
        if not isinstance(urn, str):
            raise GraphError(f"{key} has no urn; {_REMEDY}")
        first = first or urn
        if (state := step.get("newState")) is not None:
            found = entry.resource(state, f"{key}.newState", _REMEDY)
            if found is not None:
                resources[found.urn] = entry.with_properties(found, _unblinded)
    if first.count("::") < 3:
        raise GraphError(f"steps[0].urn is {first!r}, which is no URN; {_REMEDY}")
    stack, project = first.split("::")[0].rsplit(":", 1)[1], first.split("::")[1]
    return Graph(project, stack, with_external(resources.values()))


def _counted(summary: Any) -> int:
    """How many resources a summary of changes speaks of, by operation; none where there is no such summary."""
    counts = cast("dict[str, Any]", summary).values() if isinstance(summary, dict) else ()
    return sum(count for count in counts if isinstance(count, int))


def _unblinded(value: Any) -> Any:
    """A secret that was blinded is a secret of unknown value, and not the text that stands for it."""
    if isinstance(value, str):
        return Secret(UNKNOWN) if value == _BLINDED else value
    if isinstance(value, dict):
        return {key: _unblinded(below) for key, below in cast("dict[str, Any]", value).items()}
    return [_unblinded(below) for below in cast("list[Any]", value)] if isinstance(value, list) else value
