"""Two entries for one: found, told apart, or merged, and the merge undone."""
