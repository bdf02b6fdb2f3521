"""A large synthetic office, written straight into the tables: built once, and kept."""

from collections.abc import Iterator
from datetime import datetime, time, timedelta
from itertools import islice
from random import Random
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Engine, insert, select
from tqdm import tqdm

from cswtool.access import clock
from cswtool.access.actor import Role
from cswtool.access.fiscal import fiscal_label
from cswtool.accounts.login import hash_password
from cswtool.accounts.models import User
from cswtool.cases.models import Case, CaseSerial, CaseZone, Membership
from cswtool.community.models import Town, Zone
from cswtool.consultations.models import Consultation, ConsultationIssue
from cswtool.db import search
from cswtool.db.elevated import ElevatedSession, elevated
from cswtool.db.types import new_id
from cswtool.models import SEARCHED
from cswtool.people.models import Person
from cswtool.people.rules import Sex
from cswtool.tasks.models import Task
from cswtool.taxonomy.models import IssueType

PASSWORD = "bench bench bench"
CHUNK = 5_000
YEARS = 6
LENGTH = 300
"""Characters of a record."""
OPEN_SHARE = 0.02
"""Of the cases of six years; some eighty for each of five workers."""

SENTENCES = (
    "玄関先で本人と話す。",
    "食事はとれているとのこと。",
    "電気代の支払いが三か月遅れている。",
    "長女から電話があり、様子を見てほしいと言われる。",
    "次回は包括の職員といっしょに訪ねる。",
    "部屋の片づけは進んでいない。",
    "本人は人と会うのがつらいと言う。",
    "近所の人が新聞を届けている。",
    "通院は続いているが、薬が余っている。",
    "民生委員が声をかけても返事がなかった。",
    "虐待の疑いについて係長と相談した。",
    "フードパントリーの利用を案内した。",
    "表情は前より明るい。",
    "就労の相談につなぐことを本人が了解した。",
    "家計の見直しを次の面談で行う。",
    "夜は眠れていない。",
    "弟と連絡がとれるようになった。",
    "灯油を使いすぎないよう伝えた。",
    "冷蔵庫は空に近かった。",
    "学校からは欠席が続いていると聞いた。",
)
SURNAMES = ("田中", "髙橋", "斎藤", "渡邉", "小川", "仲町", "鈴木", "佐藤", "伊藤", "山本")
RARE = "勅使河原"


def fill(engine: Engine, cases: int, contacts: int) -> None:
    """Fill an office that was just set up. The same from the same numbers."""
    with elevated(engine, reason="test") as session:
        builder = _Builder(session, cases, contacts)
        builder.staff()
        for _ in tqdm(builder.write(), total=cases, desc="ケース", unit="件"):
            pass
    with elevated(engine, reason="search rebuild") as session:
        search.rebuild(session, SEARCHED)


class _Builder:
    def __init__(self, session: ElevatedSession, cases: int, contacts: int) -> None:
        self.session, self.rng = session, Random(8)
        self.cases, self.each = cases, contacts // cases
        self.zones = list(session.scalars(select(Zone.id).order_by(Zone.position)))
        self.towns = list(session.execute(select(Town.id, Town.name).order_by(Town.kana)))
        self.issues = list(session.scalars(select(IssueType.id).order_by(IssueType.position)))
        self.workers: list[UUID] = []
        self.rows: dict[Any, list[dict[str, Any]]] = {}

    def staff(self) -> None:
        """A CSW for each 圏域; the first one leads."""
        hashed = hash_password(PASSWORD)
        for number, zone in enumerate(self.zones):
            user = User(login=f"csw{number}", name=f"架空 {number}", password_hash=hashed)
            user.set_roles(frozenset({Role.CSW} | ({Role.SUPERVISOR} if number == 0 else set())))
            user.set_zones(frozenset({zone}))
            self.session.add(user)
            self.session.flush()
            self.workers.append(user.id)
        self.session.commit()

    def write(self) -> Iterator[int]:
        first = clock.today() - timedelta(days=365 * YEARS)
        waiting = iter(range(self.cases))
        while numbers := list(islice(waiting, CHUNK // 10)):
            for number in numbers:
                self._case(number, first + timedelta(days=number * 365 * YEARS // self.cases))
                yield number
            self._store(self.session.connection())
        year = {"fiscal_year": 2099, "last": self.cases}
        self.session.connection().execute(insert(CaseSerial.__table__), [year])

    def _case(self, number: int, opened: Any) -> None:
        zone = number % len(self.zones)
        case_id, person_id = new_id(), new_id()
        town_id, town = self.rng.choice(self.towns)
        active = self.rng.random() < OPEN_SHARE
        worker = self.workers[zone]
        self._person(person_id, worker, (town_id, town), number)
        self._add(
            Case,
            id=case_id,
            number=f"{fiscal_label(2019)}-{number:05}",
            headline=self.rng.choice(SENTENCES)[:-1],
            status="open" if active else "closed",
            closed_on=None if active else opened + timedelta(days=200),
            restricted=number % 100 == 0,
            zone_id=self.zones[zone],
            town_id=town_id,
            focus_id=person_id,
            primary_id=worker,
            opened_on=opened,
            closing_summary="",
            version=1,
        )
        self._add(CaseZone, id=new_id(), case_id=case_id, zone_id=self.zones[zone], since=opened)
        self._add(
            Membership,
            id=new_id(), case_id=case_id, person_id=person_id, relation="本人",
            lives_here=True, position=0, version=1,
        )  # fmt: skip
        for at in range(self.each):
            self._contact(case_id, zone, opened + timedelta(days=at * 20))
        if active:
            due = clock.today() + timedelta(days=self.rng.randint(-10, 30))
            self._add(
                Task,
                id=new_id(), case_id=case_id, owner_id=worker, author_id=worker,
                title="様子をきく", due_on=due, version=1,
            )  # fmt: skip

    def _person(self, key: UUID, author: UUID, town: tuple[UUID, str], number: int) -> None:
        name = RARE if number % 100 == 0 else self.rng.choice(SURNAMES)
        person = Person(
            name=f"{name} {number}", kana="かくう", phone=f"042-{number % 1000:03}-{number:05}",
            town_id=town[0], address=f"{number % 6 + 1}-9{number % 100:02}-1",
        )  # fmt: skip
        person.refold(town[1])
        self._add(
            Person,
            id=key, name=person.name, kana=person.kana, sex=Sex.UNKNOWN, birth_estimated=False,
            phone=person.phone, town_id=town[0], address=person.address, address_protected=False,
            note="", author_id=author, folded=person.folded, version=1,
        )  # fmt: skip

    def _contact(self, case_id: UUID, zone: int, day: Any) -> None:
        key, day = new_id(), min(day, clock.today())
        at = clock.from_japan(datetime.combine(day, time(10)))
        self._add(
            Consultation,
            id=key, case_id=case_id, author_id=self.workers[zone], at=min(at, clock.now()), day=day,
            minutes=30, method=self.rng.choice(("visit", "phone", "office")), counterpart="self",
            with_whom="", zone_id=self.zones[zone], age_band="75+", sex="female",
            text=self._text(), recorded_at=clock.now(), version=1,
        )  # fmt: skip
        for rank, issue in enumerate(self.rng.sample(self.issues, 2)):
            row = {"id": new_id(), "consultation_id": key, "issue_id": issue, "main": rank == 0}
            self._add(ConsultationIssue, **row)

    def _text(self) -> str:
        name = RARE if self.rng.random() < 0.01 else self.rng.choice(SURNAMES)
        parts = [f"{name}さんの件。"]
        while sum(map(len, parts)) < LENGTH:
            parts.append(self.rng.choice(SENTENCES))
        return "".join(parts)[:LENGTH]

    def _add(self, model: Any, **row: Any) -> None:
        self.rows.setdefault(model, []).append(row)

    def _store(self, connection: Connection) -> None:
        for model in (Person, Case, CaseZone, Membership, Consultation, ConsultationIssue, Task):
            if rows := self.rows.pop(model, []):
                connection.execute(insert(model.__table__), rows)
        self.session.commit()
