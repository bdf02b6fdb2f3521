"""Nothing of where and when a picture was taken is kept, nor what hangs on behind it."""

import pytest

from cswtool.files.rules.kinds import FileKind, NotAllowedError, judge
from cswtool.files.rules.pictures import without_metadata
from tests import samples

PICTURES = {
    FileKind.JPEG: samples.jpeg(after=samples.archive() + samples.jpeg()),
    FileKind.PNG: samples.png(after=samples.HTML),
    FileKind.WEBP: samples.webp(after=samples.PDF),
    FileKind.HEIC: samples.heic(),
}


@pytest.mark.parametrize("kind", PICTURES)
def test_the_place_is_gone_and_so_is_whatever_comes_after_the_end(kind):
    content = PICTURES[kind]
    assert samples.GPS_NOTE in content
    kept = without_metadata(kind, content)
    assert samples.GPS_NOTE not in kept
    assert not any(part in kept for part in (b"PK\x03\x04", b"<!DOCTYPE", b"%PDF"))
    assert judge(kept) is kind
    assert without_metadata(kind, kept) == kept


@pytest.mark.parametrize("order", [">", "<"])
@pytest.mark.parametrize("turned", [1, 3, 6, 8])
def test_a_jpeg_keeps_how_the_camera_was_held_and_how_it_is_drawn(order, turned):
    kept = without_metadata(FileKind.JPEG, samples.jpeg(turned=turned, order=order))
    assert (b"Exif\0\0" in kept) is (turned != 1)
    if turned != 1:
        assert kept.index(b"\x01\x12\0\3\0\0\0\1\0" + bytes([turned])) < 40
    assert b"ICC_PROFILE" in kept
    assert b"JFIF" in kept
    assert b"MPF" not in kept
    assert kept.endswith(b"\x12\xff\x00\x34\xff\xd0\x56\xff\xd9")


@pytest.mark.parametrize("turned", [0, 9, 0xFFFF])
def test_a_position_that_does_not_exist_is_upright(turned):
    assert b"Exif" not in without_metadata(FileKind.JPEG, samples.jpeg(turned=turned))


def test_a_heic_keeps_its_length_and_loses_every_piece_of_exif():
    content = samples.heic(pieces=3)
    kept = without_metadata(FileKind.HEIC, content)
    assert len(kept) == len(content)
    assert samples.GPS_NOTE not in kept
    assert b"pixels" in kept


@pytest.mark.parametrize("kind", PICTURES)
def test_a_broken_picture_is_refused_at_every_length(kind):
    """However it is cut, an answer: either refused, or kept without its place."""
    content = {**PICTURES, FileKind.JPEG: samples.jpeg(), FileKind.PNG: samples.png()}[kind]
    for length in range(16, len(content)):
        try:
            kept = without_metadata(kind, content[:length])
        except NotAllowedError:
            continue
        assert samples.GPS_NOTE not in kept


def test_what_is_no_picture_stays_as_it_is():
    assert without_metadata(FileKind.PDF, samples.PDF) == samples.PDF
