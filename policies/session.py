"""One run of the engine under the pack: what was seen of the stack so far, and what was already said of it.

Knows nothing of the wire: the server hands it resources and graphs, and turns its findings into diagnostics.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from pathlib import Path

from graph import urn as urns
from graph.export import to_json
from graph.model import Graph, Resource
from policies.engine import Engine, alone
from policies.finding import Finding, Kind, Report
from policies.guards import JUDGED
from policies.levels import FOLDER, Settings
from policies.output import write_json
from policies.registry import all_rules


class Session:
    """Judges resources as they come and the stack when it is whole, and says nothing twice."""

    def __init__(
        self,
        engine: Engine,
        *,
        project: str,
        stack: str,
        findings_file: Path | None = None,
        graph_file: Path | None = None,
    ) -> None:
        self.engine = engine
        self.project, self.stack = project, stack
        self.analyzed: dict[str, Resource] = {}
        """What Analyze showed, by URN: the inputs of every managed resource."""
        self._findings_file, self._graph_file = findings_file, graph_file
        self._said = dict[tuple[str, str, str, str, str], Finding]()
        self._faults = list[Finding]()

    @classmethod
    def start(
        cls, *, project: str, stack: str, findings_file: Path | None, graph_file: Path | None, folder: Path = FOLDER
    ) -> Session:
        """A session with every rule, on the levels of the stack's environment; GovernanceError when a file is wrong."""
        rules = all_rules()
        settings = Settings.load(stack.split(".", 1)[0], folder, rules=rules)
        engine = Engine(rules, settings, date.today())  # noqa: DTZ011  the user's calendar day
        return cls(engine, project=project, stack=stack, findings_file=findings_file, graph_file=graph_file)

    def resource(self, resource: Resource, provider: Resource | None) -> list[Finding]:
        """What the rules say of one resource before the stack is whole, exempted findings left out."""
        self.analyzed[resource.urn] = resource
        view = alone(resource, provider, project=self.project, stack=self.stack, today=self.engine.today)
        found = self._new(self.engine.findings(self.engine.judge(view), view.stack))
        if found:
            self._write(self._findings_file, self._interim())
        return self._to_say(found)

    def whole(self, graph: Graph) -> list[Finding]:
        """What the rules say of the whole stack and was not said of a resource; writes the files the run asks for."""
        report = self.engine.report(graph)
        findings = tuple(sorted((*report.findings, *self._faults), key=lambda finding: finding.order))
        report = replace(report, findings=findings, errors=report.errors + len(self._faults))
        self._write(self._graph_file, graph)
        self._write(self._findings_file, report)
        return self._to_say(self._new(report.findings))

    def fault(self, urn: str, message: str) -> list[Finding]:
        """A fault of the pack itself as a finding; the message must hold no value of the program."""
        self._note(urn, message)
        return self._to_say([])

    def _note(self, urn: str, message: str) -> None:
        fault = Finding(
            rule_id=JUDGED.id,
            title=JUDGED.title,
            severity=JUDGED.severity,
            level=self.engine.settings.error_level(),
            kind=Kind.ERROR,
            urn=urn,
            resource_type=urns.type_of(urn) if urn else "",
            resource_name=urns.name_of(urn) if urn else "",
            path="",
            message=message,
            why=JUDGED.why,
            fix=JUDGED.fix,
            frameworks=JUDGED.frameworks,
        )
        self._faults.append(fault)

    def _write(self, path: Path | None, what: Report | Graph) -> None:
        if path is None:
            return
        try:
            write_json(path, to_json(what) if isinstance(what, Graph) else what.to_json())
        except OSError as error:
            self._note("", f"{path} could not be written: {error.strerror}")

    def _new(self, findings: Iterable[Finding]) -> list[Finding]:
        """Those not said yet, or said less strictly; from now on they are.

        Of one resource alone the risk tier of its system may not show: then the whole stack says it once more.
        """
        new = {finding.key: finding for finding in findings if self._is_new(finding)}
        self._said.update(new)
        return list(new.values())

    def _is_new(self, finding: Finding) -> bool:
        said = self._said.get(finding.key)
        return said is None or (finding.blocking and not said.blocking)

    def _to_say(self, findings: list[Finding]) -> list[Finding]:
        """What the engine is to show: not what is exempted, and every fault once."""
        return [finding for finding in (*findings, *self._new(self._faults)) if finding.exemption is None]

    def _interim(self) -> Report:
        """What is known so far: an update ends at the first resource it may not make, before the stack is whole."""
        findings = tuple(sorted(self._said.values(), key=lambda finding: finding.order))
        return Report(
            findings=findings,
            verdicts=Counter(),
            errors=sum(1 for finding in findings if finding.kind is Kind.ERROR),
            rules=len(self.engine.rules),
            resources=len(self.analyzed),
            complete=False,
        )
