"""Taking out of a picture what it tells beside the picture: place, time, camera, owner.

Nothing is drawn anew, so no quality is lost and no decoder meets a stranger's bytes. What
is not known to be part of the picture is left out, and so is whatever comes after its end
(a second file, a film, a second picture with a place of its own).
"""

import re
import struct
from collections.abc import Iterator
from typing import Final

from cswtool.files.rules.heic import without_metadata as heic_without
from cswtool.files.rules.kinds import FileKind, NotAllowedError

BROKEN: Final = (
    "写真のデータが途中で切れているか、壊れています。撮り直すか、別の写真を選んでください。"
)


def without_metadata(kind: FileKind, content: bytes) -> bytes:
    """The file as it is kept; other kinds than pictures stay as they are.

    Raises NotAllowedError for a picture whose parts cannot be told apart.
    """
    takes_out = {
        FileKind.JPEG: _jpeg,
        FileKind.PNG: _png,
        FileKind.WEBP: _webp,
        FileKind.HEIC: heic_without,
    }
    try:
        return takes_out[kind](content) if kind in takes_out else content
    except (struct.error, IndexError, ValueError):
        raise NotAllowedError(BROKEN) from None


# --- JPEG (ITU-T T.81 annex B, Exif 2.3) --------------------------------------------------

_MARKER: Final = re.compile(rb"\xff+[^\x00\xd0-\xd7\xff]", re.DOTALL)
"""A marker in entropy-coded data: neither a stuffed byte nor a restart."""
_START, _END, _SCAN, _COMMENT = 0xD8, 0xD9, 0xDA, 0xFE
_APPLICATIONS: Final = range(0xE0, 0xF0)
_DRAWING_APPLICATIONS: Final = {0xE0: b"JFIF\0", 0xE2: b"ICC_PROFILE\0", 0xEE: b"Adobe"}
"""The application segments that a picture is drawn by."""
_EXIF: Final = b"Exif\0\0"
_ORIENTATION: Final = 0x0112
_UPRIGHT: Final = 1
_TURNED: Final = range(2, 9)


def _jpeg(content: bytes) -> bytes:
    kept, turned = [], _UPRIGHT
    for code, body, drawn in _segments(content):
        if body.startswith(_EXIF):
            turned = _turned(body)
        if _draws(code, body):
            kept.append(_segment(code, body) + drawn)
    if turned in _TURNED:
        kept.insert(0, _segment(0xE1, _only_turned(turned)))
    return bytes((0xFF, _START)) + b"".join(kept) + bytes((0xFF, _END))


def _segments(content: bytes) -> Iterator[tuple[int, bytes, bytes]]:
    """Code, body and entropy-coded data of each segment up to the end of the picture."""
    at = 2
    while True:
        found = _MARKER.match(content, at)
        if found is None:
            raise ValueError
        code, at = found.group()[-1], found.end()
        if code == _END:
            return
        body = content[at + 2 : at + struct.unpack_from(">H", content, at)[0]]
        at = end = at + 2 + len(body)
        if code == _SCAN:
            following = _MARKER.search(content, at)
            end = following.start() if following else len(content)
        yield code, body, content[at:end]
        at = end


def _segment(code: int, body: bytes) -> bytes:
    return struct.pack(">BBH", 0xFF, code, 2 + len(body)) + body


def _draws(code: int, body: bytes) -> bool:
    if code in _APPLICATIONS:
        return body.startswith(_DRAWING_APPLICATIONS.get(code, b"\xff"))
    return code != _COMMENT


def _turned(exif: bytes) -> int:
    """How the camera was held, 1 to 8; 1 where Exif does not say."""
    tiff = exif[len(_EXIF) :]
    order = {b"MM": ">", b"II": "<"}.get(tiff[:2])
    try:
        start = struct.unpack_from(f"{order}I", tiff, 4)[0]
        for number in range(struct.unpack_from(f"{order}H", tiff, start)[0]):
            entry = struct.unpack_from(f"{order}HHIH", tiff, start + 2 + 12 * number)
            if entry[0] == _ORIENTATION:
                return int(entry[3])
    except struct.error:
        pass
    return _UPRIGHT


def _only_turned(turned: int) -> bytes:
    """Exif that says how the camera was held, and nothing else."""
    entry = struct.pack(">HHIHH", _ORIENTATION, 3, 1, turned, 0)
    return _EXIF + b"MM\0*" + struct.pack(">IH", 8, 1) + entry + struct.pack(">I", 0)


# --- PNG -----------------------------------------------------------------------------------

_PNG_START: Final = b"\x89PNG\r\n\x1a\n"
_PNG_DRAWS: Final = frozenset(
    b"IHDR PLTE IDAT IEND tRNS cHRM gAMA iCCP sBIT sRGB bKGD pHYs acTL fcTL fdAT".split()
)


def _png(content: bytes) -> bytes:
    kept, at, name = [_PNG_START], len(_PNG_START), b""
    while name != b"IEND":
        length, name = struct.unpack_from(">I4s", content, at)
        end = at + 12 + length
        if end > len(content):
            raise ValueError
        if name in _PNG_DRAWS:
            kept.append(content[at:end])
        at = end
    return b"".join(kept)


# --- WebP (RFC 9649) -----------------------------------------------------------------------

_WEBP_DRAWS: Final = frozenset({b"VP8 ", b"VP8L", b"VP8X", b"ALPH", b"ANIM", b"ANMF", b"ICCP"})
_SAYS_METADATA: Final = 0x08 | 0x04
"""In the flags of VP8X: Exif and XMP follow."""


def _webp(content: bytes) -> bytes:
    end, kept, at = 8 + struct.unpack_from("<I", content, 4)[0], [b"WEBP"], 12
    if end > len(content):
        raise ValueError
    while at < end:
        name, length = struct.unpack_from("<4sI", content, at)
        chunk, at = bytearray(content[at : at + 8 + length]), at + 8 + length + length % 2
        if name == b"VP8X":
            chunk[8] &= ~_SAYS_METADATA
        if name in _WEBP_DRAWS:
            kept.append(bytes(chunk) + b"\0" * (length % 2))
    body = b"".join(kept)
    return b"RIFF" + struct.pack("<I", len(body)) + body
