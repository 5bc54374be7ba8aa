"""The reference of the admission policies."""

from __future__ import annotations

from docs.generate import admission
from policies.admission.policy import about_objects
from policies.organisation import Operators, organisation
from policies.registry import all_rules

PAGE = admission.page(all_rules(), organisation().cluster_operators)


def test_the_page_is_what_the_rules_say() -> None:
    """A rule that changes without its page is caught here."""
    assert 0 == admission.main(["--check"]), f"run: {admission.COMMAND}"


def test_every_rule_about_objects_stands_on_one_side() -> None:
    """Held, or not held with the reason; none on both sides and none on neither."""
    held, _, beyond = PAGE.partition("## Not held by an API server")
    for rule in about_objects(all_rules()):
        assert (bool(rule.cel), not rule.cel) == (f"| [{rule.id}]" in held, f"| [{rule.id}]" in beyond), rule.id
        assert rule.beyond in PAGE


def test_what_is_left_alone_is_said() -> None:
    """Also where it is nothing."""
    assert "`kube-system`" in PAGE
    assert "Namespaces: none." in admission.page(all_rules(), Operators())
