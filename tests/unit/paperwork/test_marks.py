"""Ticks on the forms: ○ for what applies, ◎ for the 主課題."""

from uuid import UUID

from cswtool.paperwork.rules import Mark, marks, national_ticks

POVERTY, ALONE, LOCAL = (UUID(int=number) for number in range(3))


def test_the_main_one_stays_main_however_often_it_is_named():
    found = marks([(POVERTY, False), (POVERTY, True), (POVERTY, False), (ALONE, False)])
    assert found == {POVERTY: Mark.MAIN, ALONE: Mark.CHOSEN}


def test_only_the_closest_item_of_the_main_one_is_main():
    ticks = national_ticks(
        {POVERTY: Mark.MAIN, ALONE: Mark.CHOSEN, LOCAL: Mark.CHOSEN},
        {POVERTY: [9, 11], ALONE: [15, 9], LOCAL: []},
    )
    assert ticks == {9: Mark.MAIN, 11: Mark.CHOSEN, 15: Mark.CHOSEN}
