"""How a Region is known to be lost, and how an environment goes to its other Region and comes back."""
