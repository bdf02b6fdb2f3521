"""The name of an attached file: no path, nothing hidden, an ending that tells the truth."""

import unicodedata
from uuid import UUID

import pytest

from cswtool.files.rules.kinds import FileKind
from cswtool.files.rules.names import LONGEST_NAME, clean_name, file_id


@pytest.mark.parametrize(
    ("given", "kind", "kept"),
    [
        ("不在票.jpg", FileKind.JPEG, "不在票.jpg"),
        ("IMG_0001.JPEG", FileKind.JPEG, "IMG_0001.JPEG"),
        ("../../etc/passwd", FileKind.TEXT, "passwd.txt"),
        ("C:\\fakepath\\写真.png", FileKind.PNG, "写真.png"),
        ("写真.exe", FileKind.PNG, "写真.exe.png"),
        ("page.html", FileKind.TEXT, "page.html.txt"),
        ("a\x00b\r\nc\t.pdf", FileKind.PDF, "abc.pdf"),
        ("請求\u202efdp.exe", FileKind.PDF, "請求fdp.exe.pdf"),
        ('a<b>"c"|d?*:.txt', FileKind.TEXT, "abcd.txt"),
        ("  . ", FileKind.PDF, "添付.pdf"),
        ("", FileKind.DOCX, "添付.docx"),
        (".jpg", FileKind.JPEG, "jpg.jpg"),
        ("名簿.csv", FileKind.TEXT, "名簿.csv"),
        (unicodedata.normalize("NFD", "がぎ.pdf"), FileKind.PDF, "がぎ.pdf"),
    ],
)
def test_names(given, kind, kept):
    assert clean_name(given, kind) == kept


def test_a_long_name_is_cut_before_its_ending():
    name = clean_name("あ" * 300 + ".xlsx", FileKind.XLSX)
    assert len(name) == LONGEST_NAME
    assert name.endswith("あ.xlsx")


def test_the_files_of_a_form_have_ids_of_their_own_that_stay():
    key = UUID(int=1)
    assert file_id(key, 0) == file_id(key, 0)
    assert len({file_id(key, 0), file_id(key, 1), file_id(UUID(int=2), 0), key}) == 4
