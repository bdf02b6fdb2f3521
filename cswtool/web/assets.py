"""The program's own files (styles, scripts, icons), kept by the browser until the program changes.

Their addresses carry a stamp of all their contents, so a page costs one request and not twenty, and
nobody ever works with the scripts of last month. They are read once, when the program starts.
"""

from collections.abc import Mapping
from hashlib import sha256
from mimetypes import guess_type
from pathlib import Path
from typing import Any, Final

from flask import Flask, Response, abort

FOLDER: Final = Path(__file__).resolve().parent / "static"
_YEAR: Final = 365 * 24 * 60 * 60


def serve_assets(app: Flask) -> None:
    """`url_for("static", filename=…)` leads to the files as they are now."""
    files = files_of(FOLDER)
    current = stamp_of(files)

    @app.get("/static/<stamp>/<path:filename>", endpoint="static")
    def static(stamp: str, filename: str) -> Response:
        """A page from before an upgrade gets the new file, and asks again next time."""
        if filename not in files:
            abort(404)
        answer = Response(files[filename], mimetype=guess_type(filename)[0])
        answer.cache_control.max_age = _YEAR if stamp == current else 0
        answer.cache_control.immutable = stamp == current
        return answer

    @app.url_defaults
    def add_stamp(endpoint: str, values: dict[str, Any]) -> None:
        if endpoint == "static":
            values.setdefault("stamp", current)


def files_of(folder: Path) -> dict[str, bytes]:
    """What lies in a folder, by its path within."""
    found = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(found)}


def stamp_of(files: Mapping[str, bytes]) -> str:
    """A few letters that change when any file does, or its name."""
    whole = sha256()
    for name, content in files.items():
        whole.update(sha256(name.encode()).digest() + sha256(content).digest())
    return whole.hexdigest()[:12]
