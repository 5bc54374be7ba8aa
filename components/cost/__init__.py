"""What it may cost, and when somebody hears of it."""
