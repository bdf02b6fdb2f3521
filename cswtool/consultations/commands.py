"""Writing a contact down, and correcting it."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import lazyload

from cswtool.access import clock
from cswtool.accounts.models import User
from cswtool.accounts.rules import TextStyle
from cswtool.cases.models import Case
from cswtool.community.queries import zone_for
from cswtool.consultations.models import Addendum, Consultation, ConsultationIssue, Revision
from cswtool.consultations.rules import FILED, NO_CASE, Counterpart, Method, VisitOutcome
from cswtool.db.session import ScopedSession
from cswtool.db.types import derived_id
from cswtool.people.rules import AgeBand, Sex, band_of


@dataclass(frozen=True, slots=True)
class ConsultationInput:
    """One contact as it was typed. `at` in UTC; `main` is one of `tags`, or None."""

    at: datetime
    minutes: int | None
    method: Method
    outcome: VisitOutcome | None
    counterpart: Counterpart
    with_whom: str
    text: str
    tags: Collection[UUID]
    main: UUID | None
    town_id: UUID | None
    zone_id: UUID | None
    companion_id: UUID | None
    route_id: UUID | None
    asker_id: UUID | None
    age_band: AgeBand
    sex: Sex
    household_id: UUID | None


def record(
    session: ScopedSession,
    key: UUID,
    case: Case | None,
    facts: ConsultationInput,
    *,
    occasion_id: UUID | None = None,
) -> Consultation:
    """A new contact under the id `key`; its 圏域 from the town where none was chosen."""
    if facts.zone_id is None:
        facts = replace(facts, zone_id=_zone_of(session, case, facts.town_id))
    contact = Consultation(
        id=key,
        case_id=case.id if case else None,
        occasion_id=occasion_id or key,
        author_id=session.actor.id,
        recorded_at=clock.now(),
    )
    _fill(contact, facts)
    _tag(contact, facts)
    session.add(contact)
    session.flush()
    return contact


def record_also(
    session: ScopedSession, first: Consultation, cases: Iterable[Case], facts: ConsultationInput
) -> list[Consultation]:
    """The same contact in further households; one that has it already is left alone."""
    further = {derived_id(first.id, case.id): case for case in cases}
    return [
        record(session, key, case, _in_household(case, first, facts), occasion_id=first.id)
        for key, case in further.items()
        if session.get(Consultation, key) is None
    ]


def _in_household(case: Case, first: Consultation, facts: ConsultationInput) -> ConsultationInput:
    """`facts` with what the case itself tells; 町 and 圏域 only where nobody chose others."""
    known, focus = first.case or case, case.focus
    day = clock.in_japan(facts.at).date()
    return replace(
        facts,
        town_id=case.town_id if facts.town_id == known.town_id else facts.town_id,
        zone_id=case.zone_id if facts.zone_id == known.zone_id else facts.zone_id,
        route_id=case.route_id,
        household_id=case.household_id,
        age_band=band_of(focus.age(day)) if focus else AgeBand.UNKNOWN,
        sex=focus.sex if focus else Sex.UNKNOWN,
    )


def remember_style(session: ScopedSession, style: TextStyle) -> None:
    """The writer's next record starts the way this one was written."""
    session.get_one(User, session.actor.id, options=[lazyload("*")]).text_style = style


def correct(
    session: ScopedSession,
    contact: Consultation,
    facts: ConsultationInput,
    changes: Sequence[Mapping[str, str]],
) -> None:
    """Put `facts` in place of what was stored; `changes` keep the old words (see Revision)."""
    if changes:
        session.add(
            Revision(
                consultation_id=contact.id,
                author_id=session.actor.id,
                at=clock.now(),
                changes=[dict(change) for change in changes],
            )
        )
    _fill(contact, facts)
    _tag(contact, facts)
    # The tags are rows of their own; whoever has the old ones open must hear of it too.
    contact.version += 1


def file_into(session: ScopedSession, contact: Consultation, case: Case | None) -> None:
    """Put a one-off record into a case, or with None take it out; a Revision tells of it.

    Its 圏域 and the rest stay as they were that day.
    """
    before = contact.case.number if contact.case else NO_CASE
    change = {"label": FILED, "before": before, "after": case.number if case else NO_CASE}
    revision = Revision(
        consultation_id=contact.id, author_id=session.actor.id, at=clock.now(), changes=[change]
    )
    session.add(revision)
    session.flush()
    contact.case_id = case.id if case else None
    session.flush()


def add_to(session: ScopedSession, key: UUID, contact: Consultation, text: str) -> Addendum:
    """Add a text to a contact that may not be corrected any more, or need not be."""
    addendum = Addendum(
        id=key,
        consultation_id=contact.id,
        author_id=session.actor.id,
        at=clock.now(),
        text=text,
    )
    session.add(addendum)
    session.flush()
    return addendum


def _zone_of(session: ScopedSession, case: Case | None, town_id: UUID | None) -> UUID | None:
    """By the whole address where 本人 lives in that town, otherwise by the town alone."""
    focus = case.focus if case else None
    address = focus.address if focus and focus.town_id == town_id else ""
    zone = zone_for(session, town_id, address)
    return zone.id if zone else None


def _fill(contact: Consultation, facts: ConsultationInput) -> None:
    contact.at, contact.day = facts.at, clock.in_japan(facts.at).date()
    contact.minutes = facts.minutes
    contact.method, contact.outcome = facts.method, facts.outcome
    contact.counterpart, contact.with_whom = facts.counterpart, facts.with_whom
    contact.text = facts.text
    contact.town_id, contact.zone_id = facts.town_id, facts.zone_id
    contact.companion_id = facts.companion_id
    contact.route_id, contact.asker_id = facts.route_id, facts.asker_id
    contact.age_band, contact.sex = facts.age_band, facts.sex
    contact.household_id = facts.household_id


def _tag(contact: Consultation, facts: ConsultationInput) -> None:
    rows = {row.issue_id: row for row in contact.issues}
    contact.issues = [rows.get(key) or ConsultationIssue(issue_id=key) for key in facts.tags]
    for row in contact.issues:
        row.main = row.issue_id == facts.main
