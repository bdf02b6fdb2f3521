"""What may be attached, what is taken out of it, what it is called, how it is sealed."""
