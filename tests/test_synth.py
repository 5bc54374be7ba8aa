from __future__ import annotations

import pulumi
import pytest
from pulumi_aws import ec2, iam, s3

from graph.model import UNKNOWN, Secret
from tests.synth import synth

BUCKET = "aws:s3/bucket:Bucket"
ROLE = "aws:iam/role:Role"


class Pair(pulumi.ComponentResource):
    def __init__(self, name: str, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("lz:tests:Pair", name, None, opts)
        bucket = s3.Bucket(f"{name}-bucket", opts=pulumi.ResourceOptions(parent=self))
        self.arn = bucket.arn
        self.register_outputs({"arn": self.arn})


def two_buckets() -> None:
    first = s3.Bucket("first", bucket="evidence")
    s3.Bucket("second", tags={"of": first.arn})


def test_ids_and_arns_look_like_those_of_aws() -> None:
    """What reads an ARN gets one of the right shape."""

    def build() -> None:
        role = iam.Role("role", name="deployer", assume_role_policy="{}")
        vpc = ec2.Vpc("vpc", cidr_block="10.0.0.0/16")
        ec2.Subnet("subnet", vpc_id=vpc.id, cidr_block="10.0.0.0/24", tags={"role": role.arn})

    subnet = synth(build).only("aws:ec2/subnet:Subnet")

    assert "arn:aws:iam::111122223333:role/deployer" == subnet["tags"]["role"]
    assert subnet["vpcId"].startswith("vpc-")


def test_computed_outputs_are_unknown_in_a_first_preview() -> None:
    """What only exists after the deploy arrives as UNKNOWN, and what is known stays known."""
    declared = synth(two_buckets, unknown=True)

    assert UNKNOWN is declared.named("second")["tags"]["of"]
    assert "evidence" == declared.named("first")["bucket"]


def test_every_registration_has_arrived_when_synth_returns() -> None:
    """Absence can be asserted, because nothing is still on its way."""
    assert ["first", "second"] == [r.name for r in synth(two_buckets).all]
    assert [] == synth(lambda: None).all


def test_an_error_in_an_apply_is_raised() -> None:
    """A program that would fail in a deploy fails in a test."""

    def build() -> None:
        bucket = s3.Bucket("bucket")
        s3.Bucket("other", bucket=bucket.arn.apply(lambda arn: str(1 / arn.count("nothing"))))

    with pytest.raises(ZeroDivisionError):
        synth(build)


def test_an_error_in_an_apply_nobody_uses_is_raised() -> None:
    """An assertion inside an apply cannot be lost."""

    def build() -> None:
        def refuse(arn: str) -> None:
            raise AssertionError(arn)

        s3.Bucket("bucket").arn.apply(refuse)

    with pytest.raises(AssertionError, match="arn:aws:s3:::bucket-"):
        synth(build)


def test_a_run_that_failed_leaves_nothing_for_the_next() -> None:
    """Calls do not see each other's settings, tasks or resources."""

    def broken() -> None:
        two_buckets()
        raise KeyError("broken")

    with pytest.raises(KeyError):
        synth(broken)

    assert 2 == len(synth(two_buckets).all)


def test_a_duplicate_urn_is_refused_as_the_engine_refuses_it() -> None:
    """Two resources of one type, name and parent cannot stand in one stack."""

    def build() -> None:
        s3.Bucket("same")
        s3.Bucket("same")

    with pytest.raises(ValueError, match="declared twice"):
        synth(build)


def test_a_question_to_the_provider_is_refused() -> None:
    """A program that asks AWS while it is planned cannot be previewed offline."""
    with pytest.raises(AssertionError, match="asks AWS nothing"):
        synth(lambda: s3.get_bucket_output(bucket="evidence"))


def test_secrets_stay_marked() -> None:
    """A secret is recognised as one, and its repr hides it."""

    def build() -> None:
        s3.Bucket("bucket", tags={"token": pulumi.Output.secret("hunter2")})

    found = synth(build).only(BUCKET)["tags"]["token"]

    assert Secret("hunter2") == found
    assert "hunter2" not in repr(found)


def test_parents_options_and_outputs_are_recorded() -> None:
    """Tests can see the tree, the options and what a component publishes."""

    def build() -> None:
        pair = Pair("pair", pulumi.ResourceOptions(protect=True))
        pulumi.export("arn", pair.arn)

    declared = synth(build, project="zone", stack="dev")
    pair, bucket = declared.named("pair"), declared.named("pair-bucket")

    assert "urn:pulumi:dev::zone::lz:tests:Pair::pair" == pair.urn
    assert pair.parent is None
    assert not pair.custom
    assert pair.urn == bucket.parent
    assert "urn:pulumi:dev::zone::lz:tests:Pair$aws:s3/bucket:Bucket::pair-bucket" == bucket.urn
    assert bucket.protect, "a child inherits protect from its component"
    assert declared.outputs_of("lz:tests:Pair") == declared.exports
    assert declared.exports["arn"].startswith("arn:aws:s3:::pair-bucket-")


def test_the_same_program_declares_the_same_things_every_time() -> None:
    """A flaky order would make inventories worthless."""
    assert synth(two_buckets).all == synth(two_buckets).all
