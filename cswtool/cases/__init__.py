"""A case: a household in support, its members, its workers, its course."""
