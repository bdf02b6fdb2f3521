"""How members, entered ties and dates become a family, an ecomap, a table of years."""
