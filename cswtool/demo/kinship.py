"""Entered ties, dated facts and ties of the household, for a share of the synthetic cases."""

from datetime import date, timedelta
from uuid import UUID

from cswtool.cases.models import Membership
from cswtool.demo.ground import Ground
from cswtool.demo.households import CaseFile
from cswtool.drawing.ecomap import Direction, TieKind
from cswtool.people.models import Person, PersonFact, Relationship
from cswtool.people.rules import FactKind, KinKind, age_on
from cswtool.portrait.models import Tie

RELATED_SHARE = 0.25
FACT_SHARE = 0.3
TIED_SHARE = 0.35
OLD_FROM, GROWN_UP_FROM, SCHOOL_FROM = 75, 18, 6
DAYS_A_YEAR = 365

AROUND = (
    ("こだまちサロン", TieKind.WEAK, Direction.OUT),
    ("となりの家", TieKind.ORDINARY, Direction.IN),
    ("近所の商店", TieKind.ORDINARY, Direction.BOTH),
    ("元の職場", TieKind.CUT, Direction.NONE),
    ("遠くに住む親族", TieKind.STRESS, Direction.IN),
    ("民生委員", TieKind.STRONG, Direction.IN),
    ("かかりつけ医", TieKind.STRONG, Direction.BOTH),
)


def relate(ground: Ground, file: CaseFile) -> None:
    """Give a case what a worker would have entered for its pictures."""
    people = [record for record in file.records if isinstance(record, Person)]
    relations = {r.person_id: r.relation for r in file.records if isinstance(r, Membership)}
    if ground.chance(RELATED_SHARE):
        file.records += _marriage(ground, file, people, relations)
    for person in people:
        if ground.chance(FACT_SHARE) and (fact := _fact(ground, file, person)):
            file.records.append(fact)
    if ground.chance(TIED_SHARE):
        file.records += _ties(ground, file)


def _marriage(
    ground: Ground, file: CaseFile, people: list[Person], relations: dict[UUID, str]
) -> list[Relationship]:
    """Of a couple, when they married."""
    couple = [p for p in people if relations[p.id] in {"本人", "配偶者"} and p.birth_date]
    if len(couple) != len({"本人", "配偶者"}):
        return []
    one, other = couple
    young = max(person.birth_date for person in couple if person.birth_date)
    wed = young + timedelta(days=DAYS_A_YEAR * 24 + ground.rng.randint(0, 1500))
    author = file.case.primary_id
    married = Relationship(
        id=ground.key(ground.now),
        first_id=one.id,
        second_id=other.id,
        kind=KinKind.MARRIED,
        since=wed,
        author_id=author,
    )
    return [married] if wed < ground.today else []


def _fact(ground: Ground, file: CaseFile, person: Person) -> PersonFact | None:
    if person.birth_date is None:
        return None
    kind, text = _told(ground, age_on(ground.today, person.birth_date))
    since = ground.today - timedelta(days=ground.rng.randint(30, 5 * DAYS_A_YEAR))
    return PersonFact(
        id=ground.key(ground.now),
        person_id=person.id,
        kind=kind,
        text=text,
        since=max(since, person.birth_date),
        author_id=file.case.primary_id,
    )


def _told(ground: Ground, age: int) -> tuple[FactKind, str]:
    if age >= OLD_FROM:
        return FactKind.CARE_LEVEL, ground.rng.choice(("要支援1", "要支援2", "要介護1", "要介護2"))
    if age >= GROWN_UP_FROM:
        return ground.rng.choice(
            (
                (FactKind.WORK, "仕事をやめて家にいる"),
                (FactKind.WORK, "短時間の仕事"),
                (FactKind.DIAGNOSIS, "通院中（本人の話）"),
                (FactKind.HOME, "賃貸の住まい"),
            )
        )
    if age >= SCHOOL_FROM:
        return FactKind.SCHOOL, "学校を休みがち"
    return FactKind.HOME, "保育園を待っている"


def _ties(ground: Ground, file: CaseFile) -> list[Tie]:
    opened: date = file.case.opened_on
    return [
        Tie(
            id=ground.key(ground.now),
            case_id=file.case.id,
            name=name,
            kind=kind,
            direction=direction,
            since=opened if kind is TieKind.STRONG else None,
            author_id=file.case.primary_id,
        )
        for name, kind, direction in ground.rng.sample(AROUND, ground.rng.randint(2, 4))
    ]
