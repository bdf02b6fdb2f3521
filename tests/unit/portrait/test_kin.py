"""What 続柄 say, what entered ties change, and how the family stood on a day."""

from datetime import date
from uuid import UUID

import pytest

from cswtool.drawing.family import Bond, Descent, Shape
from cswtool.people.rules import KinKind, Sex
from cswtool.portrait.rules.family import family_on
from cswtool.portrait.rules.kin import Kin, Link, Role, links_of, role_of

DAY = date(2026, 4, 1)


def _id(number: int) -> UUID:
    return UUID(int=number)


def _kin(number: int, relation: str, sex: Sex, born: int | None = None, **more) -> Kin:
    return Kin(_id(number), relation, sex, relation, date(born, 6, 1) if born else None, **more)


FOCUS = _kin(1, "本人", Sex.MALE, 1975)
MOTHER = _kin(2, "母", Sex.FEMALE, 1945)
FATHER = _kin(3, "父", Sex.MALE, 1940, died=date(2018, 3, 3))
WIFE = _kin(4, "妻", Sex.FEMALE, 1977)
SON = _kin(5, "長男", Sex.MALE, 2005)
SISTER = _kin(6, "妹", Sex.FEMALE, 1980, here=False)


def _family(*people, entered=(), on=DAY, expecting=()):
    return family_on(people, links_of(people, entered), expecting, on)


def _couples(family) -> dict[frozenset[str], Bond]:
    names = {figure.key: figure.name for figure in family.figures}
    return {
        frozenset(names[key] for key in union.partners): union.bond
        for union in family.unions
        if len(union.partners) == 2
    }


def _parents(family, name: str) -> list[tuple[frozenset[str], Descent]]:
    names = {figure.key: figure.name for figure in family.figures}
    return [
        (frozenset(names[key] for key in family.unions[child.union].partners), child.descent)
        for child in family.children
        if names[child.key] == name
    ]


@pytest.mark.parametrize(
    ("relation", "role"),
    [
        ("母", Role.PARENT), ("養父", Role.PARENT), ("長男", Role.CHILD), ("二女", Role.CHILD),
        ("養女", Role.CHILD), ("妻", Role.SPOUSE), ("内縁の夫", Role.SPOUSE), ("前妻", Role.SPOUSE),
        ("弟", Role.SIBLING), ("双子の姉", Role.SIBLING), ("父方の祖母", Role.GRANDPARENT),
        ("孫", Role.GRANDCHILD), ("長男の妻", Role.CHILD_IN_LAW), ("妻の母", Role.PARENT_IN_LAW),
        ("おじ・おば", Role.UNCLE), ("甥", Role.NEPHEW), ("いとこ", Role.OTHER_KIN),
        ("友人・知人", None), ("大家", None), ("後見人", None), ("妻の子", Role.CHILD_OF_SPOUSE),
    ],
)  # fmt: skip
def test_a_relation_means(relation, role):
    assert role_of(relation) is role


def test_the_relations_alone_give_a_picture():
    family = _family(FOCUS, MOTHER, FATHER, WIFE, SON, SISTER)
    parents = frozenset({"父", "母"})
    assert _couples(family) == {
        parents: Bond.MARRIED, frozenset({"本人", "妻"}): Bond.MARRIED,
    }  # fmt: skip
    assert _parents(family, "本人") == [(parents, Descent.BIRTH)]
    assert _parents(family, "妹") == [(parents, Descent.BIRTH)]
    assert _parents(family, "長男") == [(frozenset({"本人", "妻"}), Descent.BIRTH)]
    names = {figure.key: figure for figure in family.figures}
    assert {names[key].name for key in family.together} == {"本人", "母", "妻", "長男"}


def test_an_entered_tie_wins_over_the_relation():
    divorce = Link(KinKind.DIVORCED, _id(2), _id(3), date(1990, 1, 1))
    family = _family(FOCUS, MOTHER, FATHER, entered=[divorce])
    assert _couples(family) == {frozenset({"父", "母"}): Bond.DIVORCED}
    adopted = Link(KinKind.ADOPTIVE, _id(1), _id(5))
    family = _family(FOCUS, SON, entered=[adopted])
    assert _parents(family, "長男") == [(frozenset({"本人"}), Descent.ADOPTED)]


def test_a_real_parent_who_was_entered_takes_the_place_of_the_one_in_the_relation():
    former = _kin(7, "前妻", Sex.FEMALE, 1976, here=False)
    real = Link(KinKind.PARENT, _id(7), _id(5))
    family = _family(FOCUS, WIFE, former, SON, entered=[real])
    assert _parents(family, "長男") == [(frozenset({"本人", "前妻"}), Descent.BIRTH)]
    assert _couples(family)[frozenset({"本人", "前妻"})] is Bond.DIVORCED


def test_a_couple_stands_as_it_did_on_the_day():
    entered = [
        Link(KinKind.MARRIED, _id(2), _id(3), date(1970, 1, 1), date(1990, 1, 1)),
        Link(KinKind.SEPARATED, _id(2), _id(3), date(1985, 1, 1), date(1986, 1, 1)),
        Link(KinKind.DIVORCED, _id(2), _id(3), date(1990, 1, 2)),
    ]
    pair = frozenset({"父", "母"})
    stood = {
        year: _couples(_family(FOCUS, MOTHER, FATHER, entered=entered, on=date(year, 6, 1))).get(
            pair
        )
        for year in (1976, 1985, 1988, 2000)
    }
    assert stood == {
        1976: Bond.MARRIED, 1985: Bond.SEPARATED, 1988: Bond.MARRIED, 2000: Bond.DIVORCED,
    }  # fmt: skip


def test_a_marriage_that_death_ended_stays_a_marriage():
    until_death = Link(KinKind.MARRIED, _id(2), _id(3), date(1970, 1, 1), FATHER.died)
    family = _family(FOCUS, MOTHER, FATHER, entered=[until_death])
    assert _couples(family) == {frozenset({"父", "母"}): Bond.MARRIED}


def test_partners_who_parted():
    parted = Link(KinKind.PARTNERS, _id(1), _id(4), date(2000, 1, 1), date(2010, 1, 1))
    assert _couples(_family(FOCUS, WIFE, entered=[parted])) == {
        frozenset({"本人", "妻"}): Bond.PARTED
    }


def test_nobody_is_drawn_before_birth_and_the_dead_keep_their_age():
    family = _family(FOCUS, MOTHER, FATHER, SON, on=date(2000, 1, 1))
    assert {figure.name for figure in family.figures} == {"本人", "母", "父"}
    father = next(f for f in _family(FOCUS, FATHER).figures if f.name == "父")
    assert (father.dead, father.age, father.note) == (True, "77", "2018年没")
    assert father.key not in _family(FOCUS, FATHER).together


def test_siblings_of_unknown_parents_hang_together():
    family = _family(FOCUS, SISTER)
    assert [union.partners for union in family.unions] == [()]
    assert len(family.children) == 2


def test_who_is_no_kin_is_drawn_only_where_they_live_here():
    lodger = _kin(8, "友人・知人", Sex.MALE)
    assert len(_family(FOCUS, lodger).figures) == 2
    away = _kin(8, "友人・知人", Sex.MALE, here=False)
    assert len(_family(FOCUS, away).figures) == 1


def test_what_a_relation_leaves_open_is_not_drawn():
    """A 祖母 with both parents there may be of either side; a 孫 of two children of either."""
    grandmother = _kin(9, "祖母", Sex.FEMALE, 1920)
    family = _family(FOCUS, MOTHER, FATHER, grandmother)
    assert all(grandmother.name not in pair for pair in _couples(family))
    assert len(family.children) == 1
    daughter, grandchild = _kin(10, "長女", Sex.FEMALE, 2003), _kin(11, "孫", Sex.MALE, 2024)
    assert _parents(_family(FOCUS, SON, daughter, grandchild), "孫") == []
    assert _parents(_family(FOCUS, SON, grandchild), "孫") != []


def test_an_unborn_child_hangs_under_the_couple():
    family = _family(FOCUS, WIFE, expecting=[_id(4)])
    unborn = next(f for f in family.figures if f.shape is Shape.UNBORN)
    assert _parents(family, unborn.name) == [(frozenset({"本人", "妻"}), Descent.BIRTH)]
    assert unborn.key in family.together


def test_twins_share_their_mark():
    twin = _kin(12, "双子の弟", Sex.MALE, 1975)
    family = _family(FOCUS, MOTHER, twin)
    assert len({child.twins for child in family.children}) == 1
    assert family.children[0].twins


def test_a_step_parent_is_drawn_only_where_no_other_is_known():
    step = Link(KinKind.STEP, _id(3), _id(1))
    family = _family(FOCUS, MOTHER, entered=[step])
    assert _parents(family, "本人") == [(frozenset({"母"}), Descent.BIRTH)]


def test_a_hidden_focus_leaves_the_others_without_lines():
    family = _family(MOTHER, SON)
    assert family.unions == ()
    assert len(family.figures) == 2
