"""The inventory of AI systems: that each is in it, and that it says what stands."""

from __future__ import annotations

from collections.abc import Iterator

from policies.classification import SYSTEM, tag
from policies.inventory import (
    NAMES,
    PARAMETER,
    SPEAKING_TYPES,
    declared,
    deployed,
    entries,
    is_entry,
    name_of,
    names_of,
    says_all,
    system_of,
)
from policies.rule import Severity, resource_rule
from policies.rules.examples.build import changed
from policies.rules.examples.endpoints import ENDPOINTS
from policies.rules.examples.inventory import entry
from policies.subjects import same
from policies.value import Outcome
from policies.verdict import Verdict, some
from policies.view import View


@resource_rule(
    id="LZ-GOV-006",
    title="An AI system is registered in the inventory",
    severity=Severity.MEDIUM,
    types=SPEAKING_TYPES,
    control="GOV-04",
    why="Nobody governs, stops or reports a system that is in no list; an authority asks for the list first (Art. 49).",
    fix="Make an aws.ssm.Parameter .../inventory/SYSTEM with system, owner, purpose, risk-tier; InventoryEntry does.",
    good=ENDPOINTS,
    bad=changed(ENDPOINTS, "entry", name="/lz/prod/systems/support-assistant"),
    offending="entry.name",
    decides=("endpoint.tags.lz:system",),
)
def system_is_registered(view: View) -> Iterator[Outcome]:
    system = tag(view, SYSTEM)
    registered = some(is_entry(one, system) & says_all(one) for one in entries(view.stack, system))
    yield view.outcome(registered, "no entry of an inventory says what its system is")


@resource_rule(
    id="LZ-CHG-009",
    title="The inventory names what stands, and nothing else",
    severity=Severity.MEDIUM,
    types=(PARAMETER,),
    control="CHG-06",
    why="A list that is not the truth is worse than none: what it leaves out is governed by nobody.",
    fix="Let the program that makes the resources write the entry; each of resources is a type token with its names.",
    good=ENDPOINTS,
    bad=changed(ENDPOINTS, "entry", insecureValue=entry({"aws:sagemaker/endpoint:Endpoint": ["lz-prod-former"]})),
    offending="entry.insecureValue",
    decides=("endpoint.name", "entry.name"),
)
def inventory_is_what_stands(parameter: View) -> Iterator[Outcome]:
    system, resources = system_of(parameter), declared(parameter)
    if system.missing or (system.unknown and resources.missing):
        return
    perhaps = Verdict.UNKNOWN if system.unknown else Verdict.FAIL  # it may be another's entry, or none
    told = Verdict.UNKNOWN if resources.unknown else Verdict.of(isinstance(resources.raw, dict))
    yield resources.outcome(perhaps | told, "does not say what the system is made of")
    made = [(one, ~same(tag(one, SYSTEM), system)) for one in deployed(parameter.stack, system)]
    for one, others in made:
        named = some(same(name, name_of(one)) for name in names_of(resources, one.type).each())
        yield one.outcome(perhaps | others | named, "the inventory does not name it among what its system is")
    for type_ in resources.raw if isinstance(resources.raw, dict) else ():
        what = type_ if type_ in NAMES else "a type that is none of a system's"
        for name in names_of(resources, type_).each():
            stands = some(~others & same(name, name_of(one)) for one, others in made if one.type == type_)
            yield parameter.outcome(perhaps | stands, f"names something that does not stand: {what}")
