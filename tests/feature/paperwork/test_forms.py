"""The forms of a case on paper: they print what is on file, and hide what must be hidden."""

import html5lib
import pytest
from sqlalchemy import select

from cswtool.access import clock
from cswtool.cases.models import Case, Membership
from cswtool.consultations.models import Consultation
from cswtool.db.audit import AuditEvent
from cswtool.db.elevated import elevated
from cswtool.people.models import Person
from cswtool.taxonomy.models import IssueType, NationalIssue
from tests.world import Builder, World

_XHTML = "{http://www.w3.org/1999/xhtml}"


def _get(client, case, form) -> str:
    answer = client.get(f"/cases/{case}/print/{form}")
    assert answer.status_code == 200
    return answer.text


def _ticked(page: str) -> list[str]:
    elements = html5lib.parse(page).iter()
    return ["".join(e.itertext()) for e in elements if e.get("class") == "ticked"]


def _tags(engine) -> list[IssueType]:
    """The two tags that every contact of the world bears, the main one first."""
    with elevated(engine, reason="test") as session:
        issues = session.scalars(select(IssueType).order_by(IssueType.position).limit(2)).all()
        assert all(issue.national_rows for issue in issues)
        return list(issues)


def test_the_reception_sheet_is_filled_from_the_first_contact(browse, engine, world):
    page = _get(browse("shutanto"), world.case_west, "reception")
    for words in (
        "R8-0001",
        "架空 case_west",
        "小川町1-900-1",
        "042-000-0001",
        "主担当 花子",
        "玄関先で本人と話す",
    ):
        assert words in page
    main, other = _tags(engine)
    marked = _ticked(page)
    assert len(marked) == 2
    assert any("◎" in line and main.label in line for line in marked)
    assert any("○" in line and other.label in line for line in marked)


def test_a_case_without_a_contact_prints_empty_lines(browse, world):
    for form in ("reception", "assessment", "course"):
        page = _get(browse("shutanto"), world.case_closed, form)
        assert _ticked(page) == []
        assert "架空 case_closed" in page


def test_the_assessment_ticks_the_national_items_of_the_tags(browse, engine, world):
    page = _get(browse("shutanto"), world.case_west, "assessment")
    with elevated(engine, reason="test") as session:
        items = session.scalars(select(NationalIssue)).all()
    assert all(item.label in page for item in items)
    numbers = {n for issue in _tags(engine) for n in issue.national_numbers}
    marked = _ticked(page)
    assert len(marked) == len(numbers)
    closest = next(item for item in items if item.number == _tags(engine)[0].national_numbers[0])
    assert any(f"{closest.number} {closest.label}" in line and "主課題" in line for line in marked)
    assert "ジェノグラム" in page


def test_the_course_tells_every_contact_the_oldest_first(browse, engine, world):
    with elevated(engine, reason="test") as session:
        builder = Builder(session, World(world.users, world.zones, dict(world.ids)))
        west = session.get_one(Case, world.case_west)
        builder.consultation("later", west, author="futanto", zone="W")
        contact = session.get_one(Consultation, builder.world.ids["later"])
        contact.text, contact.at = "いちばん新しい記録", clock.now()
    page = _get(browse("shutanto"), world.case_west, "course")
    assert page.index("玄関先で本人と話す") < page.index("いちばん新しい記録")
    assert "全2件" in page
    assert "副担当 次郎" in page
    assert "40分" in page


def test_somebody_out_of_sight_is_printed_as_hidden(browse, engine, world):
    with elevated(engine, reason="test") as session:
        person = session.get_one(Person, world.case_protected_person)
        hidden = [person.name, person.address, person.phone]
    for form in ("reception", "assessment", "course"):
        page = _get(browse("shutanto"), world.case_protected, form)
        assert "非表示" in page
        assert "外へ出さないでください" in page
        assert not [words for words in hidden if words in page]
        own = _get(browse("yoso"), world.case_protected, form)
        assert hidden[0] in own
        assert "外へ出さないでください" in own


def test_the_prints_of_a_plan_hide_the_same(browse, engine, world):
    with elevated(engine, reason="test") as session:
        builder = Builder(session, World(world.users, world.zones, dict(world.ids)))
        case = session.get_one(Case, world.case_protected)
        key = builder.plan("plan_protected", case, author="yoso").id
    for address in (f"/plans/{key}/print", f"/plans/{key}/evaluation/print"):
        assert "架空 case_protected" not in browse("shutanto").get(address).text
        assert "非表示" in browse("shutanto").get(address).text
        assert "架空 case_protected" in browse("yoso").get(address).text


def test_a_hidden_member_warns_even_where_the_focus_may_be_seen(browse, engine, world):
    with elevated(engine, reason="test") as session:
        session.add(
            Membership(
                case_id=world.case_west, person_id=world.case_protected_person, relation="妹"
            )
        )
    page = _get(browse("kakaricho"), world.case_west, "assessment")
    assert "架空 case_protected" not in page
    assert "妹" in page
    assert "外へ出さないでください" in page


@pytest.mark.parametrize(
    ("form", "words"),
    [("reception", "相談受付票"), ("assessment", "アセスメントシート"), ("course", "経過一覧")],
)
def test_every_print_is_on_the_trail(browse, engine, world, form, words):
    _get(browse("futanto"), world.case_west, form)
    with elevated(engine, reason="test") as session:
        query = select(AuditEvent).where(AuditEvent.detail == f"print: {words}")
        row = session.scalars(query).one()
        assert (row.actor_id, row.record_id) == (world.users["futanto"], world.case_west)


def test_the_genogram_stands_in_the_assessment_without_who_is_hidden(browse, engine, world):
    with elevated(engine, reason="test") as session:
        session.get_one(Person, world.case_west_person).name = "西男"
        session.get_one(Person, world.case_protected_person).name = "隠子"
    for case, who, shown in (("case_west", "shutanto", "西男"), ("case_protected", "yoso", "隠子")):
        picture = _get(browse(who), world.ids[case], "assessment").split("<svg")[1]
        assert shown in picture.split("</svg>")[0]
    assert "隠子" not in _get(browse("shutanto"), world.case_protected, "assessment")
