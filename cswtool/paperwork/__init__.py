"""The office's forms on paper, printed from what is on file. Nothing is typed for them."""
