"""Activities summed up: kinds by 圏域, and nothing for what did not happen."""

from uuid import uuid4

from cswtool.activities.rules import Row, Sum, hours, table

MEETING, COURSE, NEVER = uuid4(), uuid4(), uuid4()
WEST, EAST = uuid4(), uuid4()
KINDS = [(MEETING, "会議"), (NEVER, "なかった種類"), (COURSE, "講座")]


def test_minutes_are_said_as_people_say_them():
    assert [hours(n) for n in (0, 45, 60, 90, 1500)] == [
        "0分", "45分", "1時間", "1時間30分", "25時間",
    ]  # fmt: skip


def test_a_row_for_each_kind_that_occurred_and_the_whole_at_the_end():
    counts = {(MEETING, WEST): 2, (MEETING, None): 1, (COURSE, EAST): 4}
    sums = {(MEETING, WEST): Sum(120, 5), (MEETING, None): Sum(30, 0), (COURSE, EAST): Sum(60, 40)}
    assert table(KINDS, [WEST, EAST, None], counts, sums) == [
        Row("会議", (2, 0, 1, 3), Sum(150, 5)),
        Row("講座", (0, 4, 0, 4), Sum(60, 40)),
        Row("計", (2, 4, 1, 7), Sum(210, 45)),
    ]


def test_nothing_at_all_is_no_table():
    assert table(KINDS, [WEST, None], {}, {}) == []
