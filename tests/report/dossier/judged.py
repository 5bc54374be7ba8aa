"""Judged stacks with a configuration: the shipped cards over a graph that a test builds."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import Any

from config.load import load
from config.model import LandingZone
from config.system import SystemCard
from graph.model import Graph, Resource
from policies.finding import Finding
from report.assessment import Assessment
from report.dossier.compose import dossiers
from report.dossier.model import Dossier
from tests.report.diagram.graphs import graph
from tests.report.sample import a_report, an_assessment

HIGH = "fraud-scoring"
LIMITED = "support-assistant"


@cache
def zone(environment: str = "prod") -> LandingZone:
    return load(environment)


def card_of(system: str) -> SystemCard:
    return next(one.card for one in zone().cards if one.name == system)


def judged(*resources: Resource, findings: tuple[Finding, ...] = (), **over: Any) -> Assessment:
    built: Graph = graph(*resources)
    return replace(an_assessment(graph=built, report=a_report(*findings), zone=zone()), **over)


def dossier(system: str, *resources: Resource, findings: tuple[Finding, ...] = (), **over: Any) -> Dossier:
    found = {one.system: one for one in dossiers(judged(*resources, findings=findings, **over))}
    return found[system]


def said(dossier: Dossier, part: str, fact: str) -> tuple[str, ...]:
    """The lines of a fact; KeyError where the dossier has none of that name."""
    facts = {(p.title, f.name): f.lines for p in dossier.parts for f in p.facts}
    return facts[part, fact]


def names(dossier: Dossier, part: str) -> list[str]:
    return [f.name for p in dossier.parts if p.title == part for f in p.facts]
