"""Reads about 地域課題."""
