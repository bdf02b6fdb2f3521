"""The regional summary: tables, and the same tables on screen, as Excel and as PDF."""
