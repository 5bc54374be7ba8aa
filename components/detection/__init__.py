"""Looking for what is wrong: threats, changes, calls that nobody should make; and who hears of them."""
