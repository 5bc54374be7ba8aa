"""A program of its own, for the management account: what AWS Organizations holds every account to."""
