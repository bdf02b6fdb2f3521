"""Blanking Exif and XMP in a HEIC picture (ISO/IEC 14496-12 boxes, 23008-12 items).

The bytes stay where they are and become zero, because everything else in the file is found
by its distance from the beginning. How the camera was held is a property of the picture
itself here (irot, imir), so it is not lost.
"""

import struct
from collections.abc import Iterator
from typing import Final

_TELLING: Final = frozenset({b"Exif", b"mime"})
"""Kinds of item that are not drawn: Exif, and XMP as a mime item."""
_WIDE: Final = 2
"""From this version on, ids and counts have four bytes."""


def without_metadata(content: bytes) -> bytes:
    """Raises ValueError or struct.error where the file cannot be read that far."""
    (meta,) = (box for box in _boxes(content, 0, len(content)) if box[0] == b"meta")
    parts = {name: (at, end) for name, at, end in _boxes(content, meta[1] + 4, meta[2])}
    telling = set(_telling_items(content, *parts[b"iinf"])) if b"iinf" in parts else set()
    blanked, found = bytearray(content), set()
    idat = parts.get(b"idat", (len(content), 0))[0]
    for item, method, start, length in _extents(content, *parts.get(b"iloc", (0, 0))):
        if item not in telling:
            continue
        at = (0, idat)[method] + start
        stop = at + length if length else len(content)
        if stop > len(content):
            raise ValueError
        blanked[at:stop] = bytes(stop - at)
        found.add(item)
    if telling != found:
        raise ValueError
    return bytes(blanked)


def _boxes(content: bytes, at: int, end: int) -> Iterator[tuple[bytes, int, int]]:
    """Name, beginning and end of what each box between `at` and `end` holds."""
    while at < end:
        length, name = struct.unpack_from(">I4s", content, at)
        head = 8
        if length == 1:
            length, head = struct.unpack_from(">Q", content, at + 8)[0], 16
        stop = end if length == 0 else at + length
        if stop > end or stop < at + head:
            raise ValueError
        yield name, at + head, stop
        at = stop


def _telling_items(content: bytes, at: int, end: int) -> Iterator[int]:
    """The ids of the items that tell of the picture rather than draw it."""
    first = at + (6 if content[at] == 0 else 8)
    for _name, inner, _end in _boxes(content, first, end):
        if content[inner] < _WIDE:
            raise ValueError
        layout = ">HH4s" if content[inner] == _WIDE else ">IH4s"
        item, _protection, kind = struct.unpack_from(layout, content, inner + 4)
        if kind in _TELLING:
            yield int(item)


class _Reader:
    def __init__(self, content: bytes, at: int) -> None:
        self.content, self.at = content, at

    def number(self, size: int) -> int:
        self.at += size
        if self.at > len(self.content):
            raise ValueError
        return int.from_bytes(self.content[self.at - size : self.at])


def _extents(content: bytes, at: int, end: int) -> Iterator[tuple[int, int, int, int]]:
    """Of each piece of each item: its id, 0 for the file or 1 for idat, start and length."""
    if at == end:
        return
    version, reader = content[at], _Reader(content, at + 4)
    sizes = reader.number(2)
    offset, length, base, index = (sizes >> shift & 0xF for shift in (12, 8, 4, 0))
    wide = 4 if version == _WIDE else 2
    for _ in range(reader.number(wide)):
        item = reader.number(wide)
        method = reader.number(2) & 0xF if version else 0
        reader.number(2)
        start = reader.number(base)
        for _ in range(reader.number(2)):
            reader.number(index if version else 0)
            yield item, method, start + reader.number(offset), reader.number(length)
