"""開示用の写し: every passage is decided by somebody; what is left out is nowhere in the page."""

import html
from datetime import timedelta

import pytest
from sqlalchemy import select

from cswtool.access import clock
from cswtool.consultations.models import Consultation
from cswtool.db.audit import AuditEvent
from cswtool.db.elevated import elevated
from tests.pages import shown_fields

TEXT = (
    "【事実】窓が割れている。\n【第三者情報】隣家の話では夜に声。\n\n"
    "【所見】孤立が深い。\n\n印のない段落。"
)
SECRETS = ("隣家", "孤立", "印のない")


@pytest.fixture
def case(browse, world):
    """The case in 西 with a contact whose paragraphs bear every mark, and a neighbour met."""
    answer = browse("shutanto").send(
        f"/consultations/new?case={world.case_west}",
        method="visit",
        counterpart="neighbour",
        with_whom="鈴木さん",
        text=TEXT,
    )
    assert answer.status_code == 303
    return world.case_west


def _period() -> dict[str, str]:
    today = clock.today()
    return {"first": (today - timedelta(days=1)).isoformat(), "last": today.isoformat()}


def _deciding(client, case):
    """The page on which it is decided, and the fields as they stand there."""
    answer = client.get(f"/cases/{case}/disclosure", query_string=_period())
    assert answer.status_code == 200
    page = answer.text
    return page, shown_fields(_decisions(page))


def _decisions(page: str) -> str:
    """The page from the form of the decisions on; before it stands that of the period."""
    return "<main>" + page[page.index('<form class="form"') :]


def _keys(page: str) -> list[str]:
    """The passages in the order in which they stand on the page."""
    parts = page.split('<fieldset id="p')[1:]
    return ["p" + part.split('"')[0] for part in parts]


def _send(client, case, **fields):
    return client.send(f"/cases/{case}/disclosure", **{**_period(), **fields})


def test_marks_propose_and_nothing_unmarked_is_chosen(browse, case):
    page, fields = _deciding(browse("kakaricho"), case)
    met, fact, third, opinion, plain = _keys(page)
    assert (fields[fact], fields[third]) == ("open", "rights")
    assert not {met, opinion, plain} & set(fields)
    assert page.count("未確認") == 3
    assert "鈴木さん" in page


def test_what_is_not_decided_does_not_go_through_and_the_rest_stays(browse, case):
    page, fields = _deciding(browse("kakaricho"), case)
    opinion = _keys(page)[3]
    answer = _send(browse("kakaricho"), case, **{**fields, opinion: "work"})
    assert answer.status_code == 422
    assert answer.text.count("つ目を選んでください") == 4, "two passages, above and in their place"
    assert shown_fields(_decisions(answer.text))[opinion] == "work"


def _decided(page, **more: str) -> dict[str, str]:
    met, fact, third, opinion, plain = _keys(page)
    return {met: "rights", fact: "open", third: "rights", opinion: "work", plain: "law", **more}


def test_the_copy_holds_nothing_of_what_is_left_out(browse, case):
    page, _ = _deciding(browse("kakaricho"), case)
    answer = _send(browse("kakaricho"), case, **_decided(page))
    assert answer.status_code == 200
    copy = html.unescape(answer.text)
    assert "窓が割れている。" in copy
    assert copy.count("■ 不開示：") == 4
    assert "著しい支障" in copy
    for words in (*SECRETS, "鈴木", "近隣", "第三者情報"):
        assert words not in copy


def test_a_paragraph_that_was_changed_meanwhile_is_undecided_again(browse, engine, case):
    page, _ = _deciding(browse("kakaricho"), case)
    decided = _decided(page)
    with elevated(engine, reason="test") as session:
        query = select(Consultation).where(Consultation.text == TEXT)
        session.scalars(query).one().text = TEXT.replace("窓が割れている", "隣家の電話番号")
    answer = _send(browse("kakaricho"), case, **decided)
    assert answer.status_code == 422


def test_an_addendum_is_decided_too(browse, engine, case):
    with elevated(engine, reason="test") as session:
        record = session.scalars(select(Consultation).where(Consultation.text == TEXT)).one().id
    browse("shutanto").send(f"/consultations/{record}/addenda/new", text="長女から電話")
    page, _ = _deciding(browse("kakaricho"), case)
    assert len(_keys(page)) == 6
    answer = _send(browse("kakaricho"), case, **{**_pairs(page), _keys(page)[5]: "rights"})
    assert answer.status_code == 200
    assert "長女から電話" not in answer.text
    assert "追記" in answer.text


def _pairs(page) -> dict[str, str]:
    return dict.fromkeys(_keys(page), "open")


def test_the_copy_is_on_the_trail(browse, engine, world, case):
    page, _ = _deciding(browse("kakaricho"), case)
    _send(browse("kakaricho"), case, **_decided(page))
    with elevated(engine, reason="test") as session:
        query = select(AuditEvent).where(AuditEvent.detail == "print: 開示用の写し")
        event = session.scalars(query).one()
    assert (event.actor_id, event.record_id) == (world.users["kakaricho"], case)


def test_decisions_are_kept_as_a_draft(browse, case):
    client = browse("kakaricho")
    page, _ = _deciding(client, case)
    decided = {**_period(), **_decided(page)}
    assert client.send(f"/drafts?form=disclosure-copy&subject={case}", **decided).status_code < 300
    again = client.get(f"/cases/{case}/disclosure").text
    assert "未確認" not in again.split("記録と追記")[1]


def test_a_period_that_ends_before_it_begins_is_refused(browse, case):
    answer = browse("kakaricho").get(
        f"/cases/{case}/disclosure", query_string={"first": "2026-11-02", "last": "2026-11-01"}
    )
    assert "より前です" in answer.text
    assert _send(browse("kakaricho"), case, last="2026-01-01").status_code == 422


def test_workers_cannot_make_one(browse, case):
    assert "開示用の写し" not in browse("shutanto").get(f"/cases/{case}").text
    assert "開示用の写し" in browse("kakaricho").get(f"/cases/{case}").text
