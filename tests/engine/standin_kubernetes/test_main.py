from __future__ import annotations

import pytest

from engine.standin_kubernetes.__main__ import main


def test_every_kind_is_printed_with_where_its_schema_is_from(capsys: pytest.CaptureFixture[str]) -> None:
    """What is not evaluated is said with it."""
    assert 0 == main(["--kinds"])

    lines = {tuple(line.split()[:2]): line for line in capsys.readouterr().out.splitlines()}
    assert lines["apps/v1", "Deployment"].endswith("Kubernetes 1.34.0")
    assert "karpenter-provider-aws v1.10.0; CEL rules not evaluated" in lines["karpenter.sh/v1", "NodePool"]


@pytest.mark.parametrize("arguments", [[], ["--help"], ["a", "b"]])
def test_wrong_arguments_are_answered_with_the_right_ones(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    """A plugin started by hand must not hang."""
    assert 2 == main(arguments)
    assert "usage:" in capsys.readouterr().err
