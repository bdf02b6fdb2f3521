"""家族年表: what is in it, in which order, with which ages."""

from datetime import date
from uuid import UUID

from cswtool.people.rules import KinKind, Sex
from cswtool.portrait.rules import history
from cswtool.portrait.rules.history import Event, Span
from cswtool.portrait.rules.kin import Kin, Link

MOTHER = Kin(UUID(int=1), "架空 母", Sex.FEMALE, "母", date(1943, 5, 1))
SON = Kin(UUID(int=2), "架空 子", Sex.MALE, "本人", date(1970, 1, 1), estimated=True)
FATHER = Kin(UUID(int=3), "架空 父", Sex.MALE, "父", date(1940, 1, 1), died=date(2018, 3, 3))
PEOPLE = [MOTHER, SON, FATHER]


def test_births_and_deaths():
    words = {event.words: event.when for event in history.lives(PEOPLE)}
    assert words["架空 子が生まれる"] == "1970年ころ"
    assert words["架空 父が亡くなる（78歳）"] == ""


def test_ties_begin_and_end():
    wed = Link(KinKind.MARRIED, MOTHER.id, FATHER.id, date(1966, 11, 3), date(2018, 3, 3))
    told = [event.words for event in history.ties([wed], PEOPLE)]
    assert told == ["架空 母と架空 父が結婚", "架空 母と架空 父の婚姻が終わる"]


def test_spans_have_two_ends():
    span = Span(SON.id, "就労", "印刷の会社", date(1990, 4, 1), date(2008, 9, 30))
    told = history.spans([span], PEOPLE)
    assert [event.words for event in told] == [
        "架空 子：印刷の会社",
        "架空 子：印刷の会社（終わり）",
    ]


def test_contacts_are_one_line_a_month():
    days = [(date(2026, 3, 1), "訪問"), (date(2026, 3, 9), "訪問"), (date(2026, 3, 9), "電話")]
    (event,) = history.contacts(days)
    assert (event.words, event.when) == ("相談3件（訪問2・電話1）", "2026/03")


def test_years_stand_in_order_with_the_ages_of_the_living():
    events = [Event(date(2020, 1, 1), "x", "b"), Event(date(2018, 5, 1), "x", "a")]
    years = history.by_year(events, PEOPLE)
    assert [year.number for year in years] == [2018, 2020]
    assert dict(years[0].ages) == {"架空 母": 75, "架空 子": 48, "架空 父": 78}
    assert dict(years[1].ages) == {"架空 母": 77, "架空 子": 50}
