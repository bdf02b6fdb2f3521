"""Paper and pictures by Typst, from a template of ours and plain data."""
