"""What tells the outcome of a decision."""
