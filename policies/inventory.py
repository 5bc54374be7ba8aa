"""The inventory of AI systems: a parameter of Systems Manager for each, below a path that ends in /inventory/SYSTEM.

Its value is JSON: whose system it is, what for, of which tier, and what it is made of (resources: type token to names).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Final

from policies.classification import SYSTEM, tag
from policies.systems import AGENT, AGENT_RUNTIME, ENDPOINT, FLOW, THROUGHPUT
from policies.value import Value, non_empty, opened
from policies.verdict import Verdict, every
from policies.view import StackView, View

PARAMETER: Final = "aws:ssm/parameter:Parameter"
PROFILE: Final = "aws:bedrock/inferenceProfile:InferenceProfile"
TABLE: Final = "aws:dynamodb/table:Table"

SPEAKING_TYPES: Final = (AGENT, FLOW, AGENT_RUNTIME, ENDPOINT, PROFILE)
"""What gives answers, or is asked for them: where one of these stands, a system runs."""

NAMES: Final[Mapping[str, str]] = MappingProxyType(
    {
        AGENT: "agentName",
        FLOW: "name",
        "aws:bedrock/agentKnowledgeBase:AgentKnowledgeBase": "name",
        AGENT_RUNTIME: "agentRuntimeName",
        "aws:bedrock/agentcoreGateway:AgentcoreGateway": "name",
        "aws:bedrock/customModel:CustomModel": "customModelName",
        "aws:bedrock/guardrail:Guardrail": "name",
        PROFILE: "name",
        THROUGHPUT: "provisionedModelName",
        ENDPOINT: "name",
        "aws:sagemaker/featureGroup:FeatureGroup": "featureGroupName",
        TABLE: "name",
    }
)
"""What a system is made of, and the property that holds its name. A model of SageMaker and the configuration of an
endpoint are not among them: a new version makes new ones, of names that nobody chose."""

FACTS: Final = ("system", "owner", "purpose", "risk-tier")
"""What an entry says of its system."""

_NAME: Final = re.compile(r".*/inventory/([^/]+)")


def value_of(entry: View) -> Value:
    """What a parameter says; a value that is no secret may be given as such."""
    open_ = entry["insecureValue"]
    return entry["value"] if open_.missing else open_


def entries(stack: StackView, system: Value) -> Iterator[View]:
    """The parameters that may be the system's entry."""
    return stack.where(_registered, system, PARAMETER)


def is_entry(entry: View, system: Value) -> Verdict:
    """Whether a parameter is the system's entry."""
    found = system_of(entry)
    if found.unknown or system.unknown:
        return Verdict.UNKNOWN
    return Verdict.of(found.known and system.known and found.raw == system.raw)


def says_all(entry: View) -> Verdict:
    """Whether an entry says what has to be known of its system."""
    said = opened(value_of(entry))
    return every(said.at(fact).holds(non_empty) for fact in FACTS)


def deployed(stack: StackView, system: Value) -> Iterator[View]:
    """What the stack makes that may be of the system and has a name of its own."""
    return stack.where(_of_system, system, *NAMES)


def name_of(resource: View) -> Value:
    """What a resource is called."""
    return resource[NAMES[resource.type]]


def declared(entry: View) -> Value:
    """The resources that an entry names: type token to names."""
    return opened(value_of(entry)).at("resources")


def names_of(resources: Value, type_: str) -> Value:
    """The names that are given of a type; a token has dots and slashes in it, so it is no path."""
    if resources.unknown:
        return resources
    return resources.replaced(resources.raw.get(type_) if isinstance(resources.raw, dict) else None)


def system_of(parameter: View) -> Value:
    """The system whose entry a parameter is by its name; missing where it is none."""
    name = parameter["name"]
    found = _NAME.fullmatch(str(name.raw)) if name.known else None
    return name if name.unknown else name.replaced(found and found[1])


def _registered(parameter: View) -> Iterator[Value]:
    yield system_of(parameter)


def _of_system(resource: View) -> Iterator[Value]:
    yield tag(resource, SYSTEM)
