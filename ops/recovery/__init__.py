"""A recovery drill, and whether both sides of a pair stand: what `lz dr` does."""
