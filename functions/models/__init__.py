"""Who decides: models in the card's order, what guards a call to them, and what counts as an answer."""
