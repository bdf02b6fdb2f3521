"""Reads of a case for its pictures. Whom the viewer may not see is in none of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import chain
from typing import Final
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from cswtool.access import clock
from cswtool.cases.models import Case, Membership
from cswtool.cases.queries import members_of, steps_of
from cswtool.consultations.models import Consultation
from cswtool.db.session import ScopedSession
from cswtool.drawing.ecomap import Bound, Direction, Somebody, TieKind
from cswtool.drawing.family import Family
from cswtool.people.models import Person, PersonFact, Relationship
from cswtool.people.queries import facts_of, relationships_among
from cswtool.people.rules import FactKind, holds_on
from cswtool.portrait.models import Tie
from cswtool.portrait.rules import history
from cswtool.portrait.rules.family import age_of, family_on, is_dead, shape_of
from cswtool.portrait.rules.history import Event, Span, Year
from cswtool.portrait.rules.kin import Kin, Link, links_of, role_of
from cswtool.referrals.models import Referral
from cswtool.referrals.queries import of_case
from cswtool.referrals.rules import ReferralStatus

PREGNANCY_DAYS: Final = 300
"""After so long a pregnancy without an end is over."""


def people_of(session: ScopedSession, case: Case) -> list[Person]:
    """The persons of a case in sight, each once, in the order of the household."""
    found = (member.person for member in members_of(session, case))
    return list(dict.fromkeys(person for person in found if person is not None))


def relationships_of(session: ScopedSession, case: Case) -> Sequence[Relationship]:
    """The entered ties among the persons of a case."""
    return relationships_among(session, [person.id for person in people_of(session, case)])


def ties_of(session: ScopedSession, case: Case) -> Sequence[Tie]:
    query = select(Tie).where(Tie.case_id == case.id).options(joinedload(Tie.organisation))
    return session.scalars(query.order_by(Tie.id)).all()


@dataclass(frozen=True, slots=True)
class Kinship:
    """The persons of a case on a day and how they are tied."""

    people: list[Kin]
    entered: list[Link]
    facts: Sequence[PersonFact]
    day: date

    @property
    def links(self) -> list[Link]:
        return links_of(self.people, self.entered)

    @property
    def is_guessed(self) -> bool:
        """Whether some line was read from a 続柄, and nobody has confirmed it."""
        return len(self.links) > len(self.entered)

    @property
    def family(self) -> Family:
        expecting = [fact.person_id for fact in self.facts if _is_expecting(fact, self.day)]
        return family_on(self.people, self.links, dict.fromkeys(expecting), self.day)


def _is_expecting(fact: PersonFact, day: date) -> bool:
    if fact.kind is not FactKind.PREGNANCY or not holds_on(day, fact.since, fact.until):
        return False
    return fact.since is None or fact.until is not None or (day - fact.since).days < PREGNANCY_DAYS


def kinship_of(session: ScopedSession, case: Case, day: date) -> Kinship:
    """Three statements, whatever the size of the household."""
    members = members_of(session, case)
    ids = [member.person_id for member in members if member.person is not None]
    entered = [
        Link(row.kind, row.first_id, row.second_id, row.since, row.until)
        for row in relationships_among(session, ids)
    ]
    return Kinship(_kin(members, day), entered, facts_of(session, ids), day)


def _kin(members: Sequence[Membership], day: date) -> list[Kin]:
    """Each person once; who left and came back is here if any of the times says so."""
    found: dict[UUID, Kin] = {}
    for member in members:
        person = member.person
        if person is not None:
            here = member.lives_here and holds_on(day, member.since, member.until)
            earlier = found.get(person.id)
            found[person.id] = Kin(
                id=person.id,
                name=person.name,
                sex=person.sex,
                relation=earlier.relation if earlier else member.relation,
                born=person.birth_date,
                estimated=person.birth_estimated,
                died=person.died_on,
                here=here or (earlier is not None and earlier.here),
            )
    return list(found.values())


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the ecomap; `tie` where it was entered and can be changed."""

    bound: Bound
    source: str
    tie: Tie | None = None


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What the ecomap shows: who lives together, and what they are tied to."""

    members: tuple[Somebody, ...]
    lines: list[Line]
    day: date

    @property
    def ties(self) -> tuple[Bound, ...]:
        return tuple(line.bound for line in self.lines)


def surroundings_of(session: ScopedSession, case: Case, day: date) -> Surroundings:
    """The household of a day, its entered ties, its つなぎ, and those who live elsewhere."""
    people = [one for one in kinship_of(session, case, day).people if not is_dead(one, day)]
    people = [one for one in people if one.born is None or one.born <= day]
    ties = [tie for tie in ties_of(session, case) if holds_on(day, tie.since, tie.until)]
    lines = [*map(_line, ties), *_of_referrals(of_case(session, case), ties, day)]
    elsewhere = [Line(_tie_to(one), "世帯員・関係者") for one in people if not one.here]
    home = tuple(_somebody(one, day) for one in people if one.here)
    return Surroundings(home, [*lines, *elsewhere], day)


def _somebody(one: Kin, day: date) -> Somebody:
    age = age_of(one, day)
    focus = one.relation == "本人"
    return Somebody(one.name, shape_of(one), "" if age is None else str(age), focus)


def _line(tie: Tie) -> Line:
    return Line(Bound(tie.shown_name, tie.kind, tie.direction, tie.note), "つながり", tie)


def _tie_to(one: Kin) -> Bound:
    """Somebody who lives elsewhere. How close they are nobody has said: an ordinary line."""
    kin = role_of(one.relation) is not None
    return Bound(f"{one.name}（{one.relation}）", TieKind.ORDINARY, note="別居" if kin else "")


def _of_referrals(referrals: Sequence[Referral], ties: Sequence[Tie], day: date) -> list[Line]:
    """Each organisation once; an entered tie to it takes the place of its つなぎ."""
    said = {tie.organisation_id for tie in ties}
    lines = []
    for referral in referrals:
        if referral.organisation_id not in said and _is_known(referral, day):
            said.add(referral.organisation_id)
            kind = _KINDS.get(referral.status, TieKind.ORDINARY)
            way = Direction.NONE if referral.status in _KINDS else Direction.IN
            bound = Bound(referral.organisation.name, kind, way, referral.status.label)
            lines.append(Line(bound, "つなぎ"))
    return lines


_KINDS: Final = {
    ReferralStatus.WRITTEN: TieKind.WEAK,
    ReferralStatus.SENT: TieKind.WEAK,
    ReferralStatus.DECLINED: TieKind.CUT,
}
"""What is not answered yet is weak, what was declined is cut; all else is ordinary."""


def _is_known(referral: Referral, day: date) -> bool:
    return referral.status_on <= day and referral.status is not ReferralStatus.CALLED_OFF


def years_of(session: ScopedSession, case: Case, today: date) -> list[Year]:
    """家族年表: everything in the case that has a date, up to today."""
    kinship = kinship_of(session, case, today)
    events = chain(
        history.lives(kinship.people),
        history.ties(kinship.entered, kinship.people),
        history.spans(_spans(session, case, kinship.facts), kinship.people),
        _steps(session, case),
        history.contacts(_contacts(session, case)),
    )
    return history.by_year((e for e in events if e.day <= today), kinship.people)


def _spans(session: ScopedSession, case: Case, facts: Sequence[PersonFact]) -> list[Span]:
    told = [Span(f.person_id, f.kind.label, f.text, f.since, f.until) for f in facts]
    for member in members_of(session, case):
        if member.person is not None:
            words = "世帯にいる" if member.lives_here else "関係者として知られる"
            told.append(Span(member.person_id, "世帯", words, member.since, member.until))
    return told


def _steps(session: ScopedSession, case: Case) -> list[Event]:
    return [
        Event(clock.in_japan(step.at).date(), "ケース", step.kind.label)
        for step in steps_of(session, case)
    ]


def _contacts(session: ScopedSession, case: Case) -> list[tuple[date, str]]:
    query = select(Consultation.day, Consultation.method).where(Consultation.case_id == case.id)
    rows = session.execute(query.order_by(Consultation.day, Consultation.id))
    return [(day, method.label) for day, method in rows]
