"""Figures for docs/, measured on simulated data: python -m tests.measure.NAME."""
