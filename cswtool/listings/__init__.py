"""Filters of lists under a name: for oneself, or for all who work on cases."""
