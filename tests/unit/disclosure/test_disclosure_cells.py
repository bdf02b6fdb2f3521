"""A problem that contradicts itself is refused, and the message names what is wrong."""

import pytest

from cswtool.disclosure.cells import Cell, Problem, ProblemError, Published, Relation, Whole

A, B = Cell("a", 12), Cell("b", 20)
AB_IS_32 = Relation((("a", 1), ("b", 1)), 32, 32)


@pytest.mark.parametrize(
    ("statement", "words"),
    [
        ({"threshold": 1}, "threshold 1"),
        ({"cells": (A, A)}, "cells: a stands twice"),
        ({"cells": (Cell("a", -1), B)}, "a: negative"),
        ({"cells": (Cell("a", 1, households=-1), B)}, "a: negative"),
        ({"cells": (Cell("a", 0, households=3), B)}, "a: value 0 but 3 households"),
        ({"cells": (Cell("a", 12, weight=float("nan")), B)}, "a: weight nan"),
        ({"cells": (Cell("a", 12, largest=13), B)}, "a: largest 13 of 12"),
        ({"partner_knows": -1}, "partner_knows -1"),
        ({"wholes": (Whole("a", "c"),)}, "whole a: unknown cell c"),
        ({"wholes": (Whole("a", "b"),)}, "whole a: is not the whole of b"),
        ({"cells": (Cell("a", 12, structural_zero=True), B)}, "a: a structural zero"),
        ({"cells": (Cell("a", 0, sensitive=True), B)}, "a: a zero cannot be hidden"),
        ({"relations": (Relation((("c", 1),), 0, 0),)}, "relation 0: unknown cell c"),
        ({"relations": (AB_IS_32, Relation((("a", 1),), 13, None))}, "relation 1: the true sum 12"),
        ({"relations": (Relation((("a", 1), ("a", 1)), 0, None),)}, "relation 0: a stands twice"),
        ({"published": (Published("c", 1), Published("c", 1))}, "published: c stands twice"),
        ({"published": (Published("a", 11),)}, "published a: 11 earlier, 12 now"),
        ({"published": (Published("c", -1),)}, "published c: negative"),
        ({"cells": (Cell("a", 0), B), "published": (Published("a", None),)}, "a: a hidden figure"),
    ],
)
def test_what_makes_no_sense_is_refused(statement, words):
    stated = {"threshold": 10, "cells": (A, B), "relations": ()} | statement
    with pytest.raises(ProblemError, match=words):
        Problem(**stated)


def test_what_agrees_is_taken():
    problem = Problem(10, (A, B), (AB_IS_32,), (Published("a", 12), Published("b", None)))
    assert problem.published_values == {"a": 12, "b": None}


@pytest.mark.parametrize(
    ("cell", "sensitive"),
    [
        (Cell("a", 0), False),
        (Cell("a", 1), True),
        (Cell("a", 9), True),
        (Cell("a", 10), False),
        (Cell("a", 90, households=9), True),
        (Cell("a", 9, households=10), False),
        (Cell("a", 90, sensitive=True), True),
        (Cell("a", 90, households=30, largest=45), False),
        (Cell("a", 90, households=30, largest=46), True),
    ],
)
def test_fewer_households_than_the_threshold_are_sensitive(cell, sensitive):
    assert Problem(10, (cell,)).is_sensitive(cell) is sensitive


def test_a_partner_needs_more_households():
    partner = Problem(10, (A,), partner_knows=1)
    assert partner.needed == 11
    assert partner.is_sensitive(Cell("a", 10))
    assert not partner.is_sensitive(Cell("a", 11))
