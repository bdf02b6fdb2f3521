"""添付: photographs and documents of a case, sealed at rest."""
