"""訪問時の注意: what whoever goes to a household must know first."""
