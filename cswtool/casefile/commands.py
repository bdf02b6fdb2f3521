"""Acts that join several features: a 連絡票 becomes part of a case, a search is told on."""

from collections.abc import Iterable
from typing import Final
from uuid import UUID

from sqlalchemy import Engine

from cswtool.access import clock
from cswtool.access.actor import Actor
from cswtool.cases.commands import NewCase, open_case
from cswtool.cases.models import Case
from cswtool.consultations.models import Consultation
from cswtool.consultations.rules import Counterpart, Method
from cswtool.db.elevated import elevated
from cswtool.db.session import ScopedSession
from cswtool.intake.commands import move_on, put_into
from cswtool.intake.models import IncomingReferral
from cswtool.intake.rules import IncomingStatus
from cswtool.people.queries import hidden_matches
from cswtool.people.rules import AgeBand, Sex, band_of
from cswtool.tasks.commands import warn_worker
from cswtool.taxonomy.models import ChoiceKind
from cswtool.taxonomy.queries import choices

COMMISSIONER_CODE = "welfare_commissioner"
"""The office's word for 民生委員 among 相談経路 and 相談者, as the office is set up with it."""


def take_into(
    session: ScopedSession, slip: IncomingReferral, case: Case, *, contacted: bool
) -> None:
    """Put a 連絡票 into a case, and its content into the timeline as a contact.

    The contact is one of その他 with the 民生委員, on the day the 連絡票 was sent, so that the
    reports count it under 相談経路 民生委員 and nobody has to type it again. Its 圏域 is that of
    the case. With `contacted` the sender is told that a CSW called.

    Raises AlreadyTakenError where the 連絡票 is part of a case already.
    """
    put_into(session, slip, case)
    if contacted and slip.is_waiting:
        move_on(session, slip, IncomingStatus.CONTACTED)
    session.add(_contact(session, slip, case))
    session.flush()


def take_into_new(
    session: ScopedSession, slip: IncomingReferral, new: NewCase, *, contacted: bool
) -> Case:
    """Open a case for a 連絡票. Raises AlreadyTakenError and OutOfOwnSightError."""
    case = open_case(session, new)
    take_into(session, slip, case, contacted=contacted)
    return case


def _contact(session: ScopedSession, slip: IncomingReferral, case: Case) -> Consultation:
    day, focus = clock.in_japan(slip.at).date(), case.focus
    return Consultation(
        case_id=case.id,
        author_id=session.actor.id,
        at=slip.at,
        day=day,
        method=Method.OTHER,
        counterpart=Counterpart.COMMISSIONER,
        with_whom=slip.author.name,
        zone_id=case.zone_id or slip.zone_id,
        town_id=slip.town_id or case.town_id,
        route_id=commissioner_word(session, ChoiceKind.ROUTE),
        asker_id=commissioner_word(session, ChoiceKind.ASKER),
        household_id=case.household_id,
        age_band=band_of(focus.age(day)) if focus else AgeBand.UNKNOWN,
        sex=focus.sex if focus else Sex.UNKNOWN,
        text=_as_record(slip),
        recorded_at=clock.now(),
    )


def commissioner_word(session: ScopedSession, kind: ChoiceKind) -> UUID | None:
    """The id of 民生委員 in a list of the office's words; None where the office retired it."""
    words = choices(session, kind)
    return next((word.id for word in words if word.code == COMMISSIONER_CODE), None)


def _as_record(slip: IncomingReferral) -> str:
    """What the 連絡票 said, as it stands in the timeline."""
    town = slip.town.name if slip.town else "町はわからない"
    return "\n".join(
        [
            f"民生委員からの連絡票 {slip.number}",
            f"どなたのこと：{slip.who}",
            f"町・住所や目印：{town} {slip.place}".rstrip(),
            f"気になる様子：{slip.worry}",
            f"本人は知っているか：{slip.awareness.label}",
            f"してほしいこと：{slip.wish.label}",
        ]
    )


_SEARCHED: Final = "search: somebody with a protected address"


def tell_named_workers(engine: Engine, searcher: Actor, typed: Iterable[str]) -> None:
    """Who searched for somebody hidden from them is a task for that person's worker."""
    with elevated(engine, reason=_SEARCHED) as session:
        for person in hidden_matches(session, searcher, typed):
            warn_worker(session, searcher, person, "さがしました")
