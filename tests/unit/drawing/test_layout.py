"""What holds of every genogram, whatever the family."""

from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from cswtool.drawing.ecomap import BOX, placed
from cswtool.drawing.family import Bond, Child, Family, Figure, Shape, Union
from cswtool.drawing.genogram import genogram
from cswtool.drawing.layout import HALF, PITCH, ROW, laid_out
from cswtool.drawing.rows import rows
from tests.unit.drawing.families import FAMILIES

CALM = settings(max_examples=80, deadline=None)


class _Tree:
    """Grows a family downwards: every child may marry and have children of their own."""

    def __init__(self, draw) -> None:
        self.draw = draw
        self.figures: list[tuple[int, Figure]] = []
        self.unions: list[Union] = []
        self.children: list[Child] = []

    def person(self, depth: int, shape: Shape) -> str:
        key = f"人{len(self.figures)}"
        self.figures.append((depth, Figure(key, f"架空 {key}", shape, focus=not self.figures)))
        return key

    def couple(self, depth: int, key: str, shape: Shape) -> None:
        partners = (key,)
        if self.draw(st.booleans()):
            other = Shape.FEMALE if shape is Shape.MALE else Shape.MALE
            partners = (key, self.person(depth, other))
        number = len(self.unions)
        self.unions.append(Union(partners, self.draw(st.sampled_from(Bond))))
        for _ in range(self.draw(st.integers(0 if len(partners) > 1 else 1, 3))):
            sex = self.draw(st.sampled_from([Shape.MALE, Shape.FEMALE]))
            child = self.person(depth + 1, sex)
            self.children.append(Child(child, number))
            if depth < 2 and self.draw(st.booleans()):
                self.couple(depth + 1, child, sex)

    def family(self) -> Family:
        figures = tuple(figure for _, figure in sorted(self.figures, key=lambda pair: pair[0]))
        together = self.draw(st.frozensets(st.sampled_from([f.key for f in figures])))
        return Family(figures, tuple(self.unions), tuple(self.children), together)


@st.composite
def trees(draw) -> Family:
    tree = _Tree(draw)
    shape = draw(st.sampled_from([Shape.MALE, Shape.FEMALE]))
    tree.couple(0, tree.person(0, shape), shape)
    return tree.family()


keys = st.sampled_from([f"人{n}" for n in range(8)])


@st.composite
def tangles(draw) -> Family:
    """Anything that might be entered, sense or nonsense."""
    figures = tuple(
        Figure(f"人{n}", "架空", draw(st.sampled_from(Shape)), rank=draw(st.integers(-2, 2)))
        for n in range(8)
    )
    pairs = st.lists(keys, max_size=2, unique=True).map(tuple)
    unions = draw(st.lists(st.builds(Union, pairs, st.sampled_from(Bond)), max_size=5))
    number = st.integers(0, len(unions) - 1)
    children = draw(st.lists(st.builds(Child, keys, number), max_size=8)) if unions else []
    unique = {(child.key, child.union): child for child in children}
    sane = tuple(c for c in unique.values() if c.key not in unions[c.union].partners)
    return Family(figures, tuple(unions), sane, draw(st.frozensets(keys)))


def _no_two_overlap(places) -> None:
    found = sorted(places.values(), key=lambda place: (place[1], place[0]))
    for (x, y), (right, below) in pairwise(found):
        assert y != below or right - x >= 2 * HALF - 0.2
        assert y == below or below - y >= ROW - 0.2


@CALM
@given(tangles())
def test_whatever_is_entered_is_drawn_without_overlap(family):
    layout = laid_out(family)
    assert set(layout.places) == {figure.key for figure in family.figures}
    _no_two_overlap(layout.places)
    assert genogram(family, title="x", desc="x").svg.startswith("<svg")
    assert len(rows(family)) == len(family.figures)


@CALM
@given(trees())
def test_nobody_overlaps(family):
    _no_two_overlap(laid_out(family).places)


@CALM
@given(trees())
def test_the_eldest_stands_left_and_children_below_their_parents(family):
    layout = laid_out(family)
    for number, union in enumerate(family.unions):
        siblings = [layout.places[child.key] for child in family.children_of(number)]
        assert siblings == sorted(siblings)
        for parent in union.partners:
            assert all(y - layout.places[parent][1] == ROW for _, y in siblings)


@CALM
@given(trees())
def test_couples_stand_side_by_side_the_husband_left(family):
    layout = laid_out(family)
    shapes = {figure.key: figure.shape for figure in family.figures}
    for union in family.unions:
        if len(union.partners) == 2:
            left, right = sorted(union.partners, key=lambda key: layout.places[key])
            assert abs(layout.places[right][0] - layout.places[left][0] - PITCH) < 0.2
            assert (shapes[left], shapes[right]) == (Shape.MALE, Shape.FEMALE)


def test_children_stand_centred_under_their_parents():
    for family in FAMILIES.values():
        layout = laid_out(family)
        for number, drop in layout.drops.items():
            xs = [layout.places[child.key][0] for child in family.children_of(number)]
            if xs and all(
                len([c for c in family.children if c.key == child.key]) == 1
                for child in family.children_of(number)
            ):
                assert abs((min(xs) + max(xs)) / 2 - drop) < PITCH / 2


@CALM
@given(st.integers(1, 30))
def test_the_boxes_of_an_ecomap_do_not_overlap(count):
    from math import hypot, pi

    places = placed(count, max(84 + 108 + hypot(*BOX) / 2, count * 182 / (2 * pi)))
    for number, (x, y) in enumerate(places):
        for other_x, other_y in places[:number]:
            assert abs(x - other_x) >= BOX[0] or abs(y - other_y) >= BOX[1]


def test_what_was_typed_cannot_become_markup():
    bad = '<script>alert("x")</script>'
    family = Family((Figure("a", bad, note=bad, dead=True),))
    svg = genogram(family, title=bad, desc=bad).svg
    assert "<script" not in svg
    assert "style=" not in svg


def test_the_table_says_every_tie():
    told = {row.name: row for row in rows(FAMILIES["adopted"])}
    assert told["架空 光（本人）"].ties == ("架空 茂・架空 律子の養子", "見本 愛の子")
    assert told["架空 茂"].ties == ("架空 律子と婚姻",)
    assert not told["見本 愛"].together
    twins = {row.name: row for row in rows(FAMILIES["twins"])}
    assert "架空 海と双子" in twins["架空 陸"].ties
    dead = {row.name: row for row in rows(FAMILIES["eighty_fifty"])}
    assert dead["架空 正男"].age == "2018年没（79歳）"
