"""Mutation testing of the rules: each small fault put into a rule must be noticed by the tests of the rules."""
