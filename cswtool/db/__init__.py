"""Mapped bases, sessions and the audit trail. No Flask; knows no feature."""
