"""地域支援の活動: written, corrected side by side, withdrawn, counted, exported."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from sqlalchemy import select

from cswtool.access import clock
from cswtool.access.fiscal import Period, fiscal_year
from cswtool.activities.models import Activity
from cswtool.activities.queries import done_in
from cswtool.activities.rules import Meeting
from cswtool.db.elevated import elevated
from cswtool.db.session import ScopedSession
from cswtool.taxonomy.models import Choice, ChoiceKind
from tests.pages import shown_fields

TODAY = clock.today()
LAST_YEAR = Period.of_fiscal_year(fiscal_year(TODAY) - 1)


@pytest.fixture
def kinds(engine) -> dict[str, Choice]:
    with elevated(engine, reason="test") as session:
        words = session.scalars(select(Choice).where(Choice.kind == ChoiceKind.ACTIVITY))
        return {word.code: word for word in words}


@pytest.fixture
def fields(kinds, world) -> dict[str, object]:
    return {
        "form_key": uuid4(),
        "kind_id": kinds["course"].id,
        "day": TODAY.isoformat(),
        "zone_id": world.zones["E"],
        "title": "介護の講座",
        "minutes": "120",
        "people": "35",
        "organisations": [str(world.organisation)],
        "others": "商店会",
        "done": "介護のはじめ方を話した",
        "next_step": "秋にもう一度ひらく",
    }


def _stored(engine, key) -> Activity | None:
    with elevated(engine, reason="test") as session:
        return session.get(Activity, key)


def _edited(client, key, **changed):
    url = f"/activities/{key}/edit"
    return client.send(url, **{**shown_fields(client.get(url).text), **changed})


def test_an_activity_is_written_and_read_by_colleagues(browse, engine, world, fields):
    answer = browse("shutanto").send("/activities/new", **fields)
    assert answer.status_code == 303
    page = browse("sodan").get(answer.headers["Location"]).text
    for words in (
        "介護の講座",
        "講座・研修",
        "東",
        "2時間",
        "35人",
        "商店会",
        "秋にもう一度ひらく",
    ):
        assert words in page
    stored = _stored(engine, fields["form_key"])
    assert (stored.minutes, stored.people, stored.zone_id) == (120, 35, world.zones["E"])


def test_without_a_zone_it_is_for_the_whole_city(browse, engine, fields):
    browse("kakaricho").send("/activities/new", **{**fields, "zone_id": ""})
    assert _stored(engine, fields["form_key"]).zone_id is None


def test_a_form_sent_twice_is_one_and_other_words_are_another(browse, engine, fields):
    client = browse("shutanto")
    assert client.send("/activities/new", **fields).status_code == 303
    assert client.send("/activities/new", **fields).status_code == 303
    answer = client.send("/activities/new", **{**fields, "done": "別のことをした"})
    assert answer.status_code == 409
    assert "別のことをした" in answer.text


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"kind_id": ""}, "種類を選んでください。"),
        ({"title": "　"}, "活動の名前を入力してください。"),
        ({"done": ""}, "したことを入力してください。"),
        ({"day": (TODAY + timedelta(days=1)).isoformat()}, "今日までの日付"),
        ({"minutes": "0"}, "1から1440まで"),
        ({"people": "-1"}, "0から99999まで"),
        ({"organisations": [str(uuid4())]}, "選び直してください"),
        ({"meeting": "support"}, "種類が「会議・協議体への参加」のときだけ選びます"),
        ({"discussed": "2"}, "会議のときだけ入力します"),
    ],
)
def test_a_faulty_form_says_what_to_do_and_loses_nothing(browse, engine, fields, wrong, words):
    answer = browse("shutanto").send("/activities/new", **{**fields, **wrong})
    assert answer.status_code == 422
    assert words in answer.text
    assert "秋にもう一度ひらく" in answer.text
    assert _stored(engine, fields["form_key"]) is None


def test_of_a_meeting_alone_it_is_asked_which(browse):
    page = browse("shutanto").get("/activities/new").text
    label = page.split('for="meeting"')[1].split("</label>")[0]
    assert "どの会議か" in label
    assert "任意" not in label
    assert "会議ではない" not in page


def test_a_meeting_says_which_it_was_and_how_many_cases_it_spoke_of(browse, engine, kinds, fields):
    meeting = {**fields, "kind_id": kinds["meeting"].id}
    client = browse("shutanto")
    for wrong, words in (
        ({}, "どの会議かを選んでください。"),
        ({"meeting": "support", "discussed": "-1"}, "0から999まで"),
    ):
        answer = client.send("/activities/new", **meeting, **wrong)
        assert answer.status_code == 422
        assert words in answer.text
        assert "秋にもう一度ひらく" in answer.text
    told = {"meeting": "support", "discussed": "3"}
    page = client.get(client.send("/activities/new", **meeting, **told).headers["Location"]).text
    for words in ("会議・協議体への参加", "支援会議（社会福祉法106条の6）", "3件"):
        assert words in page
    stored = _stored(engine, fields["form_key"])
    assert (stored.meeting, stored.discussed) == (Meeting.SUPPORT, 3)
    assert "支援会議（社会福祉法106条の6）" in client.get("/activities").text
    exported = client.get("/activities?as=csv").data.decode("utf-8-sig")
    assert "会議・協議体への参加,支援会議（社会福祉法106条の6）," in exported
    edited = _edited(client, fields["form_key"], meeting="layered", discussed="")
    assert edited.status_code == 303
    stored = _stored(engine, fields["form_key"])
    assert (stored.meeting, stored.discussed) == (Meeting.LAYERED, None)


def test_what_was_begun_comes_back_until_it_is_sent(browse, fields):
    client = browse("shutanto")
    kept = client.send("/drafts?form=activity", form_key=fields["form_key"], done="書きかけの文")
    assert kept.status_code == 204
    assert "書きかけの文" in client.get("/activities/new").text
    client.send("/activities/new", **fields)
    assert "書きかけの文" not in client.get("/activities/new").text


def test_a_colleague_corrects_it(browse, engine, world):
    assert _edited(browse("yoso"), world.activity_west, people="20").status_code == 303
    assert _stored(engine, world.activity_west).people == 20


def test_two_who_correct_at_once_are_asked_whose_text_stays(browse, engine, world):
    first, second = browse("shutanto"), browse("sodan")
    url = f"/activities/{world.activity_west}/edit"
    mine = shown_fields(first.get(url).text)
    assert _edited(second, world.activity_west, done="日をかえて決めた").status_code == 303
    answer = first.send(url, **{**mine, "done": "場所もかえて決めた"})
    assert answer.status_code == 409
    for words in ("日をかえて決めた", "場所もかえて決めた"):
        assert words in answer.text
    assert _stored(engine, world.activity_west).done == "日をかえて決めた"


def test_a_change_of_the_partners_alone_is_a_change_too(browse, world):
    first, second = browse("shutanto"), browse("sodan")
    url = f"/activities/{world.activity_west}/edit"
    mine = shown_fields(first.get(url).text)
    assert _edited(second, world.activity_west, organisations=[]).status_code == 303
    assert first.send(url, **{**mine, "done": "ほかのこと"}).status_code == 409


def test_a_word_that_was_retired_stays_on_what_has_it(browse, engine, world, kinds):
    with elevated(engine, reason="test") as session:
        stored = session.get_one(Activity, world.activity_west)
        session.get_one(Choice, stored.kind_id).active = False
        kept = stored.kind_id
    assert _edited(browse("shutanto"), world.activity_west, people="3").status_code == 303
    assert _stored(engine, world.activity_west).kind_id == kept


def _withdraw(client, key, reason="二つ入れたため"):
    url = f"/activities/{key}/withdraw"
    return client.send(url, **{**shown_fields(client.get(url).text), "reason": reason})


def test_withdrawn_it_is_on_file_and_not_counted(browse, engine, world):
    before = _counted(engine, world)
    assert _withdraw(browse("kakaricho"), world.activity_west, "").status_code == 422
    assert _withdraw(browse("kakaricho"), world.activity_west).status_code == 303
    page = browse("yoso").get(f"/activities/{world.activity_west}").text
    assert "取り下げた記録" in page
    assert "二つ入れたため" in page
    assert _counted(engine, world) == (before[0] - 1, before[1] - 12)
    client, link = browse("yoso"), f'href="/activities/{world.activity_west}"'
    assert link not in client.get("/activities").text
    assert link in client.get("/activities?show=withdrawn").text


def test_withdrawing_twice_is_refused(browse, world):
    client, url = browse("shutanto"), f"/activities/{world.activity_west}/withdraw"
    fields = {**shown_fields(client.get(url).text), "reason": "まちがい"}
    assert client.send(url, **fields).status_code == 303
    assert client.send(url, **fields).status_code == 409
    again = {**shown_fields(client.get(url).text), "reason": "まちがい"}
    answer = client.send(url, **again)
    assert answer.status_code == 422
    assert "もう取り下げられています" in answer.text


def test_what_was_withdrawn_is_not_corrected(browse, engine, world):
    client, url = browse("shutanto"), f"/activities/{world.activity_west}/edit"
    _withdraw(browse("kakaricho"), world.activity_west)
    with elevated(engine, reason="test") as session:
        version = session.get_one(Activity, world.activity_west).version
    fields = shown_fields(client.get(f"/activities/{world.activity_city}/edit").text)
    assert client.get(url).status_code == 303
    answer = client.send(url, **{**fields, "version": version, "done": "あとから変えた"})
    assert answer.status_code == 409
    assert "もう取り下げられています" in answer.text
    assert "あとから変えた" in answer.text
    with elevated(engine, reason="test") as session:
        assert session.get_one(Activity, world.activity_west).done != "あとから変えた"


def _counted(engine, world) -> tuple[int, int]:
    """How many activities this year has, and how many people came."""
    with ScopedSession(engine, world.actor("shutanto"), "test") as session:
        found = done_in(session, Period.of_fiscal_year(fiscal_year(TODAY)))
    return sum(one.times for one in found), sum(one.times * (one.people or 0) for one in found)


def _add(engine, world, kinds, kind: str, day: date, zone: str | None, **more) -> None:
    with elevated(engine, reason="test") as session:
        session.add(
            Activity(
                kind_id=kinds[kind].id,
                day=day,
                zone_id=world.zones[zone] if zone else None,
                title="x",
                done="x",
                author_id=world.users["yoso"],
                **more,
            )
        )


def test_the_list_is_narrowed(browse, engine, world, kinds):
    _add(engine, world, kinds, "network", LAST_YEAR.first, "W", minutes=45, people=8)
    client = browse("shutanto")
    page = client.get(f"/activities?year={fiscal_year(TODAY) - 1}")
    assert "ネットワークづくり" in page.text
    assert "45分" in page.text
    assert "団地のサロンの話し合い" not in page.text
    assert "団地のサロンの話し合い" in client.get("/activities").text
    everywhere = client.get(f"/activities?zone=none&kind={kinds['place_start'].id}").text
    assert f'href="/activities/{world.activity_city}"' in everywhere
    assert f'href="/activities/{world.activity_west}"' not in everywhere
    assert client.get("/activities?year=x&zone=y&kind=z").status_code == 200
