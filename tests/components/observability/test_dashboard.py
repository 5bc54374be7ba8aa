"""A dashboard."""

from __future__ import annotations

from components.observability.dashboard import Dashboard, DashboardArgs
from tests.synth import synth

BOARD = "aws:cloudwatch/dashboard:Dashboard"


def test_a_board_has_a_name_that_people_find() -> None:
    """The environment's and the system's: dashboards of an account share one list."""
    args = DashboardArgs(environment="prod", board="fraud-scoring", body='{"widgets": []}', region="eu-west-1")

    declared = synth(lambda: Dashboard("fraud-scoring-board", args))

    assert "lz-prod-fraud-scoring" == declared.only(BOARD)["dashboardName"]
    assert '{"widgets": []}' == declared.only(BOARD)["dashboardBody"]
    assert {"name": "lz-prod-fraud-scoring"} == declared.outputs_of("lz:observability:Dashboard")
