"""The synthetic demo office, pure: every draw comes from a given `random.Random`."""
