"""Where a redirect may lead."""

import unicodedata
from urllib.parse import urlsplit


def own_path(target: str | None) -> str | None:
    """`target` if it is a path of this site and nothing else (no open redirect)."""
    if any(unicodedata.category(character) == "Cc" for character in target or ""):
        return None
    try:
        parts = urlsplit((target or "").replace("\\", "/"))
    except ValueError:
        return None
    if parts.scheme or parts.netloc or not parts.path.startswith("/") or "//" in parts.path:
        return None
    return target
