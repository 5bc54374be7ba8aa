"""Each mistake in a card, and what it is told: the file, the key, the value, the reason and the way out."""

from __future__ import annotations

import pytest

from tests.config.bad_cards import Mistake, files, mistakes, told
from tests.config.shipped import Shipped

MISTAKES = [mistake for file in files() for mistake in mistakes(file)]


@pytest.mark.parametrize("mistake", MISTAKES, ids=[mistake.title for mistake in MISTAKES])
def test_a_mistake_is_told_once_with_its_place_its_reason_and_its_fix(shipped: Shipped, mistake: Mistake) -> None:
    """Nothing else is told. After a change of words: python -m tests.config.bad_cards"""
    assert mistake.told == told(shipped, mistake)
