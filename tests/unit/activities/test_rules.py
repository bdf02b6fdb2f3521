"""Minutes in words."""

from cswtool.activities.rules import hours


def test_minutes_are_said_as_people_say_them():
    assert [hours(n) for n in (0, 45, 60, 90, 1500)] == [
        "0分", "45分", "1時間", "1時間30分", "25時間",
    ]  # fmt: skip
