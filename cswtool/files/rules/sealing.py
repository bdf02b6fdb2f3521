"""Sealing what is attached, so that the database alone does not give it away."""

import os
from typing import Final
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

_NONCE_BYTES: Final = 12


def seal(key: bytes, attachment_id: UUID, content: bytes) -> bytes:
    """`content` under AES-256-GCM: a fresh nonce, then the ciphertext.

    Bound to its record: moved to another row it does not open (NIST SP 800-38D).
    """
    nonce = os.urandom(_NONCE_BYTES)
    return nonce + AESGCM(key).encrypt(nonce, content, attachment_id.bytes)


def unseal(key: bytes, attachment_id: UUID, sealed: bytes) -> bytes | None:
    """The content again; None where a byte was changed, or it is not this record's."""
    try:
        return AESGCM(key).decrypt(
            sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:], attachment_id.bytes
        )
    except (InvalidTag, ValueError):
        return None
