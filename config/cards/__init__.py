"""What no value of a card can be wrong about alone: against its model, its tier, and the environment it stands in."""

from config.cards.card import problems_of_card
from config.cards.case import Case
from config.cards.model import problems_of_model
from config.cards.placement import Placed, problems_of_placement, problems_together
from config.cards.resolve import fit_of, resolved

__all__ = [
    "Case",
    "Placed",
    "fit_of",
    "problems_of_card",
    "problems_of_model",
    "problems_of_placement",
    "problems_together",
    "resolved",
]
