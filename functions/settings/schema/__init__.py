"""The published schemas of what a function is told."""
