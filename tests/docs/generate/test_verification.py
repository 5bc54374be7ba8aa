"""The reference of the rules that `lz verify` asks again."""

from __future__ import annotations

from docs.generate import verification
from ops.verification.rules import asked_again
from policies.registry import all_rules

PAGE = verification.page(all_rules(), asked_again())


def test_the_page_is_what_the_table_says() -> None:
    """A promise that gets a rule is on the page."""
    assert 0 == verification.main(["--check"]), f"run: {verification.COMMAND}"


def test_every_rule_that_is_asked_again_is_there_with_what_is_asked() -> None:
    """By its id, and the others are not."""
    for rule in all_rules():
        row = f"| [{rule.id}](policies.md#{rule.id.lower()}) | {rule.title} | "
        places = asked_again().get(rule.id)
        assert (row in PAGE) is (places is not None), rule.id
        assert places is None or f"{row}{'; '.join(places)} |" in PAGE
