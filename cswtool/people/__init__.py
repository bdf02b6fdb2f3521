"""Persons: who they are, where they live, how old they are."""
