"""One entry on several households: filed on each, corrected and added to as one."""

from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import event, select

from cswtool.access import clock
from cswtool.access.fiscal import Period
from cswtool.cases.models import Case
from cswtool.cases.rules import Status
from cswtool.consultations.models import Addendum, Consultation, Revision
from cswtool.db import audit
from cswtool.db.audit import AuditEvent
from cswtool.db.elevated import elevated
from cswtool.db.session import ScopedSession
from cswtool.db.types import new_id
from cswtool.people.rules import AgeBand
from cswtool.reports.queries import counted as counted_in
from cswtool.reports.rules import Cut, summary_of
from cswtool.tasks.models import Task
from tests.pages import shown_fields

WORDS = "サロンで茶話会。灯油の値上がりを心配する声があった"
LATER = "サロンで茶話会。灯油の値上がりを皆で心配していた"
SEEN = "同じ時に記録したほかの世帯"


@pytest.fixture
def form(world) -> str:
    return f"/consultations/new?case={world.case_west}"


@pytest.fixture
def fields(world) -> dict:
    """主担当 writes on 西 and ticks the restricted case that only they see."""
    key = str(uuid4())
    also = [str(world.case_restricted)]
    return {"method": "visit", "text": WORDS, "minutes": "60", "form_key": key, "also": also}


@pytest.fixture
def filed(browse, engine, form, fields):
    """filed(also_numbers=…) sends the form; the records by the number of their case."""

    def send(**more) -> dict[str, Consultation]:
        assert browse("shutanto").send(form, **{**fields, **more}).status_code == 303
        return written(engine)

    return send


def written(engine, text=WORDS) -> dict[str, Consultation]:
    with elevated(engine, reason="test") as session:
        rows = session.scalars(select(Consultation).where(Consultation.text == text)).all()
        assert all(row.issues is not None for row in rows)
        return {row.case.number: row for row in rows}


def url(record, page="") -> str:
    return f"/consultations/{record.id}{page}"


def correction(browse, who, record, **more) -> dict:
    return {**shown_fields(browse(who).get(url(record, "/edit")).text), **more}


def saved(client, record, sent) -> str:
    """The page after a correction, with what it says of it."""
    answer = client.send(url(record, "/edit"), **sent)
    assert answer.status_code == 303
    return client.get(answer.location).text


def test_it_stands_in_each_timeline_and_leads_to_the_others(browse, world, filed):
    rows = filed(also_numbers="ｒ8-2、R8-0001")
    assert sorted(rows) == ["R8-0001", "R8-0002", "R8-0003"]
    page = browse("shutanto").get(f"/cases/{world.case_west}").text
    assert WORDS in page
    for number in ("R8-0002", "R8-0003"):
        assert f'href="{url(rows[number])}">{number}</a>' in page
        assert WORDS in browse("shutanto").get(f"/cases/{rows[number].case_id}").text
        assert f">{number}</a>" in browse("shutanto").get(url(rows["R8-0001"])).text


def test_each_household_keeps_what_its_own_case_tells(engine, world, filed):
    with elevated(engine, reason="test") as session:
        session.get_one(Case, world.case_east).focus.birth_date = None
    rows = filed(also_numbers="R8-0002", also=[])
    assert rows["R8-0001"].zone_id == world.zones["W"]
    assert rows["R8-0002"].zone_id == world.zones["E"]
    assert rows["R8-0002"].age_band == AgeBand.UNKNOWN != rows["R8-0001"].age_band
    assert rows["R8-0002"].minutes == 60


def test_a_zone_chosen_by_hand_goes_for_all(world, filed):
    rows = filed(also_numbers="R8-0002", zone=str(world.zones["C"]))
    assert {row.zone_id for row in rows.values()} == {world.zones["C"]}


def test_sent_twice_it_is_one_record_in_each_household(browse, form, fields, engine):
    for _ in range(2):
        assert browse("shutanto").send(form, **fields).status_code == 303
    with elevated(engine, reason="test") as session:
        rows = session.scalars(select(Consultation).where(Consultation.text == WORDS)).all()
    assert len(rows) == 2


def test_a_household_that_was_forgotten_is_added_by_the_same_form(filed):
    assert sorted(filed(also=[])) == ["R8-0001"]
    assert sorted(filed(also_numbers="R8-0002")) == ["R8-0001", "R8-0002", "R8-0003"]


def test_a_photo_and_the_next_step_go_to_the_first_alone(engine, world, filed):
    filed(next_title="次のサロンへ誘う")
    with elevated(engine, reason="test") as session:
        tasks = session.scalars(select(Task).where(Task.title == "次のサロンへ誘う")).all()
    assert [task.case_id for task in tasks] == [world.case_west]


@pytest.mark.parametrize("number", ["R8-9999", "R8-0003", "R8-0004", "なし"])
def test_a_number_is_refused_in_one_way_and_nothing_is_lost(
    browse, engine, world, form, fields, number
):
    ticked = str(world.case_watch)
    more = {"also": [ticked], "also_numbers": f"R8-0002 {number}"}
    answer = browse("futanto").send(form, **{**fields, **more})
    assert answer.status_code == 422
    assert f"{number} には、いっしょに記録できません。" in answer.text
    assert "R8-0002 には" not in answer.text
    again = shown_fields(answer.text)
    assert (again["text"], again["also"]) == (WORDS, ticked)
    assert again["also_numbers"] == f"R8-0002 {number}"
    assert written(engine) == {}


def test_a_case_out_of_sight_cannot_be_ticked(browse, engine, form, fields):
    answer = browse("futanto").send(form, **fields)
    assert answer.status_code == 422
    assert "R8-0003" not in answer.text
    assert written(engine) == {}


def test_without_a_case_nothing_is_offered(browse):
    assert "ほかの世帯にも" not in browse("shutanto").get("/consultations/new").text


def test_only_ones_own_open_cases_are_offered(browse, world):
    page = browse("futanto").get(f"/consultations/new?case={world.case_watch}").text
    assert f'value="{world.case_west}"' in page
    for other in (world.case_watch, world.case_east, world.case_restricted, world.case_closed):
        assert f'name="also" value="{other}"' not in " ".join(page.split())


@pytest.mark.parametrize("who", ["yoso", "futanto", "kakaricho"])
@pytest.mark.parametrize("written_in", ["case_west", "case_restricted"])
def test_who_sees_one_cannot_tell_that_there_are_others(
    browse, engine, world, fields, who, written_in
):
    """Neither of the entry that was written first, nor of a further one."""
    other = {"case_west": "case_restricted", "case_restricted": "case_west"}[written_in]
    form = f"/consultations/new?case={world.ids[written_in]}"
    browse("shutanto").send(form, **{**fields, "also": [str(world.ids[other])]})
    rows, client = written(engine), browse(who)
    seen, hidden = rows["R8-0001"], rows["R8-0003"]
    answers = [
        client.get(f"/cases/{world.case_west}"),
        client.get(f"/cases/{world.case_west}/print/course"),
        client.get(url(seen)),
        client.get(url(seen, "/history")),
        client.send("/records", typed="灯油"),
        client.send("/records", typed="灯油", **{"as": "csv"}),
    ]
    if who == "futanto":
        answers += [client.get(url(seen, "/edit")), client.get(url(seen, "/addenda/new"))]
    for answer in answers:
        assert answer.status_code == 200
        assert "R8-0003" not in answer.text
        assert "ほかの世帯" not in answer.text
        assert str(hidden.id) not in answer.text
    assert client.get(url(hidden)).status_code == 404


def test_an_id_does_not_tell_that_it_was_derived(filed):
    assert filed()["R8-0003"].id.version == new_id().version


def test_a_correction_goes_for_all_with_a_revision_each(browse, engine, world, filed):
    rows = filed(also_numbers="R8-0002")
    sent = correction(browse, "shutanto", rows["R8-0002"], text=LATER, sex="male")
    assert sent["together"] == "y"
    told = saved(browse("shutanto"), rows["R8-0002"], sent)
    assert "R8-0001、R8-0003 の記録も同じに直しました。" in told
    now = written(engine, LATER)
    assert sorted(now) == ["R8-0001", "R8-0002", "R8-0003"]
    assert now["R8-0001"].zone_id == world.zones["W"]
    assert now["R8-0001"].sex != now["R8-0002"].sex
    with elevated(engine, reason="test") as session:
        kept = session.scalars(select(Revision)).all()
        labels = {row.consultation_id: {c["label"] for c in row.changes} for row in kept}
    assert labels[now["R8-0001"].id] == {"内容"}
    assert labels[now["R8-0002"].id] == {"内容", "本人の性別"}
    assert len(labels) == 3


def test_a_visit_corrected_to_a_call_has_no_outcome_anywhere(browse, engine, filed):
    rows = filed(outcome="met")
    sent = correction(browse, "shutanto", rows["R8-0001"], method="phone")
    browse("shutanto").send(url(rows["R8-0001"], "/edit"), **sent)
    assert {(r.method.value, r.outcome) for r in written(engine).values()} == {("phone", None)}


def test_unticked_it_goes_for_one_alone(browse, engine, filed):
    rows = filed()
    sent = correction(browse, "shutanto", rows["R8-0001"], text=LATER)
    del sent["together"]
    browse("shutanto").send(url(rows["R8-0001"], "/edit"), **sent)
    assert sorted(written(engine, LATER)) == ["R8-0001"]
    history = browse("shutanto").get(url(rows["R8-0001"], "/history")).text
    assert "ほかの世帯" not in history


def test_a_record_out_of_sight_is_never_corrected(browse, engine, filed):
    rows = filed()
    sent = correction(browse, "futanto", rows["R8-0001"], text=LATER)
    assert "together" not in sent
    told = saved(browse("futanto"), rows["R8-0001"], {**sent, "together": "y"})
    assert "相談記録を直しました。" in told
    assert "R8-0003" not in told
    assert "直していません" not in told
    assert sorted(written(engine, LATER)) == ["R8-0001"]
    assert written(engine)["R8-0003"].version == rows["R8-0003"].version


def test_a_record_that_may_not_be_corrected_by_them_is_left_alone(browse, engine, filed):
    """副担当 of 西 sees the record in 東, but neither wrote it nor works there."""
    rows = filed(also=[], also_numbers="R8-0002")
    assert SEEN in browse("futanto").get(url(rows["R8-0001"])).text
    sent = correction(browse, "futanto", rows["R8-0001"], text=LATER)
    assert "together" not in sent
    browse("futanto").send(url(rows["R8-0001"], "/edit"), **sent, together="y")
    assert sorted(written(engine, LATER)) == ["R8-0001"]


def _moved_on(session, record):
    session.get_one(Consultation, record.id).text = "この世帯だけの話を書き足した"


def _too_late(session, record):
    session.get_one(Consultation, record.id).recorded_at -= timedelta(days=30)


@pytest.mark.parametrize("happened", [_moved_on, _too_late])
def test_what_cannot_be_corrected_as_one_is_said(browse, engine, filed, happened):
    rows = filed(also_numbers="R8-0002")
    sent = correction(browse, "shutanto", rows["R8-0001"], text=LATER)
    with elevated(engine, reason="test") as session:
        happened(session, rows["R8-0002"])
    page = saved(browse("shutanto"), rows["R8-0001"], sent)
    assert "R8-0002 の記録は直していません。" in page
    assert "R8-0003 の記録も同じに直しました。" in page
    assert sorted(written(engine, LATER)) == ["R8-0001", "R8-0003"]


def test_a_conflict_in_the_record_in_hand_keeps_the_tick(browse, engine, filed):
    rows = filed()
    late = correction(browse, "shutanto", rows["R8-0001"], text=LATER)
    early = correction(browse, "futanto", rows["R8-0001"], minutes="90")
    browse("futanto").send(url(rows["R8-0001"], "/edit"), **early)
    answer = browse("shutanto").send(url(rows["R8-0001"], "/edit"), **late)
    assert answer.status_code == 409
    assert shown_fields(answer.text)["together"] == "y"
    assert written(engine, LATER) == {}


def test_an_addendum_goes_for_all_in_sight_once(browse, engine, filed):
    rows = filed(also_numbers="R8-0002")
    page = url(rows["R8-0001"], "/addenda/new")
    sent = {**shown_fields(browse("shutanto").get(page).text), "text": "次は駅前で開く"}
    assert sent["together"] == "y"
    for _ in range(2):
        assert browse("shutanto").send(page, **sent).status_code == 303
    alone = {**shown_fields(browse("futanto").get(page).text), "text": "傘の忘れ物"}
    browse("futanto").send(page, **alone, together="y")
    with elevated(engine, reason="test") as session:
        added = session.scalars(select(Addendum)).all()
    told = [row.consultation_id for row in added if row.text == "次は駅前で開く"]
    assert sorted(told) == sorted(row.id for row in rows.values())
    assert [r.consultation_id for r in added if r.text == "傘の忘れ物"] == [rows["R8-0001"].id]


def test_each_household_counts_one(engine, world, filed):
    today = Period(clock.today(), clock.today())

    def counted() -> tuple[int, int]:
        with ScopedSession(engine, world.actor("kakaricho"), "summary:prepare") as session:
            truth = summary_of(counted_in(session, today), Cut()).truth
        return truth.get("seen|all|all", 0), truth.get("method|all|all", 0)

    households, contacts = counted()
    filed(also_numbers="R8-0002")
    assert counted() == (households + 3, contacts + 3)


def test_the_trail_has_one_act_for_each_record_and_no_word_of_the_entry(browse, engine, filed):
    before = audit.head(engine).seq
    rows = filed()
    with elevated(engine, reason="test") as session:
        acts = session.scalars(
            select(AuditEvent).where(
                AuditEvent.seq > before, AuditEvent.record_type == "Consultation"
            )
        ).all()
        assert sorted(act.record_id for act in acts) == sorted(row.id for row in rows.values())
    page = browse("hogo").get("/office/trail").text
    assert "相談記録" in page
    assert "occasion" not in page
    assert "同じ時の記録" not in page


def test_a_timeline_costs_the_same_with_one_or_many_households(browse, engine, world, filed):
    with elevated(engine, reason="test") as session:
        numbers = session.scalars(
            select(Case.number).where(Case.status != Status.CLOSED).limit(12)
        ).all()

    def cost() -> int:
        statements = []

        def count(*args):
            if "sign_in" not in args[2]:
                statements.append(args[2])

        event.listen(engine, "before_cursor_execute", count)
        browse("shutanto").get(f"/cases/{world.case_west}")
        event.remove(engine, "before_cursor_execute", count)
        return len(statements)

    filed(also=[])
    alone = cost()
    filed(also=[], also_numbers="、".join(numbers), form_key=str(uuid4()))
    assert cost() == alone
