"""Small files of every kind that may be attached, and of some that may not."""

import io
import struct
import zipfile
import zlib

GPS_NOTE = b"35.728N 139.477E"
"""Stands in a sample wherever a camera would write its place; must be nowhere afterwards."""
_OFFICE = "application/vnd.openxmlformats-officedocument."
MAIN_PARTS = {
    "docx": f"{_OFFICE}wordprocessingml.document.main+xml",
    "xlsx": f"{_OFFICE}spreadsheetml.sheet.main+xml",
    "pptx": f"{_OFFICE}presentationml.presentation.main+xml",
}


def exif(turned: int, order: str = ">") -> bytes:
    """TIFF with how the camera was held, and a note of its place."""
    head = (b"MM\0*" if order == ">" else b"II*\0") + struct.pack(f"{order}I", 8)
    entry = struct.pack(f"{order}HHIHH", 0x0112, 3, 1, turned, 0)
    return head + struct.pack(f"{order}H", 1) + entry + bytes(4) + GPS_NOTE


def segment(code: int, body: bytes) -> bytes:
    return struct.pack(">BBH", 0xFF, code, 2 + len(body)) + body


def jpeg(*, turned: int = 1, order: str = ">", after: bytes = b"") -> bytes:
    """As a camera writes one: JFIF, Exif, XMP, IPTC, a second picture, a comment, one scan."""
    told = [
        segment(0xE0, b"JFIF\0\1\1\0\0\1\0\1\0\0"),
        segment(0xE1, b"Exif\0\0" + exif(turned, order)),
        segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0" + GPS_NOTE),
        segment(0xE2, b"ICC_PROFILE\0\1\1profile"),
        segment(0xE2, b"MPF\0" + GPS_NOTE),
        segment(0xED, b"Photoshop 3.0\0" + GPS_NOTE),
        segment(0xFE, GPS_NOTE),
    ]
    drawn = segment(0xDB, bytes(65)) + segment(0xDA, bytes(10)) + b"\x12\xff\x00\x34\xff\xd0\x56"
    return b"\xff\xd8" + b"".join(told) + drawn + b"\xff\xd9" + after


def _chunk(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def png(*, side: int = 1, after: bytes = b"") -> bytes:
    """A white square."""
    rows = (b"\0" + b"\xff" * side) * side
    parts = [
        _chunk(b"IHDR", struct.pack(">IIBBBBB", side, side, 8, 0, 0, 0, 0)),
        _chunk(b"eXIf", exif(1)),
        _chunk(b"tEXt", b"Comment\0" + GPS_NOTE),
        _chunk(b"IDAT", zlib.compress(rows)),
        _chunk(b"IEND", b""),
    ]
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts) + after


def webp(*, after: bytes = b"") -> bytes:
    def chunk(name: bytes, body: bytes) -> bytes:
        return name + struct.pack("<I", len(body)) + body + b"\0" * (len(body) % 2)

    flags = bytes([0x0C]) + bytes(9)
    body = b"WEBP" + chunk(b"VP8X", flags) + chunk(b"VP8L", b"pixel")
    body += chunk(b"EXIF", exif(1)) + chunk(b"XMP ", GPS_NOTE)
    return b"RIFF" + struct.pack("<I", len(body)) + body + after


def _box(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I4s", 8 + len(body), name) + body


def heic(*, pieces: int = 1) -> bytes:
    """A picture item and an Exif item, which may lie in several pieces of the file."""
    note = GPS_NOTE * pieces
    infe = [
        _box(b"infe", b"\2\0\0\0" + struct.pack(">HH4s", item, 0, kind) + b"\0")
        for item, kind in ((1, b"hvc1"), (2, b"Exif"))
    ]
    iinf = _box(b"iinf", bytes(4) + struct.pack(">H", 2) + b"".join(infe))
    ftyp = _box(b"ftyp", b"heic" + bytes(4) + b"mif1heic")

    def whole(start: int) -> bytes:
        extents = b"".join(
            struct.pack(">II", start + 6 + 16 * number, len(GPS_NOTE)) for number in range(pieces)
        )
        items = struct.pack(">HHHII", 1, 0, 1, start, 6) + struct.pack(">HHH", 2, 0, pieces)
        iloc = _box(b"iloc", bytes(4) + b"\x44\x00" + struct.pack(">H", 2) + items + extents)
        return ftyp + _box(b"meta", bytes(4) + iinf + iloc) + _box(b"mdat", b"pixels" + note)

    return whole(len(whole(0)) - len(note) - 6)


def office(kind: str, *, more: dict[str, str] | None = None, main: str | None = None) -> bytes:
    """A package; `more` are further parts with their content types."""
    types = {"/main.xml": main or MAIN_PARTS[kind], **(more or {})}
    listed = "".join(f'<Override PartName="{n}" ContentType="{t}"/>' for n, t in types.items())
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as package:
        package.writestr("[Content_Types].xml", f"<Types>{listed}</Types>")
        for name in types:
            package.writestr(name.strip("/"), "x")
    return file.getvalue()


def archive() -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as package:
        package.writestr("a.txt", "x")
    return file.getvalue()


PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
TEXT = "不在のためお手紙を置いて帰る。\r\n電話 042-000-0000".encode()
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
HTML = b"<!DOCTYPE html><html><body>x</body></html>"
PROGRAM = b"MZ\x90\x00\x03" + bytes(60)
