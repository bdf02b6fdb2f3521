"""公表: frozen, numbered editions of a summary. All of them together are the ledger."""
