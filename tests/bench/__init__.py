"""How fast the pages are in an office of twenty thousand cases: `make bench`."""
