"""Genograms and ecomaps: from plain facts to a laid-out picture. Pure: no database, no Flask."""
