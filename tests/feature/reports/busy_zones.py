"""Invented activities for the 圏域, put into an office and remembered in plain Python."""

import random
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import Engine, select

from cswtool.access import clock
from cswtool.activities.models import Activity
from cswtool.activities.rules import Meeting
from cswtool.db.elevated import elevated
from cswtool.taxonomy.models import Choice, ChoiceKind
from tests.world import World

FIRST, DAYS = date(2025, 3, 1), 420
"""From a little before 令和7年度 to a little after it."""
NOT_SAID, WITHDRAWN = 0.15, 0.1


@dataclass(frozen=True)
class Act:
    """An activity as the test remembers it."""

    day: date
    kind: Choice
    zone: str
    """Empty: for the whole city."""
    minutes: int | None
    people: int | None
    meeting: Meeting | None
    discussed: int | None
    counts: bool
    """It was not withdrawn."""


def fill_zones(engine: Engine, world: World, *, seed: int, activities: int) -> list[Act]:
    dice = random.Random(seed)
    with elevated(engine, reason="busy zones") as session:
        by_position = select(Choice).where(Choice.kind == ChoiceKind.ACTIVITY)
        kinds = session.scalars(by_position.order_by(Choice.position)).all()
        likely = [1 / (rank + 1) for rank in range(len(kinds))]
        acts = [
            Act(
                FIRST + timedelta(days=dice.randrange(DAYS)),
                dice.choices(kinds, likely)[0],
                dice.choice([*world.zones, ""]),
                None if dice.random() < NOT_SAID else dice.randrange(30, 200, 10),
                None if dice.random() < NOT_SAID else dice.randrange(0, 12),
                *_of_a_meeting(dice),
                dice.random() >= WITHDRAWN,
            )
            for _ in range(activities)
        ]
        session.add_all(_kept(world, act) for act in acts)
    return acts


def _of_a_meeting(dice: random.Random) -> tuple[Meeting | None, int | None]:
    meeting = dice.choice([*Meeting, None])
    return meeting, dice.choice([0, 1, 2, 4, None]) if meeting else None


def _kept(world: World, act: Act) -> Activity:
    author = world.users["yoso"]
    taken_back = {
        "withdrawn_at": clock.now(),
        "withdrawn_by_id": author,
        "withdrawn_reason": "架空",
    }
    return Activity(
        kind_id=act.kind.id,
        day=act.day,
        zone_id=world.zones[act.zone] if act.zone else None,
        title="架空の活動",
        minutes=act.minutes,
        meeting=act.meeting,
        discussed=act.discussed,
        people=act.people,
        done="架空",
        author_id=author,
        **({} if act.counts else taken_back),
    )
