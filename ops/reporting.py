"""What a report says beyond the engine's run: the line that declared each resource, and the pair it belongs to.

The engine tells a policy pack no line of the program. The offline run of the same program knows every line, and the
URNs are the same.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from config.load import load
from engine.offline import preview_offline
from graph.model import Graph
from ops.findings import Format, save
from ops.parity import recovery
from ops.target import environment_of
from report.assessment import Assessment


def report(folder: Path, formats: Sequence[Format], assessment: Assessment) -> None:
    """Write the report of a run of the engine; see `completed`."""
    save(folder, formats, [completed(assessment)])


def completed(assessment: Assessment) -> Assessment:
    """The same, with lines, parity and the configuration.

    As it is where the run ended before the whole stack was seen: the program may be what ended it, and would again.
    """
    if not assessment.report.complete:
        return assessment
    graph = preview_offline(assessment.stack)
    zone = load(environment_of(assessment.stack))
    return replace(located(assessment, graph), parity=recovery(assessment.stack, graph), zone=zone)


def located(assessment: Assessment, graph: Graph) -> Assessment:
    """Each finding and each resource with the line of `graph` that declared it; a line that is known already stays."""
    lines = {resource.urn: resource.source for resource in graph}
    findings = (replace(one, source=one.source or lines.get(one.urn)) for one in assessment.report.findings)
    own = assessment.graph
    placed = {one.urn: replace(one, source=one.source or lines.get(one.urn)) for one in own}
    return replace(
        assessment,
        report=replace(assessment.report, findings=tuple(findings)),
        graph=Graph(own.project, own.stack, placed),
    )
