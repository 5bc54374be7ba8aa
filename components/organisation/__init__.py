"""What AWS Organizations holds every account to; declared in the management account, apart from every environment."""
