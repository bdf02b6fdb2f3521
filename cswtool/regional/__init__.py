"""地域課題: what the cases of a 圏域 together say about it, and what is done about it."""
