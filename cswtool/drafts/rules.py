"""Sealing what is typed, so that the database alone does not give it away."""

import os
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final
from urllib.parse import parse_qsl, urlencode
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

LARGEST: Final = 1024 * 1024
"""Bytes of one draft as it is sent: a record of 20 000 characters several times over."""

FORM_KEY: Final = "form_key"
_WRITER: Final = re.compile(r"[0-9a-f]{0,64}")
_NEVER_KEPT: Final = frozenset({"csrf_token", "password"})
_NONCE_BYTES: Final = 12
_FORM_NAME: Final = re.compile(r"[a-z-]{1,40}")


class BadPlaceError(ValueError):
    """The address does not name a form as ours do."""


class TooLargeError(ValueError):
    """More than a draft may hold."""


@dataclass(frozen=True, slots=True)
class Place:
    """What is being filled in: which form, about which record ("" for none)."""

    form: str
    subject: str = ""

    @classmethod
    def asked_for(cls, form: str, subject: str) -> "Place":
        """The place named in an address. Raises BadPlaceError."""
        if not _FORM_NAME.fullmatch(form):
            raise BadPlaceError(form)
        return cls(form, str(UUID(subject)) if subject else "")


def named_page(text: str) -> str:
    """The name that a page gave itself; "" for none. Raises ValueError."""
    if not _WRITER.fullmatch(text):
        raise ValueError(text)
    return text


def packed(fields: Iterable[tuple[str, str]]) -> str:
    """Form fields as one urlencoded text, without what must not be kept."""
    text = urlencode([(name, value) for name, value in fields if name not in _NEVER_KEPT])
    if len(text) > LARGEST:
        raise TooLargeError
    return text


def unpacked(text: str) -> list[tuple[str, str]]:
    return parse_qsl(text, keep_blank_values=True)


def seal(key: bytes, owner_id: UUID, draft_id: UUID, text: str) -> bytes:
    """`text` under AES-256-GCM: a fresh nonce, then the ciphertext.

    Bound to owner and row: copied to another row it does not open (NIST SP 800-38D). Not to
    the record it is about, which may be merged into another.
    """
    nonce = os.urandom(_NONCE_BYTES)
    return nonce + AESGCM(key).encrypt(nonce, text.encode(), _bound_to(owner_id, draft_id))


def unseal(key: bytes, owner_id: UUID, draft_id: UUID, sealed: bytes) -> str | None:
    """The text again; None where it is not this owner's, this row's, or this key's."""
    nonce, content = sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:]
    try:
        return AESGCM(key).decrypt(nonce, content, _bound_to(owner_id, draft_id)).decode()
    except InvalidTag:
        return None


def _bound_to(owner_id: UUID, draft_id: UUID) -> bytes:
    return f"{owner_id}|{draft_id}".encode()
