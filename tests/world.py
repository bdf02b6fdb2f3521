"""The cast and the records that every test talks about, by name.

主担当 shutanto      CSW of 西, primary worker of the case in 西
副担当 futanto       CSW of 中央西, secondary worker of that case
よその職員 yoso       CSW of 東, on neither
係長 kakaricho       supervisor and CSW of 中央
推進員 suishin       相談支援包括化推進員
相談員 sodan         相談員
民生委員 minsei      sent the 連絡票
別の民生委員 minsei2  sent another
連携機関 renkei      a partner's member of staff
市 shi              report reader
保護担当 hogo        privacy officer
管理者 kanri         administrator
nobody             not signed in
"""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from uuid import UUID

from sqlalchemy import Engine, select

from cswtool.access import clock
from cswtool.access.actor import Actor, Role
from cswtool.access.fiscal import fiscal_year
from cswtool.accounts.login import hash_password, hash_token
from cswtool.accounts.models import CalendarFeed, SignIn, User
from cswtool.activities.models import Activity, ActivityOrganisation
from cswtool.cases.models import Case, CaseSerial, CaseStep, CaseZone, Membership
from cswtool.cases.rules import Status, StepKind
from cswtool.cautions.models import Caution
from cswtool.cautions.rules import CautionKind
from cswtool.closings.models import ClosingRequest
from cswtool.community.models import District, Organisation, Town, TownArea, Zone
from cswtool.consultations.models import Consultation, ConsultationIssue
from cswtool.consultations.rules import Method, VisitOutcome
from cswtool.db.elevated import ElevatedSession, elevated
from cswtool.drawing.ecomap import TieKind
from cswtool.files.models import Attachment, AttachmentContent
from cswtool.files.rules.kinds import FileKind
from cswtool.files.rules.sealing import seal
from cswtool.handovers.models import Handover
from cswtool.intake.models import IncomingReferral, IncomingSerial
from cswtool.intake.rules import IncomingStatus
from cswtool.listings.models import SavedList
from cswtool.outings.models import Outing, OutingPlace
from cswtool.people.models import Person, PersonFact, Relationship
from cswtool.people.rules import FactKind, KinKind, Sex
from cswtool.plans.models import Evaluation, EvaluationChange, Plan, PlanAction, PlanService
from cswtool.plans.rules import Attainment, Doer, PlanStatus
from cswtool.portrait.models import Tie
from cswtool.publications.models import PreparedEdition, Publication
from cswtool.publications.rules import EditionStatus, Profile
from cswtool.referrals.models import Referral, ReferralStep
from cswtool.referrals.rules import ReferralStatus
from cswtool.regional.models import (
    RegionalAction,
    RegionalActionStep,
    RegionalEvidence,
    RegionalIssue,
    RegionalStep,
)
from cswtool.regional.rules.course import ActionState, Side, State
from cswtool.register.models import Merge
from cswtool.register.models.rows import as_row
from cswtool.register.rules import Subject
from cswtool.releases.models import Release, ReleaseFinding
from cswtool.releases.rules import Purpose, ReleaseStatus, digest
from cswtool.sharing.rules import Basis
from cswtool.signals.models import SetAside
from cswtool.tasks.models import Task
from cswtool.taxonomy.models import Choice, ChoiceKind, IssueType
from cswtool.textgate.findings import Kind

PASSWORD = "correct horse battery"
TODAY = clock.today()
PICTURE = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108000000003a7e9b55"
    "0000000a49444154789c63f80f0001010100b138f6140000000049454e44ae426082"
)
"""A PNG of one white dot."""
CALENDAR_TOKEN = "token-of-the-calendar"
"""Of 主担当's calendar, world.calendar_west."""
FILLERS = 22
"""Plain cases beside the named ones, so that the office has thirty."""

CAST: dict[str, tuple[str, set[Role], str]] = {
    "shutanto": ("主担当 花子", {Role.CSW}, "W"),
    "futanto": ("副担当 次郎", {Role.CSW}, "CW"),
    "yoso": ("よその 三郎", {Role.CSW}, "E"),
    "kakaricho": ("係長 四葉", {Role.SUPERVISOR, Role.CSW}, "C"),
    "suishin": ("推進 五月", {Role.COORDINATOR}, ""),
    "sodan": ("相談 六花", {Role.COUNSELLOR}, ""),
    "minsei": ("民生 七海", {Role.COMMISSIONER}, ""),
    "minsei2": ("民生 八重", {Role.COMMISSIONER}, ""),
    "renkei": ("連携 九太", {Role.PARTNER}, ""),
    "shi": ("市役所 十和", {Role.REPORT_READER}, ""),
    "hogo": ("保護 一子", {Role.PRIVACY_OFFICER}, ""),
    "kanri": ("管理 二葉", {Role.ADMINISTRATOR}, ""),
}
NOBODY = "nobody"
EVERYBODY = [*CAST, NOBODY]


@dataclass
class World:
    """Ids of people and records. The same in both databases of one run."""

    users: dict[str, UUID] = field(default_factory=dict)
    zones: dict[str, UUID] = field(default_factory=dict)
    ids: dict[str, UUID | str] = field(default_factory=dict)
    """Of the calendar its token, which stands in its address."""

    def __getattr__(self, name: str) -> UUID:
        """world.case_west is the id of the record built under that name."""
        try:
            return self.ids[name]
        except KeyError:
            raise AttributeError(name) from None

    def actor(self, who: str, *, whole_office: bool = True) -> Actor:
        name, roles, zone = CAST[who]
        zones = frozenset({self.zones[zone]} if zone else ())
        return Actor(self.users[who], name, frozenset(roles), zones, whole_office)


def token(who: str) -> str:
    """The cookie token of a cast member's living sign-in."""
    return f"token-of-{who}"


def build(engine: Engine, attachment_key: bytes) -> World:
    """Fill an office that was just set up."""
    world = World()
    with elevated(engine, reason="test world") as session:
        world.zones = {zone.code: zone.id for zone in session.scalars(select(Zone))}
        _build_cast(session, world)
        builder = Builder(session, world, attachment_key)
        builder.case_west()
        builder.other_cases()
        builder.loose_ends()
        builder.for_the_zones()
        builder.fillers()
        _name_office_data(session, world)
        feed = CalendarFeed(
            user_id=world.users["shutanto"],
            token_hash=hash_token(CALENDAR_TOKEN),
            made_at=clock.now(),
        )
        session.add(feed)
        session.flush()
        world.ids |= {"calendar_west": feed.id, "calendar": CALENDAR_TOKEN}
    return world


def _name_office_data(session: ElevatedSession, world: World) -> None:
    """world.area and the like: one row of each list of the office's own data."""
    for name, model, order in (
        ("town", Town, Town.kana),
        ("area", TownArea, TownArea.id),
        ("district", District, District.code),
        ("organisation", Organisation, Organisation.provisional.desc()),
        ("issue", IssueType, IssueType.position),
        ("choice", Choice, Choice.id),
    ):
        world.ids[name] = session.scalars(select(model.id).order_by(order).limit(1)).one()


def _build_cast(session: ElevatedSession, world: World) -> None:
    hashed, now = hash_password(PASSWORD), clock.now()
    district = session.scalars(select(District).order_by(District.code)).first()
    organisation = session.scalars(select(Organisation).order_by(Organisation.kana)).first()
    for login, (name, roles, zone) in CAST.items():
        user = User(login=login, name=name, kana=login, password_hash=hashed)
        user.set_roles(frozenset(roles))
        user.set_zones(frozenset({world.zones[zone]} if zone else ()))
        user.district_id = district.id if Role.COMMISSIONER in roles else None
        user.organisation_id = organisation.id if Role.PARTNER in roles else None
        session.add(user)
        session.flush()
        world.users[login] = user.id
        session.add(
            SignIn(user_id=user.id, token_hash=hash_token(token(login)), began_at=now, seen_at=now)
        )


class Builder:
    def __init__(
        self, session: ElevatedSession, world: World, attachment_key: bytes = bytes(32)
    ) -> None:
        self.session = session
        self.attachment_key = attachment_key
        self.world = world
        self.town = session.scalars(select(Town).where(Town.name == "小川町")).one()
        self.issues = session.scalars(select(IssueType).order_by(IssueType.position)).all()
        self.serial = 0

    def keep(self, name: str, record):
        self.session.add(record)
        self.session.flush()
        self.world.ids[name] = record.id
        return record

    def user(self, who: str) -> UUID:
        return self.world.users[who]

    def case(self, name: str, headline: str, *, zone: str, primary: str, **more) -> Case:
        self.serial += 1
        person = self.keep(
            f"{name}_person",
            Person(
                name=f"架空 {name}",
                kana="かくう",
                sex=Sex.FEMALE,
                birth_date=date(1950, 4, 1),
                town_id=self.town.id,
                address=f"1-900-{self.serial}",
                phone=f"042-000-{self.serial:04}",
                author_id=self.user(primary),
                address_protected=more.pop("protected", False),
            ),
        )
        person.refold(self.town.name)
        case = self.keep(
            name,
            Case(
                number=f"R8-{self.serial:04}",
                headline=headline,
                zone_id=self.world.zones[zone],
                town_id=self.town.id,
                focus_id=person.id,
                primary_id=self.user(primary),
                opened_on=TODAY - timedelta(days=40),
                **more,
            ),
        )
        member = Membership(case_id=case.id, person_id=person.id, relation="本人")
        self.keep(f"{name}_member", member)
        here = CaseZone(case_id=case.id, zone_id=case.zone_id, since=case.opened_on)
        self.keep(f"{name}_zone", here)
        self.keep(
            f"{name}_step",
            CaseStep(
                case_id=case.id,
                author_id=self.user(primary),
                kind=StepKind.OPENED,
                at=clock.now() - timedelta(days=40),
            ),
        )
        return case

    def consultation(self, name: str, case: Case | None, *, author: str, zone: str) -> None:
        record = self.keep(
            name,
            Consultation(
                case_id=case.id if case else None,
                author_id=self.user(author),
                at=datetime.now(UTC) - timedelta(days=10),
                day=TODAY - timedelta(days=10),
                minutes=40,
                method=Method.VISIT,
                outcome=VisitOutcome.MET,
                zone_id=self.world.zones[zone],
                text="玄関先で本人と話す。食事はとれているとのこと。来週また訪問する約束をした。",
                recorded_at=clock.now(),
            ),
        )
        for issue, main in zip(self.issues[:2], (True, False), strict=True):
            self.session.add(
                ConsultationIssue(consultation_id=record.id, issue_id=issue.id, main=main)
            )

    def task(self, name: str, case: Case | None, *, owner: str, due: int) -> None:
        self.keep(
            name,
            Task(
                case_id=case.id if case else None,
                owner_id=self.user(owner),
                author_id=self.user(owner),
                title="電話で様子をきく",
                due_on=TODAY + timedelta(days=due),
            ),
        )

    def handover(self, name: str, case: Case, *, to: str) -> None:
        self.keep(
            name,
            Handover(
                case_id=case.id,
                from_id=case.primary_id,
                to_id=self.user(to),
                author_id=case.primary_id,
                at=clock.now() - timedelta(days=1),
                note="月末の通院に付き添う約束がある",
            ),
        )

    def closing(self, name: str, case: Case) -> None:
        self.keep(
            name,
            ClosingRequest(
                case_id=case.id,
                author_id=case.primary_id,
                at=clock.now() - timedelta(days=1),
                approver_id=self.user("kakaricho"),
                reason_id=self.word(ChoiceKind.CLOSING).id,
                summary="地域の居場所に通えるようになった",
                end_tasks=True,
                end_referrals=False,
            ),
        )

    def caution(self, name: str, case: Case, *, author: str) -> None:
        self.keep(
            name,
            Caution(
                case_id=case.id,
                author_id=self.user(author),
                kind=CautionKind.DOG,
                text="庭に放し飼いの犬がいる",
                since=TODAY - timedelta(days=30),
            ),
        )

    def outing(self, name: str, case: Case | None, *, owner: str, told: str) -> None:
        outing = self.keep(
            name,
            Outing(
                owner_id=self.user(owner),
                told_id=self.user(told),
                left_at=clock.now() - timedelta(hours=1),
                back_by=clock.now() + timedelta(hours=1),
            ),
        )
        place = OutingPlace(outing_id=outing.id, case_id=case.id if case else None, place="別の棟")
        self.keep(f"{name}_place", place)

    def referral(
        self,
        name: str,
        case: Case,
        *,
        author: str,
        status: ReferralStatus = ReferralStatus.SENT,
    ) -> None:
        organisation = self.session.scalars(
            select(Organisation).order_by(Organisation.kana)
        ).first()
        record = self.keep(
            name,
            Referral(
                case_id=case.id,
                organisation_id=organisation.id,
                author_id=self.user(author),
                purpose="家計の見直しを一緒に考えてほしい",
                shared="世帯の構成と収入の状況",
                basis=Basis.LAW,
                status=status,
                status_on=TODAY - timedelta(days=20),
            ),
        )
        self.keep(
            f"{name}_step",
            ReferralStep(
                case_id=case.id,
                referral_id=record.id,
                author_id=self.user(author),
                status=status,
                at=clock.now() - timedelta(days=20),
            ),
        )

    def word(self, kind: ChoiceKind) -> Choice:
        query = select(Choice).where(Choice.kind == kind).order_by(Choice.position)
        return self.session.scalars(query).first()

    def plan(self, name: str, case: Case, *, author: str, number: int = 1, **more) -> Plan:
        facts = {
            "status": PlanStatus.DECIDED,
            "decided_on": TODAY - timedelta(days=60),
            "decided_by_id": self.user(author),
            "monitoring_on": TODAY - timedelta(days=5),
        }
        plan = self.keep(
            name,
            Plan(
                case_id=case.id,
                number=number,
                author_id=self.user(author),
                needs="外に出るきっかけがほしい",
                short_goal="週に一度、居場所へ行く",
                first=TODAY - timedelta(days=60),
                last=TODAY + timedelta(days=120),
                **{**facts, **more},
            ),
        )
        line = PlanAction(
            case_id=case.id, plan_id=plan.id, position=0, doer=Doer.CSW, what="一緒に見学に行く"
        )
        self.keep(f"{name}_line", line)
        word = self.word(ChoiceKind.SERVICE)
        self.session.add(PlanService(case_id=case.id, plan_id=plan.id, choice_id=word.id))
        return plan

    def evaluate(self, name: str, plan: Plan, *, author: str) -> None:
        plan.status = PlanStatus.EVALUATED
        evaluation = self.keep(
            name,
            Evaluation(
                case_id=plan.case_id,
                plan_id=plan.id,
                author_id=self.user(author),
                day=TODAY - timedelta(days=1),
                attainment=Attainment.PARTLY,
                text="二度、居場所に行けた",
                ending_id=self.word(ChoiceKind.ENDING).id,
            ),
        )
        self.session.add(
            EvaluationChange(
                case_id=plan.case_id,
                evaluation_id=evaluation.id,
                choice_id=self.word(ChoiceKind.CHANGE).id,
            )
        )

    def attachment(self, name: str, case: Case, contact: str | None, *, author: str) -> None:
        record = self.keep(
            name,
            Attachment(
                case_id=case.id,
                consultation_id=self.world.ids[contact] if contact else None,
                author_id=self.user(author),
                at=clock.now() - timedelta(days=10),
                name="不在票.png",
                kind=FileKind.PNG,
                size=len(PICTURE),
                sha256=sha256(PICTURE).hexdigest(),
                caption="玄関に置いた不在票",
            ),
        )
        sealed = seal(self.attachment_key, record.id, PICTURE)
        self.keep(
            f"{name}_content",
            AttachmentContent(attachment_id=record.id, case_id=case.id, sealed=sealed),
        )

    def kin(self, name: str, case: Case, relation: str, *, author: str) -> None:
        """One more in the household: a parent of 本人, with a fact, and a tie of the household."""
        parent = self.keep(
            f"{name}_parent",
            Person(name="続柄 母", kana="つづきがら", sex=Sex.FEMALE, author_id=self.user(author)),
        )
        parent.refold("")
        member = Membership(case_id=case.id, person_id=parent.id, relation=relation, position=9)
        self.keep(f"{name}_parent_member", member)
        mine = {"author_id": self.user(author)}
        tie = Relationship(first_id=parent.id, second_id=case.focus_id, kind=KinKind.PARENT, **mine)
        self.keep(f"relation_{name}", tie)
        fact = PersonFact(person_id=case.focus_id, kind=FactKind.WORK, text="倉庫の仕事", **mine)
        self.keep(f"fact_{name}", fact)
        around = Tie(case_id=case.id, name="となりの家", kind=TieKind.STRESS, **mine)
        self.keep(f"tie_{name}", around)

    def merged(self, name: str, kept: UUID, *, author: str) -> None:
        """Somebody who was written down twice; `kept` is who stayed."""
        twin = Person(name="架空 二重", author_id=self.user(author))
        self.session.add(twin)
        self.session.flush()
        twin.refold("")
        self.keep(
            name,
            Merge(
                subject=Subject.PERSON,
                kept_id=kept,
                gone_id=twin.id,
                leads_to_id=kept,
                author_id=self.user("kakaricho"),
                at=clock.now(),
                guarded=False,
                gone=as_row(twin),
                changed={},
                moves=[],
                removed=[],
            ),
        )
        self.world.ids[f"{name}_gone"] = twin.id
        self.session.delete(twin)
        self.session.flush()

    def case_west(self) -> None:
        west = self.case(
            "case_west",
            "長く家から出ていない長男と高齢の母",
            zone="W",
            primary="shutanto",
            secondary_id=self.user("futanto"),
        )
        self.consultation("consultation_west", west, author="shutanto", zone="W")
        self.task("task_west", west, owner="shutanto", due=-3)
        self.referral("referral_west", west, author="shutanto")
        self.plan("plan_west", west, author="shutanto")
        self.plan(
            "plan_draft",
            west,
            author="shutanto",
            number=2,
            status=PlanStatus.DRAFT,
            decided_on=None,
            decided_by_id=None,
        )
        self.attachment("attachment_west", west, "consultation_west", author="shutanto")
        self.kin("west", west, "母", author="shutanto")
        self.caution("caution_west", west, author="futanto")
        self.outing("outing_west", west, owner="futanto", told="sodan")
        self.merged("merge_west", west.focus_id, author="shutanto")

    def other_cases(self) -> None:
        east = self.case("case_east", "近隣との行き違い", zone="E", primary="yoso")
        self.consultation("consultation_east", east, author="yoso", zone="E")
        self.task("task_east", east, owner="yoso", due=2)
        self.referral("referral_east", east, author="yoso")
        self.closing("closing_east", east)
        self.evaluate("evaluation_east", self.plan("plan_east", east, author="yoso"), author="yoso")
        self.attachment("attachment_east", east, "consultation_east", author="yoso")
        secret = self.case(
            "case_restricted", "関係者を限る相談", zone="W", primary="shutanto", restricted=True
        )
        self.consultation("consultation_restricted", secret, author="shutanto", zone="W")
        self.task("task_restricted", secret, owner="shutanto", due=1)
        self.referral("referral_restricted", secret, author="shutanto")
        self.referral("referral_unsent", secret, author="shutanto", status=ReferralStatus.WRITTEN)
        self.plan("plan_restricted", secret, author="shutanto")
        self.attachment(
            "attachment_restricted", secret, "consultation_restricted", author="shutanto"
        )
        self.handover("handover_restricted", secret, to="kakaricho")
        self.closing("closing_restricted", secret)
        self.kin("restricted", secret, "母", author="shutanto")
        self.caution("caution_restricted", secret, author="shutanto")
        self.outing("outing_restricted", secret, owner="shutanto", told="kakaricho")
        self.merged("merge_restricted", secret.focus_id, author="shutanto")
        closed = self.case(
            "case_closed",
            "手続きが終わった世帯",
            zone="W",
            primary="shutanto",
            status=Status.CLOSED,
            closed_on=TODAY - timedelta(days=2),
        )
        self.plan("plan_closed", closed, author="shutanto")
        watch = self.case(
            "case_watch", "月に一度の見守り", zone="CW", primary="futanto", status=Status.WATCH
        )
        self.handover("handover_watch", watch, to="yoso")
        self.case(
            "case_protected",
            "住所を知られてはならない世帯",
            zone="E",
            primary="yoso",
            protected=True,
        )

    def loose_ends(self) -> None:
        self.consultation("consultation_loose", None, author="shutanto", zone="W")
        self.task("task_loose", None, owner="shutanto", due=0)
        for shared in (True, False):
            mine = {"owner_id": self.user("shutanto"), "name": "見守りのケース", "shared": shared}
            saved = SavedList(page="/cases", query="status=watch", **mine)
            self.keep("saved_shared" if shared else "saved_own", saved)
        self.set_aside()
        self.incoming("incoming_west", author="minsei", zone="W")
        self.incoming("incoming_east", author="minsei2", zone="E")
        taken = self.incoming("incoming_taken", author="minsei", zone="W")
        taken.case_id, taken.status = self.world.case_restricted, IncomingStatus.CONTACTED
        taken.taken_by_id, taken.taken_at = self.user("shutanto"), clock.now()
        self.session.add(IncomingSerial(fiscal_year=fiscal_year(TODAY), last=3))
        for number, profile in ((1, Profile.PUBLIC), (2, Profile.INTERNAL)):
            self.publication(f"publication_{profile}", number, profile)
        self.release("release_writing", ReleaseStatus.WRITING)
        self.release("release_asked", ReleaseStatus.ASKED)
        self.release("release_done", ReleaseStatus.RELEASED)
        self.edition("edition_asked", author="shutanto")

    def release(self, name: str, status: ReleaseStatus) -> None:
        """A text of 主担当, which 係長 is asked to look at; 市内 was found and may stay."""
        text = f"市内の親子が、居場所に通うようになった（{status.label}）。"
        release = self.keep(
            name,
            Release(
                purpose=Purpose.SHEET,
                destination="第2層協議体",
                text=text,
                checked=digest(text),
                checked_at=clock.now(),
                status=status,
                author_id=self.user("shutanto"),
                at=clock.now() - timedelta(days=2),
                to_id=None if status is ReleaseStatus.WRITING else self.user("kakaricho"),
                answered_at=clock.now() if status is ReleaseStatus.RELEASED else None,
            ),
        )
        self.session.add(
            ReleaseFinding(
                release_id=release.id,
                begins=0,
                ends=2,
                kind=Kind.PLACE,
                certain=False,
                suggestion="市内",
                reason="市の全体を指している",
                decided_by_id=self.user("shutanto"),
            )
        )

    def set_aside(self) -> None:
        about = {"zone": "W", "kind": "issue", "key": self.issues[0].code, "note": "訪問の月"}
        until = TODAY + timedelta(days=60)
        left = SetAside(on=TODAY, until=until, author_id=self.user("yoso"), **about)
        self.keep("set_aside", left)

    def activity(self, name: str, *, author: str, zone: str | None, **more) -> None:
        organisation = self.session.scalars(
            select(Organisation.id).order_by(Organisation.kana)
        ).first()
        partner = ActivityOrganisation(organisation_id=organisation)
        self.keep(
            name,
            Activity(
                kind_id=self.word(ChoiceKind.ACTIVITY).id,
                day=TODAY - timedelta(days=1),
                zone_id=self.world.zones[zone] if zone else None,
                title="団地のサロンの話し合い",
                minutes=90,
                people=12,
                done="月に一度ひらくことを決めた",
                author_id=self.user(author),
                partners=[partner],
                **more,
            ),
        )

    def regional(self, name: str, *, author: str, zone: str | None, **more) -> RegionalIssue:
        issue = self.keep(
            name,
            RegionalIssue(
                title="昼間に行ける場所がない",
                zone_id=self.world.zones[zone] if zone else None,
                trigger="同じ話が続いた",
                evidence_first=TODAY - timedelta(days=365),
                state=State.SHARED,
                state_on=TODAY - timedelta(days=30),
                owner_id=self.user(author),
                author_id=self.user(author),
                **more,
            ),
        )
        about = {"author_id": self.user(author), "at": clock.now() - timedelta(days=30)}
        self.session.add(RegionalStep(regional_id=issue.id, state=State.SHARED, **about))
        self.regional_action(f"{name}_action", issue, author=author)
        return issue

    def regional_action(self, name: str, issue: RegionalIssue, *, author: str) -> None:
        about = {"author_id": self.user(author), "at": clock.now() - timedelta(days=20)}
        action = self.keep(
            name,
            RegionalAction(
                regional_id=issue.id,
                side=Side.RESIDENTS,
                what="空き教室で集まりをひらく",
                who="自治会",
                state=ActionState.GOING,
                became="二度ひらいた",
                author_id=self.user(author),
            ),
        )
        self.session.add(
            RegionalActionStep(
                action_id=action.id, state=ActionState.GOING, note="二度ひらいた", **about
            )
        )

    def evidence(self, name: str, issue: RegionalIssue, case_id: UUID, *, author: str) -> None:
        self.keep(
            name,
            RegionalEvidence(
                regional_id=issue.id,
                case_id=case_id,
                author_id=self.user(author),
                at=clock.now(),
            ),
        )

    def for_the_zones(self) -> None:
        self.activity("activity_west", author="shutanto", zone="W")
        self.activity("activity_city", author="kakaricho", zone=None)
        issue = self.regional(
            "regional_west",
            author="shutanto",
            zone="W",
            review_on=TODAY - timedelta(days=3),
        )
        for end in ("west", "restricted", "east", "protected"):
            self.evidence(
                f"evidence_{end}", issue, self.world.ids[f"case_{end}"], author="shutanto"
            )
        self.regional("regional_city", author="kakaricho", zone=None)

    def incoming(self, name: str, *, author: str, zone: str) -> IncomingReferral:
        return self.keep(
            name,
            IncomingReferral(
                number=f"連R8-{sum(n.startswith('incoming') for n in self.world.ids) + 1:04}",
                author_id=self.user(author),
                at=clock.now() - timedelta(days=1),
                who="架空 連子",
                town_id=self.town.id,
                place="公園のとなり",
                worry="新聞がたまっている",
                zone_id=self.world.zones[zone],
            ),
        )

    def publication(self, name: str, number: int, profile: Profile) -> None:
        self.keep(
            name,
            Publication(
                number=number,
                title="令和6年度 地域生活課題のまとめ",
                profile=profile,
                threshold=10,
                first=date(2024, 4, 1),
                last=date(2025, 3, 31),
                author_id=self.user("kakaricho"),
                at=clock.now(),
                tables={"tables": []},
            ),
        )

    def edition(self, name: str, *, author: str) -> None:
        """Waits for 係長 to check it."""
        self.keep(
            name,
            PreparedEdition(
                author_id=self.user(author),
                at=clock.now(),
                title="令和5年度 地域生活課題のまとめ",
                profile=Profile.PUBLIC,
                threshold=10,
                first=date(2023, 4, 1),
                last=date(2024, 3, 31),
                tables={"tables": [], "after": []},
                status=EditionStatus.ASKED,
                checker_id=self.user("kakaricho"),
                asked_at=clock.now(),
            ),
        )

    def fillers(self) -> None:
        workers = ("shutanto", "futanto", "yoso", "kakaricho")
        for number in range(FILLERS):
            primary = workers[number % len(workers)]
            zone = CAST[primary][2]
            case = self.case(f"case_{number}", "生活費の相談", zone=zone, primary=primary)
            self.consultation(f"consultation_{number}", case, author=primary, zone=zone)
        self.session.add(CaseSerial(fiscal_year=fiscal_year(TODAY), last=self.serial))
