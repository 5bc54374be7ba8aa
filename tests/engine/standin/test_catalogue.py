"""The table itself: everything it names exists in AWS's service model, in JMESPath, and in Pulumi's SDK."""

from __future__ import annotations

import keyword
import re
from collections.abc import Iterator
from pathlib import Path

import jmespath
import pulumi_aws
import pytest

from engine.standin import shapes
from engine.standin.catalogue import NOT_IN_TABLE, ROWS, kept_as_state_only, state_only_types, table
from engine.standin.row import Action, Call, Row
from engine.standin.shapes import input_shape
from engine.standin.templates import fields

SDK = Path(pulumi_aws.__file__).parent
EVERY_ROW = sorted(ROWS)


def calls(row: Row) -> Iterator[Call]:
    """Every call a row may make."""
    actions: list[Action] = [row.create, *row.delete, *row.after_create]
    for step in row.steps:
        actions += [*step.run, *step.clear]
    if row.read is not None:
        actions.append(row.read)
    if row.listing is not None:
        actions.append(row.listing[0])
    if row.taken is not None:
        actions.append(row.taken[0])
    actions += [lookup.call for lookup in row.lookups.values()]
    yield from (action for action in actions if isinstance(action, Call))


def sdk_properties(type_: str) -> set[str]:
    """The properties of a resource class of the SDK, in Pulumi's spelling."""
    _, module, class_name = re.split(r"[:/]", type_, maxsplit=2)
    file = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", class_name.split(":")[1]).lower()
    # A module that is named like a word of Python has an underscore behind it.
    source = (SDK / (f"{module}_" if keyword.iskeyword(module) else module) / f"{file}.py").read_text()
    body = source[source.index("\nclass " + class_name.split(":")[1] + "(") :]
    named = re.findall(r'@pulumi\.getter\(name="(\w+)"\)', body)
    return {*named, *re.findall(r"@pulumi\.getter\n(?:    @.*\n)?    def (\w+)\(", body)}


@pytest.mark.parametrize("type_", EVERY_ROW)
def test_every_operation_and_member_is_in_the_service_model(type_: str) -> None:
    """A misspelt operation, an unknown member or a rename to nowhere is found here, not in a run."""
    row = ROWS[type_]
    for call in calls(row):
        members = shapes.members(input_shape(row.service, call.operation))
        inside = shapes.members(members[call.into]) if call.into else {}
        for member in (*call.takes, *call.fixed, *([call.into] if call.into else [])):
            assert member in members, f"{call.operation} has no {member}"
        for prop, member in call.rename.items():
            assert "." in prop or call.reshape or member in {*members, *inside}, f"{call.operation} has no {member}"


@pytest.mark.parametrize("type_", EVERY_ROW)
def test_every_tag_operation_is_in_the_service_model(type_: str) -> None:
    """Tags are put, dropped and listed by operations that exist, with members that exist."""
    row = ROWS[type_]
    if row.tagging is None:
        return
    tagging = row.tagging
    put = shapes.members(input_shape(row.service, tagging.put))
    listed = shapes.members(input_shape(row.service, tagging.listed))
    created = shapes.members(input_shape(row.service, row.create.operation))

    assert tagging.target in put
    assert tagging.whole or tagging.tags in put
    assert tagging.whole or tagging.keys in shapes.members(input_shape(row.service, tagging.drop))
    assert tagging.resource_type or (tagging.listed_target or tagging.target) in listed
    assert not tagging.at_create or tagging.at_create in created


@pytest.mark.parametrize("type_", EVERY_ROW)
def test_every_expression_compiles(type_: str) -> None:
    """JMESPath is read at import of a test, not at the first deploy."""
    row = ROWS[type_]
    paths = [row.id, row.entity, *row.outputs.values(), *row.observed.values()]
    paths += [lookup.path for lookup in row.lookups.values()]
    for path in filter(None, paths):
        jmespath.compile(re.sub(r"\$\w+", "x", path))


@pytest.mark.parametrize("type_", EVERY_ROW)
def test_every_property_is_one_of_the_sdk(type_: str) -> None:
    """The table speaks of properties that a program can write or read."""
    row = ROWS[type_]
    known = sdk_properties(type_) | {"id", "account"}
    spoken = {
        *row.replace,
        *(prop.split(".")[0] for prop in row.outputs),
        *row.built,
        *row.lookups,
        *row.observed,
        *row.kept,
        *row.kept_changes,
    }
    spoken |= {*row.provider_only, *([row.name] if row.name else [])}
    spoken |= {prop for step in row.steps for prop in step.carries}
    spoken |= {part for name in fields(row.id_format) for part in name.split("|")}
    for call in calls(row):
        spoken |= {source.removeprefix("$") for source in call.takes.values()} - {"region"}
        spoken |= {*(call.carries or ()), *call.claims}
        spoken |= {prop.split(".")[0] for prop in call.rename} if call.reshape is None else set()

    assert set() == {prop for prop in spoken if prop not in known}, "the SDK has no such property"


@pytest.mark.parametrize("type_", EVERY_ROW)
def test_a_row_says_how_its_thing_is_known_and_found(type_: str) -> None:
    """An id comes from the answer or from the names, never both; what moto holds can be read back."""
    row = ROWS[type_]
    if row.state_only:
        return

    assert bool(row.id) != bool(row.id_format)
    assert row.read is not None
    assert row.entity
    assert row.delete or type_ == "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup"


def test_what_stays_in_the_state_has_a_reason() -> None:
    """A stand-in never pretends: every type it does not create says why."""
    reasons = state_only_types()

    assert reasons, "moto has gaps; an empty list would hide them"
    assert all(reason.startswith("moto has no") for reason in reasons.values())
    assert None is kept_as_state_only("aws:s3/bucket:Bucket")
    assert NOT_IN_TABLE == kept_as_state_only("aws:lex/bot:Bot")
    assert len(ROWS) == len(table())


@pytest.mark.parametrize("type_", sorted(state_only_types()))
def test_a_state_only_type_would_not_work_in_moto(type_: str) -> None:
    """When moto learns the operation, this fails, and the type can move to moto."""
    # Other services have operations of the same name: Athena reserves capacity too.
    own = Path(__import__("moto").__file__).parent / ROWS[type_].service.replace("-", "")
    source = "".join(path.read_text() for path in (*own.glob("responses*.py"), *own.glob("responses/*.py")))
    missing = re.search(r"moto has no (\w+)(?: (\w+))?", state_only_types()[type_])
    assert missing is not None
    operation = missing[1] if missing[2] is None or missing[1] != "Access" else "CreateAnalyzer"

    assert f"def {re.sub(r'(?<=[a-z])(?=[A-Z])', '_', operation).lower()}(" not in source
