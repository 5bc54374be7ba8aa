"""Stacks that pass every rule; a rule's bad example is one of them with one thing changed."""
