"""Knowledge bases (policies.rules.knowledge): every way documents get in, and every way more is read than was meant."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from graph.model import UNKNOWN
from policies.buckets import BUCKET
from policies.documents import ROLE
from policies.example import graph_of
from policies.rule import Example, Examples
from policies.rules.examples.build import ACCOUNT, aws, changed, document, linked, placed
from policies.rules.examples.custody import ROLE_POLICY, store_access
from policies.rules.examples.knowledge import (
    CORPUS,
    CRAWLED,
    CURATED,
    DOCUMENTS,
    KNOWLEDGE,
    corpus_policy,
    crawl,
)
from policies.vectors import DATA_SOURCE, bucket_read, is_learnt_from
from policies.verdict import Verdict
from policies.view import StackView
from tests.policies.rules.judged import RULES, verdict

PASS, FAIL, UNSURE = Verdict.PASS, Verdict.FAIL, Verdict.UNKNOWN
ELSEWHERE = "arn:aws:s3:::another-corpus"


def said(number: int, stack: Examples) -> Verdict:
    return verdict(RULES[f"LZ-RAG-{number:03}"], stack)


def without(stack: Examples, *names: str) -> Examples:
    return tuple(example for example in stack if example.name not in names)


def reading(bucket: Any, *prefixes: Any, type_: str = "S3") -> dict[str, Any]:
    return {"type": type_, "s3Configuration": {"bucketArn": bucket, "inclusionPrefixes": list(prefixes)}}


@pytest.mark.parametrize(("policy", "expected"), [("DELETE", PASS), (None, PASS), ("RETAIN", FAIL)])
def test_vectors_go_by_default(policy: str | None, expected: Verdict) -> None:
    """AWS deletes unless it is told to keep."""
    assert expected is said(2, changed(KNOWLEDGE, "handbook", dataDeletionPolicy=policy))


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, PASS),
        ({"scope": None}, FAIL),
        ({"scope": "SUBDOMAINS"}, FAIL),
        ({"inclusionFilters": []}, FAIL),
        ({"inclusionFilters": None}, FAIL),
        ({"scope": UNKNOWN}, UNSURE),
    ],
)
def test_a_crawl_has_a_scope_and_filters(changes: dict[str, Any], expected: Verdict) -> None:
    """Both, and both written down."""
    assert expected is said(3, changed(CRAWLED, "pages", dataSourceConfiguration=crawl(**changes)))


def test_only_a_crawl_needs_a_crawler() -> None:
    """A source that says no type is none yet."""
    assert PASS is said(3, KNOWLEDGE)
    assert PASS is said(3, changed(CRAWLED, "pages", dataSourceConfiguration={}))


@pytest.mark.parametrize(
    ("prefixes", "expected"),
    [
        (["tariffs/"], PASS),
        (["handbook/old/"], FAIL),
        (["hand"], FAIL),
        (["tariffs/", "handbook/"], FAIL),
        ([], FAIL),
        ([UNKNOWN], UNSURE),
    ],
)
def test_prefixes_are_apart_both_ways(prefixes: list[Any], expected: Verdict) -> None:
    """Neither is the beginning of the other; no prefix is the whole bucket."""
    read = reading(f"arn:aws:s3:::{CORPUS}", *prefixes)

    assert expected is said(9, changed(KNOWLEDGE, "tariffs", dataSourceConfiguration=read))


def test_without_prefixes_two_sources_read_the_same() -> None:
    """Also where the list was never given."""
    bare = {"type": "S3", "s3Configuration": {"bucketArn": f"arn:aws:s3:::{CORPUS}"}}

    assert FAIL is said(9, changed(KNOWLEDGE, "tariffs", dataSourceConfiguration=bare))


@pytest.mark.parametrize(
    ("stack", "expected"),
    [
        (changed(KNOWLEDGE, "tariffs", dataSourceConfiguration=reading(ELSEWHERE, "handbook/")), PASS),
        (changed(KNOWLEDGE, "tariffs", dataSourceConfiguration=crawl()), PASS),
        (changed(KNOWLEDGE, "tariffs", dataSourceConfiguration=reading(UNKNOWN, "handbook/")), UNSURE),
        (changed(KNOWLEDGE, "tariffs", dataSourceConfiguration=reading(UNKNOWN, "tariffs/")), PASS),
    ],
)
def test_only_sources_of_one_bucket_can_mix(stack: Examples, expected: Verdict) -> None:
    """Another bucket, or none, is apart; one not known yet may be the same."""
    assert expected is said(9, stack)


def by_edge(stack: Examples, name: str, bucket: str, *prefixes: str) -> Examples:
    """A source whose bucket is known by its edge only."""
    return tuple(
        replace(
            example,
            properties={**example.properties, "dataSourceConfiguration": reading(UNKNOWN, *prefixes)},
            refs={**example.refs, "dataSourceConfiguration": bucket},
        )
        if example.name == name
        else example
        for example in stack
    )


def test_edges_tell_buckets_apart_before_they_have_arns() -> None:
    """At the first preview no bucket has an ARN."""
    other = aws(BUCKET, "other", bucket="another-corpus")
    same = by_edge(KNOWLEDGE, "tariffs", "corpus", "handbook/")
    apart = by_edge((*KNOWLEDGE, other), "tariffs", "other", "handbook/")

    assert FAIL is said(9, same)
    assert FAIL is said(9, by_edge(same, "handbook", "corpus", "handbook/"))
    assert PASS is said(9, by_edge(apart, "handbook", "corpus", "handbook/"))


MODEL = "aws:bedrock/customModel:CustomModel"
JOB = "aws:sagemaker/trainingJob:TrainingJob"


def trained(uri: Any) -> dict[str, Any]:
    return {"inputDataConfigs": [{"dataSource": {"s3DataSource": {"s3Uri": uri}}}]}


@pytest.mark.parametrize(
    ("example", "expected"),
    [
        (aws(DATA_SOURCE, "one", dataSourceConfiguration=reading("arn:aws:s3:::corpus")), PASS),
        (aws(DATA_SOURCE, "one", dataSourceConfiguration=reading("arn:aws:s3:::corpus-2")), FAIL),
        (aws(DATA_SOURCE, "one", dataSourceConfiguration=reading(UNKNOWN)), UNSURE),
        (aws(DATA_SOURCE, "one", {"dataSourceConfiguration": "store"}), PASS),
        (aws(DATA_SOURCE, "one", {"dataSourceConfiguration": "other"}), FAIL),
        (aws(DATA_SOURCE, "one", dataSourceConfiguration=crawl()), FAIL),
        (aws(MODEL, "one", trainingDataConfig={"s3Uri": "s3://corpus/train.jsonl"}), PASS),
        (aws(MODEL, "one", trainingDataConfig={"s3Uri": "corpus/train.jsonl"}), FAIL),
        (aws(MODEL, "one", trainingDataConfig={"s3Uri": 7}), FAIL),
        (aws(JOB, "one", **trained("s3://corpus/")), PASS),
        (aws(JOB, "one", **trained("s3://other/corpus")), FAIL),
    ],
)
def test_what_models_learn_from_is_named_in_many_ways(example: Example, expected: Verdict) -> None:
    """By ARN, by URI, by edge; a knowledge base, a customised model, a training job."""
    stack = StackView(graph_of((aws(BUCKET, "store", bucket="corpus"), aws(BUCKET, "other", bucket="x"), example)))
    [bucket] = (view for view in stack.of_type(BUCKET) if view.name == "store")

    assert expected is is_learnt_from(bucket)


def test_a_bucket_without_a_name_is_known_by_its_edge() -> None:
    """Else it may be any."""
    for refs, expected in ({"dataSourceConfiguration": "store"}, PASS), ({}, UNSURE):
        one = aws(DATA_SOURCE, "one", refs, dataSourceConfiguration=reading("arn:aws:s3:::corpus"))
        [bucket] = StackView(graph_of((aws(BUCKET, "store"), one))).of_type(BUCKET)
        assert expected is is_learnt_from(bucket)


def test_of_two_buckets_an_edge_leads_to_nobody_knows_which() -> None:
    """A configuration may be made of both."""
    one = aws(DATA_SOURCE, "one", dataSourceConfiguration=UNKNOWN)
    graph = graph_of((aws(BUCKET, "store"), aws(BUCKET, "other"), one))
    urns = tuple(urn for urn, resource in graph.resources.items() if resource.type == BUCKET)
    source_urn = next(urn for urn, resource in graph.resources.items() if resource.type == DATA_SOURCE)
    graph.resources[source_urn] = replace(  # pyright: ignore[reportIndexIssue]  a graph by hand
        graph.resources[source_urn], property_dependencies={"dataSourceConfiguration": urns}
    )
    stack = StackView(graph)

    assert [UNSURE, UNSURE] == [is_learnt_from(bucket) for bucket in stack.of_type(BUCKET)]
    assert [""] == [bucket_read(view) for view in stack.of_type(DATA_SOURCE)]


@pytest.mark.parametrize(
    ("stack", "expected"),
    [
        (CURATED, PASS),
        (changed(CURATED, "corpus-policy", policy=corpus_policy("ingestion", "curator")), FAIL),
        (changed(CURATED, "corpus-policy", policy=corpus_policy("curator")), PASS),
        (changed(CURATED, "corpus-policy", policy=corpus_policy()), FAIL),
        (changed(KNOWLEDGE, "corpus-policy", policy=corpus_policy()), PASS),
    ],
)
def test_one_writer_is_counted_after_all_denies(stack: Examples, expected: Verdict) -> None:
    """Who is granted and refused does not write."""
    assert expected is said(10, stack)


OPEN = changed(CURATED, "corpus-policy", policy=corpus_policy())


def test_deleting_is_writing() -> None:
    """Who takes documents away changes the answers too."""
    deletes = changed(OPEN, "curator-policy", policy=store_access("s3:DeleteObject", resource=DOCUMENTS))
    reads = changed(OPEN, "curator-policy", policy=store_access("s3:GetObject", resource=DOCUMENTS))

    assert (FAIL, PASS) == (said(10, deletes), said(10, reads))


def test_emergencies_do_not_count() -> None:
    """The role that emergencies open writes anywhere, and is told of when it does."""
    assert PASS is said(10, changed(OPEN, "curator", name="lz-prod-break-glass"))


def test_a_role_of_another_program_is_another_writer() -> None:
    """And a writer that is not known yet may be the same one."""
    stranger = changed(OPEN, "curator-policy", role="of-another-program")
    somebody = changed(OPEN, "curator-policy", role=UNKNOWN)

    assert FAIL is said(10, without(stranger, "curator"))
    assert UNSURE is said(10, without(somebody, "curator"))


def test_two_roles_without_names_are_two() -> None:
    """Edges tell them apart."""
    nameless = changed(changed(OPEN, "ingestion", name=UNKNOWN), "curator", name=UNKNOWN)

    assert UNSURE is said(10, nameless), "either may be the role for emergencies"


def test_a_bucket_nobody_learns_from_may_have_many_writers() -> None:
    """A store of records has one per function."""
    sources = ("handbook", "tariffs")

    assert PASS is said(10, without(OPEN, *sources))
    assert PASS is said(11, without(OPEN, *sources))


ROLE_OF = f"arn:aws:iam::{ACCOUNT}:role/lz-prod"


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, PASS),
        ({"Action": "s3:*"}, PASS),
        ({"Action": "s3:PutObject"}, FAIL),
        ({"Action": "s3:DeleteObject"}, FAIL),
        ({"Resource": f"arn:aws:s3:::{CORPUS}/handbook/*"}, FAIL),
        ({"Principal": {"AWS": f"{ROLE_OF}-curator"}}, FAIL),
        ({"Condition": {"StringNotLike": {"aws:PrincipalArn": f"{ROLE_OF}-*"}}}, PASS),
        ({"Condition": {"StringNotLike": {"aws:PrincipalArn": "*"}}}, FAIL),
        ({"Condition": {"Bool": {"aws:SecureTransport": "false"}}}, FAIL),
        ({"Condition": {}}, PASS),
        ({"Condition": UNKNOWN}, UNSURE),
    ],
)
def test_the_bucket_itself_refuses_everybody_else(changes: dict[str, Any], expected: Verdict) -> None:
    """Writing and deleting, of every object, by everybody who is not named."""
    keep = {
        "Effect": "Deny",
        "Principal": "*",
        "Action": ["s3:PutObject", "s3:DeleteObject"],
        "Resource": DOCUMENTS,
        "Condition": {"ArnNotEquals": {"aws:PrincipalArn": f"{ROLE_OF}-ingestion"}},
    }
    policy = {"Statement": [{**keep, **changes}]}

    assert expected is said(11, changed(KNOWLEDGE, "corpus-policy", policy=policy))


@pytest.mark.parametrize(
    ("resource", "expected"),
    [
        (DOCUMENTS, PASS),
        (f"arn:aws:s3:::{CORPUS}", PASS),
        (f"arn:aws:s3:::{CORPUS}/handbook/*", PASS),
        (f"arn:aws:s3:::{CORPUS}-2/*", FAIL),
        (f"arn:aws:s3:::{CORPUS}*", FAIL),
        ([DOCUMENTS, f"{ELSEWHERE}/*"], FAIL),
        ("*", FAIL),
    ],
)
def test_a_knowledge_base_reads_what_it_declares(resource: Any, expected: Verdict) -> None:
    """Every resource of every grant lies in the bucket of a source."""
    assert expected is said(
        12, changed(KNOWLEDGE, "retrieval-policy", policy=store_access("s3:Get*", resource=resource))
    )


@pytest.mark.parametrize(
    ("statement", "expected"),
    [
        ({"Effect": "Allow", "Action": "s3:ListBucket", "Resource": "*"}, PASS),
        ({"Effect": "Deny", "Action": "s3:GetObject", "Resource": "*"}, PASS),
        ({"Effect": "Allow", "Action": "s3:GetObject", "NotResource": DOCUMENTS}, FAIL),
        ({"Effect": "Allow", "Action": "s3:GetObject", "Resource": UNKNOWN}, UNSURE),
    ],
)
def test_only_grants_to_read_count(statement: dict[str, Any], expected: Verdict) -> None:
    """To list is to read no document; to leave out is to grant the rest."""
    assert expected is said(12, changed(KNOWLEDGE, "retrieval-policy", policy={"Statement": [statement]}))


def test_a_source_that_is_not_known_yet_may_be_what_is_read() -> None:
    """But nothing is with a star in its name."""
    unknown = changed(KNOWLEDGE, "tariffs", dataSourceConfiguration=reading(UNKNOWN, "tariffs/"))
    perhaps = changed(KNOWLEDGE, "tariffs", dataSourceConfiguration=reading(ELSEWHERE), knowledgeBaseId=UNKNOWN)
    more = store_access("s3:GetObject", resource=f"{ELSEWHERE}/*")
    star = store_access("s3:GetObject", resource="arn:aws:s3:::another-*")

    assert UNSURE is said(12, changed(unknown, "retrieval-policy", policy=more))
    assert UNSURE is said(12, changed(perhaps, "retrieval-policy", policy=more))
    assert FAIL is said(12, changed(unknown, "retrieval-policy", policy=star))
    assert FAIL is said(
        12, changed(unknown, "retrieval-policy", policy=document({"Effect": "Allow", "Action": "*", "Resource": "*"}))
    )


def test_a_source_is_the_knowledge_bases_own_and_known_by_edge() -> None:
    """Another knowledge base's source is nothing of this one's; a bucket's name stands for its ARN."""
    others = changed(changed(KNOWLEDGE, "handbook", knowledgeBaseId="KB2"), "tariffs", knowledgeBaseId="KB2")
    edges = by_edge(by_edge(KNOWLEDGE, "handbook", "corpus"), "tariffs", "corpus")
    web = changed(changed(KNOWLEDGE, "handbook", dataSourceConfiguration=crawl()), "tariffs", knowledgeBaseId="KB2")

    assert FAIL is said(12, others)
    assert PASS is said(12, edges)
    assert FAIL is said(12, web)


def test_the_role_is_found_by_edge_or_by_arn() -> None:
    """One that comes from nowhere is not known; one of another program is not judged here."""
    wide = changed(KNOWLEDGE, "retrieval-policy", policy=store_access("s3:GetObject", resource="*"))

    assert FAIL is said(12, changed(wide, "knowledge", roleArn=f"{ROLE_OF}-retrieval"))
    assert PASS is said(12, changed(wide, "knowledge", roleArn=f"{ROLE_OF}-elsewhere"))
    assert UNSURE is said(12, changed(wide, "knowledge", roleArn=UNKNOWN))
    assert PASS is said(12, linked(wide, "knowledge", roleArn="ingestion"))


def test_all_of_a_roles_policies_count() -> None:
    """Attached ones as well."""
    attachment = aws(
        "aws:iam/rolePolicyAttachment:RolePolicyAttachment",
        "all",
        {"role": "retrieval"},
        policyArn="arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess",
    )

    assert FAIL is said(12, (*KNOWLEDGE, attachment))
    assert {ROLE, ROLE_POLICY} <= {example.type for example in KNOWLEDGE}
    assert PASS is said(12, placed(KNOWLEDGE, "knowledge", ("name",), "renamed"))
