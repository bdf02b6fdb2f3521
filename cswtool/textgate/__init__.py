"""The gate for texts that leave the office: what in them could tell who is meant.

Pure: it is given a text and what the office has on file, and says what it found where. It is
an aid for the two people who read the text, not a proof: docs/textgate.md has the figures.
It fails closed: where anything goes wrong the text counts as not checked.
"""
