"""Consent and the legal bases on which something about a person may be shared."""
