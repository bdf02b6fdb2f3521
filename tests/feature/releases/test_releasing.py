"""A text leaves only when nothing in it is open and a second person has released it."""

import re
from uuid import UUID

import pytest
from sqlalchemy import event, select

from cswtool.db.audit import AuditEvent
from cswtool.db.elevated import elevated
from cswtool.db.session import ScopedSession
from cswtool.db.types import new_id
from cswtool.people.models import Person
from cswtool.releases.models import Release, ReleaseFinding
from cswtool.releases.queries import released_text, released_texts
from cswtool.releases.rules import ReleaseStatus
from cswtool.tasks.models import Task
from tests.pages import draft_url, shown_fields

PLAIN = "長く外に出られなかった人が、居場所に通うようになった。"
NAMED = "架空 case_westさん（76歳）は仲町に住み、鈴木に相談した。"


def _write(browse, who="shutanto", text=PLAIN, **more):
    """The address of the new text's page."""
    fields = {
        "purpose": "sheet",
        "destination": "第2層協議体",
        "text": text,
        "form_key": str(new_id()),
    }
    answer = browse(who).send("/releases/new", **{**fields, **more})
    assert answer.status_code == 303, answer.text
    return answer.headers["Location"]


def _stored(engine, url):
    with elevated(engine, reason="test") as session:
        release = session.get_one(Release, UUID(url.rsplit("/", 1)[1]))
        assert all(one.release is release for one in release.findings)
        return release


def _ask(browse, engine, world, url, to="kakaricho"):
    version = _stored(engine, url).version
    return browse("shutanto").send(
        f"{url}/ask", **{"ask-reader": str(world.users[to]), "ask-version": version}
    )


def _let_go(browse, engine, url, who="kakaricho"):
    return browse(who).send(f"{url}/release", version=_stored(engine, url).version)


def _decide(browse, engine, url, *, rest=False, **verdicts):
    """Decide about findings by their words: ("fine", "why") or "replace"; `rest` as suggested."""
    release = _stored(engine, url)
    fields = {"version": release.version, **({"rest": "1"} if rest else {})}
    for one in release.standing:
        said = verdicts.get(one.words, "later")
        verdict, reason = said if isinstance(said, tuple) else (said, "")
        fields[f"verdict_{one.id.hex}"] = verdict
        if not one.certain:
            fields[f"reason_{one.id.hex}"] = reason
    return browse("shutanto").send(f"{url}/decide", **fields)


def _may_leave(engine, world, text, who="shutanto"):
    with ScopedSession(engine, world.actor(who), "test") as session:
        return released_text(session, text) is not None


def test_texts_of_one_purpose_are_told_apart_by_their_first_words(browse, engine, world):
    for text in (PLAIN, "坂が多く、店まで歩けない。"):
        _ask(browse, engine, world, _write(browse, text=text))
    for who in ("shutanto", "kakaricho"):
        for page in ("/", "/releases"):
            shown = browse(who).get(page).text
            assert "坂が多く、店まで歩けない。" in shown
            assert "長く外に出られなかった人が、居場所に通うように" in shown


def test_two_people_let_a_text_go(browse, engine, world):
    url = _write(browse)
    assert "見つかった語はありません" in browse("shutanto").get(url).text
    assert not _may_leave(engine, world, PLAIN)
    assert _ask(browse, engine, world, url).status_code == 303
    assert not _may_leave(engine, world, PLAIN)
    assert "二人目の確認" in browse("kakaricho").get(url).text
    assert _let_go(browse, engine, url).status_code == 303
    assert _may_leave(engine, world, PLAIN)
    assert _may_leave(engine, world, PLAIN + "\r\n", who="yoso")
    assert not _may_leave(engine, world, PLAIN + "た")


def test_of_many_texts_those_let_out_are_found_in_one_statement(browse, engine, world):
    texts = [f"{PLAIN}{number}" for number in range(6)]
    for text in (texts[0], texts[3], texts[3]):
        url = _write(browse, text=text)
        _ask(browse, engine, world, url)
        assert _let_go(browse, engine, url).status_code == 303
    latest = UUID(url.rsplit("/", 1)[1])
    _ask(browse, engine, world, _write(browse, text=texts[5]))
    statements = []

    def note(*args):
        statements.append(args[2])

    with ScopedSession(engine, world.actor("yoso"), "test") as session:
        event.listen(engine, "before_cursor_execute", note)
        found = released_texts(session, texts)
        event.remove(engine, "before_cursor_execute", note)
    assert list(found) == [texts[0], texts[3]]
    assert found[texts[3]].id == latest
    assert len([one for one in statements if one.startswith("SELECT")]) == 1


def test_nobody_releases_their_own_text(browse, engine, world):
    url = _write(browse, who="kakaricho")
    page = browse("kakaricho").get(url).text
    assert str(world.users["kakaricho"]) not in page
    version = _stored(engine, url).version
    me = str(world.users["kakaricho"])
    fields = {"ask-reader": me, "ask-version": version}
    assert browse("kakaricho").send(f"{url}/ask", **fields).status_code == 422
    assert browse("kakaricho").send(f"{url}/release", version=version).status_code == 403


def test_what_was_found_is_marked_and_told(browse, engine):
    url = _write(browse, text=NAMED)
    release = _stored(engine, url)
    found = {one.words: (str(one.kind), one.certain) for one in release.standing}
    assert found == {
        "架空 case_west": ("person", True),
        "76歳": ("age", False),
        "仲町": ("place", False),
        "鈴木": ("person", False),
    }
    page = browse("shutanto").get(url).text
    assert re.search(r"<mark>架空 case_west<sup>1</sup></mark>", page)
    assert "「70代」に直す" in page
    assert "二人目の確認を頼む" not in page


def test_nobody_is_asked_before_every_word_is_decided(browse, engine, world):
    url = _write(browse, text=NAMED)
    _decide(browse, engine, url, **{"76歳": "replace", "鈴木": ("fine", "町の名を冠した橋の名")})
    _ask(browse, engine, world, url)
    assert _stored(engine, url).status is ReleaseStatus.WRITING
    _decide(browse, engine, url, 仲町=("fine", "市の催しの名"), 鈴木=("fine", "橋の名"))
    _ask(browse, engine, world, url)
    assert _stored(engine, url).status is ReleaseStatus.WRITING


def test_a_name_on_file_cannot_be_left_in(browse, engine):
    url = _write(browse, text=NAMED)
    answer = _decide(browse, engine, url, **{"架空 case_west": "fine"})
    assert answer.status_code == 422
    assert "このまま残す" not in browse("shutanto").get(url).text.split("<strong>2 「")[0]


def test_suggestions_are_written_in_and_reasons_kept(browse, engine, world):
    url = _write(browse, text=NAMED)
    fine = ("fine", "橋の名前で、人の名前ではない")
    verdicts = {"架空 case_west": "replace", "76歳": "replace", "仲町": "replace", "鈴木": fine}
    assert _decide(browse, engine, url, **verdicts).status_code == 303
    release = _stored(engine, url)
    assert release.text == "Aさん（70代）は市内に住み、鈴木に相談した。"
    # The sentence around 鈴木 has changed, so somebody looks at it once more.
    assert [one.reason for one in release.standing] == [""]
    _decide(browse, engine, url, 鈴木=fine)
    assert _ask(browse, engine, world, url).status_code == 303
    page = browse("kakaricho").get(url).text
    assert f"残すわけ：{fine[1]}" in page
    _let_go(browse, engine, url)
    assert _may_leave(engine, world, release.text)


def test_all_that_is_undecided_is_mended_at_once(browse, engine):
    url = _write(browse, text="76歳の人は仲町に住む。鈴木に話す。")
    assert "すべて案のとおりに直す" in browse("shutanto").get(url).text
    typed = {"鈴木": ("fine", "橋の名")}
    assert _decide(browse, engine, url, rest=True, **typed).status_code == 303
    release = _stored(engine, url)
    assert release.text == "70代の人は市内に住む。鈴木に話す。"
    assert [one.reason for one in release.standing] == ["橋の名"]
    page = browse("shutanto").get(url).text
    assert "年齢1、地名・建物1" in page
    assert "すべて案のとおりに直す" not in page


def _edit(browse, url, text):
    fields = shown_fields(browse("shutanto").get(f"{url}/edit").text)
    answer = browse("shutanto").send(f"{url}/edit", **{**fields, "text": text})
    assert answer.status_code == 303, answer.text


def _mend_all(browse, engine, url):
    """As suggested, all of it; the text as it is then."""
    assert _decide(browse, engine, url, rest=True).status_code == 303
    return _stored(engine, url)


def test_letters_that_were_written_in_are_no_initials_afterwards(browse, engine, world):
    url = _write(browse, text="架空 case_westと相田さんが住む。Cさん、吉岡さんも来た。")
    release = _mend_all(browse, engine, url)
    assert release.text == "AとBさんが住む。Dさん、Eさんも来た。"
    assert release.standing == []
    _edit(browse, url, release.text + "Eさんは元気だ。")
    assert _stored(engine, url).standing == []
    assert _ask(browse, engine, world, url).status_code == 303
    assert _let_go(browse, engine, url).status_code == 303
    assert _stored(engine, url).status is ReleaseStatus.RELEASED


def test_a_letter_that_left_the_text_may_be_an_initial_when_it_comes_again(browse, engine):
    url = _write(browse, text="架空 case_westと相田さんが住む。Cさん、吉岡さんも来た。")
    _mend_all(browse, engine, url)
    _edit(browse, url, PLAIN)
    _edit(browse, url, "Eさんが来た。仲町に住む。")
    assert [one.words for one in _stored(engine, url).standing] == ["E", "仲町"]
    _decide(browse, engine, url, 仲町="replace")
    assert [one.words for one in _stored(engine, url).standing] == ["E"]
    assert _mend_all(browse, engine, url).text == "Aさんが来た。市内に住む。"
    assert _stored(engine, url).standing == []


def test_an_initial_beside_a_proposed_letter_is_found(browse, engine):
    url = _write(browse, text="相田さんが来た。")
    release = _mend_all(browse, engine, url)
    _edit(browse, url, release.text + "Kさんも来た。")
    assert [one.words for one in _stored(engine, url).standing] == ["K"]


def test_a_word_to_be_left_in_needs_its_reason_whichever_button_is_pressed(browse, engine):
    url = _write(browse, text="76歳の人は仲町に住む。")
    answer = _decide(browse, engine, url, rest=True, 仲町=("fine", ""))
    assert answer.status_code == 422
    assert "残してよいわけを入力してください" in answer.text
    assert _stored(engine, url).text == "76歳の人は仲町に住む。"


def test_a_reason_goes_when_its_word_must_be_changed(browse, engine, world):
    url = _write(browse, text="鈴木に話す。")
    _decide(browse, engine, url, 鈴木=("fine", "橋の名"))
    with elevated(engine, reason="test") as session:
        person = session.get_one(Person, world.case_west_person)
        person.name, person.kana = "鈴 木", "すず もく"
    _edit(browse, url, "鈴木に話す。")
    (one,) = _stored(engine, url).standing
    assert (one.certain, one.reason, one.decided_by_id) == (True, "", None)
    _decide(browse, engine, url, rest=True)
    assert _stored(engine, url).text == "Aに話す。"


def test_a_name_on_file_in_one_piece_looks_like_one_on_no_file(browse, engine, world):
    """Else 鈴木 that must be changed would tell that somebody was recorded by family name alone."""
    with elevated(engine, reason="test") as session:
        person = session.get_one(Person, world.case_west_person)
        person.name, person.kana = "鈴木", "すずき"
    url = _write(browse, text="鈴木に話す。")
    assert [(one.words, one.certain) for one in _stored(engine, url).standing] == [("鈴木", False)]


def test_a_second_check_that_fails_is_not_told_as_something_found(
    browse, engine, world, monkeypatch
):
    url, reader = _write(browse), browse("kakaricho")
    _ask(browse, engine, world, url)
    with monkeypatch.context() as patched:
        patched.setattr("cswtool.textgate.gate.tokens", _broken)
        reader.send(f"{url}/release", version=_stored(engine, url).version)
    page = reader.get(url).text
    assert "もう一度確かめられませんでした" in page
    assert "新しく見つかった語" not in page


def test_a_reason_is_needed_for_a_word_that_stays(browse, engine):
    url = _write(browse, text=NAMED)
    answer = _decide(browse, engine, url, 仲町=("fine", ""))
    assert answer.status_code == 422
    assert "残してよいわけを入力してください" in answer.text


def test_a_reason_holds_for_its_sentence_only(browse, engine):
    url = _write(browse, text="仲町で集う。鈴木に話す。")
    _decide(browse, engine, url, 仲町=("fine", "催しの名"), 鈴木=("fine", "橋の名"))
    fields = shown_fields(browse("shutanto").get(f"{url}/edit").text)
    fields["text"] = "仲町で集う。鈴木に電話する。"
    assert browse("shutanto").send(f"{url}/edit", **fields).status_code == 303
    assert [bool(one.reason) for one in _stored(engine, url).standing] == [True, False]


def test_a_new_sentence_takes_no_reason_from_another(browse, engine):
    url = _write(browse, text="仲町で集う。")
    _decide(browse, engine, url, 仲町=("fine", "催しの名"))
    fields = shown_fields(browse("shutanto").get(f"{url}/edit").text)
    fields["text"] = "仲町に住む。仲町で集う。"
    browse("shutanto").send(f"{url}/edit", **fields)
    assert [one.reason for one in _stored(engine, url).standing] == ["", "催しの名"]


def test_a_text_that_was_sent_back_can_be_asked_again(browse, engine, world):
    url = _write(browse)
    _ask(browse, engine, world, url)
    version = _stored(engine, url).version
    answer = browse("kakaricho").send(
        f"{url}/send-back", note="家族の構成でわかってしまう", version=version
    )
    assert answer.status_code == 303
    assert "家族の構成でわかってしまう" in browse("shutanto").get(url).text
    assert "家族の構成でわかってしまう" in browse("shutanto").get("/").text
    assert _ask(browse, engine, world, url).status_code == 303
    assert _stored(engine, url).status is ReleaseStatus.ASKED


def test_why_a_text_is_sent_back_is_kept_meanwhile(browse, engine, world):
    url, reader = _write(browse), browse("kakaricho")
    _ask(browse, engine, world, url)
    page = reader.get(f"{url}/send-back").text
    reader.send(draft_url(page), **{**shown_fields(page), "note": "書きかけの理由"})
    again = shown_fields(reader.get(f"{url}/send-back").text, "/send-back")
    assert again["note"] == "書きかけの理由"
    assert reader.send(f"{url}/send-back", **again).status_code == 303


def test_a_name_that_came_on_file_since_stops_the_release(browse, engine, world):
    text = "ゆめのこみちと名づけた花壇ができた。"
    url = _write(browse, text=text)
    assert _stored(engine, url).standing == []
    _ask(browse, engine, world, url)
    with elevated(engine, reason="test") as session:
        person = session.get_one(Person, world.case_west_person)
        person.name, person.kana = "夢野 小道", "ゆめのこみち"
    _protect(engine, world.case_west_person)
    reader = browse("kakaricho")
    reader.send(f"{url}/release", version=_stored(engine, url).version)
    assert "新しく見つかった語" in reader.get(url).text
    assert _stored(engine, url).status is ReleaseStatus.WRITING
    assert not _may_leave(engine, world, text)
    with elevated(engine, reason="test") as session:  # the reader wrote nothing
        assert session.scalars(select(Task).where(Task.owner_only)).all() == []


def _protect(engine, person_id):
    with elevated(engine, reason="test") as session:
        session.get_one(Person, person_id).address_protected = True


def test_where_the_check_fails_nothing_leaves(browse, engine, world, monkeypatch):
    url = _write(browse)
    with monkeypatch.context() as patched:
        patched.setattr("cswtool.textgate.gate.tokens", _broken)
        broken_url = _write(browse)
        assert "この文章は確かめられていません" in browse("shutanto").get(broken_url).text
        _ask(browse, engine, world, broken_url)
        assert _stored(engine, broken_url).status is ReleaseStatus.WRITING
        _ask(browse, engine, world, url)
        _let_go(browse, engine, url)
        assert _stored(engine, url).status is ReleaseStatus.WRITING
    assert not _may_leave(engine, world, PLAIN)


def _broken(_text):
    raise OSError("no dictionary")


def _edit(browse, url, text):
    fields = shown_fields(browse("shutanto").get(f"{url}/edit").text)
    assert browse("shutanto").send(f"{url}/edit", **{**fields, "text": text}).status_code == 303


def test_a_failed_check_carries_no_reason_to_another_word(browse, engine, monkeypatch):
    url = _write(browse, text="昨年から、鈴木に話す。")
    _decide(browse, engine, url, 昨年=("fine", "年度の話"), 鈴木=("fine", "橋の名"))
    with monkeypatch.context() as patched:
        patched.setattr("cswtool.textgate.gate.tokens", _broken)
        _edit(browse, url, "昨年から、佐藤に話す。")
    _edit(browse, url, "昨年から、佐藤に話す。")
    release = _stored(engine, url)
    assert {one.words: one.reason for one in release.standing}["佐藤"] == ""
    assert release.mended == ""


def test_a_failed_check_of_the_same_text_loses_no_reason(browse, engine, world, monkeypatch):
    text = "鈴木に話す。"
    url = _write(browse, text=text)
    _decide(browse, engine, url, 鈴木=("fine", "橋の名"))
    _ask(browse, engine, world, url)
    with monkeypatch.context() as patched:
        patched.setattr("cswtool.textgate.gate.tokens", _broken)
        _let_go(browse, engine, url)
    assert not _stored(engine, url).is_checked
    _edit(browse, url, text)
    assert [one.reason for one in _stored(engine, url).standing] == ["橋の名"]


def test_nothing_is_marked_or_written_in_while_the_check_fails(browse, engine, monkeypatch):
    url = _write(browse, text="76歳の人が仲町で集う。")
    text = "これは、ずいぶんと長い間、ひとりでいた人の話です。"
    with monkeypatch.context() as patched:
        patched.setattr("cswtool.textgate.gate.tokens", _broken)
        _edit(browse, url, text)
    page = browse("shutanto").get(url).text
    assert "この文章は確かめられていません" in page
    assert "<mark>" not in page
    assert f"{url}/decide" not in page
    assert _decide(browse, engine, url, rest=True).status_code == 409
    assert _stored(engine, url).text == text


def test_a_withdrawn_text_does_not_leave(browse, engine, world):
    url = _write(browse)
    _ask(browse, engine, world, url)
    _let_go(browse, engine, url)
    version = _stored(engine, url).version
    assert browse("shutanto").send(f"{url}/withdraw", version=version).status_code == 303
    assert not _may_leave(engine, world, PLAIN)


def test_a_withdrawn_text_is_not_lost(browse, engine, world):
    author = browse("shutanto")
    url = _write(browse)
    answer = author.send(f"{url}/withdraw", version=_stored(engine, url).version)
    assert answer.headers["Location"] == url
    assert PLAIN in author.get(url).text
    assert url in author.get("/releases").text
    assert url not in browse("kakaricho").get("/releases").text


def test_who_takes_back_the_text_of_another_is_led_to_the_list(browse, engine, world):
    url = _write(browse)
    _ask(browse, engine, world, url, to="futanto")
    _let_go(browse, engine, url, "futanto")
    version = _stored(engine, url).version
    answer = browse("kakaricho").send(f"{url}/withdraw", version=version)
    assert answer.headers["Location"] == "/releases"
    assert url in browse("shutanto").get("/releases").text


def test_only_who_writes_and_who_is_asked_see_it_before(browse, engine, world):
    url = _write(browse)
    assert browse("kakaricho").get(url).status_code == 404
    _ask(browse, engine, world, url)
    assert browse("kakaricho").get(url).status_code == 200
    assert browse("yoso").get(url).status_code == 404
    _let_go(browse, engine, url)
    assert browse("yoso").get(url).status_code == 200
    assert browse("minsei").get(url).status_code == 404


def test_the_trail_counts_what_was_found_and_says_no_word_of_it(browse, engine):
    url = _write(browse, text=NAMED)
    with elevated(engine, reason="test") as session:
        rows = session.scalars(select(AuditEvent).order_by(AuditEvent.seq.desc()).limit(12)).all()
        said = " ".join(f"{row.reason} {row.detail} {row.fields}" for row in rows)
    assert "見つかった語：年齢1、人の名前2、地名・建物1／残すと決めた語：なし" in said
    assert "鈴木" not in said
    assert "case_west" not in said
    assert _stored(engine, url).checked


@pytest.mark.parametrize("known", ["架空 case_protected", "吉岡 清香"])
def test_a_protected_name_looks_like_any_other(browse, engine, known):
    """`case_protected` is seen by よその職員 alone; 吉岡 清香 is on no file."""
    shown = [_told_of(browse, name) for name in (known, "橋本 洋子")]
    assert shown[0] == shown[1]


def _told_of(browse, name: str) -> str:
    """The page about a text that names somebody, without what differs of any two texts."""
    page = browse("shutanto").get(_write(browse, text=f"{name}さんが来た。")).text
    page = re.sub(r'value="[^"]*"', "", page.replace(name, "名前"))
    return re.sub(r"[0-9a-f]{32}|[0-9a-f-]{36}|\d\d?:\d\d", "", page)


def test_the_worker_of_a_protected_person_is_told_who_wrote_the_name(browse, engine, world):
    _write(browse, text="架空 case_protectedさんが来た。")
    with elevated(engine, reason="test") as session:
        (task,) = session.scalars(select(Task).where(Task.owner_only)).all()
    assert task.owner_id == world.users["yoso"]
    assert "主担当 花子" in task.title
    assert "外に出す文章に書きました" in task.title
    _write(browse, who="yoso", text="架空 case_protectedさんが来た。")
    with elevated(engine, reason="test") as session:
        assert len(session.scalars(select(Task).where(Task.owner_only)).all()) == 1


def test_a_mended_finding_keeps_its_kind_and_not_its_word(browse, engine):
    url = _write(browse, text=NAMED)
    _decide(browse, engine, url, **{"架空 case_west": "replace"})
    with elevated(engine, reason="test") as session:
        query = select(ReleaseFinding).where(ReleaseFinding.mended_at.is_not(None))
        assert {one.words for one in session.scalars(query)} == {""}


def test_deciding_about_a_text_that_was_changed_meanwhile(browse, engine):
    url = _write(browse, text=NAMED)
    fields = shown_fields(browse("shutanto").get(url).text, "/decide")
    edit = shown_fields(browse("shutanto").get(f"{url}/edit").text)
    browse("shutanto").send(f"{url}/edit", **{**edit, "text": NAMED + "また来る。"})
    answer = browse("shutanto").send(f"{url}/decide", **fields)
    assert answer.status_code == 409
    assert "文章が変わりました" in answer.text
    again = shown_fields(answer.text, "/decide")
    assert browse("shutanto").send(f"{url}/decide", **again).status_code == 303


def test_reasons_for_a_text_that_was_asked_about_meanwhile_are_shown(browse, engine, world):
    url = _write(browse, text="仲町で集う。")
    fields = shown_fields(browse("shutanto").get(url).text, "/decide")
    _decide(browse, engine, url, 仲町=("fine", "催しの名"))
    _ask(browse, engine, world, url)
    (one,) = _stored(engine, url).standing
    typed = {f"verdict_{one.id.hex}": "fine", f"reason_{one.id.hex}": "あとから書いたわけ"}
    answer = browse("shutanto").send(f"{url}/decide", **{**fields, **typed})
    assert answer.status_code == 409
    assert "まだ保存されていません" in answer.text
    assert "あとから書いたわけ" in answer.text
    assert _stored(engine, url).standing[0].reason == "催しの名"


def test_the_same_form_sent_twice_is_one_text(browse, engine):
    key = str(new_id())
    assert _write(browse, form_key=key) == _write(browse, form_key=key)
