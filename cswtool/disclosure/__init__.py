"""Disclosure control: which figures of a report must stay hidden so that no small count leaks."""
