"""What came of a decision."""
