"""Sealing a draft: nobody else's, no other draft's, no other key's, never the same twice."""

from uuid import UUID

import pytest

from cswtool.drafts.rules import (
    LARGEST,
    BadPlaceError,
    Place,
    TooLargeError,
    packed,
    seal,
    unpacked,
    unseal,
)

KEY, OTHER_KEY = bytes(32), bytes([1]) * 32
OWNER, OTHER = UUID(int=1), UUID(int=2)
DRAFT, OTHER_DRAFT = UUID(int=3), UUID(int=4)
TEXT = "text=%E7%8E%84%E9%96%A2"


def test_its_owner_gets_it_back():
    assert unseal(KEY, OWNER, DRAFT, seal(KEY, OWNER, DRAFT, TEXT)) == TEXT


@pytest.mark.parametrize(
    ("key", "owner", "draft"),
    [(OTHER_KEY, OWNER, DRAFT), (KEY, OTHER, DRAFT), (KEY, OWNER, OTHER_DRAFT)],
)
def test_nobody_else_and_nowhere_else(key, owner, draft):
    assert unseal(key, owner, draft, seal(KEY, OWNER, DRAFT, TEXT)) is None


def test_a_changed_byte_is_noticed():
    sealed = bytearray(seal(KEY, OWNER, DRAFT, TEXT))
    sealed[-1] ^= 1
    assert unseal(KEY, OWNER, DRAFT, bytes(sealed)) is None


def test_the_same_text_is_never_sealed_alike():
    assert seal(KEY, OWNER, DRAFT, TEXT) != seal(KEY, OWNER, DRAFT, TEXT)


def test_fields_come_back_in_order_without_token_and_password():
    fields = [("tag", "a"), ("csrf_token", "t"), ("tag", "b"), ("note", ""), ("password", "p")]
    assert unpacked(packed(fields)) == [("tag", "a"), ("tag", "b"), ("note", "")]


def test_too_much_is_refused():
    with pytest.raises(TooLargeError):
        packed([("text", "x" * LARGEST)])


@pytest.mark.parametrize("form", ["", "A", "../x", "x" * 41])
def test_a_place_is_a_form_of_ours(form):
    with pytest.raises(BadPlaceError):
        Place.asked_for(form, "")


def test_a_subject_is_an_id():
    with pytest.raises(ValueError, match="UUID"):
        Place.asked_for("consultation", "1; DROP TABLE")
