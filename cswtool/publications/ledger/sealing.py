"""Sealing what was counted, so that the database alone does not give it away."""

import os
import zlib
from typing import Final
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from cswtool.publications.ledger.kept import Kept, from_json, to_json

_NONCE_BYTES: Final = 12


class SealBrokenError(Exception):
    """What is kept was changed, belongs to another edition, or was sealed with another key."""


def seal(key: bytes, edition_id: UUID, kept: Kept) -> bytes:
    """The figures under AES-256-GCM: a fresh nonce, then the ciphertext.

    Bound to their edition: moved to another row they do not open (NIST SP 800-38D).
    """
    nonce = os.urandom(_NONCE_BYTES)
    packed = zlib.compress(to_json(kept).encode())
    return nonce + AESGCM(key).encrypt(nonce, packed, edition_id.bytes)


def unseal(key: bytes, edition_id: UUID, sealed: bytes) -> Kept:
    """The figures again. Raises SealBrokenError."""
    nonce, content = sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:]
    try:
        packed = AESGCM(key).decrypt(nonce, content, edition_id.bytes)
    except (InvalidTag, ValueError) as error:
        raise SealBrokenError(edition_id) from error
    return from_json(zlib.decompress(packed).decode())
