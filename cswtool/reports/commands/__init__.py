"""From counts to documents: as they are inside, protected outside, and what becomes an edition."""
