"""Sealed content: of no other record, under no other key, never the same twice."""

from uuid import UUID

import pytest

from cswtool.files.rules.sealing import seal, unseal

KEY, ONE, OTHER = bytes(32), UUID(int=1), UUID(int=2)


def test_it_comes_back_and_is_never_sealed_alike():
    first, second = seal(KEY, ONE, b"content"), seal(KEY, ONE, b"content")
    assert unseal(KEY, ONE, first) == unseal(KEY, ONE, second) == b"content"
    assert first != second
    assert b"content" not in first


@pytest.mark.parametrize(("key", "record"), [(bytes([1]) * 32, ONE), (KEY, OTHER)])
def test_nowhere_else(key, record):
    assert unseal(key, record, seal(KEY, ONE, b"content")) is None


@pytest.mark.parametrize("place", [0, 12, -1])
def test_a_changed_byte_is_noticed(place):
    sealed = bytearray(seal(KEY, ONE, b"content"))
    sealed[place] ^= 1
    assert unseal(KEY, ONE, bytes(sealed)) is None


@pytest.mark.parametrize("left", [b"", b"short"])
def test_what_is_cut_off_does_not_open(left):
    assert unseal(KEY, ONE, left) is None
