"""What of a rule's sentence is typed as it stands, and what is prose."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policies.registry import all_rules
from report.phrases import phrases


def typed(text: str) -> list[str]:
    return [piece for piece, is_typed in phrases(text) if is_typed]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Raise retention.decisions.days in config/environments/prod.yaml.",
            ["retention.decisions.days", "config/environments/prod.yaml"],
        ),
        ("Raise retention.<class>.days in config/environments.", ["retention.<class>.days", "config/environments"]),
        ("Set metadata_options.http_tokens required.", ["metadata_options.http_tokens"]),
        ("Set enable_key_rotation=True.", ["enable_key_rotation=True"]),
        ("Set runAsNonRoot true; pod_security() does.", ["runAsNonRoot", "pod_security()"]),
        ("Take --trust-remote-code out.", ["--trust-remote-code"]),
        ("Deny s3:* to everyone where aws:SecureTransport is false,", ["s3:*", "aws:SecureTransport"]),
        ("Tag it with lz:system (organisation.yaml).", ["lz:system", "organisation.yaml"]),
        ("a pool of nvidia.com/gpu; Demand aws:ResourceTag/team...", ["nvidia.com/gpu", "aws:ResourceTag/team"]),
        ("Choose 0.5 or more, e.g. TLS 1.2, and/or a blue/green policy of vLLM: none", []),
    ],
)
def test_names_files_options_and_conditions_are_typed(text: str, expected: list[str]) -> None:
    """As the rules of this pack write them; what only looks like one stays prose."""
    assert expected == typed(text)


@given(st.one_of(st.text(), st.text(alphabet="aA_./:-()=, <>*'\"\n")))
def test_the_pieces_are_the_text(text: str) -> None:
    """Nothing is lost or added, whatever the text."""
    assert text == "".join(piece for piece, _ in phrases(text))


def test_most_rules_name_what_to_type() -> None:
    """A fix that names a line or a property shows it as such: at least three of four do."""
    rules = all_rules()

    assert len(rules) * 3 / 4 < sum(bool(typed(rule.fix)) for rule in rules)
