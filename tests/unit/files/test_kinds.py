"""What may be attached is judged by what it holds; a disguise is seen through or undone."""

import pytest

from cswtool.files.rules.kinds import FileKind, NotAllowedError, judge
from tests import samples

MACRO_MAIN = "application/vnd.ms-word.document.macroEnabled.main+xml"


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (samples.jpeg(), FileKind.JPEG),
        (samples.png(), FileKind.PNG),
        (samples.webp(), FileKind.WEBP),
        (samples.heic(), FileKind.HEIC),
        (samples.PDF, FileKind.PDF),
        (samples.office("docx"), FileKind.DOCX),
        (samples.office("xlsx"), FileKind.XLSX),
        (samples.office("pptx"), FileKind.PPTX),
        (samples.TEXT, FileKind.TEXT),
        (b"\xef\xbb\xbf" + samples.TEXT, FileKind.TEXT),
        (samples.TEXT.decode().encode("cp932"), FileKind.TEXT),
        ("体温 < 37度".encode(), FileKind.TEXT),
    ],
    ids=str,
)
def test_what_may_be_attached(content, kind):
    assert judge(content) is kind


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "中身がありません"),
        (samples.PROGRAM, "プログラム"),
        (b"\x7fELF" + bytes(20), "プログラム"),
        (b"#!/bin/sh\nrm -rf /\n", "プログラム"),
        (samples.HTML, "ウェブページ"),
        (b"\xef\xbb\xbf  " + samples.HTML, "ウェブページ"),
        (samples.SVG, "ウェブページ"),
        (b'<?xml version="1.0"?>' + samples.SVG, "ウェブページ"),
        ("お知らせ\n<script>alert(1)</script>".encode(), "ウェブページ"),
        (samples.archive(), "圧縮"),
        (b"PK\x05\x06" + bytes(18), "圧縮"),
        (b"PK\x03\x04" + bytes(40), "圧縮"),
        (b"\x1f\x8b\x08" + bytes(20), "圧縮"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "古い形式"),
        (b"GIF89a" + bytes(20), "この種類"),
        (bytes(range(256)), "この種類"),
        ("文字".encode("utf-16"), "この種類"),
        (b"%PDF-1.7\nno end", "途中で切れて"),
        (samples.heic().replace(b"heic", b"avif"), "この種類"),
    ],
    ids=lambda part: str(part)[:20],
)
def test_what_may_not(content, why):
    with pytest.raises(NotAllowedError, match=why):
        judge(content)


@pytest.mark.parametrize(
    "package",
    [
        samples.office("docx", main=MACRO_MAIN),
        samples.office("docx", more={"/word/vbaProject.bin": "application/octet-stream"}),
        samples.office("docx", more={"/word/x.bin": "application/vnd.ms-office.vbaProject"}),
        samples.office("xlsx", more={"/xl/macrosheets/s.xml": "application/xml"}),
        samples.office("xlsx", more={"/xl/activeX/a.xml": "application/xml"}),
    ],
)
def test_a_document_with_macros_is_refused_whatever_it_is_called(package):
    with pytest.raises(NotAllowedError, match="マクロ"):
        judge(package)


@pytest.mark.parametrize(
    "package",
    [
        samples.office("docx", main="application/zip"),
        samples.office("docx", more={"/b.xml": samples.MAIN_PARTS["xlsx"]}),
        samples.office("docx", more={"/b.bin": "application/vnd.ms-office.&#118;baProject"}),
        samples.office("docx")[:-30],
    ],
)
def test_a_package_that_is_no_plain_document_is_an_archive(package):
    with pytest.raises(NotAllowedError, match="圧縮"):
        judge(package)
