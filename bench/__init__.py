"""Measurements: ratios and medians within one run, never a test that fails on a slow day."""
