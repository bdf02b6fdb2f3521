"""How tags follow one another: several become one, one becomes several."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID


class Became(StrEnum):
    MERGED = "merged"
    """The old tag is part of the new one, whatever was ever tagged with it."""
    SPLIT = "split"
    """The new tag is part of the old one; of what was tagged before nobody knows which part."""


@dataclass(frozen=True, slots=True)
class Succession:
    """From `since` on `new` is used where `old` was."""

    old: UUID
    new: UUID
    since: date
    became: Became


def merged(successions: Iterable[Succession], as_of: date) -> Mapping[UUID, UUID]:
    """Of each tag that had been merged by a day, the tag it counts as since, to the end."""
    next_of = {
        one.old: one.new
        for one in successions
        if one.became is Became.MERGED and one.since <= as_of
    }
    return {old: _last(next_of, old) for old in next_of}


def _last(next_of: Mapping[UUID, UUID], tag: UUID) -> UUID:
    seen = {tag}
    while tag in next_of and next_of[tag] not in seen:  # two merges at once could make a circle
        tag = next_of[tag]
        seen.add(tag)
    return tag


def families(successions: Iterable[Succession]) -> Mapping[UUID, UUID]:
    """Of each tag that was merged or split, the one that stands for all it hangs together with.

    A family never changes its extent when its tags do, so its figures can be compared over
    the years. The tag that stands for it is the earliest by id; it says nothing else.
    """
    head: dict[UUID, UUID] = {}

    def find(tag: UUID) -> UUID:
        while (above := head.setdefault(tag, tag)) != tag:
            tag = above
        return tag

    for one in successions:
        low, high = sorted((find(one.old), find(one.new)))
        head[high] = low
    return {tag: find(tag) for tag in list(head)}
