"""支援プラン・評価: what is agreed with a household for a time, and what came of it."""
