"""Which 圏域 an address lies in."""

from dataclasses import dataclass
from uuid import UUID, uuid4

import pytest

from cswtool.community.rules import Place, overlap, place_in, zone_of

WEST, EAST, MIDDLE = uuid4(), uuid4(), uuid4()


@dataclass(frozen=True)
class Line:
    zone_id: UUID | None
    chome: int | None = None
    banchi_from: int | None = None
    banchi_to: int | None = None


WHOLE = Line(WEST)
SECOND = Line(EAST, 2)
CORNER = Line(MIDDLE, 2, 100, 199)


def test_the_most_exact_line_wins_whatever_the_order():
    for lines in ([WHOLE, SECOND, CORNER], [CORNER, SECOND, WHOLE]):
        assert zone_of(lines, 1, 150) == WEST
        assert zone_of(lines, 2, 99) == EAST
        assert zone_of(lines, 2, 100) == MIDDLE
        assert zone_of(lines, 2, 199) == MIDDLE
        assert zone_of(lines, 2, 200) == EAST


def test_a_range_of_the_whole_town_is_more_exact_than_a_chome():
    assert zone_of([SECOND, Line(MIDDLE, None, 1, 50)], 2, 10) == MIDDLE


def test_what_the_table_leaves_open_is_for_a_person_to_decide():
    assert zone_of([], 1, 1) is None
    assert zone_of([SECOND], 1, 1) is None
    assert zone_of([WHOLE, Line(None, 2)], 2, 5) is None


def test_an_address_that_does_not_say_enough_is_not_guessed():
    assert zone_of([WHOLE], None, None) == WEST
    assert zone_of([WHOLE, SECOND], None, None) is None
    assert zone_of([SECOND, CORNER], 2, None) is None
    assert zone_of([WHOLE, Line(WEST, 2)], None, None) == WEST


@pytest.mark.parametrize(
    ("address", "chomes", "chome", "banchi"),
    [
        ("1-900-3", 2, 1, 900),
        ("１丁目９００番地", 2, 1, 900),
        ("小川町１－９００－３", 2, 1, 900),
        ("一丁目九百", 2, 1, None),
        ("二丁目10番3号", 5, 2, 10),
        ("十二丁目3番", 12, 12, 3),
        ("1の900", 2, 1, 900),
        ("2", 5, 2, None),
        ("100-3", 0, None, 100),
        ("900-3", 2, None, 900),
        ("〒187-0032 小平市小川町2-10", 2, 2, 10),
        ("187-0032小平市小川町２－１０ 架空荘101", 2, 2, 10),
        ("公園のとなり", 2, None, None),
        ("", 2, None, None),
        ("9" * 5000, 2, None, None),
        ("百" * 5000 + "丁目", 2, None, None),
    ],
)
def test_an_address_is_read_as_people_write_it(address, chomes, chome, banchi):
    assert place_in(address, chomes=chomes) == Place(chome, banchi)


def test_lines_overlap_only_with_lines_as_exact_as_themselves():
    assert not overlap(WHOLE, SECOND)
    assert not overlap(SECOND, CORNER)
    assert overlap(SECOND, Line(WEST, 2))
    assert overlap(CORNER, Line(WEST, 2, 199, 250))
    assert not overlap(CORNER, Line(WEST, 2, 200, 250))
    assert not overlap(CORNER, Line(WEST, 3, 100, 199))
