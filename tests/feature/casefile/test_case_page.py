"""The page where a household is understood."""

from datetime import timedelta

from sqlalchemy import select

from cswtool.access import clock
from cswtool.cases.models import Case, CaseStep
from cswtool.cases.rules import StepKind
from cswtool.consultations.models import Consultation, ConsultationIssue
from cswtool.consultations.rules import Method
from cswtool.db.elevated import elevated
from cswtool.people.models import Person
from cswtool.taxonomy.models import IssueType

CONTACTS_A_PAGE = 30


def _add_contacts(engine, world, number: int) -> None:
    with elevated(engine, reason="test") as session:
        for days in range(number):
            session.add(
                Consultation(
                    case_id=world.case_west,
                    author_id=world.users["shutanto"],
                    at=clock.now() - timedelta(days=100 + days),
                    day=clock.today() - timedelta(days=100 + days),
                    method=Method.PHONE,
                    text=f"電話 {days} 回目",
                    recorded_at=clock.now(),
                )
            )


def test_the_page_shows_the_household_the_steps_and_the_way_on(browse, world):
    page = browse("shutanto").get(f"/cases/{world.case_west}").text
    for shown in (
        "<h1>ケース R8-0001</h1>",
        "長く家から出ていない長男と高齢の母",
        "支援中",
        "042-000-0001",
        "電話で様子をきく",
        "期限が過ぎています",
        "玄関先で本人と話す。",
        "ケースを開始",
        f"/cases/{world.case_west}/referrals/{world.referral_west}",
    ):
        assert shown in page
    assert "架空" not in page.split("</title>")[0], "no name in the title"


def test_headline_actions_warnings_next_steps_and_timeline_come_in_this_order(
    browse, engine, world
):
    with elevated(engine, reason="test") as session:
        session.get_one(Case, world.case_west).zone_id = None
    page = browse("shutanto").get(f"/cases/{world.case_west}").text
    order = [
        "長く家から出ていない",
        "つなぐ",
        "圏域が決まっていません",
        "次の対応",
        "経過</h2>",
        "世帯</h2>",
    ]
    places = [page.index(part) for part in order]
    assert places == sorted(places)


def test_a_guessed_age_is_marked(browse, engine, world):
    client, url = browse("shutanto"), f"/cases/{world.case_west}"
    assert "歳（推定）" not in client.get(url).text
    with elevated(engine, reason="test") as session:
        session.get_one(Person, world.case_west_person).birth_estimated = True
    assert "歳（推定）" in client.get(url).text


def test_the_main_issue_comes_first_with_its_first_day(browse, engine, world):
    with elevated(engine, reason="test") as session:
        old = Consultation(
            case_id=world.case_west,
            author_id=world.users["shutanto"],
            at=clock.now() - timedelta(days=300),
            day=clock.today() - timedelta(days=300),
            method=Method.PHONE,
            text="はじめの電話",
            recorded_at=clock.now(),
        )
        session.add(old)
        session.flush()
        main, other = session.scalars(select(IssueType).order_by(IssueType.position)).all()[:2]
        session.add(ConsultationIssue(consultation_id=old.id, issue_id=other.id, main=False))
    page = browse("shutanto").get(f"/cases/{world.case_west}").text
    panel = page[page.index('id="issues"') :]
    assert panel.index(main.label) < panel.index(other.label)
    since = clock.today() - timedelta(days=300)
    assert f"{since:%Y/%m/%d}" in panel


def test_each_page_of_a_long_timeline_holds_its_part_with_the_steps_between(browse, engine, world):
    _add_contacts(engine, world, 40)
    with elevated(engine, reason="test") as session:
        between = clock.now() - timedelta(days=135)
        step = CaseStep(
            case_id=world.case_west,
            author_id=world.users["shutanto"],
            kind=StepKind.ASSIGNED,
            at=between,
            note="ここで引き継いだ",
        )
        session.add(step)
    client = browse("shutanto")
    first, second = (client.get(f"/cases/{world.case_west}?page={n}").text for n in (1, 2))
    assert first.count("timeline-entry") == CONTACTS_A_PAGE + 1
    assert second.count("timeline-entry") == 41 - CONTACTS_A_PAGE + 1
    assert "ケースを開始" in first
    assert "ここで引き継いだ" in second
    assert "ここで引き継いだ" not in first


def test_a_restricted_case_says_so_to_those_who_see_it(browse, world):
    page = browse("shutanto").get(f"/cases/{world.case_restricted}").text
    assert "制限</span>" in page
    assert "閲覧が制限されています" in page


def test_a_protected_person_is_hidden_on_the_page_of_a_case_that_is_not(browse, world):
    page = browse("kakaricho").get(f"/cases/{world.case_protected}").text
    assert "担当者だけが見られます" in page
    for hidden in ("架空 case_protected", "042-000-0006", "900-6"):
        assert hidden not in page
    assert "架空 case_protected" in browse("yoso").get(f"/cases/{world.case_protected}").text


def test_the_actions_are_those_one_may_take(browse, world):
    url = f"/cases/{world.case_west}"
    assert f"{url}/close" in browse("shutanto").get(url).text
    other = browse("yoso").get(url).text
    assert f"{url}/close" not in other
    assert f"{url}/assign" not in other
    assert f"{url}/edit" in other
    closed = f"/cases/{world.case_closed}"
    page = browse("shutanto").get(closed).text
    assert f"{closed}/reopen" in page
    assert f"{closed}/edit" not in page
