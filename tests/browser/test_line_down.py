"""The line goes down: what is typed waits sealed on the device and goes by itself, once."""

import json
import threading
from uuid import UUID

import pytest
from playwright.sync_api import expect
from sqlalchemy import func, select
from werkzeug.serving import make_server

from cswtool.access import clock
from cswtool.accounts.models import SignIn
from cswtool.consultations.models import Consultation
from cswtool.db.elevated import elevated
from cswtool.intake.models import IncomingReferral
from cswtool.referrals.models import Referral
from tests.browser.conftest import DESK, PHONE, Visitor

pytestmark = [pytest.mark.browser, pytest.mark.timeout(120)]

NEW = "/consultations/new"
WORDS = "団地の集会所で立ち話。息子の帰りが遅いとのこと。"
SOON = 10_000
"""Milliseconds: the first two pauses make 3 s, and a slow line may cost the third."""
STORED = """() => new Promise((resolve) => {
  const opening = indexedDB.open("cswtool", 1);
  opening.onsuccess = () => {
    const store = opening.result.transaction("waiting").objectStore("waiting");
    store.getAll().onsuccess = (event) => resolve(
      JSON.stringify(event.target.result.map((row) => ({
        ...row, sealed: new TextDecoder("latin1").decode(row.sealed),
      })))
    );
  };
})"""


@pytest.fixture
def let_in():
    """By the form, and once for each browser: a sign-in of its own, which others do not share."""
    return Visitor.sign_in


def _rows(visitor: Visitor) -> list[dict]:
    return json.loads(visitor.page.evaluate(STORED))


def _state(visitor: Visitor, words: str) -> None:
    expect(visitor.page.locator("[data-autosave-state]")).to_contain_text(words)


def _line(visitor: Visitor, *, up: bool) -> None:
    visitor.page.context.set_offline(not up)


def _write_contact(visitor: Visitor) -> None:
    visitor.go(NEW)
    visitor.page.get_by_text("電話", exact=True).first.click()
    visitor.page.locator("#text").fill(WORDS)


def _press(visitor: Visitor, name: str) -> None:
    visitor.page.get_by_role("button", name=name, exact=True).first.click()


def _reopen(visitor: Visitor, path: str = "/") -> Visitor:
    again = Visitor(visitor.page.context.new_page(), visitor.address)
    visitor.page.close(run_before_unload=False)
    again.page.goto(again.address + path)
    return again


def _beside_a_closed_tab(visit) -> Visitor:
    """Another page of who sent a contact with the line down and closed the tab: still down."""
    visitor = visit("shutanto")
    other = Visitor(visitor.page.context.new_page(), visitor.address)
    other.go(NEW)
    _write_contact(visitor)
    _line(visitor, up=False)
    _press(visitor, "記録を保存する")
    _state(visitor, "つながると自動で送ります")
    visitor.page.close(run_before_unload=False)
    return other


def _count(engine, model, *conditions) -> int:
    with elevated(engine, reason="test") as session:
        return session.scalar(select(func.count()).select_from(model).where(*conditions))


def _contacts(engine) -> int:
    return _count(engine, Consultation, Consultation.text == WORDS)


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_typed_with_the_line_down_and_the_tab_closed(visit, engine, size):
    visitor = visit("shutanto", size)
    visitor.go(NEW)
    _line(visitor, up=False)
    visitor.page.locator("#text").fill(WORDS)
    _state(visitor, "送信待ち（この端末に保存しました）")
    visitor.look()
    (row,) = _rows(visitor)
    assert WORDS.encode().decode("latin1") not in row["sealed"]
    _line(visitor, up=True)
    _state(visitor, "保存済み")
    assert _rows(visitor) == []
    _line(visitor, up=False)
    visitor.page.locator("#text").fill(WORDS + "続き")
    _state(visitor, "送信待ち")
    _line(visitor, up=True)
    again = _reopen(visitor, NEW)
    expect(again.page.locator("#text")).to_have_value(WORDS + "続き")
    assert _contacts(engine) == 0


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_sent_with_the_line_down_goes_by_itself_once(visit, engine, size):
    visitor = visit("shutanto", size)
    _write_contact(visitor)
    _line(visitor, up=False)
    _press(visitor, "記録を保存する")
    _state(visitor, "つながると自動で送ります")
    visitor.look()
    with visitor.page.expect_navigation():
        _line(visitor, up=True)
    visitor.sees("相談を記録しました。")
    visitor.sees(WORDS)
    assert (_contacts(engine), _rows(visitor)) == (1, [])


def test_sent_with_the_line_down_and_the_tab_closed(visit, engine):
    other = _beside_a_closed_tab(visit)
    _line(other, up=True)
    other.sees("送信しました")
    other.look()
    assert (_contacts(engine), _rows(other)) == (1, [])
    third = _reopen(other)
    third.page.wait_for_load_state("networkidle")
    assert _contacts(engine) == 1


def test_a_line_that_is_back_before_it_carries_is_tried_again_soon(visit, engine):
    """The device says that it is online, and the first attempts still come to nothing."""
    other = _beside_a_closed_tab(visit)
    other.page.route("**/drafts?*", lambda route: route.abort(), times=2)
    _line(other, up=True)
    expect(other.page.get_by_text("送信しました")).to_be_visible(timeout=SOON)
    assert (_contacts(engine), _rows(other)) == (1, [])


def test_what_is_being_typed_is_tried_again_soon_too(visit):
    visitor = visit("shutanto")
    visitor.go(NEW)
    _line(visitor, up=False)
    visitor.page.locator("#text").fill(WORDS)
    _state(visitor, "送信待ち（この端末に保存しました）")
    visitor.page.route("**/drafts?*", lambda route: route.abort(), times=2)
    _line(visitor, up=True)
    state = visitor.page.locator("[data-autosave-state]")
    expect(state).to_contain_text("保存済み", timeout=SOON)


def test_an_answer_that_was_lost_does_not_make_two(visit, engine):
    """The server stored it and the line broke before the answer came."""
    visitor = visit("shutanto")
    _write_contact(visitor)
    key = visitor.page.locator("[name=form_key]").first.input_value()
    _line(visitor, up=False)
    _press(visitor, "記録を保存する")
    _state(visitor, "つながると自動で送ります")
    kept = visitor.page.evaluate("() => [...new FormData(document.querySelector('form.form'))]")
    fields = {name: value for name, value in kept if isinstance(value, str)}
    visitor.page.context.request.post(visitor.address + NEW, form=fields)
    assert _count(engine, Consultation, Consultation.id == UUID(key)) == 1
    _line(visitor, up=True)
    visitor.sees(WORDS)
    assert _contacts(engine) == 1


def test_what_was_written_on_after_pressing_waits_for_the_next_press(visit, engine):
    visitor = visit("shutanto")
    _write_contact(visitor)
    _line(visitor, up=False)
    _press(visitor, "記録を保存する")
    _state(visitor, "つながると自動で送ります")
    visitor.page.locator("#text").press("End")
    visitor.page.keyboard.type("追って")
    _state(visitor, "もう一度ボタンを押してください")
    _line(visitor, up=True)
    _state(visitor, "保存済み")
    assert _count(engine, Consultation, Consultation.text.startswith(WORDS)) == 0


def test_a_form_that_is_refused_later_is_lost_nowhere(visit, engine):
    """方法 is missing, which only the server says; the tab is long closed."""
    visitor = visit("shutanto")
    visitor.go(NEW)
    visitor.page.locator("#text").fill(WORDS)
    _line(visitor, up=False)
    _press(visitor, "記録を保存する")
    _state(visitor, "つながると自動で送ります")
    _line(visitor, up=True)
    visitor.sees("入力を直してください")
    expect(visitor.page.locator("#text")).to_have_value(WORDS)


def test_a_refused_form_of_a_closed_tab_can_be_opened_and_mended(visit, engine):
    visitor = visit("shutanto")
    other = Visitor(visitor.page.context.new_page(), visitor.address)
    other.go("/account")
    visitor.go(NEW)
    visitor.page.locator("#text").fill(WORDS)
    _line(visitor, up=False)
    _press(visitor, "記録を保存する")
    _state(visitor, "つながると自動で送ります")
    visitor.page.close(run_before_unload=False)
    _line(other, up=True)
    other.page.goto(other.address + "/")
    other.sees("まだ保存されていません")
    other.look()
    other.press("開いて直す")
    other.sees("入力を直してください")
    assert _rows(other) == []
    expect(other.page.locator("#text")).to_have_value(WORDS)
    other.page.get_by_text("電話", exact=True).first.click()
    other.press("記録を保存する")
    assert _contacts(engine) == 1


def test_a_refused_form_that_is_opened_without_a_line_stays_on_the_device(visit, engine):
    visitor = visit("shutanto")
    other = Visitor(visitor.page.context.new_page(), visitor.address)
    other.go("/account")
    visitor.go(NEW)
    visitor.page.locator("#text").fill(WORDS)
    _line(visitor, up=False)
    _press(visitor, "記録を保存する")
    _state(visitor, "つながると自動で送ります")
    visitor.page.close(run_before_unload=False)
    _line(other, up=True)
    other.page.goto(other.address + "/")
    other.sees("まだ保存されていません")
    _line(other, up=False)
    other.page.get_by_role("button", name="開いて直す").click()
    _line(other, up=True)
    other.page.goto(other.address + "/")
    other.sees("まだ保存されていません")
    assert len(_rows(other)) == 1
    other.press("開いて直す")
    other.sees("入力を直してください")
    assert _rows(other) == []


def test_a_page_that_must_be_looked_at_is_not_asked_for_later(visit, world):
    supervisor = visit("kakaricho")
    supervisor.go(f"/cases/{world.case_west}/disclosure?first=2020-01-01&last=2030-01-01")
    _line(supervisor, up=False)
    for group in supervisor.page.locator("fieldset").all():
        group.get_by_text("開示する", exact=True).click()
    _press(supervisor, "写しを作る")
    _state(supervisor, "つながってから、もう一度ボタンを押してください")
    assert len(_rows(supervisor)) == 1
    _line(supervisor, up=True)
    _state(supervisor, "保存済み")
    assert supervisor.page.url.endswith("2030-01-01")
    assert _rows(supervisor) == []


def test_signed_out_meanwhile_it_goes_after_the_next_sign_in(visit, engine, world):
    visitor = visit("shutanto")
    _write_contact(visitor)
    _state(visitor, "保存済み")
    with elevated(engine, reason="test") as session:
        for sign_in in session.scalars(select(SignIn)):
            sign_in.ended_at = clock.now()
    visitor.page.locator("#text").fill(WORDS + "続き")
    _state(visitor, "サインアウトしています")
    with visitor.page.expect_popup() as opened:
        visitor.page.get_by_role("link", name="サインインの画面を開く").click()
    opened.value.wait_for_url("**/sign-in")
    opened.value.close()
    again = _reopen(visitor, "/sign-in")
    again.sees("この端末に、まだ送っていない入力があります")
    again.look()
    again.sign_in("shutanto")
    again.sees("下書きに保存しました")
    again.follow("続きを書く")
    expect(again.page.locator("#text")).to_have_value(WORDS + "続き")


def test_the_next_person_sees_nothing_and_it_is_gone(visit, engine):
    visitor = visit("shutanto")
    other = Visitor(visitor.page.context.new_page(), visitor.address)
    _write_contact(visitor)
    _line(visitor, up=False)
    _press(visitor, "記録を保存する")
    _state(visitor, "つながると自動で送ります")
    visitor.page.close(run_before_unload=False)
    _line(other, up=True)
    other.page.context.clear_cookies()
    other.sign_in("futanto")
    other.page.wait_for_load_state("networkidle")
    assert _rows(other) == []
    expect(other.page.get_by_text("送信しました")).to_have_count(0)
    assert _contacts(engine) == 0


@pytest.mark.parametrize("sure", [True, False])
def test_signing_out_empties_the_device_after_asking(visit, sure):
    visitor = visit("shutanto")
    _write_contact(visitor)
    _state(visitor, "保存済み")
    visitor.page.route("**/drafts?**", lambda route: route.abort())
    visitor.page.locator("#text").fill(WORDS + "続き")
    _state(visitor, "送信待ち（この端末に保存しました）")
    asked = []

    def answer(dialog):
        asked.append(dialog.message)
        dialog.accept() if sure or dialog.type == "beforeunload" else dialog.dismiss()

    visitor.page.on("dialog", answer)
    visitor.page.locator(".user-menu summary").click()
    with visitor.page.expect_event("dialog"):
        _press(visitor, "サインアウトする")
    if sure:
        visitor.page.wait_for_url("**/sign-in")
    assert "サインアウトすると消えて" in asked[0]
    assert len(_rows(visitor)) == (0 if sure else 1)


@pytest.mark.parametrize(
    ("who", "path", "model", "button"),
    [
        ("minsei", "/slips/new", IncomingReferral, "連絡票を送る"),
        ("shutanto", "/cases/{case_west}/referrals/new", Referral, "つなぎを保存する"),
    ],
)
def test_the_other_forms_wait_as_well(visit, engine, world, who, path, model, button):
    visitor = visit(who, PHONE)
    visitor.go(path.format(**world.ids))
    before = _count(engine, model)
    page = visitor.page
    if who == "minsei":
        page.locator("#who").fill("不明")
        page.locator("#worry").fill(WORDS)
    else:
        page.locator("#organisation").select_option(str(world.organisation))
        page.locator("#purpose").fill(WORDS)
        page.locator("#shared").fill("世帯の構成")
        page.locator("#basis").select_option("law")
    _line(visitor, up=False)
    _press(visitor, button)
    _state(visitor, "つながると自動で送ります")
    visitor.look()
    with page.expect_navigation():
        _line(visitor, up=True)
    expect(page.locator("[data-autosave-state]")).to_have_count(0)
    visitor.look()
    assert _count(engine, model) == before + 1


def test_a_server_killed_in_the_middle_of_typing_loses_a_few_seconds_at_most(visit, app):
    def serve(port=0):
        server = make_server("127.0.0.1", port, app, threaded=True)
        threading.Thread(target=server.serve_forever).start()
        return server

    visitor, server = visit("shutanto"), serve()
    visitor.address = f"http://127.0.0.1:{server.server_port}"
    try:
        visitor.go(NEW)
        visitor.page.locator("#text").press_sequentially("あいうえおかきくけこ", delay=400)
        server.shutdown()
        server.server_close()
        visitor.page.locator("#text").press_sequentially("さしすせそ", delay=400)
        _state(visitor, "送信待ち（この端末に保存しました）")
        server = serve(server.server_port)
        again = _reopen(visitor, NEW)
        expect(again.page.locator("#text")).to_have_value("あいうえおかきくけこさしすせそ")
    finally:
        server.shutdown()
        server.server_close()


ANSWERS_LATE = """
if (window.isSecureContext) {
  const key = crypto.subtle.importKey.bind(crypto.subtle);
  crypto.subtle.importKey = async (...asked) => {
    await new Promise((resolve) => setTimeout(resolve, 3_000));
    return key(...asked);
  };
}
"""


def _left_waiting(visitor: Visitor) -> Visitor:
    """What waits on the device, and a page opened later whose device takes its time."""
    visitor.page.context.route("**/drafts?**", lambda route: route.abort())
    visitor.go(NEW)
    visitor.page.locator("#text").fill(WORDS)
    _state(visitor, "送信待ち（この端末に保存しました）")
    visitor.page.context.add_init_script(ANSWERS_LATE)
    return _reopen(visitor)


def test_a_device_that_answers_late_is_emptied_at_sign_out_after_asking(visit):
    visitor = _left_waiting(visit("shutanto"))
    asked = []
    visitor.page.on("dialog", lambda dialog: [asked.append(dialog.message), dialog.accept()])
    visitor.page.wait_for_timeout(4_000)
    visitor.page.locator(".user-menu summary").click()
    _press(visitor, "サインアウトする")
    visitor.page.wait_for_url("**/sign-in")
    assert "サインアウトすると消えて" in asked[0]
    assert _rows(visitor) == []


def test_what_waits_on_a_device_that_answers_late_is_sent(visit):
    visitor = _left_waiting(visit("shutanto"))
    visitor.page.context.unroute("**/drafts?**")
    expect(visitor.page.get_by_text("下書きに保存しました")).to_be_visible(timeout=10_000)
    assert _rows(visitor) == []


def test_without_a_safe_place_the_page_says_so(visit):
    visitor = visit("shutanto")
    visitor.page.add_init_script("Object.defineProperty(window, 'isSecureContext', {value: false})")
    _write_contact(visitor)
    _line(visitor, up=False)
    _press(visitor, "記録を保存する")
    _state(visitor, "この端末には保存できません")
    visitor.look()
    with visitor.page.expect_navigation():
        _line(visitor, up=True)
    visitor.sees(WORDS)
