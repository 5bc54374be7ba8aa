from __future__ import annotations

import pytest

from components.identity.access_analyzer import AccessAnalyzer, AccessAnalyzerArgs
from tests.synth import synth


@pytest.mark.parametrize("unknown", [False, True])
def test_everything_shared_outside_the_account_is_found(unknown: bool) -> None:  # noqa: FBT001  pytest passes it by name
    """The account is the zone of trust: whoever is not in it is an outsider."""
    args = AccessAnalyzerArgs(environment="prod-dr")
    analyzer = synth(lambda: AccessAnalyzer("analyzer", args), unknown=unknown).only(
        "aws:accessanalyzer/analyzer:Analyzer"
    )

    assert "ACCOUNT" == analyzer["type"]
    assert "lz-prod-dr-external-access" == analyzer["analyzerName"]
