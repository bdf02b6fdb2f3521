"""連絡票: what a 民生委員 noticed and sends to the CSW."""
