"""気づき: what is met more often of late than before, for a person to look at."""
