"""相談記録: one contact, with a case or without."""
