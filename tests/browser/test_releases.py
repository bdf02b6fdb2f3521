"""A text is written and mended on a phone; a second person at a desk lets it go."""

import pytest

from tests.browser.conftest import DESK, PHONE

pytestmark = [pytest.mark.browser, pytest.mark.timeout(120)]

TEXT = (
    "架空 case_westさん（76歳）は仲町のアパートで一人暮らし。半年ほど支援を続け、"
    "居場所に通うようになった。近くの鈴木橋のたもとで畑を借りている。"
)


def _write(csw) -> None:
    csw.go("/releases")
    csw.follow("文章を書く")
    csw.press("確かめる")
    csw.sees("入力を直してください")
    csw.page.get_by_text("地域課題シート", exact=True).click()
    csw.page.locator("#destination").fill("第2層協議体")
    csw.page.locator("#text").fill(TEXT)
    csw.press("確かめる")
    csw.sees("直すまで出せない")


def _decide(csw) -> None:
    csw.page.get_by_text("「A」に直す", exact=True).first.click()
    csw.press("決めたことを保存して、もう一度確かめる")
    csw.page.get_by_text("このまま残す（わけを書く）", exact=True).last.click()
    csw.press("決めたことを保存して、もう一度確かめる")
    csw.sees("残してよいわけを入力してください")
    csw.page.get_by_label("3 を残してよいわけ").fill("橋の名前で、人の名前ではない")
    csw.press("まだ決めていない語を、すべて案のとおりに直す")
    csw.sees("残すわけを書いてあります")


def test_a_text_goes_from_its_author_to_the_second_person_and_out(visit):
    csw = visit("shutanto", PHONE)
    _write(csw)
    _decide(csw)
    csw.page.get_by_label("二人目の人").select_option(label="係長 四葉")
    csw.press("確認を頼む")
    csw.sees("係長 四葉さんの確認を待っています")

    second = visit("kakaricho", DESK)
    second.go("/releases")
    second.follow("地域課題シート：第2層協議体")
    second.press("公開できる文章にする")
    second.sees("この文章のまま外に出せます")
    second.go("/releases")


def test_a_story_begins_with_what_several_cases_share(visit):
    csw = visit("shutanto", PHONE)
    csw.go("/releases")
    csw.follow("事例を書きはじめる")
    csw.page.locator("#numbers").fill("R8-0001 R8-9999")
    csw.press("書き出しを作る")
    csw.sees("見つかりません：R8-9999")
    csw.page.locator("#numbers").fill("R8-0001 R8-0002 R8-0009")
    csw.press("書き出しを作る")
    csw.sees("この書き出しに当てはまる世帯は")
    csw.page.locator("#destination").fill("地域懇談会")
    csw.press("確かめる")
    csw.sees("見つかった語")
