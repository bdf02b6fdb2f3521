"""Which entries look alike, and that a merge decides about every column."""

from datetime import date
from uuid import UUID

import pytest
from sqlalchemy import UniqueConstraint, inspect

import cswtool.models  # noqa: F401 -- every table
from cswtool.cases.models import Case
from cswtool.db.base import Base
from cswtool.people.models import Person
from cswtool.register.models import MODELS
from cswtool.register.models.rows import is_numbered, pointers, references
from cswtool.register.rules import (
    MOVED,
    NEVER_MERGED,
    PARTS,
    Known,
    Place,
    Subject,
    alike_cases,
    alike_people,
)

A, B, C = (UUID(int=number) for number in (1, 2, 3))
BORN = date(1950, 4, 1)


def _known(key=A, name="高橋花子", kana="", born=None, phone="", town_id=None) -> Known:
    return Known(key, name, kana, born, phone, town_id)


@pytest.mark.parametrize(
    ("one", "other", "why"),
    [
        ({"born": BORN}, {"born": BORN}, "名前と生年月日"),
        ({"phone": "0421"}, {"phone": "0421"}, "名前と電話番号"),
        ({"town_id": C, "born": BORN}, {"town_id": C, "born": BORN}, "名前と生年月日・町"),
        (
            {"kana": "はな", "phone": "1"},
            {"name": "花", "kana": "はな", "phone": "1"},
            "名前と電話番号",
        ),
        ({}, {}, None),
        ({"born": BORN}, {"name": "別人", "born": BORN}, None),
        ({"name": "氏名不明", "born": BORN}, {"name": "氏名不明", "born": BORN}, None),
    ],
)
def test_two_persons_are_alike_by_name_and_one_thing_more(one, other, why):
    found = alike_people([_known(B, **other), _known(A, **one)])
    assert found == ({(A, B): why} if why else {})


def test_cases_are_alike_by_a_person_or_an_address_with_a_number():
    assert alike_cases([Place(A, C, "x1"), Place(B, C, "x2")]) == {(A, B): "同じ人が両方にいる"}
    assert alike_cases([Place(A, A, "x1"), Place(B, B, "x1")]) == {(A, B): "住所が同じ"}
    assert alike_cases([Place(A, A, "x"), Place(B, B, "x")]) == {}
    assert alike_cases([Place(A, A, "x1"), Place(A, B, "x1")]) == {}


def test_an_address_of_many_households_makes_no_pairs():
    places = [Place(UUID(int=n), UUID(int=n), "1-2") for n in range(7)]
    assert alike_cases(places) == {}
    assert len(alike_cases(places[:6])) == 15


@pytest.mark.parametrize("subject", Subject)
def test_a_merge_decides_about_every_column(subject):
    decided = {column for part in PARTS[subject] for column in part.columns}
    columns = {column.key for column in inspect(MODELS[subject]).columns}
    assert decided | NEVER_MERGED >= columns
    assert not decided & NEVER_MERGED
    assert decided <= columns


def test_every_key_that_names_a_person_or_a_case_is_moved_and_has_its_word():
    """Read from the tables themselves, not from the list that a merge reads."""
    keys = {
        (table.name, key.parent.name)
        for table in Base.metadata.tables.values()
        for key in table.foreign_keys
        if key.column.table.name in {"person", "case"}
    }
    moved = {
        (inspect(model).local_table.name, column)
        for entry in (Person, Case)
        for model, column in references(entry)
    }
    assert moved == keys
    words = {model.__name__ for entry in (Person, Case) for model, _ in references(entry)}
    assert set(MOVED) == words | {"Draft", "Merge"}


def test_no_unknown_rule_of_uniqueness_stands_in_the_way():
    """A unique key over a column that moves would stop the merge.

    Plans are numbered on; the history of 圏域 of the one that goes is taken away, and so is
    what makes both evidence of one issue.
    """
    met = {
        model.__name__
        for entry in (Person, Case)
        for model, column in references(entry)
        for constraint in inspect(model).local_table.constraints
        if isinstance(constraint, UniqueConstraint) and column in constraint.columns
        if not is_numbered((model, column))
    }
    indexed = {
        model.__name__
        for entry in (Person, Case)
        for model, column in references(entry)
        for index in inspect(model).local_table.indexes
        if index.unique and column in index.columns
    }
    assert met | indexed == {"CaseZone", "RegionalEvidence"}


def test_the_columns_that_point_elsewhere_are_known():
    assert dict(pointers(Case))["focus_id"] is Person
