"""The graph of what the engine tells a policy pack."""

from __future__ import annotations

from typing import Any

from pulumi.runtime.proto import analyzer_pb2

from graph import analyzed
from graph.model import UNKNOWN, Secret
from tests.graph.wire import struct

STACK = "urn:pulumi:dev::lz::pulumi:pulumi:Stack::lz-dev"
PROVIDER = "urn:pulumi:dev::lz::pulumi:providers:aws::main"
BUCKET = "aws:s3/bucket:Bucket"
URN = f"urn:pulumi:dev::lz::{BUCKET}::b"


def provider(urn: str = PROVIDER) -> analyzer_pb2.AnalyzerProviderResource:
    """A provider as it comes along with a resource."""
    sent = struct({"region": "eu-west-1", "version": "7.51.1"})
    return analyzer_pb2.AnalyzerProviderResource(
        urn=urn, type="pulumi:providers:aws", name=urn.rsplit("::", maxsplit=1)[-1], properties=sent
    )


def analyze(urn: str, type_: str, properties: dict[str, Any], **more: Any) -> analyzer_pb2.AnalyzeRequest:
    """A request about one resource."""
    options = analyzer_pb2.AnalyzerResourceOptions(parent=STACK, protect=True, ignoreChanges=["tags"])
    return analyzer_pb2.AnalyzeRequest(
        urn=urn,
        type=type_,
        name=urn.rsplit("::", maxsplit=1)[-1],
        properties=struct(properties),
        options=options,
        **more,
    )


def test_one_resource_is_its_inputs_and_options() -> None:
    """Unknown and secret inputs, protection and provider are there; the root stack is no parent."""
    found = analyzed.from_analyze(analyze(URN, BUCKET, {"a": UNKNOWN, "b": Secret("x")}, provider=provider()))

    assert {"a": UNKNOWN, "b": Secret("x")} == found.properties
    assert (True, ("tags",), PROVIDER, None, True) == (
        found.protect, found.ignore_changes, found.provider, found.parent, found.custom,
    )  # fmt: skip


def test_what_the_engine_writes_on_a_provider_is_left_out() -> None:
    """The program gave no version; a graph of the program's own requests has none either."""
    alone = analyzed.provider_of(analyze(URN, BUCKET, {}, provider=provider()))
    registered = analyzed.from_analyze(
        analyze(PROVIDER, "pulumi:providers:aws", {"version": "7", "region": "eu-west-1"})
    )

    assert alone is not None
    assert {"region": "eu-west-1"} == alone.properties == registered.properties
    assert registered.custom


def test_what_the_providers_check_fills_in_is_left_out() -> None:
    """An automatic name, a default anywhere below, merged tags: no program gave them, and no first run shows them.

    The shape is the one of https://github.com/pulumi/pulumi-terraform-bridge: a list beside the properties it names.
    """
    days = {"__defaults": ["unit"], "unit": "DAYS", "days": 30}
    checked = {
        "__defaults": ["bucket", "forceDestroy"],
        "bucket": "b-1a2b3c4",
        "forceDestroy": False,
        "rules": [{"__defaults": [], "retention": days}],
        "token": Secret({"__defaults": ["kind"], "kind": "plain", "value": "x"}),
        "tags": {"team": "sre"},
        "tagsAll": {"team": "sre", "lz:owner": "sre"},
    }

    found = analyzed.from_analyze(analyze(URN, BUCKET, checked))

    assert {"rules": [{"retention": {"days": 30}}], "token": Secret({"value": "x"}), "tags": {"team": "sre"}} == dict(
        found.properties
    )


def test_what_check_fills_in_is_listed_for_remediate_alone() -> None:
    """Analyze does not show the list of the resource itself, so it is brought along."""
    listed = analyzed.filled_in(
        analyze(URN, BUCKET, {"__defaults": ["bucket"], "bucket": "b-1a2b3c4", "acl": "private"})
    )

    found = analyzed.from_analyze(analyze(URN, BUCKET, {"bucket": "b-1a2b3c4", "acl": "private"}), listed)

    assert {"acl": "private"} == found.properties
    assert frozenset() == analyzed.filled_in(analyze(URN, BUCKET, {"acl": "private"}))


def test_what_the_program_gave_stays_whatever_its_name() -> None:
    """Only a list names defaults, and only AWS merges tags."""
    odd = {"__defaults": "none", "tagsAll": {"a": "b"}}

    assert odd == analyzed.from_analyze(analyze(URN, "other:index/thing:Thing", odd)).properties


def test_a_provider_the_engine_made_is_none() -> None:
    """A resource under a default provider has no provider in the graph, as in the program."""
    default = provider("urn:pulumi:dev::lz::pulumi:providers:aws::default_7_51_1")
    request = analyze(URN, BUCKET, {}, provider=default)

    assert analyzed.provider_of(request) is None
    assert analyzed.from_analyze(request).provider is None


def resource(urn: str, type_: str, outputs: dict[str, Any], **more: Any) -> analyzer_pb2.AnalyzerResource:
    """A resource of the whole stack."""
    return analyzer_pb2.AnalyzerResource(
        urn=urn, type=type_, name=urn.rsplit("::", maxsplit=1)[-1], properties=struct(outputs), parent=STACK, **more
    )


def test_the_whole_graph_has_inputs_and_edges() -> None:
    """AnalyzeStack sends outputs; the graph keeps the inputs of Analyze and takes the edges."""
    key = "urn:pulumi:dev::lz::aws:kms/key:Key::k"
    edges = {"kmsKeyId": analyzer_pb2.AnalyzerPropertyDependencies(urns=[key])}
    request = analyzer_pb2.AnalyzeStackRequest(
        resources=[
            resource(STACK, "pulumi:pulumi:Stack", {"export": "x"}),
            resource("urn:pulumi:dev::lz::pulumi:providers:aws::default", "pulumi:providers:aws", {}),
            resource(URN, BUCKET, {"arn": "computed"}, dependencies=[key], propertyDependencies=edges),
        ]
    )
    inputs = analyzed.from_analyze(analyze(URN, BUCKET, {"kmsKeyId": UNKNOWN}))

    graph = analyzed.from_analyze_stack(request, {URN: inputs}, project="lz", stack="dev")

    assert [URN, key] == list(graph.resources), "root stack and default provider are nobody's declaration"
    found = graph.resources[URN]
    assert {"kmsKeyId": UNKNOWN} == found.properties
    assert ((key,), {"kmsKeyId": (key,)}) == (found.dependencies, dict(found.property_dependencies))
    assert graph.resources[key].external, "the engine does not show what is only read; its edge does"


def test_a_resource_left_out_by_target_is_judged_by_its_outputs() -> None:
    """The engine asks about it only with the whole stack; it is managed all the same."""
    request = analyzer_pb2.AnalyzeStackRequest(
        resources=[resource(URN, BUCKET, {"acl": "private"}, provider=provider())]
    )

    found = analyzed.from_analyze_stack(request, {}, project="lz", stack="dev").resources[URN]

    assert ({"acl": "private"}, False, True) == (found.properties, found.external, found.custom)
