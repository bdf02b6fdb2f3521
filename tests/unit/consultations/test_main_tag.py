"""Which of its tags a contact is mainly about."""

from uuid import UUID

import pytest

from cswtool.consultations.rules import with_main

A, B, C = (UUID(int=number) for number in (1, 2, 3))


@pytest.mark.parametrize(
    ("tags", "main", "expected"),
    [
        ([], None, ([], None)),
        ([A, B], None, ([A, B], None)),
        ([A, B], B, ([A, B], B)),
        ([A, B], C, ([A, B, C], C)),
        ([A], None, ([A], A)),
        ([], A, ([A], A)),
        ([A, A, B], B, ([A, B], B)),
    ],
)
def test_the_main_tag_is_one_of_the_tags(tags, main, expected):
    assert with_main(tags, main) == expected
