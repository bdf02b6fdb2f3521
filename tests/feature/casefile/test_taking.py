"""A CSW takes a 連絡票 into a case; of two who do so at once, one is told who was first."""

from concurrent.futures import ThreadPoolExecutor
from uuid import UUID, uuid4

import pytest
from sqlalchemy import func, select

from cswtool.cases.models import Case
from cswtool.consultations.models import Consultation
from cswtool.consultations.rules import Counterpart, Method
from cswtool.db.elevated import elevated
from cswtool.intake.models import IncomingReferral
from cswtool.intake.rules import IncomingStatus
from tests.client import client_of


def _url(world, more: str = "") -> str:
    return f"/incoming/{world.incoming_west}/take{more}"


def _slip(engine, world) -> IncomingReferral:
    with elevated(engine, reason="test") as session:
        return session.get_one(IncomingReferral, world.incoming_west)


def _contacts(engine, case_id: UUID) -> list[Consultation]:
    with elevated(engine, reason="test") as session:
        query = select(Consultation).where(Consultation.case_id == case_id)
        return list(session.scalars(query.order_by(Consultation.at)))


@pytest.fixture
def new_case(world) -> dict[str, object]:
    return {
        "form_key": uuid4(),
        "version": 1,
        "headline": "新聞がたまっている",
        "name": "架空 連子",
        "sex": "unknown",
        "primary": world.users["shutanto"],
    }


def test_cases_are_found_by_number_or_name(browse, world):
    client = browse("shutanto")
    for typed in ("R8-0001", "架空 case_west"):
        page = client.send(_url(world, "/find"), typed=typed).text
        assert f'value="{world.case_west}"' in page
    assert (
        str(world.case_restricted)
        not in browse("yoso").send(_url(world, "/find"), typed="架空 case_restricted").text
    )


def test_a_search_for_a_name_leaves_it_out_of_the_address(browse, world):
    answer = browse("shutanto").send(_url(world, "/find"), typed="架空 連子")
    assert answer.status_code == 200
    assert "Location" not in answer.headers


def test_a_slip_becomes_part_of_a_case_and_of_its_timeline(browse, engine, world):
    answer = browse("shutanto").send(_url(world), case=world.case_west, version=1)
    assert answer.headers["Location"] == f"/cases/{world.case_west}"
    slip = _slip(engine, world)
    assert (slip.case_id, slip.taken_by_id) == (world.case_west, world.users["shutanto"])
    assert slip.status is IncomingStatus.RECEIVED
    contact = _contacts(engine, world.case_west)[-1]
    assert (contact.method, contact.counterpart) == (Method.OTHER, Counterpart.COMMISSIONER)
    assert contact.at == slip.at
    assert contact.with_whom == "民生 七海"
    assert contact.route_id is not None
    assert contact.zone_id == world.zones["W"]
    for words in (slip.number, "新聞がたまっている", "公園のとなり", slip.wish.label):
        assert words in contact.text
    assert slip.number in browse("futanto").get(f"/cases/{world.case_west}").text


def test_the_sender_is_told_that_somebody_called_only_if_so(browse, engine, world):
    fields = {"case": world.case_west, "version": 1, "contacted": "y"}
    browse("shutanto").send(_url(world), **fields)
    assert _slip(engine, world).status is IncomingStatus.CONTACTED
    told = browse("minsei").get(f"/slips/{world.incoming_west}").text
    assert "CSWが連絡しました" in told
    assert "R8-0001<" not in told.replace("連R8-0001<", "")


def test_the_second_is_told_who_took_it_and_where(browse, engine, world):
    browse("shutanto").send(_url(world), case=world.case_west, version=1)
    late = browse("yoso").send(_url(world), case=world.case_east, version=1)
    assert late.status_code == 409
    assert "主担当 花子さんが" in late.text
    assert "R8-0001" in late.text
    assert _slip(engine, world).case_id == world.case_west
    assert len(_contacts(engine, world.case_east)) == 1


def test_of_two_at_the_same_moment_one_is_first(app, engine, world):
    def take(who: str):
        client = client_of(app, world, who)
        return client.send(_url(world), case=world.case_east, version=1)

    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(take, ("shutanto", "futanto", "yoso", "kakaricho")))
    assert sorted(answer.status_code for answer in answers) == [303, 409, 409, 409]
    with elevated(engine, reason="test") as session:
        first = session.get_one(IncomingReferral, world.incoming_west).taken_by.name
    assert all(f"{first}さんが" in a.text for a in answers if a.status_code == 409)
    assert len(_contacts(engine, world.case_east)) == 2


def test_a_status_that_changed_meanwhile_is_shown_and_the_choice_kept(browse, engine, world):
    mark = f"/incoming/{world.incoming_west}/mark"
    browse("futanto").send(mark, status="contacted", version=1)
    client, fields = browse("shutanto"), {"case": world.case_west, "searched": "R8-0001"}
    late = client.send(_url(world), **fields, version=1)
    assert late.status_code == 409
    assert "副担当 次郎さんがこの連絡票を「CSWが連絡しました」にしました" in late.text
    assert "checked" in late.text
    assert client.send(_url(world), **fields, version=2).status_code == 303


def test_a_form_sent_twice_is_one_contact(browse, engine, world):
    client = browse("shutanto")
    for _ in range(2):
        answer = client.send(_url(world), case=world.case_east, version=1)
        assert answer.headers["Location"] == f"/cases/{world.case_east}"
    assert len(_contacts(engine, world.case_east)) == 2


@pytest.mark.parametrize("case", ["", "x", "case_restricted", "🙂"])
def test_a_case_that_is_not_there_or_not_in_sight_is_refused(browse, engine, world, case):
    chosen = str(world.ids.get(case, case))
    answer = browse("yoso").send(_url(world), case=chosen, version=1)
    assert answer.status_code == 422
    assert "入れるケースを選んでください" in answer.text
    assert _slip(engine, world).case_id is None


def test_the_form_of_a_new_case_is_filled_from_the_slip(browse, engine, world):
    page = browse("shutanto").get(_url(world, "/new")).text
    assert 'value="架空 連子"' in page
    assert 'value="新聞がたまっている"' in page
    assert 'value="公園のとなり"' in page


def test_an_unknown_name_is_filled_as_unknown(browse, engine, world):
    with elevated(engine, reason="test") as session:
        session.get_one(IncomingReferral, world.incoming_west).who = "不明"
    page = browse("shutanto").get(_url(world, "/new")).text
    assert 'value="不明"' not in page


def test_a_new_case_begins_with_the_slip(browse, engine, world, new_case):
    answer = browse("shutanto").send(_url(world, "/new"), **new_case)
    assert answer.status_code == 303
    slip = _slip(engine, world)
    assert slip.case_id == new_case["form_key"]
    (contact,) = _contacts(engine, slip.case_id)
    assert slip.number in contact.text


def test_a_new_case_sent_twice_is_one(browse, engine, world, new_case):
    client = browse("shutanto")
    with elevated(engine, reason="test") as session:
        before = session.scalar(select(func.count(Case.id)))
    first, second = (client.send(_url(world, "/new"), **new_case) for _ in range(2))
    assert first.headers["Location"] == second.headers["Location"]
    with elevated(engine, reason="test") as session:
        assert session.scalar(select(func.count(Case.id))) == before + 1


def test_a_new_case_for_a_slip_that_was_taken_is_refused_and_its_text_kept(
    browse, engine, world, new_case
):
    browse("futanto").send(_url(world), case=world.case_west, version=1)
    late = browse("shutanto").send(_url(world, "/new"), **{**new_case, "headline": "私の下書き"})
    assert late.status_code == 409
    assert "副担当 次郎さんが" in late.text
    assert "私の下書き" in late.text
    with elevated(engine, reason="test") as session:
        assert session.get(Case, new_case["form_key"]) is None
