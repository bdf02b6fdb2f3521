"""What a tag counts as, by the day one looks from; which tags hang together."""

from datetime import date
from uuid import UUID

from cswtool.taxonomy.rules import Became, Succession, families, merged

A, B, C, D, E = (UUID(int=number) for number in range(1, 6))
SPRING, NEXT = date(2026, 4, 1), date(2027, 4, 1)


def _merge(old, new, since=SPRING):
    return Succession(old, new, since, Became.MERGED)


def _split(old, new):
    return Succession(old, new, SPRING, Became.SPLIT)


def test_before_the_day_a_tag_counts_as_itself():
    assert merged([_merge(A, C)], date(2026, 3, 31)) == {}
    assert merged([_merge(A, C)], SPRING) == {A: C}


def test_merges_follow_one_another():
    changes = [_merge(A, C), _merge(B, C), _merge(C, D, NEXT)]
    assert merged(changes, SPRING) == {A: C, B: C}
    assert merged(changes, NEXT) == {A: D, B: D, C: D}


def test_a_split_folds_nothing():
    assert merged([_split(A, B), _split(A, C)], NEXT) == {}


def test_a_family_is_all_that_hangs_together():
    changes = [_split(B, D), _split(B, E), _merge(E, A, NEXT)]
    found = families(changes)
    assert {found[tag] for tag in (A, B, D, E)} == {A}
    assert C not in found
