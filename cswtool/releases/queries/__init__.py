"""Reads about texts that are to leave the office, and about stories of several cases."""

from cswtool.releases.queries.stories import called, story_of
from cswtool.releases.queries.texts import (
    mine,
    on_desk_of,
    possible_readers,
    released,
    released_from,
    released_text,
    released_texts,
    under_way,
    withdrawn,
)

__all__ = [
    "called",
    "mine",
    "on_desk_of",
    "possible_readers",
    "released",
    "released_from",
    "released_text",
    "released_texts",
    "story_of",
    "under_way",
    "withdrawn",
]
