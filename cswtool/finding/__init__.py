"""Finding words in what was recorded."""
