"""A record may be corrected for some days, then it is added to; nothing is overwritten."""

from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from cswtool.access import clock
from cswtool.consultations.models import Addendum, Consultation, Revision
from cswtool.db.elevated import elevated
from cswtool.db.engine import writing
from tests.pages import shown_fields

BEFORE = "玄関先で本人と話す。食事はとれているとのこと。来週また訪問する約束をした。"


@pytest.fixture
def here(world):
    return f"/consultations/{world.consultation_west}"


@pytest.fixture
def age(engine, world):
    """age(8) makes the record eight days old."""

    def make_older(days: int) -> None:
        with elevated(engine, reason="test") as session:
            record = session.get_one(Consultation, world.consultation_west)
            record.recorded_at = clock.now() - timedelta(days=days)

    return make_older


def _correct(client, here, **changes):
    fields = shown_fields(client.get(f"{here}/edit").text)
    return client.send(f"{here}/edit", **{**fields, **changes})


def test_a_correction_keeps_what_was_said_before_and_by_whom(browse, here):
    client = browse("shutanto")
    assert (
        _correct(client, here, text=BEFORE.replace("本人", "母"), minutes="50").status_code == 303
    )
    assert "1回直されています" in client.get(here).text
    page = client.get(f"{here}/history").text
    assert "主担当 花子" in page
    assert "かかった時間（分）" in page
    assert "<del>本人</del><ins>母</ins>" in page
    assert "食事はとれているとのこと。" in page


def test_saving_without_a_change_keeps_no_revision(browse, here, engine):
    assert _correct(browse("shutanto"), here).status_code == 303
    with elevated(engine, reason="test") as session:
        assert session.scalars(select(Revision)).all() == []


def test_two_corrections_are_two_revisions(browse, here):
    for words in ("一度目の直し", "二度目の直し"):
        _correct(browse("shutanto"), here, text=words)
    page = browse("futanto").get(f"{here}/history").text
    assert "<del>一</del><ins>二</ins>度目の直し" in page
    assert BEFORE in page


def test_after_some_days_a_record_is_added_to(browse, here, age):
    age(8)
    client = browse("shutanto")
    answer = client.get(f"{here}/edit")
    assert answer.headers["Location"].endswith("/addenda/new")
    assert "この記録を直す" not in client.get(here).text
    fields = shown_fields(client.get(f"{here}/addenda/new").text)
    answer = client.send(f"{here}/addenda/new", **{**fields, "text": "日付は前の週の誤り。"})
    assert answer.status_code == 303
    for page in (here, answer.headers["Location"]):
        assert "日付は前の週の誤り。" in client.get(page).text


def test_the_office_says_for_how_many_days(browse, here, age):
    age(8)
    kanri = browse("kanri")
    fields = shown_fields(kanri.get("/office/settings").text)
    assert kanri.send("/office/settings", **{**fields, "correction_days": "30"}).status_code == 303
    assert browse("shutanto").get(f"{here}/edit").status_code == 200


def test_a_correction_that_comes_too_late_is_not_lost(browse, here, age):
    client = browse("shutanto")
    fields = shown_fields(client.get(f"{here}/edit").text)
    age(8)
    answer = client.send(f"{here}/edit", **{**fields, "text": "遅れて届いた直し"})
    assert answer.status_code == 409
    assert "遅れて届いた直し" in answer.text
    assert BEFORE in client.get(here).text


def test_a_correction_begun_in_time_is_found_where_one_adds(browse, here, age, world):
    client, key = browse("shutanto"), str(uuid4())
    fields = shown_fields(client.get(f"{here}/edit").text) | {
        "text": "書きかけの直し",
        "minutes": "45",
        "form_key": key,
    }
    keep = f"/drafts?form=consultation-edit&subject={world.consultation_west}"
    assert client.send(keep, **fields).status_code == 204
    age(8)
    page = client.get(f"{here}/addenda/new").text
    assert "書きかけの直し" in page
    assert "→ 45" in page
    client.send(f"{here}/addenda/new", **shown_fields(page))
    assert "書きかけの直し" in client.get(here).text
    assert "書きかけの直し" not in shown_fields(client.get(f"{here}/addenda/new").text)["text"]


@pytest.fixture
def begin(world):
    """begin(client, fields, text="…") keeps a correction that is not sent; its key."""

    def keep(client, fields, **changes) -> str:
        key = str(uuid4())
        url = f"/drafts?form=consultation-edit&subject={world.consultation_west}"
        answer = client.send(url, **{**fields, **changes, "form_key": key})
        assert answer.status_code == 204
        return key

    return keep


def test_of_two_corrections_the_one_that_was_shown_is_spent(browse, here, age, begin):
    client = browse("shutanto")
    fields = shown_fields(client.get(f"{here}/edit").text)
    first = begin(client, fields, text="一つ目の直し")
    begin(client, fields, text="二つ目の直し")
    age(8)
    page = client.get(f"{here}/addenda/new").text
    assert shown_fields(page)["text"] == "二つ目の直し"
    assert f"draft={first}" in page
    client.send(f"{here}/addenda/new", **shown_fields(page))
    assert "二つ目の直し" in client.get(here).text
    page = client.get(f"{here}/addenda/new").text
    assert shown_fields(page)["text"] == "一つ目の直し"
    assert "ほかにもあります" not in page


def test_an_addendum_that_was_begun_hides_no_correction(browse, here, age, world, begin):
    client = browse("shutanto")
    fields = shown_fields(client.get(f"{here}/edit").text)
    empty = shown_fields(client.get(f"{here}/addenda/new").text)
    key = begin(client, fields, text="書きかけの直し")
    age(8)
    added = {**empty, "text": "書きかけの追記"}
    client.send(f"/drafts?form=addendum&subject={world.consultation_west}", **added)
    page = client.get(f"{here}/addenda/new").text
    assert "書きかけの追記" in page
    assert "書きかけの直し" not in page
    answer = client.get(f"{here}/edit?draft={key}")
    assert answer.headers["Location"].endswith(f"/addenda/new?draft={key}")
    page = client.get(answer.headers["Location"]).text
    assert shown_fields(page)["text"] == "書きかけの直し"
    assert f"draft={empty['form_key']}" in page
    client.send(f"{here}/addenda/new", **added)
    assert "書きかけの追記" in client.get(here).text
    page = client.get(f"{here}/addenda/new").text
    assert shown_fields(page)["text"] == "書きかけの直し"


def test_what_went_on_from_a_correction_is_not_told_of_twice(browse, here, age, world, begin):
    client = browse("shutanto")
    begin(client, shown_fields(client.get(f"{here}/edit").text), text="書きかけの直し")
    age(8)
    fields = shown_fields(client.get(f"{here}/addenda/new").text) | {"text": "直しの続き"}
    client.send(f"/drafts?form=addendum&subject={world.consultation_west}", **fields)
    page = client.get(f"{here}/addenda/new").text
    assert "直しの続き" in page
    assert "ほかにもあります" not in page
    client.send(f"{here}/addenda/new", **fields)
    assert shown_fields(client.get(f"{here}/addenda/new").text)["text"] == ""


@pytest.mark.parametrize("sent", [True, False])
def test_what_a_colleague_changed_is_not_undone_in_words(browse, here, age, begin, sent):
    client, colleague = browse("shutanto"), browse("futanto")
    fields = shown_fields(client.get(f"{here}/edit").text)
    mine = {**fields, "with_whom": "民生委員"}
    begin(client, mine)
    words = BEFORE.replace("来週", "再来週")
    assert _correct(colleague, here, minutes="50", text=words).status_code == 303
    age(8)
    answer = client.send(f"{here}/edit", **mine) if sent else client.get(f"{here}/addenda/new")
    text = shown_fields(answer.text)["text"]
    assert "→ 民生委員" in text
    assert "かかった時間" not in text
    assert BEFORE not in text


def test_an_addendum_sent_twice_is_one_and_another_text_is_another(browse, here, engine):
    client = browse("shutanto")
    fields = shown_fields(client.get(f"{here}/addenda/new").text)
    for _ in range(2):
        client.send(f"{here}/addenda/new", **{**fields, "text": "一つ目"})
    answer = client.send(f"{here}/addenda/new", **{**fields, "text": "二つ目"})
    assert answer.status_code == 409
    again = shown_fields(answer.text)
    assert client.send(f"{here}/addenda/new", **again).status_code == 303
    with elevated(engine, reason="test") as session:
        assert sorted(session.scalars(select(Addendum.text))) == ["一つ目", "二つ目"]


def test_what_was_added_is_found_by_its_words(browse, here):
    client = browse("shutanto")
    fields = shown_fields(client.get(f"{here}/addenda/new").text)
    client.send(f"{here}/addenda/new", **{**fields, "text": "灯油を届けた"})
    assert "1件" in client.send("/records", typed="灯油").text


@pytest.mark.parametrize("table", ["consultation_revision", "addendum"])
def test_the_database_itself_refuses_to_change_the_past(browse, here, engine, table):
    client = browse("shutanto")
    _correct(client, here, text="直した")
    fields = shown_fields(client.get(f"{here}/addenda/new").text)
    client.send(f"{here}/addenda/new", **{**fields, "text": "足した"})
    for statement in (f"DELETE FROM {table}", f"UPDATE {table} SET author_id = author_id"):
        with pytest.raises(DBAPIError, match="insert-only"), writing(engine).begin() as connection:
            connection.execute(text(statement))
