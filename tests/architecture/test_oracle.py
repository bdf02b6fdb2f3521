"""Who sees what, said a second time in plain Python, compared with every model's SQL.

The rules below are written from docs/architecture.md, never from `visible_to`. Random
offices, random actors, every confidential model, both databases.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import UTC, date, datetime
from itertools import count
from uuid import UUID, uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import exists, func, select
from sqlalchemy.orm import Session

from cswtool.access.actor import Actor, Role
from cswtool.activities.models import Activity, ActivityOrganisation
from cswtool.cases.models import Case, CaseStep, CaseZone, Membership
from cswtool.cases.rules import StepKind
from cswtool.cautions.models import Caution
from cswtool.cautions.rules import CautionKind
from cswtool.closings.models import ClosingRequest
from cswtool.consultations.models import Addendum, Consultation, ConsultationIssue, Revision
from cswtool.consultations.rules import Method
from cswtool.db.audit import AuditEvent
from cswtool.db.base import Scoped
from cswtool.db.engine import writing
from cswtool.db.session import ScopedSession, scoped_models
from cswtool.drafts.models import Draft
from cswtool.drawing.ecomap import TieKind
from cswtool.files.models import Attachment, AttachmentContent
from cswtool.files.rules.kinds import FileKind
from cswtool.handovers.models import Handover
from cswtool.intake.models import IncomingReferral
from cswtool.listings.models import SavedList
from cswtool.outings.models import Outing, OutingPlace
from cswtool.people.models import Person, PersonFact, Relationship
from cswtool.people.rules import FactKind, KinKind
from cswtool.plans.models import Evaluation, EvaluationChange, Plan, PlanAction, PlanService
from cswtool.plans.rules import Attainment, Doer
from cswtool.portrait.models import Tie
from cswtool.publications.models import (
    EditionTruth,
    PreparedEdition,
    Publication,
    PublishedCell,
)
from cswtool.publications.rules import Profile
from cswtool.referrals.models import Referral, ReferralStep
from cswtool.regional.models import (
    RegionalAction,
    RegionalActionStep,
    RegionalEvidence,
    RegionalIssue,
    RegionalStep,
)
from cswtool.regional.rules.course import ActionState, Side, State
from cswtool.register.models import LikenessVerdict, Merge
from cswtool.register.rules import Subject, Verdict
from cswtool.releases.models import Release, ReleaseFinding
from cswtool.releases.rules import Purpose, ReleaseStatus
from cswtool.sharing.rules import Basis
from cswtool.sight.models import CaseGrant
from cswtool.signals.models import SetAside
from cswtool.tasks.models import Task
from cswtool.taxonomy.models import Choice, IssueType
from cswtool.textgate.findings import Kind
from tests.world import CAST

DAY = date(2026, 4, 1)
NOON = datetime(2026, 4, 1, 3, tzinfo=UTC)
STAFF = {Role.CSW, Role.COORDINATOR, Role.COUNSELLOR, Role.SUPERVISOR}
PEOPLE = list(CAST)[:5]
ZONES = ["W", "C", "E"]

who = st.sampled_from(PEOPLE)
zone = st.none() | st.sampled_from(ZONES)


@dataclass(frozen=True)
class ACase:
    zone: str | None
    restricted: bool
    primary: str
    secondary: str | None
    granted: frozenset[str]
    protected: bool
    """Whether the one person who is in this case alone has a protected address."""


@dataclass(frozen=True)
class Loose:
    """Something that may hang on a case, or on none."""

    case: int | None
    zone: str | None
    author: str
    owner: str
    dated: bool


@dataclass(frozen=True)
class AnActor:
    login: str
    roles: frozenset[Role]
    zones: frozenset[str]
    whole_office: bool


a_case = st.builds(
    ACase, zone, st.booleans(), who, st.none() | who, st.frozensets(who, max_size=1), st.booleans()
)
a_loose = st.builds(Loose, st.none() | st.integers(0, 2), zone, who, who, st.booleans())
an_actor = st.builds(
    AnActor,
    who,
    st.frozensets(st.sampled_from(Role), max_size=3),
    st.frozensets(st.sampled_from(ZONES), max_size=2),
    st.booleans(),
)


# --- The oracle -------------------------------------------------------------------------


def staff(actor: AnActor) -> bool:
    return bool(actor.roles & STAFF)


def zone_open(actor: AnActor, zone: str | None) -> bool:
    return staff(actor) and (actor.whole_office or zone is None or zone in actor.zones)


def named(actor: AnActor, case: ACase) -> bool:
    return staff(actor) and actor.login in {case.primary, case.secondary, *case.granted}


def sees_case(actor: AnActor, case: ACase) -> bool:
    return named(actor, case) or (not case.restricted and zone_open(actor, case.zone))


def sees_own_member(actor: AnActor, case: ACase) -> bool:
    return named(actor, case) or (sees_case(actor, case) and not case.protected)


def sees_shared_member(actor: AnActor, cases: list[ACase]) -> bool:
    """A person who lives in every case, whose address is open unless it is shared with
    somebody whose address is not."""
    if any(case.protected for case in cases):
        return any(named(actor, case) for case in cases)
    return any(sees_case(actor, case) for case in cases)


def sees_consultation(actor: AnActor, loose: Loose, cases: list[ACase]) -> bool:
    if loose.case is not None:
        return sees_case(actor, cases[loose.case])
    return loose.author == actor.login or zone_open(actor, loose.zone)


def sees_task(actor: AnActor, loose: Loose, cases: list[ACase]) -> bool:
    if loose.case is not None:
        return sees_case(actor, cases[loose.case])
    return Role.SUPERVISOR in actor.roles or actor.login in {loose.author, loose.owner}


def sees_place(actor: AnActor, loose: Loose, cases: list[ACase]) -> bool:
    """The owner left and told the author."""
    if loose.case is not None:
        return sees_case(actor, cases[loose.case])
    near = Role.SUPERVISOR in actor.roles or actor.login in {loose.author, loose.owner}
    return staff(actor) and near


def sees_incoming(actor: AnActor, loose: Loose, cases: list[ACase]) -> bool:
    if loose.author == actor.login:
        return True
    if loose.case is not None:
        return sees_case(actor, cases[loose.case])
    return zone_open(actor, loose.zone)


def sees_publication(actor: AnActor, profile: Profile) -> bool:
    return staff(actor) or (Role.REPORT_READER in actor.roles and profile is Profile.PUBLIC)


# --- Storing a random office ------------------------------------------------------------


class Office:
    """Stores the rows and remembers, per model, the ids with what the oracle says of them."""

    def __init__(self, session: Session, world, actor: AnActor) -> None:
        self.session, self.world, self.actor = session, world, actor
        self.expected: dict[type[Scoped], dict[UUID, bool]] = {m: {} for m in scoped_models()}
        self.in_calendar: dict[type[Scoped], set[UUID]] = defaultdict(set)
        self.numbers = count(1)

    def keep(self, record: Scoped, *, seen: bool) -> UUID:
        record.id = uuid4()
        self.session.add(record)
        self.session.flush()
        self.expected[type(record)][record.id] = seen
        return record.id

    def user(self, login: str | None) -> UUID | None:
        return self.world.users[login] if login else None

    def zone(self, code: str | None) -> UUID | None:
        return self.world.zones[code] if code else None

    def add_cases(self, cases: list[ACase]) -> list[UUID]:
        self.own: list[tuple[UUID, bool]] = []
        ids = [self.add_case(case) for case in cases]
        in_any = sees_shared_member(self.actor, cases)
        shared = self.add_person("shutanto", protected=False, seen=in_any)
        for case, case_id in zip(cases, ids, strict=True):
            self.add_member(case, case_id, shared)
        for own, own_seen in self.own:
            self.add_relationship(shared, own, seen=in_any and own_seen)
        lonely = self.actor.login == "futanto" and staff(self.actor)
        self.add_person("futanto", protected=False, seen=lonely)
        return ids

    def add_person(self, author: str, *, protected: bool, seen: bool) -> UUID:
        person = Person(name="架空", author_id=self.user(author), address_protected=protected)
        return self.keep(person, seen=seen)

    def add_relationship(self, first: UUID, second: UUID, *, seen: bool) -> None:
        """A tie of two is seen by who sees both."""
        author = self.user("shutanto")
        self.keep(
            Relationship(first_id=first, second_id=second, kind=KinKind.PARENT, author_id=author),
            seen=seen,
        )

    def add_around(self, case_id: UUID, person_id: UUID, author, *, seen, own_seen) -> None:
        fact = PersonFact(person_id=person_id, kind=FactKind.WORK, text="x", author_id=author)
        self.keep(fact, seen=own_seen)
        tie = Tie(case_id=case_id, name="x", kind=TieKind.WEAK, author_id=author)
        self.keep(tie, seen=seen)

    def add_member(self, case: ACase, case_id: UUID, person_id: UUID) -> None:
        member = Membership(case_id=case_id, person_id=person_id, relation="本人")
        self.keep(member, seen=sees_case(self.actor, case))

    def add_case(self, case: ACase) -> UUID:
        seen = sees_case(self.actor, case)
        author, number = self.user(case.primary), next(self.numbers)
        case_id = self.keep(
            Case(
                number=f"R9-{number:04}",
                headline="x",
                restricted=case.restricted,
                zone_id=self.zone(case.zone),
                primary_id=author,
                secondary_id=self.user(case.secondary),
                opened_on=DAY,
            ),
            seen=seen,
        )
        own_seen = sees_own_member(self.actor, case)
        own = self.add_person(case.primary, protected=case.protected, seen=own_seen)
        self.own.append((own, own_seen))
        self.add_member(case, case_id, own)
        self.add_around(case_id, own, author, seen=seen, own_seen=own_seen)
        step = CaseStep(case_id=case_id, author_id=author, kind=StepKind.OPENED, at=NOON)
        self.keep(step, seen=seen)
        for login in case.granted:
            grant = CaseGrant(
                case_id=case_id, user_id=self.user(login), author_id=author, reason="x", at=NOON
            )
            self.keep(grant, seen=seen)
        caution = Caution(
            case_id=case_id, author_id=author, kind=CautionKind.KEY, text="x", since=DAY
        )
        self.keep(caution, seen=seen)
        self.keep(CaseZone(case_id=case_id, zone_id=None, since=DAY), seen=seen)
        handover = Handover(
            case_id=case_id, from_id=author, to_id=author, author_id=author, at=NOON, note="x"
        )
        self.keep(handover, seen=seen)
        closing = ClosingRequest(
            case_id=case_id,
            author_id=author,
            at=NOON,
            approver_id=author,
            reason_id=self.choice,
            summary="x",
            end_tasks=False,
            end_referrals=False,
        )
        self.keep(closing, seen=seen)
        self.add_referral(case_id, author, seen=seen)
        self.add_plan(case_id, author, seen=seen)
        self.add_attachment(case_id, author, seen=seen)
        return case_id

    def add_attachment(self, case_id: UUID, author: UUID | None, *, seen: bool) -> None:
        attachment = Attachment(
            case_id=case_id,
            author_id=author,
            at=NOON,
            name="x.pdf",
            kind=FileKind.PDF,
            size=1,
            sha256="x",
        )
        attachment_id = self.keep(attachment, seen=seen)
        content = AttachmentContent(attachment_id=attachment_id, case_id=case_id, sealed=b"x")
        self.keep(content, seen=seen)

    def add_referral(self, case_id: UUID, author: UUID | None, *, seen: bool) -> None:
        referral = Referral(
            case_id=case_id,
            organisation_id=self.organisation,
            author_id=author,
            purpose="x",
            shared="x",
            basis=Basis.LAW,
            status_on=DAY,
        )
        referral_id = self.keep(referral, seen=seen)
        step = ReferralStep(
            case_id=case_id, referral_id=referral_id, author_id=author, status="written", at=NOON
        )
        self.keep(step, seen=seen)

    def add_plan(self, case_id: UUID, author: UUID | None, *, seen: bool) -> None:
        plan = Plan(case_id=case_id, number=1, author_id=author, needs="x", first=DAY, last=DAY)
        of_plan = {"case_id": case_id, "plan_id": self.keep(plan, seen=seen)}
        self.keep(PlanAction(**of_plan, position=0, doer=Doer.CSW, what="x"), seen=seen)
        self.keep(PlanService(**of_plan, choice_id=self.choice), seen=seen)
        evaluation = Evaluation(
            **of_plan,
            author_id=author,
            day=DAY,
            attainment=Attainment.PARTLY,
            text="x",
            ending_id=self.choice,
        )
        evaluation_id = self.keep(evaluation, seen=seen)
        change = EvaluationChange(
            case_id=case_id, evaluation_id=evaluation_id, choice_id=self.choice
        )
        self.keep(change, seen=seen)

    def add_loose(self, loose: Loose, cases: list[ACase], ids: list[UUID]) -> None:
        case_id = ids[loose.case] if loose.case is not None else None
        author = self.user(loose.author)
        self.add_contact(loose, case_id, seen=sees_consultation(self.actor, loose, cases))
        task = Task(
            case_id=case_id,
            owner_id=self.user(loose.owner),
            author_id=author,
            title="x",
            due_on=DAY if loose.dated else None,
        )
        seen = sees_task(self.actor, loose, cases)
        task_id = self.keep(task, seen=seen)
        if seen and loose.dated and loose.owner == self.actor.login:
            self.in_calendar[Task].add(task_id)
            self.in_calendar[Case] |= {case_id} - {None}
        told = Task(owner_id=author, author_id=author, title="x", owner_only=True)
        self.keep(told, seen=loose.author == self.actor.login)
        outing = Outing(owner_id=self.user(loose.owner), told_id=author, left_at=NOON, back_by=NOON)
        outing_id = self.keep(outing, seen=staff(self.actor))
        place = OutingPlace(outing_id=outing_id, case_id=case_id, place="x")
        self.keep(place, seen=sees_place(self.actor, loose, cases))
        incoming = IncomingReferral(
            number=str(next(self.numbers)),
            author_id=author,
            at=NOON,
            who="x",
            worry="x",
            zone_id=self.zone(loose.zone),
            case_id=case_id,
        )
        self.keep(incoming, seen=sees_incoming(self.actor, loose, cases))
        draft = Draft(owner_id=author, form="x", subject=str(uuid4()), sealed=b"x", saved_at=NOON)
        self.keep(draft, seen=loose.author == self.actor.login)
        self.add_saved_lists(loose)
        self.add_set_aside(author)
        self.add_releases(loose)

    def add_set_aside(self, author: UUID | None) -> None:
        about = {"zone": "W", "kind": "issue", "key": "8050", "note": "x"}
        left = SetAside(on=DAY, until=DAY, author_id=author, **about)
        self.keep(left, seen=staff(self.actor))

    def add_releases(self, loose: Loose) -> None:
        """The owner is asked to look at what the author wrote."""
        for status in ReleaseStatus:
            near = self.actor.login in {loose.author, loose.owner}
            seen = staff(self.actor) and (near or status is ReleaseStatus.RELEASED)
            release = Release(
                purpose=Purpose.OTHER,
                destination="x",
                text="x",
                status=status,
                author_id=self.user(loose.author),
                to_id=self.user(loose.owner),
                at=NOON,
            )
            release_id = self.keep(release, seen=seen)
            finding = ReleaseFinding(
                release_id=release_id,
                begins=0,
                ends=1,
                kind=Kind.AGE,
                certain=False,
                suggestion="x",
            )
            self.keep(finding, seen=seen)

    def add_saved_lists(self, loose: Loose) -> None:
        mine = loose.author == self.actor.login
        for shared in (True, False):
            saved = SavedList(
                owner_id=self.user(loose.author), page="/cases", query="", name="x", shared=shared
            )
            self.keep(saved, seen=mine or (shared and staff(self.actor)))

    def add_contact(self, loose: Loose, case_id: UUID | None, *, seen: bool) -> None:
        author = self.user(loose.author)
        consultation = Consultation(
            case_id=case_id,
            author_id=author,
            at=NOON,
            day=DAY,
            method=Method.PHONE,
            zone_id=self.zone(loose.zone),
            text="x",
            recorded_at=NOON,
        )
        consultation_id = self.keep(consultation, seen=seen)
        tag = ConsultationIssue(consultation_id=consultation_id, issue_id=self.issue)
        self.keep(tag, seen=seen)
        revision = Revision(consultation_id=consultation_id, author_id=author, at=NOON, changes=[])
        self.keep(revision, seen=seen)
        addendum = Addendum(consultation_id=consultation_id, author_id=author, at=NOON, text="x")
        self.keep(addendum, seen=seen)

    def add_register(self, cases: list[ACase], ids: list[UUID]) -> None:
        """A merge is seen with where it leads, what was said of two by who sees both."""
        author = self.user("kakaricho")
        for case, case_id, (own, own_seen) in zip(cases, ids, self.own, strict=True):
            for subject, leads_to, seen in (
                (Subject.CASE, case_id, sees_case(self.actor, case)),
                (Subject.PERSON, own, own_seen),
            ):
                merge = Merge(
                    subject=subject,
                    kept_id=uuid4(),
                    gone_id=uuid4(),
                    leads_to_id=leads_to,
                    author_id=author,
                    at=NOON,
                    guarded=False,
                    gone={},
                    changed={},
                    moves=[],
                    removed=[],
                )
                self.keep(merge, seen=seen)
        pairs = [
            (Subject.CASE, ids[:2], all(sees_case(self.actor, case) for case in cases[:2])),
            (
                Subject.PERSON,
                [own for own, _ in self.own[:2]],
                all(seen for _, seen in self.own[:2]),
            ),
        ]
        for subject, (first, second), seen in pairs:
            verdict = LikenessVerdict(
                subject=subject,
                first_id=first,
                second_id=second,
                verdict=Verdict.DISTINCT,
                author_id=author,
                at=NOON,
            )
            self.keep(verdict, seen=seen)

    def add_for_the_zones(self, cases: list[ACase], ids: list[UUID]) -> None:
        """What is done for a 圏域 is seen by all case staff; which cases are behind an issue,
        with the case."""
        seen, author = staff(self.actor), self.user("kakaricho")
        about = {"author_id": author, "at": NOON}
        activity = Activity(
            kind_id=self.choice, day=DAY, zone_id=None, title="x", done="x", author_id=author
        )
        activity_id = self.keep(activity, seen=seen)
        partner = ActivityOrganisation(activity_id=activity_id, organisation_id=self.organisation)
        self.keep(partner, seen=seen)
        issue = RegionalIssue(
            title="x", evidence_first=DAY, state_on=DAY, owner_id=author, author_id=author
        )
        issue_id = self.keep(issue, seen=seen)
        step = RegionalStep(regional_id=issue_id, state=State.NOTICED, **about)
        self.keep(step, seen=seen)
        action = RegionalAction(regional_id=issue_id, side=Side.CITY, what="x", author_id=author)
        action_id = self.keep(action, seen=seen)
        told = RegionalActionStep(action_id=action_id, state=ActionState.GOING, note="x", **about)
        self.keep(told, seen=seen)
        for case, case_id in zip(cases, ids, strict=True):
            evidence = RegionalEvidence(regional_id=issue_id, case_id=case_id, **about)
            self.keep(evidence, seen=sees_case(self.actor, case))

    def add_publications(self) -> None:
        for profile in Profile:
            seen = sees_publication(self.actor, profile)
            publication = Publication(
                number=next(self.numbers),
                title="x",
                profile=profile,
                threshold=10,
                first=DAY,
                last=DAY,
                author_id=self.user("kakaricho"),
                at=NOON,
                tables={},
            )
            publication_id = self.keep(publication, seen=seen)
            cell = PublishedCell(publication_id=publication_id, cell="x", value=None)
            self.keep(cell, seen=seen)
        edition = PreparedEdition(
            author_id=self.user("kakaricho"),
            at=NOON,
            title="x",
            profile=Profile.PUBLIC,
            threshold=10,
            first=DAY,
            last=DAY,
            tables={},
        )
        edition_id = self.keep(edition, seen=staff(self.actor))
        self.keep(EditionTruth(edition_id=edition_id, sealed=b"x"), seen=False)

    def add_trail_row(self) -> None:
        row = AuditEvent(
            seq=10**9, at=NOON, action="x", outcome="done", fields=[], hash=str(uuid4())
        )
        self.keep(row, seen=Role.PRIVACY_OFFICER in self.actor.roles)


# --- The comparison ---------------------------------------------------------------------


@pytest.fixture
def plain(engine, world):
    """One long transaction that is rolled back: no random office is ever committed."""
    connection = writing(engine).connect()
    transaction = connection.begin()
    yield connection
    transaction.rollback()
    connection.close()


def _compare(plain, world, actor: AnActor, cases: list[ACase], loose: list[Loose]) -> None:
    savepoint = plain.begin_nested()
    try:
        _store_and_compare(plain, world, actor, cases, loose)
    finally:
        savepoint.rollback()


def _store_and_compare(
    plain, world, actor: AnActor, cases: list[ACase], loose: list[Loose]
) -> None:
    with Session(plain, join_transaction_mode="create_savepoint") as session:
        office = Office(session, world, actor)
        office.issue = session.scalars(select(IssueType.id)).first()
        office.choice = session.scalars(select(Choice.id)).first()
        office.organisation = session.scalars(select(Referral.organisation_id)).first()
        ids = office.add_cases(cases)
        for one in loose:
            office.add_loose(one, cases, ids)
        office.add_register(cases, ids)
        office.add_for_the_zones(cases, ids)
        office.add_publications()
        office.add_trail_row()
        session.commit()
    zones = frozenset(world.zones[code] for code in actor.zones)
    as_actor = Actor(world.users[actor.login], "", actor.roles, zones, actor.whole_office)
    with ScopedSession(plain, as_actor, "test") as session:
        for model, expected in office.expected.items():
            _compare_model(session, model, expected)
    calendar = Actor(uuid4(), "", frozenset(), calendar_of=as_actor)
    with ScopedSession(plain, calendar, "test") as session:
        for model, stored in office.expected.items():
            shown = office.in_calendar[model]
            _compare_model(session, model, {key: key in shown for key in stored})


def _compare_model(session: ScopedSession, model: type[Scoped], expected: dict[UUID, bool]) -> None:
    wanted = {key for key, seen in expected.items() if seen}
    mine = model.id.in_(list(expected))
    assert set(session.scalars(select(model.id).where(mine))) == wanted, model.__name__
    assert session.scalar(select(func.count()).select_from(model).where(mine)) == len(wanted)
    for key, seen in expected.items():
        assert (session.get(model, key) is not None) == seen, model.__name__
        assert bool(session.scalar(select(exists().where(model.id == key)))) == seen


QUICK = settings(
    max_examples=25, deadline=None, suppress_health_check=list(HealthCheck), database=None
)
office = {
    "actor": an_actor,
    "cases": st.lists(a_case, min_size=3, max_size=3),
    "loose": st.lists(a_loose, max_size=4),
}


@QUICK
@given(**office)
def test_everybody_sees_what_the_oracle_says(plain, world, actor, cases, loose):
    _compare(plain, world, actor, cases, loose)


@pytest.mark.long
@pytest.mark.timeout(3600)
@settings(parent=QUICK, max_examples=500)
@given(**office)
def test_everybody_sees_what_the_oracle_says_at_length(plain, world, actor, cases, loose):
    _compare(plain, world, actor, cases, loose)


def test_the_oracle_speaks_of_every_confidential_model():
    said = {
        Activity, ActivityOrganisation, Addendum, Attachment, AttachmentContent, AuditEvent, Case,
        CaseGrant, CaseStep, CaseZone, Caution, ClosingRequest, Consultation, ConsultationIssue,
        Draft, EditionTruth, Evaluation, EvaluationChange, Handover, IncomingReferral,
        LikenessVerdict, Membership, Merge, Outing, OutingPlace, Person, PersonFact, Plan,
        PlanAction, PlanService, PreparedEdition, Publication, PublishedCell, Referral,
        ReferralStep, RegionalAction, RegionalActionStep, RegionalEvidence, RegionalIssue,
        RegionalStep, Relationship, Release, ReleaseFinding, Revision, SavedList, SetAside, Task,
        Tie,
    }  # fmt: skip
    assert set(scoped_models()) == said
