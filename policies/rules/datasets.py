"""Datasets: where they come from, that they stay, that their rows are checked, and what nobody may train on.

Article numbers are of Regulation (EU) 2024/1689.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any, Final

from policies.access import objects_of, policies_of, who_may
from policies.buckets import BUCKET, LIFECYCLE
from policies.classification import CONTENT, DATASET, EVALUATION, NOBODYS, PERSONAL, SPECIAL, days_of, has_tag, tag
from policies.erasure import is_category
from policies.identities import Identity
from policies.organisation import organisation
from policies.paths import select, top
from policies.rule import Severity, resource_rule
from policies.rules.examples.build import DATASET_TAGS, changed
from policies.rules.examples.datasets import INTO_EVALUATION, MEASURED, ORIGINS, RULESET, kept
from policies.rules.examples.lakes import DATABASE
from policies.rules.examples.lifecycle import FEATURES
from policies.rules.examples.training import CLASSIFIER, CUSTOM_MODEL, JOB, RECOGNIZER, TUNING
from policies.value import Outcome, non_empty, one_of
from policies.verdict import Verdict, some
from policies.view import View

_BASES: Final = (
    "consent",
    "contract",
    "legal-obligation",
    "legitimate-interests",
    "public-task",
    "vital-interests",
    NOBODYS,
)
"""What GDPR Art. 6(1) lets data of people be used on; none where it is nobody's."""


def _is_day(raw: Any) -> bool:
    try:
        return bool(date.fromisoformat(raw))
    except (TypeError, ValueError):
        return False


_ORIGIN: Final = (
    ("lz:source", non_empty, "who it came from"),
    ("lz:licence", non_empty, "what allows its use"),
    ("lz:collected-on", _is_day, "the day it was collected, as 2026-06-30"),
    ("lz:legal-basis", one_of(*_BASES), f"one of {', '.join(_BASES)}"),
    (SPECIAL, one_of("true", "false"), "true or false"),
    (PERSONAL, is_category, "none, or a category of erasure-limits in organisation.yaml"),
)
"""Tags of a dataset, what must hold of each, and what it says."""


def _is_dataset(view: View) -> Verdict:
    return Verdict.PASS if view.type == FEATURES else has_tag(view, CONTENT, DATASET)


@resource_rule(
    id="LZ-DAT-004",
    title="A dataset says where it comes from, and what allows its use",
    severity=Severity.HIGH,
    types=(BUCKET, FEATURES, DATABASE),
    control="DAT-01",
    why="Who trains on data answers for its origin and its first purpose (Art. 10(2)(b)); afterwards nobody remembers.",
    fix="Tag it lz:source, lz:licence, lz:collected-on, lz:legal-basis, lz:special-category and lz:personal-data.",
    good=ORIGINS,
    bad=changed(ORIGINS, "articles", tags={**DATASET_TAGS, "lz:legal-basis": "because"}),
    offending="articles.tags.lz:legal-basis",
    decides=("articles.tags.lz:content",),
)
def dataset_says_where_it_comes_from(view: View) -> Iterator[Outcome]:
    other = ~_is_dataset(view)
    for name, predicate, meaning in _ORIGIN:
        said = tag(view, name)
        yield said.outcome(other | said.holds(predicate), f"{name} does not say {meaning}")


@resource_rule(
    id="LZ-DAT-005",
    title="What a model was trained on stays as long as the records it explains",
    severity=Severity.HIGH,
    types=(BUCKET,),
    control="DAT-02",
    why="A record of a decision names a model; without the rows it learned from nobody can say why it decided so.",
    fix="Raise noncurrent_version_expiration of the dataset's bucket to the floor of the class models, or drop it.",
    good=ORIGINS,
    bad=changed(ORIGINS, "dataset-lifecycle", rules=kept(60)),
    offending="dataset-lifecycle.rules[0].noncurrentVersionExpiration.noncurrentDays",
    decides=("dataset.tags", "dataset-lifecycle.rules[0].status"),
)
def dataset_keeps_what_it_replaced(bucket: View) -> Iterator[Outcome]:
    other, least = ~has_tag(bucket, CONTENT, DATASET), organisation().floor("models") or 0
    for _, rules in LIFECYCLE.of(bucket)[0]:
        for rule in rules.each():
            asleep = rule.at("status").holds(one_of("Disabled"))
            days = rule.at("noncurrentVersionExpiration.noncurrentDays")
            given = days_of(days)
            stays = Verdict.UNKNOWN if given is None else Verdict.of(given == 0 or given >= least)
            yield days.outcome(other | asleep | stays, "deletes replaced versions before the records they explain")
    yield bucket.outcome(Verdict.PASS, "keeps no version")


@resource_rule(
    id="LZ-DAT-006",
    title="The rows of a dataset are checked",
    severity=Severity.MEDIUM,
    types=(DATABASE,),
    control="DAT-07",
    why="Training data is to be complete and free of errors as far as can be (Art. 10(3)); somebody has to look.",
    fix="Make an aws.glue.DataQualityRuleset whose target_table names the database.",
    good=ORIGINS,
    bad=changed(ORIGINS, "articles-quality", targetTable={"databaseName": "another", "tableName": "articles"}),
    offending="articles-quality.targetTable.databaseName",
    decides=("articles.name", "articles.tags"),
)
def rows_are_checked(database: View) -> Iterator[Outcome]:
    name = database["name"]
    checked = [
        (ruleset["ruleset"].holds(non_empty)) & _is_about(ruleset, database, name.raw if name.known else None)
        for ruleset in database.stack.of_type(RULESET)
    ]
    yield database.outcome(~has_tag(database, CONTENT, DATASET) | some(checked), "no ruleset checks its rows")


def _is_about(ruleset: View, database: View, name: Any) -> Verdict:
    """Whether a ruleset is about a table of the database: by edge, or by a name that both say."""
    if any(source.urn == database.urn for source in ruleset.sources("targetTable")):
        return Verdict.PASS
    said = ruleset["targetTable.databaseName"]
    return Verdict.UNKNOWN if name is None and not said.missing else said.holds(lambda raw: raw == name)


_TRAINED_BY: Final = {
    JOB: ("roleArn",),
    TUNING: ("trainingJobDefinition[].roleArn", "trainingJobDefinitions[].roleArn"),
    CUSTOM_MODEL: ("roleArn",),
    CLASSIFIER: ("dataAccessRoleArn",),
    RECOGNIZER: ("dataAccessRoleArn",),
}
_CHANGES: Final = ("s3:DeleteObject", "s3:DeleteObjectVersion", "s3:PutObject")


@resource_rule(
    id="LZ-DAT-007",
    title="Who trains a model cannot write what it is measured with",
    severity=Severity.HIGH,
    types=(BUCKET,),
    control="DAT-08",
    why="A model that was measured with what it learned from, or with what its trainer chose, looks better than it is.",
    fix="Take the bucket tagged lz:content evaluation-set out of the policies of the roles that train.",
    good=MEASURED,
    bad=changed(MEASURED, "training-policy", policy=INTO_EVALUATION),
    offending="training-policy.policy",
    decides=(
        "evaluation.bucket",
        "evaluation.tags",
        "evaluation-policy.policy",
        "fraud-scoring-training.name",
        "job.roleArn",
    ),
)
def trainer_cannot_write_the_measure(bucket: View) -> Iterator[Outcome]:
    other = ~has_tag(bucket, CONTENT, EVALUATION)
    if other is not Verdict.PASS:
        for permit in who_may(bucket.stack, _CHANGES, objects_of(bucket), policies_of(bucket)):
            apart = other | ~permit.may | ~_trains(bucket, permit.who)
            yield permit.at.outcome(apart, "lets a role that trains write what models are measured with")
    yield bucket.outcome(Verdict.PASS, "is written by who trains")


def _trains(bucket: View, who: Identity) -> Verdict:
    """Whether the identity is the role of something that trains."""
    return some(
        _is_role(trainer, path, who)
        for type_, paths in _TRAINED_BY.items()
        for trainer in bucket.stack.of_type(type_)
        for path in paths
    )


def _is_role(trainer: View, path: str, who: Identity) -> Verdict:
    if who.role is not None and any(source.urn == who.role.urn for source in trainer.sources(top(path))):
        return Verdict.PASS
    return some(Verdict.UNKNOWN if arn.unknown else who.is_(str(arn.raw)) for arn in select(trainer, path))
