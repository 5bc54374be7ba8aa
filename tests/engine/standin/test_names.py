"""Names: from Pulumi's spelling to AWS's, by the shape alone."""

from __future__ import annotations

from botocore.model import StructureShape
from hypothesis import given
from hypothesis import strategies as st

from engine.standin import shapes
from engine.standin.names import candidates, convert, normal, scalar, spell
from engine.standin.shapes import input_shape
from graph.model import UNKNOWN


def spelled(member: str) -> str:
    """A member as Pulumi's code generator spells it: lower camel case, acronyms as words."""
    first = member[0].lower() + member[1:]
    return first if member[:2] != member[:2].upper() else member.lower()


def shape_of(service: str, operation: str) -> StructureShape:
    return input_shape(service, operation)


OPERATIONS = st.sampled_from(
    [("ec2", "CreateVpc"), ("kms", "CreateKey"), ("dynamodb", "CreateTable"), ("cloudtrail", "CreateTrail")]
)


@given(OPERATIONS, st.data())
def test_every_member_is_found_by_its_own_name_in_pulumi_s_spelling(
    operation: tuple[str, str], data: st.DataObject
) -> None:
    """Case and punctuation never stand between a property and its member."""
    shape = shape_of(*operation)
    member = data.draw(st.sampled_from(sorted(shapes.members(shape))))

    converted = convert(shape, {spelled(member): UNKNOWN})

    assert {member: UNKNOWN} == converted.params
    assert [] == converted.left


@given(st.text(alphabet=st.characters(codec="ascii", categories=["L", "N"]), min_size=1), st.sampled_from("-_ ."))
def test_a_normal_name_knows_neither_case_nor_punctuation(name: str, mark: str) -> None:
    """Both spellings meet in the normal form, and it is its own normal form."""
    assert normal(name) == normal(mark.join(name.upper()))
    assert normal(name) == normal(normal(name))


@given(st.text(alphabet="abcdefghij", min_size=2, max_size=12))
def test_a_plural_and_its_singular_are_candidates_of_each_other(name: str) -> None:
    """Pulumi pluralises what Terraform repeats; AWS does as it likes."""
    assert normal(f"{name}s") in candidates(name, "Anything")
    assert normal(name) in candidates(f"{name}s", "Anything")
    assert normal(f"{name}list") in candidates(f"{name}s", "Anything")


@given(st.dictionaries(st.text(alphabet="xyz", min_size=3, max_size=6), st.integers(), max_size=5))
def test_nothing_is_dropped_in_silence(properties: dict[str, int]) -> None:
    """What has no member is reported."""
    converted = convert(shape_of("kms", "CreateAlias"), properties)

    assert sorted(properties) == sorted([*converted.left, *(spell(converted, (m,)) for m in converted.params)])


def test_acronyms_lists_and_maps_find_their_members() -> None:
    """The spellings that differ most."""
    encryption = shapes.member(shape_of("s3", "PutBucketEncryption"), "ServerSideEncryptionConfiguration")
    assert isinstance(encryption, StructureShape)

    converted = convert(
        encryption,
        {
            "rules": [
                {"applyServerSideEncryptionByDefault": {"sseAlgorithm": "aws:kms"}, "blockedEncryptionTypes": ["SSE-C"]}
            ]
        },
    )
    tags = convert(shape_of("kms", "CreateKey"), {"tags": {"b": "2", "a": "1"}})
    provider = convert(shape_of("iam", "CreateOpenIDConnectProvider"), {"clientIdLists": ["sts.amazonaws.com"]})

    rule = {
        "ApplyServerSideEncryptionByDefault": {"SSEAlgorithm": "aws:kms"},
        "BlockedEncryptionTypes": {"EncryptionType": ["SSE-C"]},
    }
    assert {"Rules": [rule]} == converted.params
    assert {"Tags": [{"TagKey": "a", "TagValue": "1"}, {"TagKey": "b", "TagValue": "2"}]} == tags.params
    assert {"ClientIDList": ["sts.amazonaws.com"]} == provider.params


def test_a_parameter_is_spelled_as_the_program_wrote_it() -> None:
    """Messages name the property, not the parameter."""
    shape = shape_of("s3", "PutBucketVersioning")

    converted = convert(shape, {"versioningConfiguration": {"status": "On"}})

    assert "versioningConfiguration.status" == spell(converted, ("VersioningConfiguration", "Status"))
    assert "versioningConfiguration.mFADelete" == spell(converted, ("VersioningConfiguration", "MFADelete"))
    assert "bucket" == spell(converted, ("Bucket",))


@given(st.integers(min_value=-(2**53), max_value=2**53))
def test_whole_numbers_survive_strings_and_floats(number: int) -> None:
    """Pulumi's numbers are floats on the wire, and some properties are numbers in strings."""
    assert number == scalar("integer", float(number))
    assert number == scalar("long", str(number))
    assert str(number) == scalar("string", number)


def test_what_cannot_be_converted_is_left_for_the_check_to_refuse() -> None:
    """A conversion that would lose something does not happen."""
    assert "many" == scalar("integer", "many")
    assert 1.5 == scalar("integer", 1.5)
    assert scalar("boolean", "true") is True
    assert "yes" == scalar("boolean", "yes")
