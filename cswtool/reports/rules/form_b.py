"""様式B 地域支援: what the office did for each 圏域, how long, and how many came.

件数 and 時間 are the office's own work and stand behind nobody: they are shown everywhere. Of
人数 a few are few people, so that they are protected like households. They are 延べ: whoever came
twice is two.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from cswtool.activities.rules import Done
from cswtool.reports.rules.counted import Words, headings
from cswtool.reports.rules.cuts import Cut, Place, zones_of
from cswtool.reports.rules.figures import (
    MINUTES,
    PEOPLE,
    TIMES,
    UNKNOWN,
    Tally,
    of_people,
    of_work,
)
from cswtool.reports.rules.links import CAME, DONE, SPENT
from cswtool.reports.rules.tables import Summary

FORM_B: Final = "様式B"


@dataclass(frozen=True, slots=True)
class FormBCounted:
    """What a period holds of 地域支援の活動."""

    places: tuple[Place, ...]
    done: Sequence[Done]
    kind_words: Words


def form_b_of(found: FormBCounted, cut: Cut) -> Summary:
    """The whole form: three tables over the same kinds. What is for the whole city stands apart."""
    zones, fold = zones_of(found.places, cut)
    keys = {code: word.heading(cut.grain).key for code, word in found.kind_words.items()}
    rows = [(fold.get(one.zone or UNKNOWN, UNKNOWN), keys[one.kind], one) for one in found.done]
    parts = headings(found.kind_words, (key for _, key, _ in rows), cut.grain)
    times = ((zone, key, one.times) for zone, key, one in rows)
    spent = ((zone, key, one.times * (one.minutes or 0)) for zone, key, one in rows)
    came = ((zone, key, one.times * (one.people or 0)) for zone, key, one in rows)
    tallies = (
        Tally(DONE, "1 活動", TIMES, "種類", parts, of_work(parts, zones, times), wholes=False),
        Tally(SPENT, "2 時間", MINUTES, "種類", parts, of_work(parts, zones, spent), wholes=False),
        Tally(
            CAME, "3 参加した人", PEOPLE, "種類", parts, of_people(parts, zones, came), wholes=False
        ),
    )
    return Summary(zones, tuple(replace(t, stands_for=keys) for t in tallies), form=FORM_B)
