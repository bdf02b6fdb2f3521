"""つなぎ: passing a household on to an organisation, and hearing what came of it."""
