"""The way of a 地域課題, what may be told of its cases, and its sheet. Pure."""
