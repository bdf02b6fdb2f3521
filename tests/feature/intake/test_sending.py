"""A 民生委員 sends a 連絡票 and sees of it what may be told, and nothing else."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy import func, select

from cswtool.access import clock, fiscal
from cswtool.accounts.models import SignIn
from cswtool.community.models import Town
from cswtool.db.elevated import elevated
from cswtool.intake.models import IncomingReferral, IncomingSerial
from cswtool.intake.rules import Awareness, IncomingStatus, Wish
from tests.client import client_of
from tests.world import PASSWORD


@pytest.fixture
def fields() -> dict[str, object]:
    return {
        "form_key": uuid4(),
        "who": "不明",
        "place": "公園のとなりの青い屋根の家",
        "worry": "夜も電気がつかない",
        "awareness": "knows",
        "wish": "visit",
    }


def _slip(engine, key: UUID) -> IncomingReferral:
    with elevated(engine, reason="test") as session:
        return session.get_one(IncomingReferral, key)


def _town(engine, name: str) -> str:
    with elevated(engine, reason="test") as session:
        return str(session.scalars(select(Town.id).where(Town.name == name)).one())


def test_a_slip_gets_the_next_number_and_a_receipt(browse, engine, world, fields):
    client = browse("minsei")
    answer = client.send("/slips/new", **fields)
    assert answer.status_code == 303
    receipt = client.get(answer.headers["Location"]).text
    slip = _slip(engine, fields["form_key"])
    assert slip.number in receipt
    assert "受付済" in receipt
    assert slip.author_id == world.users["minsei"]
    assert (slip.awareness, slip.wish) == (Awareness.KNOWS, Wish.VISIT)


def test_two_fields_are_enough(browse, engine, fields):
    few = {name: fields[name] for name in ("form_key", "who", "worry")}
    assert browse("minsei").send("/slips/new", **few).status_code == 303
    slip = _slip(engine, fields["form_key"])
    assert (slip.awareness, slip.wish) == (Awareness.UNAWARE, Wish.PHONE)


def test_the_page_asks_six_things_at_most(browse):
    page = browse("minsei").get("/slips/new").text
    asked = page.count('class="field-label"')
    assert asked == 6
    assert page.count(">必須<") == 2
    assert "110番" in page
    assert "189" in page


def test_the_zone_comes_from_the_town_and_unknown_is_everybodys(browse, engine, world, fields):
    client = browse("minsei")
    fields["town"] = _town(engine, "花小金井")
    client.send("/slips/new", **fields)
    assert _slip(engine, fields["form_key"]).zone_id == world.zones["E"]
    somewhere = {**fields, "form_key": uuid4(), "town": ""}
    client.send("/slips/new", **somewhere)
    assert _slip(engine, somewhere["form_key"]).zone_id is None
    for who in ("shutanto", "yoso"):
        assert browse(who).get(f"/incoming/{somewhere['form_key']}").status_code == 200


def test_a_slip_sent_twice_is_one(browse, engine, fields):
    client = browse("minsei")
    first, second = (client.send("/slips/new", **fields) for _ in range(2))
    assert first.headers["Location"] == second.headers["Location"]
    with elevated(engine, reason="test") as session:
        assert session.scalar(select(func.count(IncomingReferral.id))) == 4


@pytest.mark.parametrize(
    "wrong",
    [
        {"who": ""},
        {"worry": "　\n "},
        {"worry": "あ" * 100_000},
        {"worry": "\0"},
        {"town": "どこか"},
        {"town": str(uuid4())},
        {"wish": "🙂"},
        {"who": "あ" * 201},
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(browse, engine, fields, wrong):
    answer = browse("minsei").send("/slips/new", **{**fields, **wrong})
    assert answer.status_code == 422
    assert "入力を直してください" in answer.text
    assert "公園のとなりの青い屋根の家" in answer.text
    with elevated(engine, reason="test") as session:
        assert session.get(IncomingReferral, fields["form_key"]) is None


def test_a_worry_with_emoji_and_new_lines_is_kept_as_typed(browse, engine, fields):
    fields["worry"] = "新聞がたまっている😢\n二日つづき"
    assert browse("minsei").send("/slips/new", **fields).status_code == 303
    assert _slip(engine, fields["form_key"]).worry == "新聞がたまっている😢\n二日つづき"


def test_a_sign_in_that_ran_out_loses_nothing(browse, engine, world, fields):
    client = browse("minsei")
    with elevated(engine, reason="test") as session:
        row = session.scalars(select(SignIn).where(SignIn.user_id == world.users["minsei"])).one()
        row.seen_at = clock.now() - timedelta(hours=11)
    late = client.send("/slips/new", **fields)
    assert late.status_code == 401
    kept = late.text.split('name="kept" type="hidden" value="')[1].split('"', maxsplit=1)[0]
    back = client.send("/sign-in", login="minsei", password=PASSWORD, kept=kept)
    assert "夜も電気がつかない" in back.text
    assert 'action="/slips/new"' in back.text


def test_numbers_are_unique_however_many_send_at_once(app, engine, world):
    def send(number: int) -> int:
        client = client_of(app, world, ("minsei", "minsei2")[number % 2])
        fields = {"form_key": uuid4(), "who": "不明", "worry": f"気になる {number}"}
        return client.send("/slips/new", **fields).status_code

    with elevated(engine, reason="test") as session:
        for serial in session.scalars(select(IncomingSerial)):  # the year's first, too
            session.delete(serial)
        for slip in session.scalars(select(IncomingReferral)):
            slip.number = f"旧{slip.number}"
    with ThreadPoolExecutor(8) as pool:
        assert set(pool.map(send, range(24))) == {303}
    with elevated(engine, reason="test") as session:
        numbers = select(IncomingReferral.number).where(IncomingReferral.number.startswith("連"))
        year = fiscal.fiscal_label(fiscal.fiscal_year(clock.today()))
        assert sorted(session.scalars(numbers)) == [f"連{year}-{n:04}" for n in range(1, 25)]


def test_one_sees_ones_own_slips_and_no_others(browse, world):
    client = browse("minsei")
    page = client.get("/slips").text
    assert page.count("連R8-") == 2
    assert client.get(f"/slips/{world.incoming_east}").status_code == 404
    assert client.get(f"/incoming/{world.incoming_west}").status_code == 403
    assert client.get("/incoming").status_code == 403


def test_no_case_page_opens_for_a_commissioner(browse, world):
    """Not even that of the case which one's own slip went into."""
    client = browse("minsei")
    for page in (f"/cases/{world.case_restricted}", f"/cases/{world.case_west}/referrals/new"):
        assert client.get(page).status_code == 404
    assert client.get("/referrals").status_code == 403


def test_afterwards_there_are_status_words_only(browse, engine, world):
    with elevated(engine, reason="test") as session:
        slip = session.get_one(IncomingReferral, world.incoming_taken)
        slip.answer, slip.status = "内部だけの助言", IncomingStatus.ENDED
    client = browse("minsei")
    for page in ("/slips", f"/slips/{world.incoming_taken}"):
        shown = client.get(page).text
        assert "終了" in shown
        for secret in ("内部だけの助言", "主担当", str(world.case_restricted), "関係者を限る"):
            assert secret not in shown


def test_nobody_else_may_send(browse, engine, fields):
    assert browse("shutanto").send("/slips/new", **fields).status_code == 403
    with elevated(engine, reason="test") as session:
        assert session.scalar(select(func.count(IncomingReferral.id))) == 3
