"""A 地域課題: written, taken on step by step, its 打ち手 and what became of them."""

from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import func, select

from cswtool.access import clock
from cswtool.db.elevated import elevated
from cswtool.regional.models import (
    RegionalAction,
    RegionalActionStep,
    RegionalIssue,
    RegionalStep,
)
from cswtool.regional.rules.course import State
from cswtool.taxonomy.models import Choice, ChoiceKind
from tests.pages import draft_url, shown_fields

TODAY = clock.today()
SOON = (TODAY + timedelta(days=60)).isoformat()


@pytest.fixture
def fields(engine, world) -> dict[str, object]:
    with elevated(engine, reason="test") as session:
        words = select(Choice.id).where(Choice.kind == ChoiceKind.FORUM, Choice.code == "council_2")
        forum = session.scalars(words).one()
    return {
        "form_key": uuid4(),
        "title": "ひとり暮らしの男性が、昼間に行ける場所がない",
        "zone_id": world.zones["E"],
        "owner_id": world.users["yoso"],
        "reach": "駅の北側",
        "trigger": "同じ話が三度続いた",
        "evidence_first": (TODAY - timedelta(days=400)).isoformat(),
        "voices": "どこかへ行きたいが、知った顔がいない",
        "of_community": "集まりの多くが女性の集まり",
        "missing": "昼間の集まり",
        "forum_id": forum,
        "review_on": SOON,
    }


def _stored(engine, key) -> RegionalIssue | None:
    with elevated(engine, reason="test") as session:
        return session.get(RegionalIssue, key)


def _steps(engine, key) -> list[tuple[str, str]]:
    with elevated(engine, reason="test") as session:
        query = select(RegionalStep).where(RegionalStep.regional_id == key)
        rows = session.scalars(query.order_by(RegionalStep.at, RegionalStep.id))
        return [(row.state.label, row.note) for row in rows]


def _step(client, key, state, **more):
    shown = client.get(f"/regional/{key}").text
    version = shown.partition('name="version"')[2].partition('value="')[2].partition('"')[0]
    asked = {"version": version, "state": state, "on": TODAY.isoformat(), "note": "", **more}
    return client.send(f"/regional/{key}/step", **asked)


def test_an_issue_is_written_as_noticed(browse, engine, fields):
    answer = browse("shutanto").send("/regional/new", **fields)
    assert answer.status_code == 303
    page = browse("sodan").get(answer.headers["Location"]).text
    for words in ("昼間に行ける場所", "駅の北側", "第2層協議体", "よその 三郎", "0世帯", "仮"):
        assert words in page
    assert _steps(engine, fields["form_key"]) == [("気づき", "")]


def test_a_form_sent_twice_is_one_and_other_words_are_another(browse, fields):
    client = browse("shutanto")
    for _ in range(2):
        assert client.send("/regional/new", **fields).status_code == 303
    answer = client.send("/regional/new", **{**fields, "trigger": "別のきっかけ"})
    assert answer.status_code == 409
    assert "別のきっかけ" in answer.text


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"title": ""}, "課題名（一文で）を入力してください。"),
        ({"title": "長" * 101}, "100文字までで入力してください。今は101文字です。"),
        ({"owner_id": ""}, "担当を選んでください。"),
        ({"evidence_first": ""}, "根拠を数える期間のはじめを入力してください。"),
        ({"evidence_last": "2000-01-01"}, "期間のはじめの日以後の日付"),
        ({"forum_id": str(uuid4())}, "選び直してください"),
    ],
)
def test_a_faulty_form_says_what_to_do_and_loses_nothing(browse, engine, fields, wrong, words):
    answer = browse("shutanto").send("/regional/new", **{**fields, **wrong})
    assert answer.status_code == 422
    assert words in answer.text
    assert "知った顔がいない" in answer.text
    assert _stored(engine, fields["form_key"]) is None


def test_what_is_pasted_too_long_is_not_cut_by_the_browser_and_comes_back_whole(browse, fields):
    client, pasted = browse("shutanto"), "長い話" * 500
    assert "maxlength" not in client.get("/regional/new").text
    answer = client.send("/regional/new", **{**fields, "reach": pasted})
    assert answer.status_code == 422
    assert "範囲：1,000文字までで入力してください。今は1,500文字です。" in answer.text
    assert pasted in answer.text


def test_what_was_begun_comes_back_until_it_is_sent(browse, fields):
    client = browse("shutanto")
    client.send("/drafts?form=regional", form_key=fields["form_key"], voices="書きかけの声")
    assert "書きかけの声" in client.get("/regional/new").text
    client.send("/regional/new", **fields)
    assert "書きかけの声" not in client.get("/regional/new").text


def test_what_was_begun_of_one_notice_comes_back_for_it_alone(browse, fields):
    client, url = browse("shutanto"), "/regional/new?zone=&about=%00年代が「80代以上」の世帯"
    page = client.get(url).text
    assert "年代が「80代以上」の世帯が増えている" in page
    assert "\0" not in page
    client.send(draft_url(page), form_key=fields["form_key"], voices="書きかけの声")
    for place, there in ((url, True), ("/regional/new", False), (url + "x", False)):
        assert ("書きかけの声" in client.get(place).text) is there
    client.send(url, **fields)
    assert "書きかけの声" not in client.get(url).text


@pytest.mark.parametrize(
    ("url", "sent_to", "field"),
    [
        ("/regional/{regional_west}", "/step", "note"),
        ("/regional/{regional_west}/actions/new", "/new", "what"),
        ("/regional/{regional_west}/actions/{regional_west_action}/edit", "/edit", "what"),
    ],
)
def test_what_takes_long_to_write_is_kept_meanwhile(browse, world, url, sent_to, field):
    client, url = browse("shutanto"), url.format(**world.ids)
    page = client.get(url).text
    typed = {**shown_fields(page, sent_to), "side": "city", field: "書きかけの言葉"}
    typed.pop("state", None)  # the buttons of the page: nobody has pressed one
    assert client.send(draft_url(page), **typed).status_code == 204
    again = shown_fields(client.get(url).text, sent_to)
    assert again[field] == "書きかけの言葉"
    path = url + sent_to if sent_to == "/step" else url
    sent = client.send(path, **{**again, "state": "shared"})
    assert sent.status_code == 303
    assert "書きかけの下書きを開きました" not in client.get(url).text


def test_two_who_correct_at_once_are_asked_whose_text_stays(browse, engine, world):
    first, second = browse("shutanto"), browse("kakaricho")
    url = f"/regional/{world.regional_west}/edit"
    mine, theirs = (shown_fields(client.get(url).text) for client in (first, second))
    assert second.send(url, **{**theirs, "spread": "包括の声"}).status_code == 303
    answer = first.send(url, **{**mine, "spread": "民生委員の声"})
    assert answer.status_code == 409
    for words in ("包括の声", "民生委員の声"):
        assert words in answer.text
    assert _stored(engine, world.regional_west).spread == "包括の声"


def test_an_issue_goes_its_way_and_says_who_took_it_where(browse, engine, world):
    client, key = browse("futanto"), world.regional_west
    assert _step(client, key, "discussed", note="協議体で話した", review_on=SOON).status_code == 303
    assert _step(client, key, "tried", review_on=SOON).status_code == 303
    assert _step(client, key, "settled", note="月に二度の集まりができた").status_code == 303
    stored = _stored(engine, key)
    assert (stored.state, stored.result) == (State.SETTLED, "月に二度の集まりができた")
    assert stored.review_on is None
    assert [state for state, _ in _steps(engine, key)] == ["共有", "検討", "試行", "定着"]
    page = client.get(f"/regional/{key}").text
    assert "副担当 次郎" in page
    assert "協議体で話した" in page


def test_that_a_note_will_be_printed_is_said_before(browse, engine, world):
    client, here = browse("shutanto"), f"/regional/{world.regional_west}"
    page = client.get(here).text
    assert "「提案した」のときは、「どこへ何を」を書いてください。" in page
    assert "メモは「結果」の欄にも入り" in page
    with elevated(engine, reason="test") as session:
        session.get_one(RegionalIssue, world.regional_west).result = "見守りの輪"
    assert "メモは「結果」の欄にも入り" not in client.get(here).text


def test_a_result_that_somebody_wrote_is_not_written_over(browse, engine, world):
    with elevated(engine, reason="test") as session:
        session.get_one(RegionalIssue, world.regional_west).result = "見守りの輪"
    _step(browse("shutanto"), world.regional_west, "proposed", note="市へ要望した")
    assert _stored(engine, world.regional_west).result == "見守りの輪"


def test_to_look_again_and_leave_it_is_a_step(browse, engine, world):
    before = _stored(engine, world.regional_west).state_on
    answer = _step(browse("shutanto"), world.regional_west, "shared", review_on=SOON)
    assert answer.status_code == 303
    stored = _stored(engine, world.regional_west)
    assert (stored.state_on, stored.review_on.isoformat()) == (before, SOON)
    assert len(_steps(engine, world.regional_west)) == 2


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ({"state": "settled", "note": "x"}, "今は「共有」です"),
        ({"state": "dropped"}, "「理由」をメモに書いて"),
        ({"state": "discussed", "on": "2199-01-01"}, "今日までの日付"),
        ({"state": "discussed", "on": "2000-01-01"}, "前の段階の日以後"),
        ({"state": "shared", "review_on": TODAY.isoformat()}, "明日からの日付"),
        ({"state": "nowhere"}, "選び直してください"),
    ],
)
def test_a_step_that_cannot_be_says_why_and_keeps_the_note(browse, engine, world, asked, words):
    answer = _step(browse("shutanto"), world.regional_west, **{"note": "", **asked})
    assert answer.status_code == 422
    assert words in answer.text
    assert _stored(engine, world.regional_west).state is State.SHARED


def test_who_comes_second_is_told_and_keeps_the_note(browse, engine, world):
    client, url = browse("shutanto"), f"/regional/{world.regional_west}/step"
    sent = {"version": 1, "state": "discussed", "on": TODAY.isoformat()}
    assert client.send(url, **sent).status_code == 303
    answer = client.send(url, **{**sent, "state": "tried", "note": "もう始めた"})
    assert answer.status_code == 409
    assert "もう始めた" in answer.text
    assert _stored(engine, world.regional_west).state is State.DISCUSSED


def test_what_waits_for_a_review_is_on_the_desk_of_who_looks_after_it(browse, world):
    assert "見直しの日を過ぎた地域課題" in browse("shutanto").get("/").text
    assert "見直しの日を過ぎた地域課題" not in browse("kakaricho").get("/").text
    link = f'href="/regional/{world.regional_west}"'
    page = browse("kakaricho").get("/regional?show=overdue").text
    assert link in page
    assert "過ぎています" in page
    _step(browse("shutanto"), world.regional_west, "shared", review_on=SOON)
    assert "見直しの日を過ぎた地域課題" not in browse("shutanto").get("/").text
    assert link not in browse("kakaricho").get("/regional?show=overdue").text


def test_the_list_is_narrowed(browse, world):
    client = browse("sodan")
    west, city = (f'href="/regional/{world.ids[n]}"' for n in ("regional_west", "regional_city"))
    for query, shown in (
        ("", {west, city}),
        (f"?zone={world.zones['W']}", {west}),
        ("?zone=none", {city}),
        ("?show=shared", {west, city}),
        ("?show=tried", set()),
        ("?show=x&zone=y&forum=z", {west, city}),
    ):
        page = client.get(f"/regional{query}").text
        assert {link for link in (west, city) if link in page} == shown, query


def test_an_action_is_added_once(browse, engine, world):
    client, url = browse("yoso"), f"/regional/{world.regional_city}/actions/new"
    fields = {"form_key": uuid4(), "side": "city", "what": "場所を貸す", "who": "公民館"}
    for _ in range(2):
        assert client.send(url, **fields).status_code == 303
    assert client.send(url, **{**fields, "what": "別の場所を貸す"}).status_code == 409
    page = client.get(f"/regional/{world.regional_city}").text
    for words in ("場所を貸す", "公民館", "行政", "予定"):
        assert words in page
    with elevated(engine, reason="test") as session:
        query = select(func.count(RegionalAction.id)).where(
            RegionalAction.regional_id == world.regional_city
        )
        assert session.scalar(query) == 2


def _told(client, world, **changed):
    url = f"/regional/{world.regional_west}/actions/{world.regional_west_action}"
    return client.send(url, **{**shown_fields(client.get(url).text), **changed})


def test_what_became_of_an_action_is_told_again_and_again(browse, engine, world):
    client = browse("yoso")
    assert _told(client, world, state="done", note="毎月の集まりになった").status_code == 303
    page = client.get(f"/regional/{world.regional_west}/actions/{world.regional_west_action}").text
    for words in ("できた", "毎月の集まりになった", "二度ひらいた", "よその 三郎"):
        assert words in page
    assert "毎月の集まりになった" in client.get(f"/regional/{world.regional_west}").text


def test_the_same_word_sent_twice_is_told_once(browse, engine, world):
    client = browse("yoso")
    url = f"/regional/{world.regional_west}/actions/{world.regional_west_action}"
    sent = {**shown_fields(client.get(url).text), "note": "場所が決まった"}
    for _ in range(2):
        assert client.send(url, **sent).status_code == 303
    with elevated(engine, reason="test") as session:
        query = select(func.count(RegionalActionStep.id)).where(
            RegionalActionStep.note == "場所が決まった"
        )
        assert session.scalar(query) == 1


def test_other_words_from_the_same_page_are_not_dropped(browse, engine, world):
    client = browse("yoso")
    url = f"/regional/{world.regional_west}/actions/{world.regional_west_action}"
    sent = {**shown_fields(client.get(url).text), "note": "場所が決まった"}
    client.send(url, **sent)
    answer = client.send(url, **{**sent, "note": "人も集まった"})
    assert answer.status_code == 409
    assert "もう保存しています" in answer.text
    assert "人も集まった" in answer.text
    assert client.send(url, **shown_fields(answer.text)).status_code == 303
    with elevated(engine, reason="test") as session:
        notes = session.scalars(select(RegionalActionStep.note)).all()
    assert {"場所が決まった", "人も集まった"} <= set(notes)


def test_two_who_tell_at_once_lose_nothing(browse, world):
    first, second = browse("shutanto"), browse("yoso")
    url = f"/regional/{world.regional_west}/actions/{world.regional_west_action}"
    mine = shown_fields(first.get(url).text)
    assert _told(second, world, note="場所が決まった").status_code == 303
    answer = first.send(url, **{**mine, "note": "人が集まった"})
    assert answer.status_code == 409
    assert "人が集まった" in answer.text
    assert "場所が決まった" in answer.text


def test_an_action_is_corrected(browse, engine, world):
    client = browse("sodan")
    url = f"/regional/{world.regional_west}/actions/{world.regional_west_action}/edit"
    sent = {**shown_fields(client.get(url).text), "who": "自治会と学校"}
    assert client.send(url, **sent).status_code == 303
    assert client.send(url, **{**sent, "who": "学校"}).status_code == 409
    with elevated(engine, reason="test") as session:
        assert session.get_one(RegionalAction, world.regional_west_action).who == "自治会と学校"
