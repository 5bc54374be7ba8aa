"""Stores of vectors: reached from inside, encrypted with a key of ours, open to named roles only."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from policies.checks import Demand, by_type, demands, encrypted
from policies.iam import Principal, Statement, read
from policies.identities import account_of, principal_of
from policies.keys import customer_key
from policies.organisation import organisation
from policies.rule import Severity, resource_rule
from policies.rules.examples.build import changed, document
from policies.rules.examples.vectors import (
    COLLECTIONS,
    SEARCH,
    VECTORS,
    access,
    encryption,
    network,
    queried_by,
    shut,
)
from policies.rules.examples.vectors import encrypted as encryption_of
from policies.serverless import ACCESS_POLICY, about, clauses
from policies.value import Outcome, is_false, is_true, one_of
from policies.vectors import COLLECTION, KENDRA, VECTOR_BUCKET, VECTOR_INDEX, VECTOR_POLICY
from policies.verdict import Verdict, some
from policies.view import View


@resource_rule(
    id="LZ-RAG-004",
    title="A collection is reached from VPCs only",
    severity=Severity.CRITICAL,
    types=(COLLECTION,),
    control="RAG-04",
    why="A collection on the internet hands out, by similarity, whatever was ever put into it.",
    fix="Cover the collection by a network policy without AllowFromPublic, with SourceVPCEs and SourceServices.",
    good=COLLECTIONS,
    bad=changed(COLLECTIONS, "network", policy=network(AllowFromPublic=True)),
    offending="network.policy",
    decides=("collection.name", "network.type"),
)
def collection_is_reached_from_inside(collection: View) -> Iterator[Outcome]:
    said = list(about(collection, "network"))
    yield collection.outcome(some(clause.about for clause in said), "has no network policy of the stack")
    for clause in said:
        public = clause.body.at("AllowFromPublic")
        open_ = clause.about & public.holds(is_true)
        yield public.outcome(~open_, "lets the internet reach a collection")


@resource_rule(
    id="LZ-RAG-005",
    title="A collection is encrypted with a customer key",
    severity=Severity.HIGH,
    types=(COLLECTION,),
    control="RAG-05",
    why="From a vector its text can be guessed back; a key of AWS's own nobody here can withdraw.",
    fix="Set AWSOwnedKey false and KmsARN in the encryption policy that covers the collection.",
    good=COLLECTIONS,
    bad=changed(COLLECTIONS, "encryption", policy=encryption(AWSOwnedKey=True)),
    offending="encryption.policy",
    decides=("collection.name", "encryption.type"),
)
def collection_has_a_customer_key(collection: View) -> Iterator[Outcome]:
    own, said = collection["encryptionConfigs"], list(about(collection, "encryption"))
    held = [(collection, own, "awsOwnedKey", "kmsKeyArn", Verdict.PASS)] if not own.missing else []
    held += [(clause.policy, clause.body, "AWSOwnedKey", "KmsARN", clause.about) for clause in said]
    yield collection.outcome(some(covers for *_, covers in held), "has no encryption policy of the stack")
    for holder, body, aws_owned, key, covers in held:
        ours = body.at(aws_owned).holds(is_false, when_missing=False) & customer_key(holder, body.at(key))
        yield body.outcome(~covers | ours, "leaves a collection to a key of AWS's own")


@resource_rule(
    id="LZ-RAG-006",
    title="Access to vectors names who has it",
    severity=Severity.HIGH,
    types=(ACCESS_POLICY,),
    control="RAG-06",
    why="What a collection answers is not filtered by who asks: whoever may ask may read everything in it.",
    fix="List the ARNs of roles in Principal, without a star.",
    good=COLLECTIONS,
    bad=changed(COLLECTIONS, "access", policy=access("aoss:ReadDocument", principal="*")),
    offending="access.policy",
)
def access_names_who(policy: View) -> Iterator[Outcome]:
    for clause in clauses(policy):
        for principal in clause.at("Principal").each():
            yield principal.must(lambda raw: "*" not in str(raw), "lets everybody at the vectors")


@resource_rule(
    id="LZ-RAG-014",
    title="Access to vectors names what is allowed",
    severity=Severity.HIGH,
    types=(ACCESS_POLICY,),
    control="RAG-06",
    why="Who searches needs to read documents; with aoss:* the same role can delete the index or fill it with lies.",
    fix="List the permissions, for example aoss:ReadDocument, without a star.",
    good=COLLECTIONS,
    bad=changed(COLLECTIONS, "access", policy=access("aoss:*")),
    offending="access.policy",
)
def access_names_what(policy: View) -> Iterator[Outcome]:
    for clause in clauses(policy):
        for rule in clause.at("Rules").each():
            for permission in rule.at("Permission").each():
                yield permission.must(lambda raw: "*" not in str(raw), "allows everything with the vectors")


_SSE: Final = "encryptionConfigurations.sseType"
_KEY: Final = "encryptionConfigurations.kmsKeyArn"


def _own_encryption(store: View) -> Verdict:
    value = store["encryptionConfigurations"]
    return Verdict.of(not value.missing and value.raw != [])


def _with_key(store: View) -> Iterator[Outcome]:
    yield from demands(Demand(_SSE, one_of("aws:kms"), "is not encrypted with KMS"))(store)
    yield from encrypted(_KEY)(store)


def _index(index: View) -> Iterator[Outcome]:
    for outcome in _with_key(index):
        inherited = ~_own_encryption(index)
        yield Outcome(inherited | outcome.verdict, outcome.urn, outcome.path, outcome.message)


vectors_have_a_customer_key = resource_rule(
    id="LZ-RAG-007",
    title="Vectors in S3 are encrypted with a customer key",
    severity=Severity.HIGH,
    types=(VECTOR_BUCKET, VECTOR_INDEX),
    control="RAG-07",
    why="A bucket of vectors holds the text it was made from, as metadata; by default S3's own key opens it.",
    fix="Set encryption_configurations with sse_type aws:kms and kms_key_arn.",
    good=VECTORS,
    bad=changed(VECTORS, "vectors", encryptionConfigurations=encryption_of("AES256")),
    offending="vectors.encryptionConfigurations[0].sseType",
)(by_type({VECTOR_BUCKET: _with_key, VECTOR_INDEX: _index}))


@resource_rule(
    id="LZ-RAG-008",
    title="A bucket of vectors lets in nobody from outside",
    severity=Severity.CRITICAL,
    types=(VECTOR_POLICY,),
    control="RAG-08",
    why="A stranger who may search needs no more than questions to read the corpus.",
    fix="Name roles of the account in Principal, or demand aws:PrincipalOrgID.",
    good=VECTORS,
    bad=changed(
        VECTORS,
        "vectors-policy",
        policy=document(shut(), queried_by({"AWS": "arn:aws:iam::999999999999:role/partner"})),
    ),
    offending="vectors-policy.policy",
    decides=("vectors-policy-provider.allowedAccountIds",),
)
def nobody_from_outside(policy: View) -> Iterator[Outcome]:
    def closed(statement: Statement) -> Verdict:
        strange = some(_is_strange(principal, account_of(policy)) for principal in statement.principals)
        limited = statement.demands(frozenset({"aws:principalorgid", "aws:principalorgpaths", "aws:principalaccount"}))
        return ~statement.open & ~(statement.allows & strange & ~limited)

    yield from read(policy["policy"]).judge(closed, "lets somebody outside the organisation in")


def _is_strange(principal: Principal, own: str) -> Verdict:
    """Whether a principal belongs to an account that is neither this one nor the organisation's.

    A service has none; everybody, and whoever is not known yet, is a matter of whether the statement is open.
    """
    who = principal_of(principal, frozenset({own}) - {""})
    if who is None or not who.account or who.account in organisation().accounts:
        return Verdict.FAIL
    return Verdict.of(who.account != own) if own else Verdict.UNKNOWN


kendra_has_a_customer_key = resource_rule(
    id="LZ-RAG-013",
    title="An index of Kendra is encrypted with a customer key",
    severity=Severity.MEDIUM,
    types=(KENDRA,),
    control="RAG-11",
    why="The index holds the documents; whose key opens it decides who can read them.",
    fix="Set server_side_encryption_configuration.kms_key_id. It cannot be changed later.",
    good=SEARCH,
    bad=changed(SEARCH, "search", serverSideEncryptionConfiguration=None),
    offending="search.serverSideEncryptionConfiguration",
)(encrypted("serverSideEncryptionConfiguration.kmsKeyId"))
