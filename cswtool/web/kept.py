"""What somebody had typed when their sign-in ran out.

It travels through the sign-in page sealed, so nothing is stored and nobody else who
signs in on the same screen gets to read it.
"""

import base64
import json
from dataclasses import dataclass
from typing import cast
from uuid import UUID

from cryptography.fernet import Fernet, InvalidToken
from flask import Request, current_app

_LIFE_SECONDS = 12 * 60 * 60
_NEVER_KEPT = frozenset({"csrf_token", "password", "again", "current", "kept"})


@dataclass(frozen=True, slots=True)
class KeptForm:
    """A form that was sent too late: where it was going and its fields in order."""

    path: str
    owner: UUID
    fields: list[tuple[str, str]]
    had_files: bool
    """Files cannot travel along; the person is told to choose them again."""


def _box() -> Fernet:
    key = cast("bytes", current_app.extensions["settings"].derive("form kept over a sign-in"))
    return Fernet(base64.urlsafe_b64encode(key))


def seal(request: Request, owner: UUID) -> str:
    """The posted form, readable by nobody but this server."""
    fields = [(k, v) for k, v in request.form.items(multi=True) if k not in _NEVER_KEPT]
    content = {
        "path": request.full_path.rstrip("?"),
        "owner": str(owner),
        "fields": fields,
        "files": any(request.files.values()),
    }
    return _box().encrypt(json.dumps(content).encode()).decode()


def unseal(sealed: str, owner: UUID) -> KeptForm | None:
    """The form again, if it is genuine, not older than a day's work, and this owner's."""
    try:
        content = json.loads(_box().decrypt(sealed.encode(), ttl=_LIFE_SECONDS))
    except (InvalidToken, ValueError):
        return None
    if content["owner"] != str(owner):
        return None
    fields = [(k, v) for k, v in content["fields"]]
    return KeptForm(content["path"], owner, fields, content.get("files", False))
