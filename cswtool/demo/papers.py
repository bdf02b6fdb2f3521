"""Synthetic photographs: the notice that was left where nobody opened."""

import struct
import zlib
from collections.abc import Sequence
from datetime import timedelta
from functools import cache
from hashlib import sha256
from typing import Final

from cswtool.consultations.models import Consultation
from cswtool.consultations.rules import VisitOutcome
from cswtool.db.base import Base
from cswtool.demo.ground import Ground
from cswtool.files.models import Attachment, AttachmentContent
from cswtool.files.rules.kinds import FileKind
from cswtool.files.rules.names import file_id
from cswtool.files.rules.sealing import seal

PHOTOGRAPHED_SINCE: Final = timedelta(days=90)
"""Somebody began to photograph what they leave behind."""
_WIDTH, _HEIGHT = 320, 200
_FLOOR, _CARD, _INK = 0x8C, 0xF5, 0x78
_LINES: Final = frozenset(line + thick for line in range(45, 165, 22) for thick in range(3))


def left_behind(ground: Ground, written: Sequence[Base]) -> list[Base]:
    """The photograph that goes with a contact, where nobody was in and it is not long ago."""
    contact = written[0]
    assert isinstance(contact, Consultation)
    absent = contact.case_id is not None and contact.outcome is VisitOutcome.ABSENT
    if not absent or contact.at < ground.now - PHOTOGRAPHED_SINCE:
        return []
    content, key = _notice(), file_id(contact.id, 0)
    photograph = Attachment(
        id=key,
        case_id=contact.case_id,
        consultation_id=contact.id,
        author_id=contact.author_id,
        at=contact.recorded_at,
        name="不在票.png",
        kind=FileKind.PNG,
        size=len(content),
        sha256=sha256(content).hexdigest(),
        caption="置いてきた不在票",
    )
    sealed = seal(ground.attachment_key, key, content)
    return [
        photograph,
        AttachmentContent(
            id=file_id(contact.id, 1),
            attachment_id=key,
            case_id=contact.case_id,
            sealed=sealed,
        ),
    ]


@cache
def _notice() -> bytes:
    """A PNG of a written card on a floor, in grey."""
    rows = b"".join(b"\0" + bytes(_grey(x, y) for x in range(_WIDTH)) for y in range(_HEIGHT))
    head = struct.pack(">IIBBBBB", _WIDTH, _HEIGHT, 8, 0, 0, 0, 0)
    parts = ((b"IHDR", head), (b"IDAT", zlib.compress(rows)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(name, body) for name, body in parts)


def _grey(x: int, y: int) -> int:
    if x not in range(30, 290) or y not in range(25, 175):
        return _FLOOR
    written = x in range(50, 270) and y in _LINES
    return _INK if written else _CARD


def _chunk(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))
