"""What comes into the account as code: images of others, builds, and the code of functions."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from policies.checks import Demand, demands, encrypted, every_check
from policies.classification import of_system
from policies.organisation import organisation
from policies.rule import Severity, resource_rule
from policies.rules.examples.build import changed
from policies.rules.examples.decisions import WORK
from policies.rules.examples.objectives import FUNCTION
from policies.rules.examples.supply import BUILD, BUILT, PULL_THROUGH, PULLED, built_in
from policies.value import Outcome, is_false, non_empty, one_of
from policies.verdict import Verdict, some
from policies.view import View

_SIGNING: Final = "aws:lambda/codeSigningConfig:CodeSigningConfig"


def _is_upstream(registry: Any) -> bool:
    return one_of(*organisation().upstream_registries)(registry)


upstream_is_chosen = resource_rule(
    id="LZ-SUP-001",
    title="Images come through from registries that somebody chose",
    severity=Severity.MEDIUM,
    types=(PULL_THROUGH,),
    control="SUP-03",
    why="A cache in front of a registry makes everything in it an image of ours, also what was pushed yesterday.",
    fix="Add the registry to upstream-registries in policies/organisation.yaml, with the reasons in its review.",
    good=PULLED,
    bad=changed(PULLED, "upstream", upstreamRegistryUrl="registry-1.docker.io"),
    offending="upstream.upstreamRegistryUrl",
)(demands(Demand("upstreamRegistryUrl", _is_upstream, "is in front of a registry that nobody chose")))


def _is_digest(image: Any) -> bool:
    return "@sha256:" in str(image)


@resource_rule(
    id="LZ-SUP-002",
    title="A function runs code that is signed, or named by its digest",
    severity=Severity.MEDIUM,
    types=(FUNCTION,),
    control="SUP-05",
    why="Whoever can write into the bucket or move the tag that code comes from changes decisions without a deploy.",
    fix="Set code_signing_config_arn, s3_object_version, an image by digest, or source_code_hash of a local archive.",
    good=WORK,
    bad=changed(WORK, "decide", sourceCodeHash=None),
    offending="decide.sourceCodeHash",
    decides=("decide.tags",),
)
def function_runs_known_code(function: View) -> Iterator[Outcome]:
    local = Verdict.of(function["s3Bucket"].missing and function["imageUri"].missing)
    signed, digest = function["codeSigningConfigArn"], function["sourceCodeHash"]
    linked = Verdict.of(signed.unknown and function.comes_from("codeSigningConfigArn", _SIGNING))
    ways = [
        linked | signed.holds(non_empty),
        local & digest.holds(non_empty),
        function["codeSha256"].holds(non_empty),
        function["s3ObjectVersion"].holds(non_empty),
        function["imageUri"].holds(_is_digest),
    ]
    yield digest.outcome(~of_system(function) | some(ways), "runs code that nobody signed or named")


build_is_not_privileged = resource_rule(
    id="LZ-SUP-003",
    title="A build is not privileged",
    severity=Severity.HIGH,
    types=(BUILD,),
    control="SUP-07",
    why="A privileged container is root on its host: a package that lies gets the roles of every build there.",
    fix="Leave privileged_mode out; build images with a tool that needs no daemon.",
    good=BUILT,
    bad=changed(BUILT, "build", environment=built_in(privilegedMode=True)),
    offending="build.environment.privilegedMode",
)(demands(Demand("environment.privilegedMode", is_false, "builds as root of its host", when_missing=False)))

build_leaves_nothing_in_the_clear = resource_rule(
    id="LZ-SUP-004",
    title="What a build leaves is encrypted with a customer key",
    severity=Severity.HIGH,
    types=(BUILD,),
    control="SUP-07",
    why="An artefact is what will run; whoever may read it under a key of AWS may often replace it too.",
    fix="Set encryption_key to the key of the class operations, and encryption_disabled nowhere.",
    good=BUILT,
    bad=changed(BUILT, "build", encryptionKey=None),
    offending="build.encryptionKey",
)(
    every_check(
        encrypted("encryptionKey"),
        demands(
            *(
                Demand(path, is_false, "leaves something unencrypted", when_missing=False)
                for path in (
                    "artifacts.encryptionDisabled",
                    "secondaryArtifacts[].encryptionDisabled",
                    "logsConfig.s3Logs.encryptionDisabled",
                )
            )
        ),
    )
)


@resource_rule(
    id="LZ-SUP-005",
    title="A build writes its log into a place of the program",
    severity=Severity.HIGH,
    types=(BUILD,),
    control="SUP-07",
    why="The group that CodeBuild makes by itself has no key and no end, and logs of builds hold what scripts print.",
    fix="Set logs_config.cloudwatch_logs.group_name, or logs_config.s3_logs.location.",
    good=BUILT,
    bad=changed(BUILT, "build", logsConfig={"cloudwatchLogs": {"status": "DISABLED"}}),
    offending="build.logsConfig.cloudwatchLogs.groupName",
)
def build_logs_into_a_known_place(build: View) -> Iterator[Outcome]:
    logs = build["logsConfig"]
    places = [logs.at(path).holds(non_empty) for path in ("cloudwatchLogs.groupName", "s3Logs.location")]
    yield logs.outcome(some(places), "its log goes into a group that CodeBuild makes")
