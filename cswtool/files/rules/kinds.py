"""What may be attached, judged by what a file holds; its name and declared type count for nothing.

Signatures: JPEG ITU-T T.81, PNG (W3C), WebP RFC 9649, HEIF ISO/IEC 23008-12, PDF ISO 32000,
Office ISO/IEC 29500-2 (the part [Content_Types].xml says what a package is).
"""

import io
import re
import unicodedata
import zlib
from enum import StrEnum
from typing import Final
from zipfile import BadZipFile, ZipFile


class NotAllowedError(ValueError):
    """The file is not taken; the message tells the person why and what to do, in Japanese."""


class FileKind(StrEnum):
    JPEG = "jpeg"
    PNG = "png"
    WEBP = "webp"
    HEIC = "heic"
    PDF = "pdf"
    DOCX = "docx"
    XLSX = "xlsx"
    PPTX = "pptx"
    TEXT = "text"

    @property
    def label(self) -> str:
        return {
            "pdf": "PDF",
            "docx": "Word",
            "xlsx": "Excel",
            "pptx": "PowerPoint",
            "text": "文字",
        }.get(self, "写真")

    @property
    def media_type(self) -> str:
        office = "application/vnd.openxmlformats-officedocument."
        return {
            "pdf": "application/pdf",
            "docx": office + "wordprocessingml.document",
            "xlsx": office + "spreadsheetml.sheet",
            "pptx": office + "presentationml.presentation",
            "text": "text/plain",
        }.get(self, f"image/{self}")

    @property
    def extensions(self) -> tuple[str, ...]:
        """What its name may end in; the first is added to a name that ends otherwise."""
        return {
            "jpeg": (".jpg", ".jpeg"),
            "heic": (".heic", ".heif"),
            "text": (".txt", ".csv"),
        }.get(self, (f".{self}",))

    @property
    def is_shown(self) -> bool:
        """Whether every browser of ours shows it in its own window."""
        return self in {FileKind.JPEG, FileKind.PNG, FileKind.WEBP, FileKind.PDF}


ACCEPTED: Final = "image/*,application/pdf,.docx,.xlsx,.pptx,.txt,.csv"
"""What a browser should offer to choose; a hint, not a check."""

_EMPTY: Final = "中身がありません。もう一度保存してから選んでください。"
_OTHER: Final = (
    "この種類のファイルは添付できません。"
    "写真・PDF・Word・Excel・PowerPoint・文字だけのファイルを選んでください。"
)
_CUT_OFF: Final = "PDFが途中で切れています。もう一度保存してから選んでください。"
_PROGRAM: Final = "プログラムのファイルは添付できません。"
_WEB: Final = "ウェブページやSVGは添付できません。PDFにしてから添付してください。"
_MACRO: Final = (
    "マクロなどを含むOfficeのファイルです。マクロなしの形式かPDFで保存し直してください。"
)
_ZIP: Final = "圧縮ファイルは添付できません。中のファイルを取り出して添付してください。"
_OLD: Final = (
    "古い形式か、パスワードのかかったOfficeのファイルです。"
    "新しい形式（.docx・.xlsx・.pptx）かPDFで保存し直してください。"
)

_REFUSED: Final = (
    ((b"MZ", b"\x7fELF", b"\xcf\xfa\xed\xfe", b"\xca\xfe\xba\xbe", b"#!"), _PROGRAM),
    ((b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",), _OLD),
    ((b"PK\x05\x06", b"\x1f\x8b", b"7z\xbc\xaf\x27\x1c", b"Rar!"), _ZIP),
)
_HEIC_BRANDS: Final = frozenset({b"heic", b"heix", b"heim", b"heis"})
_END_OF_PDF: Final = 1024
"""Readers look for the end mark in so many bytes at the end (ISO 32000-1 annex H)."""


def judge(content: bytes) -> FileKind:
    """The kind of a file that may be attached. Raises NotAllowedError."""
    if not content:
        raise NotAllowedError(_EMPTY)
    for beginnings, why in _REFUSED:
        if content.startswith(beginnings):
            raise NotAllowedError(why)
    if content.startswith(b"PK\x03\x04"):
        return _office(content)
    found = _picture(content) or _pdf(content)
    return found or _text(content)


def _picture(content: bytes) -> FileKind | None:
    if content.startswith(b"\xff\xd8\xff"):
        return FileKind.JPEG
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return FileKind.PNG
    if content.startswith(b"RIFF") and content[8:12] == b"WEBP":
        return FileKind.WEBP
    return FileKind.HEIC if content[4:8] == b"ftyp" and _is_heic(content) else None


def _is_heic(content: bytes) -> bool:
    length = int.from_bytes(content[:4])
    brands = {content[8:12], *(content[at : at + 4] for at in range(16, min(length, 256), 4))}
    return bool(brands & _HEIC_BRANDS)


def _pdf(content: bytes) -> FileKind | None:
    if not content.startswith(b"%PDF-"):
        return None
    if b"%%EOF" not in content[-_END_OF_PDF:]:
        raise NotAllowedError(_CUT_OFF)
    return FileKind.PDF


_MAIN_PART: Final = {
    b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml": "docx",
    b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml": "xlsx",
    b"application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml": "pptx",
}
_ACTIVE: Final = re.compile(r"macro|vba|activex", re.IGNORECASE)
_CONTENT_TYPE: Final = re.compile(rb"""\bContentType\s*=\s*["']([^"']*)["']""")
_UNREADABLE: Final = (KeyError, OSError, RuntimeError, ValueError, BadZipFile, zlib.error)
_LONGEST_LIST: Final = 1024 * 1024
"""Bytes of [Content_Types].xml that are unpacked; a longer one is no letter of ours."""


def _office(content: bytes) -> FileKind:
    """A package whose one main part is a document without macros."""
    try:
        with ZipFile(io.BytesIO(content)) as package:
            names = package.namelist()
            with package.open("[Content_Types].xml") as file:
                listed = file.read(_LONGEST_LIST + 1)
    except _UNREADABLE:
        raise NotAllowedError(_ZIP) from None
    types = _CONTENT_TYPE.findall(listed)
    told = [*names, *(name.decode("latin-1") for name in types)]
    if any(_ACTIVE.search(text) for text in told):
        raise NotAllowedError(_MACRO)
    main = {_MAIN_PART[name] for name in types if name in _MAIN_PART}
    # An "&" could spell a content type that the pattern above does not see.
    if len(main) != 1 or len(listed) > _LONGEST_LIST or b"&" in listed:
        raise NotAllowedError(_ZIP)
    return FileKind(main.pop())


_MARKUP: Final = re.compile(r"\A\s*<[!?a-z]|<(html|svg|script|iframe|body)\b", re.IGNORECASE)


_NO_LETTERS: Final = frozenset("\uf8f0\uf8f1\uf8f2\uf8f3")
"""What Python makes of the bytes A0, FD, FE and FF, which CP932 leaves free."""


def _text(content: bytes) -> FileKind:
    """Plain text in UTF-8 or CP932, without control characters and without markup."""
    text = _decoded(content)
    if text is None or any(_is_control(c) for c in set(text) - set("\t\n\r\f")):
        raise NotAllowedError(_OTHER)
    if _MARKUP.search(text.lstrip("\ufeff")):
        raise NotAllowedError(_WEB)
    return FileKind.TEXT


def _is_control(character: str) -> bool:
    return unicodedata.category(character) == "Cc" or character in _NO_LETTERS


def _decoded(content: bytes) -> str | None:
    for encoding in ("utf-8", "cp932"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    return None
