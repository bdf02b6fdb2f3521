"""An edition on its way out, and the ledger of all that are out."""
