"""A log group that keeps what was promised."""

from __future__ import annotations

import pytest

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
