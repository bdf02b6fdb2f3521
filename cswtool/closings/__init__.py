"""支援の終結: what becomes of what is still open, and a second person's approval."""
