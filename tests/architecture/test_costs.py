"""A page costs the same number of queries for one row or for many."""

import re
from collections.abc import Collection
from datetime import timedelta

import pytest
from sqlalchemy import event, select

from cswtool.access import clock
from cswtool.access.actor import Role
from cswtool.accounts.models import SignIn, User
from cswtool.cases.models import Case
from cswtool.consultations.models import Consultation, ConsultationIssue
from cswtool.consultations.rules import Method
from cswtool.db.elevated import elevated
from cswtool.regional.models import RegionalIssue
from cswtool.releases.rules import ReleaseStatus
from cswtool.signals.models import SetAside
from cswtool.web.guarded import declared_needs
from tests.architecture.test_matrix import USUAL
from tests.client import client_of
from tests.world import Builder, World

READERS = ["kakaricho", "minsei", "kanri", "hogo", "shi"]
MORE = 15


def _pages(app, world):
    ids = {**world.ids, **world.users, **world.zones}
    for rule in sorted(app.url_map.iter_rules(), key=str):
        if "GET" in rule.methods and rule.endpoint in declared_needs(app):
            yield rule.endpoint, rule.build({a: ids[USUAL[a]] for a in rule.arguments})[1]


def _costs(app, world, opened: Collection[str] | None = None) -> dict[str, list[str]]:
    """The statements of every page, for everybody who may open it; of those named, if any are."""
    engine, costs = app.extensions["engine"], {}
    _everybody_was_just_here(engine)
    for who in READERS:
        client = client_of(app, world, who)
        for endpoint, url in _pages(app, world):
            page = f"{endpoint} as {who}"
            if opened is None or page in opened:
                costs[page] = _statements(engine, client, url)
    return {page: statements for page, statements in costs.items() if statements is not None}


def _statements(engine, client, url) -> list[str] | None:
    """What a page asks the database; None for whoever may not open it."""
    statements: list[str] = []

    def count(*args):
        if "sign_in" not in args[2]:
            statements.append(re.sub(r"\s+", " ", args[2])[:90])

    event.listen(engine, "before_cursor_execute", count)
    status = client.get(url).status_code
    event.remove(engine, "before_cursor_execute", count)
    return statements if status == 200 else None


def _everybody_was_just_here(engine) -> None:
    """The sign of life is written once a minute, and would fall on any page by chance."""
    with elevated(engine, reason="test") as session:
        for sign_in in session.scalars(select(SignIn)):
            sign_in.seen_at = clock.now()


def _add_more_of_everything(app, world) -> None:
    with elevated(app.extensions["engine"], reason="test") as session:
        builder = Builder(session, World(world.users, world.zones, dict(world.ids)))
        builder.serial = 500
        west = session.get_one(Case, world.case_west)
        first = session.get_one(RegionalIssue, world.regional_west)
        for number in range(MORE):
            _set_aside(builder, number, _add_colleague(session, number))
            case = builder.case(
                f"more_{number}",
                "家計の相談",
                zone="W",
                primary="shutanto",
                secondary_id=world.users["kakaricho"],
            )
            for target in (case, west):
                _add_contact(builder, target, number)
                builder.plan(
                    f"more_plan_{number}_{target.number}",
                    target,
                    author="shutanto",
                    number=number + 10,
                )
                builder.caution(f"more_caution_{number}_{target.number}", target, author="shutanto")
                builder.task(f"more_task_{number}", target, owner="shutanto", due=-number)
                builder.task(f"more_task2_{number}", target, owner="kakaricho", due=-number)
                builder.referral(
                    f"more_referral_{number}_{target.number}", target, author="shutanto"
                )
                builder.attachment(
                    f"more_attachment_{number}_{target.number}",
                    target,
                    "consultation_west" if target is west else None,
                    author="futanto",
                )
                builder.kin(f"more_{number}_{target.number}", target, "姉", author="shutanto")
            _add_for_the_zone(builder, number, (case, west), first)
            builder.handover(f"handover_more_{number}", case, to="kakaricho")
            builder.closing(f"closing_more_{number}", case)
            builder.release(f"release_more_{number}", list(ReleaseStatus)[number % 3])
            builder.edition(f"edition_more_{number}", author="shutanto")
            builder.outing(f"outing_more_{number}", case, owner="yoso", told="kakaricho")
            builder.incoming(f"incoming_more_{number}", author="minsei", zone="C")


def _add_colleague(session, number) -> User:
    user = User(login=f"more{number}", name=f"同僚 {number}", password_hash=None)
    user.set_roles(frozenset({Role.SUPERVISOR, Role.CSW}))
    session.add(user)
    session.flush()
    return user


def _set_aside(builder, number, author) -> None:
    about = {"zone": "", "kind": "issue", "key": builder.issues[number].code, "note": "同じ頃"}
    until = clock.today() + timedelta(days=30)
    left = SetAside(on=clock.today(), until=until, author_id=author.id, **about)
    builder.keep(f"set_aside_more_{number}", left)


def _add_for_the_zone(builder, number, cases, first) -> None:
    issue = builder.regional(
        f"regional_more_{number}",
        author="kakaricho",
        zone="W",
        review_on=clock.today() - timedelta(days=1),
    )
    for target in cases:
        about = f"evidence_more_{number}_{target.number}"
        builder.evidence(about, issue, target.id, author="shutanto")
    builder.evidence(f"evidence_west_{number}", first, cases[0].id, author="shutanto")
    builder.regional_action(f"action_more_{number}", first, author="shutanto")
    builder.activity(f"activity_more_{number}", author="yoso", zone="W")


def _add_contact(builder, case, number) -> None:
    consultation = Consultation(
        case_id=case.id,
        author_id=builder.user("futanto"),
        companion_id=builder.user("kakaricho"),
        at=clock.now() - timedelta(days=number),
        day=clock.today() - timedelta(days=number),
        method=Method.PHONE,
        zone_id=case.zone_id,
        town_id=case.town_id,
        text=f"電話で様子をきく {number}",
        recorded_at=clock.now(),
    )
    builder.session.add(consultation)
    builder.session.flush()
    for issue in builder.issues[number : number + 3]:
        builder.session.add(
            ConsultationIssue(consultation_id=consultation.id, issue_id=issue.id, main=False)
        )


@pytest.mark.timeout(300)
def test_every_page_costs_the_same_however_much_there_is(app, world):
    opened = _costs(app, world)  # the first round fills caches and finds who is let in
    before = _costs(app, world, opened)
    _add_more_of_everything(app, world)
    after = _costs(app, world, opened)
    grown = {
        page: [s for s in after[page] if after[page].count(s) > statements.count(s)]
        for page, statements in before.items()
        if page in after and len(after[page]) > len(statements)
    }
    assert not grown
    assert len(before) >= len(READERS)
