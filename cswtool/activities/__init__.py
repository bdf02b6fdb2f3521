"""地域支援の活動: what the office does for a 圏域 rather than for one household."""
