"""Denied topics as Bedrock takes them."""

from __future__ import annotations

from typing import Any

import botocore.session
import pytest

from components.guardrail.topics import TOPICS
from config.vocabulary import DeniedTopic


def bound(*path: str) -> int:
    """What AWS's own service model says is the most of a topic's member."""
    bedrock = botocore.session.get_session().get_service_model("bedrock")
    at: Any = bedrock.operation_model("CreateGuardrail").input_shape
    for step in ("topicPolicyConfig", "topicsConfig", "", *path):
        at = at.members[step] if step else at.member
    return at.metadata["max"]


def test_every_topic_a_card_may_deny_can_be_said_to_bedrock() -> None:
    """A word of the vocabulary without a definition would break a deploy."""
    assert set(DeniedTopic) == set(TOPICS)


@pytest.mark.parametrize("topic", DeniedTopic)
def test_a_topic_stays_within_bedrocks_bounds(topic: DeniedTopic) -> None:
    """The bounds are read from the service model, so that a change of AWS is seen."""
    said = TOPICS[topic]

    assert len(said.definition) <= bound("definition")
    assert 1 <= len(said.examples) <= bound("examples")
    assert max(map(len, said.examples)) <= bound("examples", "")
