"""Reads the lists and fragments that the generators draw from (the TOML files in `data/`)."""

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def read(name: str) -> dict[str, Any]:
    """The parsed content of data/<name>.toml; `data/README.toml` says what the keys mean."""
    text = files("cswtool.demo").joinpath("data", f"{name}.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


@cache
def issues() -> dict[str, dict[str, Any]]:
    """Fragments by issue code, from all issues_*.toml files."""
    merged: dict[str, dict[str, Any]] = {}
    for group in ("isolation", "abuse", "living", "health", "family", "community"):
        merged |= read(f"issues_{group}")
    return merged
