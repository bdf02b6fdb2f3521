"""The page of one case, the search, and acts that join several features."""
