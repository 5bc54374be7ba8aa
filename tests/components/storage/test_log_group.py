"""A log group that keeps what was promised."""

from __future__ import annotations

import json

import pytest

from components.storage import masking
from components.storage.log_group import LogGroup, LogGroupArgs
from config.vocabulary import DataClass
from tests.components.storage.sites import HOME, HOME_KEY
from tests.synth import Declared, synth


def declare(days: int, *, unknown: bool = False) -> Declared:
    args = LogGroupArgs(group="/lz/prod/app", region=HOME, data_class=DataClass.OPERATIONS, days=days, key_arn=HOME_KEY)
    return synth(lambda: LogGroup("app", args), unknown=unknown)


@pytest.mark.parametrize(("wanted", "kept"), [(90, 90), (184, 365), (731, 731), (4000, 0)])
def test_events_are_kept_at_least_as_long_as_wanted(wanted: int, kept: int) -> None:
    """CloudWatch Logs knows few retentions; the next longer one is taken, and beyond the longest, none."""
    group = declare(wanted).only("aws:cloudwatch/logGroup:LogGroup")

    assert kept == group["retentionInDays"]


def test_events_are_encrypted_and_classed() -> None:
    """The customer key and the data class are no options."""
    group = declare(90).only("aws:cloudwatch/logGroup:LogGroup")

    assert HOME_KEY == group["kmsKeyId"]
    assert {"lz:data-class": "operations"} == group["tags"]
    assert HOME == group["region"]


def test_the_contract_says_what_is_really_kept() -> None:
    """Not what was wanted: `lz verify` compares it with the account."""
    outputs = declare(184, unknown=True).outputs_of("lz:storage:LogGroup")

    assert ("/lz/prod/app", 365) == (outputs["group"], outputs["retentionDays"])


def test_what_an_ai_system_writes_is_masked_and_carries_its_name() -> None:
    """The same kinds are looked for and masked, or AWS refuses the policy."""
    args = LogGroupArgs(
        group="/lz/prod/app",
        region=HOME,
        data_class=DataClass.OPERATIONS,
        days=90,
        key_arn=HOME_KEY,
        masked=True,
        tags={"lz:system": "support"},
    )
    declared = synth(lambda: LogGroup("app", args), unknown=True)
    policy = declared.only("aws:cloudwatch/logDataProtectionPolicy:LogDataProtectionPolicy")
    find, mask = json.loads(policy["policyDocument"])["Statement"]

    assert {"lz:system": "support", "lz:data-class": "operations"} == declared.only("aws:cloudwatch/logGroup:LogGroup")[
        "tags"
    ]
    assert find["DataIdentifier"] == mask["DataIdentifier"]
    assert "arn:aws:dataprotection::aws:data-identifier/EmailAddress" in mask["DataIdentifier"]
    assert ({"Audit": {"FindingsDestination": {}}}, {"Deidentify": {"MaskConfig": {}}}) == (
        find["Operation"],
        mask["Operation"],
    )
    assert (declared.only("aws:cloudwatch/logGroup:LogGroup").urn,) == policy.property_dependencies["logGroupName"]


def test_what_no_ai_system_writes_is_shown_as_it_is() -> None:
    """A trail that hides who did it is none."""
    assert [] == declare(90).of_type("aws:cloudwatch/logDataProtectionPolicy:LogDataProtectionPolicy")


def test_what_is_masked_is_what_people_type() -> None:
    """And not the addresses of the network, by which an intruder is found."""
    assert {"EmailAddress", "CreditCardNumber", "BankAccountNumber-DE"} < set(masking.IDENTIFIERS)
    assert "IpAddress" not in masking.IDENTIFIERS
    assert len(masking.IDENTIFIERS) == len(set(masking.IDENTIFIERS))
