"""What the rules about images say of cases beyond their examples; more of them stand in test_platform."""

from __future__ import annotations

from typing import Any

import pytest

from graph.model import UNKNOWN
from policies.keys import KEY
from policies.registry import all_rules
from policies.rules.examples.build import REGION, aws, changed, linked
from policies.rules.examples.platform import REGISTRY
from policies.rules.examples.storage import key_arn
from policies.verdict import Verdict
from tests.policies.rules.judged import verdict

ENCRYPTED = {rule.id: rule for rule in all_rules()}["LZ-ECR-003"]
PASS, FAIL, UNSURE = Verdict.PASS, Verdict.FAIL, Verdict.UNKNOWN
OURS = key_arn(REGION, "operations")


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ([{"encryptionType": "KMS", "kmsKey": OURS}], PASS),
        ([{"encryptionType": "KMS_DSSE", "kmsKey": OURS}], PASS),
        ([{"encryptionType": "KMS"}], FAIL),
        ([{"encryptionType": "AES256", "kmsKey": OURS}], FAIL),
        ([{"encryptionType": "KMS", "kmsKey": "alias/aws/ecr"}], FAIL),
        ([{"kmsKey": OURS}], FAIL),
        ([{"encryptionType": "KMS", "kmsKey": UNKNOWN}], UNSURE),
        ([], FAIL),
        (None, FAIL),
        (UNKNOWN, UNSURE),
    ],
)
def test_images_lie_under_a_key_of_ours(said: Any, expected: Verdict) -> None:
    """The type alone asks for the key of AWS, and a key alone for nothing."""
    assert expected is verdict(ENCRYPTED, changed(REGISTRY, "images", encryptionConfigurations=said))


def test_a_key_of_the_stack_does_not_say_what_it_is_used_for() -> None:
    """While the setting is not known, neither is its type."""
    stack = (*linked(REGISTRY, "images", encryptionConfigurations="key"), aws(KEY, "key"))

    assert UNSURE is verdict(ENCRYPTED, stack)
