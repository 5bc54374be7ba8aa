"""What may be spent, and who hears of it."""

from __future__ import annotations

from config.contracts.base import Contract


class BudgetContract(Contract):
    """A monthly budget of AWS Budgets."""

    arn: str
    monthly: float
    """US dollars."""
    covers: dict[str, list[str]]
    """By what costs are counted: a filter of AWS Budgets and its values. Nothing counts the whole account."""
    alert: list[str]
    """When somebody is told: 80%, forecast 110%."""
    tells: list[str]
    """Who is told each time: an address of mail, the ARN of a topic."""


class AnomalyWatchContract(Contract):
    """The account's monitor over all services, and who is mailed what is out of the ordinary."""

    arn: str
    """Of the monitor."""
    least: int
    """US dollars; a smaller anomaly tells nobody."""
    mails: str
    """An address."""
