"""Records that the store refused, brought there later."""
