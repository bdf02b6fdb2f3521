"""Filling a synthetic office: three fiscal years up to today, the same from the same seed."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from random import Random
from typing import Final

from sqlalchemy import Engine, select
from tqdm import tqdm

from cswtool.access import clock
from cswtool.access.fiscal import Period, fiscal_label, fiscal_year
from cswtool.accounts.login import hash_password
from cswtool.accounts.models import Office, User
from cswtool.activities.models import Activity
from cswtool.cases.models import Case, CaseSerial, CaseStep, CaseZone, Membership
from cswtool.cautions.models import Caution
from cswtool.consultations.models import Consultation, ConsultationIssue
from cswtool.db.base import Base
from cswtool.db.elevated import ElevatedSession, elevated
from cswtool.demo import (
    agreed,
    casework,
    contacts,
    gatherings,
    kinship,
    leaving,
    outward,
    shapes,
    slips,
    staff,
    steering,
)
from cswtool.demo.contacts import Filing
from cswtool.demo.ground import Ground, Keys, read_lists, works
from cswtool.demo.households import CaseFile, open_case, situation
from cswtool.demo.texts import TextMaker
from cswtool.demo.zonework import ZoneWork
from cswtool.files.models import Attachment, AttachmentContent
from cswtool.handovers.models import Handover
from cswtool.intake.models import IncomingReferral
from cswtool.people.models import Person, PersonFact, Relationship
from cswtool.plans import models as agreements
from cswtool.portrait.models import Tie
from cswtool.referrals.models import Referral, ReferralStep
from cswtool.regional import models as regional
from cswtool.releases.models import Release, ReleaseFinding
from cswtool.sight.models import CaseGrant
from cswtool.tasks.models import Task

YEARS: Final = 3
DAYS_A_YEAR: Final = 365
LOOSE_PER_CASE: Final = 0.25
"""One-off and anonymous consultations."""
CHUNK: Final = 5_000
"""Records stored at once."""

# A record is stored after those it points to.
_ORDER: Final = (
    Person,
    Case,
    CaseZone,
    Membership,
    Relationship,
    PersonFact,
    Tie,
    CaseStep,
    CaseGrant,
    Caution,
    Consultation,
    ConsultationIssue,
    Attachment,
    AttachmentContent,
    Task,
    Handover,
    Referral,
    ReferralStep,
    agreements.Plan,
    agreements.PlanAction,
    agreements.PlanService,
    agreements.Evaluation,
    agreements.EvaluationChange,
    IncomingReferral,
    Activity,
    regional.RegionalIssue,
    regional.RegionalStep,
    regional.RegionalEvidence,
    regional.RegionalAction,
    regional.RegionalActionStep,
    Release,
    ReleaseFinding,
)


class NotADemoError(Exception):
    """The office holds, or is meant for, records of real people."""


class HalfFilledError(Exception):
    """An earlier filling was broken off."""


@dataclass(frozen=True)
class Plan:
    """How large the office is to be. `cases` None: about 280 a year, as in earnest."""

    cases: int | None = None
    seed: int = 8

    def case_count(self, first: date, last: date) -> int:
        usual = shapes.NEW_CASES_A_YEAR * (last - first).days / DAYS_A_YEAR
        return round(usual) if self.cases is None else self.cases


def fill(engine: Engine, plan: Plan, attachment_key: bytes) -> bool:
    """Fill an office that was just set up as a demo; False when that was done before.

    Raises NotADemoError for any other office, HalfFilledError for one whose filling was
    broken off.
    """
    with elevated(engine, reason="demo") as session:
        if _is_filled(session):
            return False
        ground = _ground(session, plan, attachment_key)
        session.commit()
        _write_all(session, ground, plan)
        _let_everybody_in(session)
    return True


def _is_filled(session: ElevatedSession) -> bool:
    if not session.scalars(select(Office.demo)).one():
        raise NotADemoError
    passwords = session.scalars(select(User.password_hash)).all()
    if None in passwords:
        raise HalfFilledError
    return bool(passwords)


def _ground(session: ElevatedSession, plan: Plan, attachment_key: bytes) -> Ground:
    rng, now = Random(plan.seed), clock.now()
    lists = read_lists(session)
    hired = staff.hire(session, lists, rng, clock.in_japan(now).date())
    return Ground(rng, TextMaker(rng), Keys(rng), now, lists, hired, attachment_key)


def _write_all(session: ElevatedSession, ground: Ground, plan: Plan) -> None:
    first = Period.of_fiscal_year(fiscal_year(ground.today) - YEARS + 1).first
    count = plan.case_count(first, ground.last_day)
    days = shapes.openings(ground.rng, (first, ground.last_day), count, works)
    received: list[IncomingReferral] = []
    together = ZoneWork(ground)
    waiting: list[Base] = []
    for file in _cases(ground, days):
        waiting += file.records
        together.notice(file)
        slip = slips.slip_of(ground, file)
        received += [slip] if slip else []
        if len(waiting) > CHUNK:
            _store(session, waiting)
            waiting = []
    received += slips.loose_slips(ground, first, count)
    serials = slips.number(received)
    _store(session, [*waiting, *received, *_loose(ground, first, count)])
    for_zones = list(together.records())
    _store(session, for_zones)
    _store(session, leaving.leave(ground, for_zones))
    session.add_all([*serials, *_case_serials(days)])


def _cases(ground: Ground, days: list[date]) -> Iterator[CaseFile]:
    given: Counter[int] = Counter()
    meeting = gatherings.Gatherings(ground)
    for day in tqdm(days, desc="架空のケース", unit="件", disable=None):
        year = fiscal_year(day)
        given[year] += 1
        file = open_case(ground, f"{fiscal_label(year)}-{given[year]:04}", day)
        casework.run(ground, file)
        meeting.join(file)
        outward.pass_on(ground, file)
        agreed.agree(ground, file)
        kinship.relate(ground, file)
        steering.steer(ground, file)
        yield file


def _case_serials(days: list[date]) -> list[CaseSerial]:
    given = Counter(fiscal_year(day) for day in days)
    return [CaseSerial(fiscal_year=year, last=last) for year, last in given.items()]


def _loose(ground: Ground, first: date, cases: int) -> Iterator[Base]:
    """Consultations that never became a case."""
    count = round(cases * LOOSE_PER_CASE)
    for day in shapes.openings(ground.rng, (first, ground.last_day), count, works):
        found = situation(ground, day)
        contact = contacts.contact(ground, found, ground.moment(day), first=True)
        author = ground.staff.csw[found.zone].id
        yield from contacts.write(ground, found, contact, Filing(None, author))


def _store(session: ElevatedSession, records: list[Base]) -> None:
    for model in _ORDER:
        session.add_all(record for record in records if type(record) is model)
        session.flush()
    session.commit()
    session.expunge_all()


def _let_everybody_in(session: ElevatedSession) -> None:
    """Last of all, so that a broken-off filling can be told from a finished one."""
    hashed = hash_password(staff.PASSWORD)
    for user in session.scalars(select(User)):
        user.password_hash = hashed
