"""Looking after the office: accounts, office data, the trail."""
