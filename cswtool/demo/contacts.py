"""Synthetic consultations: how each contact of a household took place and what was written."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from cswtool.access import clock
from cswtool.consultations.models import Consultation, ConsultationIssue
from cswtool.consultations.rules import Counterpart, Method, VisitOutcome
from cswtool.db.base import Base
from cswtool.demo import shapes
from cswtool.demo.ground import Ground
from cswtool.demo.households import Situation
from cswtool.demo.layouts import SELF
from cswtool.people.rules import Sex, age_on, band_of
from cswtool.taxonomy.models import ChoiceKind

COMMISSIONER = "民生委員"
FIRST_METHODS = {"self_visit": "office", "family_visit": "office", "outreach": "visit"}
TAG_COUNTS = {1: 45, 2: 38, 3: 17}
MINUTES_MISSING_SHARE = 0.05
COMPANION_SHARE = 0.1


@dataclass(frozen=True)
class Contact:
    """One contact before its text is written. `outcome` is "" unless it was a visit."""

    at: datetime
    method: str
    outcome: str
    spoke_with: str
    tags: tuple[str, ...]
    first: bool

    @property
    def day(self) -> date:
        return clock.in_japan(self.at).date()


@dataclass(frozen=True)
class Filing:
    """In whose case a contact is filed, and by whom."""

    case_id: UUID | None
    author_id: UUID
    companion_id: UUID | None = None


def contact(ground: Ground, found: Situation, at: datetime, *, first: bool) -> Contact:
    """How a contact goes. The first follows from the 相談経路; nobody opens on a first visit."""
    rng = ground.rng
    method = FIRST_METHODS.get(found.route, "phone") if first else shapes.pick(rng, shapes.METHODS)
    outcome = shapes.pick(rng, shapes.OUTCOMES) if method == "visit" and not first else ""
    tags = found.issues[: rng.randint(1, 3)] if first else _tags(ground, found.issues)
    spoke_with = SELF
    if not outcome or outcome == "met":
        spoke_with = shapes.spoke_with(rng, method, found.cast, tags)
    return Contact(at, method, outcome, spoke_with, tags, first)


def _tags(ground: Ground, issues: tuple[str, ...]) -> tuple[str, ...]:
    """Some of the issues of the case, in its order, so that the gravest stays the main one."""
    count = min(shapes.pick(ground.rng, TAG_COUNTS), len(issues))
    chosen = ground.rng.sample(range(len(issues)), count)
    return tuple(issues[index] for index in sorted(chosen))


def write(ground: Ground, found: Situation, contact: Contact, filing: Filing) -> Sequence[Base]:
    """The record of a contact and its tags."""
    if contact.first:
        ground.texts.start_case()
    text = ground.texts.consultation(
        method=contact.method,
        outcome=contact.outcome,
        issues=contact.tags,
        cast=found.cast,
        spoke_with=contact.spoke_with,
    )
    return record(ground, found, contact, filing, text)


def record(
    ground: Ground, found: Situation, contact: Contact, filing: Filing, text: str
) -> tuple[Consultation, *tuple[Base, ...]]:
    """A contact with this text, and its tags."""
    written = Consultation(
        id=ground.key(contact.at),
        case_id=filing.case_id,
        author_id=filing.author_id,
        companion_id=filing.companion_id,
        text=text,
        **_circumstances(ground, found, contact),
        **_statistics(ground, found, contact),
    )
    return (written, *_tag_records(ground, written, contact.tags))


def _circumstances(ground: Ground, found: Situation, contact: Contact) -> dict[str, object]:
    rng = ground.rng
    visit = contact.method == "visit"
    known = not ground.chance(MINUTES_MISSING_SHARE)
    minutes = shapes.minutes(rng, contact.method, contact.outcome) if known else None
    written = contact.at + timedelta(minutes=rng.choice((5, 20, 60, 180)) + (minutes or 0))
    own = contact.spoke_with == SELF
    return {
        "at": contact.at,
        "day": contact.day,
        "minutes": minutes,
        "method": Method(contact.method),
        "outcome": VisitOutcome(contact.outcome or "met") if visit else None,
        "counterpart": _counterpart(found, contact),
        "with_whom": "" if own else contact.spoke_with,
        "recorded_at": min(written, ground.now),
    }


def _counterpart(found: Situation, contact: Contact) -> Counterpart:
    if contact.method == "meeting":
        return Counterpart.AGENCY
    if contact.spoke_with == SELF:
        return Counterpart.SELF
    if contact.spoke_with == COMMISSIONER:
        return Counterpart.COMMISSIONER
    family = contact.spoke_with in found.cast.everybody
    return Counterpart.FAMILY if family else Counterpart.AGENCY


def _statistics(ground: Ground, found: Situation, contact: Contact) -> dict[str, object]:
    choice = ground.lists.choice
    return {
        "zone_id": ground.lists.zones[found.zone].id,
        "town_id": found.town.id,
        "route_id": choice(ChoiceKind.ROUTE, found.route),
        "asker_id": choice(ChoiceKind.ASKER, shapes.asker(found.route)),
        "household_id": choice(ChoiceKind.HOUSEHOLD, found.household.kind),
        "age_band": band_of(age_on(contact.day, found.focus.born)),
        "sex": Sex(found.focus.sex),
    }


def _tag_records(ground: Ground, record: Consultation, tags: tuple[str, ...]) -> list[Base]:
    return [
        ConsultationIssue(
            id=ground.key(record.at),
            consultation_id=record.id,
            issue_id=ground.lists.issues[tag].id,
            main=rank == 0,
        )
        for rank, tag in enumerate(tags)
    ]
