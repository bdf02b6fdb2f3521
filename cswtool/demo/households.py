"""A synthetic household as the office knows it: persons, address, the case they make."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from uuid import UUID

from cswtool.cases.models import Case, CaseStep, CaseZone, Membership
from cswtool.cases.rules import StepKind
from cswtool.community.models import Town
from cswtool.db.base import Base
from cswtool.demo import places, shapes, stock
from cswtool.demo.ground import Ground, works
from cswtool.demo.layouts import SELF
from cswtool.demo.names import Cast, Household, Member, household
from cswtool.people.models import Person
from cswtool.people.rules import Sex
from cswtool.sight.models import CaseGrant
from cswtool.taxonomy.models import ChoiceKind

GUARDED = frozenset({"abuse_child", "abuse_elder", "abuse_disability", "dv"})
RESTRICTED_SHARES = {False: 0.015, True: 0.5}  # of the cases without and with abuse
PROTECTED_SHARE = 0.8  # of the cases with violence between partners
BIRTH_UNKNOWN_SHARE = 0.12
BIRTH_ESTIMATED_SHARE = 0.08
PHONE_SHARE = 0.7
SECONDARY_SHARE = 0.2
COUNSELLOR_SHARE = 0.08
GRANT_SHARE = 0.5


@dataclass(frozen=True)
class Situation:
    """Who asks for help, about what, and from where."""

    household: Household
    cast: Cast
    issues: tuple[str, ...]
    route: str
    zone: str
    town: Town
    chome: str

    @property
    def focus(self) -> Member:
        return self.household.members[0]

    def about(self, issue: str) -> str:
        """Whom an issue is about, as a word of the cast."""
        subject: str = getattr(self.cast, stock.issues()[issue]["subject"]) or self.cast.adult
        return subject


@dataclass
class CaseFile:
    """A case while it is being put together, with everything that belongs to it."""

    case: Case
    situation: Situation
    course: shapes.Course
    records: list[Base] = field(default_factory=list)


def situation(ground: Ground, on: date) -> Situation:
    rng = ground.rng
    zone, town, chome = ground.place()
    kind, abroad = shapes.pick(rng, shapes.HOUSEHOLDS), ground.chance(shapes.ABROAD_SHARE)
    found = household(rng, kind, on, abroad=abroad)
    issues = shapes.issues(rng, found, on)
    return Situation(
        household=found,
        cast=found.cast(on),
        issues=issues,
        route=shapes.route(rng, zone, (ground.last_day - on).days),
        zone=zone,
        town=town,
        chome=chome,
    )


def open_case(ground: Ground, number: str, opened: date) -> CaseFile:
    """A new case with its members; how it goes on is in `casework`."""
    found = situation(ground, opened)
    first = ground.moment(opened)
    primary, secondary = _workers(ground, found.zone)
    case = Case(
        id=ground.key(first),
        number=number,
        headline=_headline(ground, found),
        zone_id=ground.lists.zones[found.zone].id,
        town_id=found.town.id,
        household_id=ground.lists.choice(ChoiceKind.HOUSEHOLD, found.household.kind),
        route_id=ground.lists.choice(ChoiceKind.ROUTE, found.route),
        primary_id=primary,
        secondary_id=secondary,
        opened_on=opened,
        restricted=False,
    )
    file = CaseFile(case, found, shapes.course(ground.rng, opened, works))
    file.records.append(case)
    file.records.append(
        CaseZone(id=ground.key(first), case_id=case.id, zone_id=case.zone_id, since=opened)
    )
    _add_members(ground, file, first)
    add_step(ground, file, StepKind.OPENED, first)
    if ground.chance(RESTRICTED_SHARES[not GUARDED.isdisjoint(found.issues)]):
        _restrict(ground, file, first + timedelta(minutes=50))
    return file


def _workers(ground: Ground, zone: str) -> tuple[UUID, UUID | None]:
    """The CSW of the 圏域; now and then a 相談員 with the CSW as second."""
    csw = ground.staff.csw[zone].id
    if ground.chance(COUNSELLOR_SHARE):
        return ground.rng.choice(ground.staff.counsellors).id, csw
    if ground.chance(SECONDARY_SHARE):
        others = [ground.staff.coordinator, ground.staff.supervisor]
        return csw, next(user.id for user in ground.rng.sample(others, 2) if user.id != csw)
    return csw, None


def _headline(ground: Ground, found: Situation) -> str:
    named = [code for code in found.issues if code != "other"][:2]
    if not named:
        return "生活全般の困りごと"
    return f"{found.about(named[0])}の{'、'.join(ground.lists.issues[c].label for c in named)}"


def _add_members(ground: Ground, file: CaseFile, at: datetime) -> None:
    found = file.situation
    home = places.address(ground.rng, found.town.name, found.chome)
    street = f"{home.chome}{home.street}{home.building and ' ' + home.building}"
    protected = "dv" in found.issues and ground.chance(PROTECTED_SHARE)
    for position, member in enumerate(found.household.members):
        person = _person(ground, member, file.case.primary_id, at)
        person.town_id, person.address = found.town.id, street
        person.address_protected = protected and member.called not in {"夫", "妻"}
        person.refold(found.town.name)
        file.records += [person, _membership(ground, file, person, member, position)]
    file.case.focus_id = next(r.id for r in file.records if isinstance(r, Person))


def _person(ground: Ground, member: Member, author: UUID, at: datetime) -> Person:
    rng = ground.rng
    born: date | None = member.born
    estimated = False
    if member.relation != SELF and ground.chance(BIRTH_UNKNOWN_SHARE):
        born = None
    elif ground.chance(BIRTH_ESTIMATED_SHARE):
        born, estimated = member.born.replace(month=1, day=1), True
    phone = rng.choice((places.home_phone, places.mobile_phone))(rng)
    return Person(
        id=ground.key(at),
        name=member.name,
        kana=member.kana,
        sex=Sex(member.sex),
        birth_date=born,
        birth_estimated=estimated,
        phone=phone if member.relation == SELF or ground.chance(1 - PHONE_SHARE) else "",
        author_id=author,
    )


def _membership(
    ground: Ground, file: CaseFile, person: Person, member: Member, position: int
) -> Membership:
    return Membership(
        id=ground.key(ground.now),
        case_id=file.case.id,
        person_id=person.id,
        relation=member.relation,
        since=file.case.opened_on,
        position=position,
    )


def add_step(ground: Ground, file: CaseFile, kind: StepKind, at: datetime) -> None:
    """Note in the file what happened to the case."""
    step = CaseStep(
        id=ground.key(at), case_id=file.case.id, author_id=file.case.primary_id, kind=kind, at=at
    )
    file.records.append(step)


def _restrict(ground: Ground, file: CaseFile, at: datetime) -> None:
    """Only named people see the case: its workers, and perhaps one colleague more."""
    case = file.case
    case.restricted = True
    add_step(ground, file, StepKind.RESTRICTED, at)
    colleague = ground.rng.choice(ground.staff.everybody)
    if ground.chance(GRANT_SHARE) and colleague.id not in {case.primary_id, case.secondary_id}:
        file.records.append(
            CaseGrant(
                id=ground.key(at),
                case_id=case.id,
                user_id=colleague.id,
                author_id=case.primary_id,
                reason="いっしょに訪問するため",
                at=at,
            )
        )
