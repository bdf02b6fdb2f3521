"""Writing a つなぎ, taking it on, printing it, finding it again."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy import func, select

from cswtool.access import clock
from cswtool.community.models import Organisation
from cswtool.db.audit import AuditEvent
from cswtool.db.elevated import elevated
from cswtool.db.session import ScopedSession
from cswtool.referrals.models import Referral, ReferralStep
from cswtool.referrals.queries import of_case, unanswered_counts
from cswtool.referrals.rules import ReferralStatus
from cswtool.sharing.rules import Basis, ConsentWay
from tests.pages import shown_fields


@pytest.fixture
def organisation(engine) -> str:
    with elevated(engine, reason="test") as session:
        return str(session.scalars(select(Organisation.id).order_by(Organisation.kana)).first())


@pytest.fixture
def fields(organisation) -> dict[str, object]:
    return {
        "form_key": uuid4(),
        "organisation": organisation,
        "purpose": "家計の相談にのってほしい",
        "shared": "収入が減って家賃が遅れていること",
        "basis": Basis.LAW.value,
    }


def _stored(engine, form_key: UUID) -> Referral | None:
    with elevated(engine, reason="test") as session:
        return session.scalars(select(Referral).where(Referral.id == form_key)).one_or_none()


def _new_url(world) -> str:
    return f"/cases/{world.case_west}/referrals/new"


def _url(world) -> str:
    return f"/cases/{world.case_west}/referrals/{world.referral_west}"


def _step(client, world, status: str, **more):
    today = clock.today().isoformat()
    return client.send(
        _url(world) + "/step", **{"status": status, "on": today, "version": 1, **more}
    )


def test_a_referral_is_written_with_its_first_step(browse, engine, world, fields):
    client = browse("shutanto")
    answer = client.send(_new_url(world), **fields)
    assert answer.status_code == 303
    page = client.get(answer.headers["Location"]).text
    assert "家計の相談にのってほしい" in page
    with elevated(engine, reason="test") as session:
        query = select(ReferralStep).where(ReferralStep.referral_id == fields["form_key"])
        (step,) = session.scalars(query)
        assert step.status is ReferralStatus.WRITTEN
        assert step.author_id == world.users["shutanto"]


def test_a_form_sent_twice_is_one_referral(browse, engine, world, fields):
    client = browse("shutanto")
    first, second = (client.send(_new_url(world), **fields) for _ in range(2))
    assert first.headers["Location"] == second.headers["Location"]
    with elevated(engine, reason="test") as session:
        query = select(func.count(ReferralStep.id)).where(
            ReferralStep.referral_id == fields["form_key"]
        )
        assert session.scalar(query) == 1


def test_consent_needs_to_say_how_and_when(browse, engine, world, fields):
    client = browse("shutanto")
    fields["basis"] = Basis.CONSENT.value
    bare = client.send(_new_url(world), **fields)
    assert bare.status_code == 422
    assert "書面か口頭かを選んでください。" in bare.text
    assert "同意を得た日を入力してください。" in bare.text
    assert "家計の相談にのってほしい" in bare.text
    tomorrow = (clock.today() + timedelta(days=1)).isoformat()
    early = client.send(_new_url(world), **fields, consent_way="spoken", consent_on=tomorrow)
    assert early.status_code == 422
    assert _stored(engine, fields["form_key"]) is None
    day = clock.today().isoformat()
    assert (
        client.send(_new_url(world), **fields, consent_way="spoken", consent_on=day).status_code
        == 303
    )
    assert _stored(engine, fields["form_key"]).consent_way is ConsentWay.SPOKEN


def test_another_basis_keeps_no_consent(browse, engine, world, fields):
    day = clock.today().isoformat()
    browse("shutanto").send(_new_url(world), **fields, consent_way="written", consent_on=day)
    stored = _stored(engine, fields["form_key"])
    assert (stored.consent_way, stored.consent_on) == (None, None)


@pytest.mark.parametrize(
    "wrong",
    [
        {"organisation": str(uuid4())},
        {"organisation": "x\0y"},
        {"purpose": "　 "},
        {"shared": "あ" * 100_000},
        {"basis": "🙂"},
        {"basis": "consent", "consent_on": "昨日"},
    ],
)
def test_what_nobody_foresaw_is_answered_in_words(browse, engine, world, fields, wrong):
    answer = browse("shutanto").send(_new_url(world), **{**fields, **wrong})
    assert answer.status_code == 422
    assert "入力を直してください" in answer.text
    assert _stored(engine, fields["form_key"]) is None


def test_wordings_of_the_basis_are_shown_as_provisional(browse, world):
    assert "根拠の文言は確認中（仮）" in browse("shutanto").get(_new_url(world)).text


def test_only_permitted_steps_are_buttons(browse, world):
    page = browse("shutanto").get(_url(world)).text
    assert "相手が受け取った" in page
    assert "結果が届いた" not in page


def test_a_step_is_stored_with_its_day_and_note(browse, engine, world):
    client = browse("futanto")
    day = clock.today() - timedelta(days=3)
    answer = _step(client, world, "received", on=day.isoformat(), note="電話で確認")
    assert answer.status_code == 303
    stored = _stored(engine, world.referral_west)
    assert (stored.status, stored.status_on) == (ReferralStatus.RECEIVED, day)
    assert "電話で確認" in client.get(_url(world)).text


def test_a_step_out_of_turn_is_refused_in_words(browse, world):
    answer = _step(browse("shutanto"), world, "done", note="終わり")
    assert answer.status_code == 422
    assert "今は「送付」です" in answer.text
    assert "終わり" in answer.text


@pytest.mark.parametrize(("status", "words"), [("declined", "辞退の理由"), ("result", "結果")])
def test_result_and_refusal_need_words(browse, world, status, words):
    answer = _step(browse("shutanto"), world, status)
    assert answer.status_code == 422
    assert f"「{words}」をメモに書いて" in answer.text


def test_a_step_that_does_not_exist_is_refused_in_words(browse, world):
    answer = _step(browse("shutanto"), world, "nowhere", note="終わり")
    assert answer.status_code == 422
    assert "選び直してください" in answer.text
    assert "終わり" in answer.text


def test_a_step_before_the_one_before_or_in_the_future_is_refused(browse, world):
    client = browse("shutanto")
    for days, words in ((-21, "前の段階の日以後"), (1, "今日までの日付")):
        day = clock.today() + timedelta(days=days)
        answer = _step(client, world, "received", on=day.isoformat())
        assert answer.status_code == 422
        assert words in answer.text


def test_the_second_of_two_is_told_that_somebody_was_first(browse, engine, world):
    assert _step(browse("shutanto"), world, "received").status_code == 303
    late = _step(browse("futanto"), world, "declined", note="断りの電話があった")
    assert late.status_code == 409
    assert "ほかの人がこのつなぎを「受領」にしました" in late.text
    assert "断りの電話があった" in late.text
    assert 'name="version" type="hidden" value="2"' in late.text
    assert _stored(engine, world.referral_west).status is ReferralStatus.RECEIVED


def test_the_sheet_says_what_is_shared_and_nothing_internal(browse, engine, world, fields):
    client = browse("shutanto")
    client.send(_new_url(world), **fields, basis_note="内部だけの控え")
    sheet = client.get(f"/cases/{world.case_west}/referrals/{fields['form_key']}/sheet").text
    assert "収入が減って家賃が遅れていること" in sheet
    assert "法令に基づく" in sheet
    assert "内部だけの控え" not in sheet


def test_printing_is_on_the_trail(browse, engine, world):
    browse("shutanto").get(_url(world) + "/sheet")
    with elevated(engine, reason="test") as session:
        query = select(AuditEvent.actor_id).where(
            AuditEvent.record_id == world.referral_west, AuditEvent.detail.startswith("print")
        )
        assert session.scalars(query).all() == [world.users["shutanto"]]


def test_the_list_narrows_by_state_zone_and_worker(browse, world):
    client = browse("shutanto")
    assert client.get("/referrals?show=unanswered").text.count('scope="row"') == 3
    assert client.get("/referrals?show=done").text.count('scope="row"') == 0
    assert client.get(f"/referrals?zone={world.zones['E']}").text.count('scope="row"') == 1
    assert client.get(f"/referrals?worker={world.users['yoso']}").text.count('scope="row"') == 1
    assert client.get("/referrals?zone=nonsense&show=x").text.count('scope="row"') == 4


def test_the_list_shows_only_cases_in_sight(browse):
    assert browse("yoso").get("/referrals").text.count('scope="row"') == 2


def test_unanswered_are_counted_over_all_cases(engine, world):
    with ScopedSession(engine, world.actor("yoso"), "test") as session:
        counts = unanswered_counts(session, clock.today())
    assert counts == {
        (world.zones["W"], world.users["shutanto"]): 2,
        (world.zones["E"], world.users["yoso"]): 1,
    }


def test_a_case_shows_its_own(engine, world):
    from cswtool.cases.models import Case

    with ScopedSession(engine, world.actor("yoso"), "test") as session:
        (referral,) = of_case(session, session.get_one(Case, world.case_west))
    assert referral.id == world.referral_west
    assert referral.organisation.name


@pytest.fixture
def unsent(browse, world, fields) -> str:
    """The address of a つなぎ that nobody was told of yet."""
    return browse("shutanto").send(_new_url(world), **fields).headers["Location"]


def _edit(client, url, **typed):
    return client.send(f"{url}/edit", **{**shown_fields(client.get(f"{url}/edit").text), **typed})


def test_what_nobody_was_told_yet_can_be_corrected(browse, engine, unsent, fields):
    answer = _edit(browse("futanto"), unsent, purpose="住まいの相談にのってほしい")
    assert answer.status_code == 303
    referral = _stored(engine, fields["form_key"])
    assert referral.purpose == "住まいの相談にのってほしい"
    assert referral.status is ReferralStatus.WRITTEN


def test_what_was_sent_stays_as_it_was_told(browse, engine, unsent, fields):
    client = browse("shutanto")
    shown = shown_fields(client.get(f"{unsent}/edit").text)
    today = clock.today().isoformat()
    client.send(f"{unsent}/step", status="sent", on=today, version=1)
    assert client.get(f"{unsent}/edit").headers["Location"] == unsent
    answer = client.send(f"{unsent}/edit", **{**shown, "purpose": "遅れて届いた直し"})
    assert answer.status_code == 409
    assert "遅れて届いた直し" in answer.text
    assert "送付したあとは" in answer.text
    assert _stored(engine, fields["form_key"]).purpose == fields["purpose"]


def test_what_was_being_corrected_when_it_was_sent_can_be_read(browse, unsent):
    """Somebody else sends it; the text goes when its owner throws it away."""
    client = browse("shutanto")
    fields = shown_fields(client.get(f"{unsent}/edit").text)
    place = f"form=referral-edit&subject={unsent.rsplit('/', 1)[1]}"
    client.send(f"/drafts?{place}", **{**fields, "purpose": "直しかけた目的"})
    assert "直しかけた内容" not in client.get(unsent).text
    sent = {"status": "sent", "on": clock.today().isoformat(), "version": 1}
    assert browse("futanto").send(f"{unsent}/step", **sent).status_code == 303
    assert "直しかけた内容" not in browse("futanto").get(unsent).text
    assert f'href="{unsent}/edit"' in client.get(unsent).text
    page = client.get(f"{unsent}/edit")
    assert page.status_code == 200
    assert "直しかけた目的" in page.text
    assert "送付したあとは" in page.text
    client.send(f"/drafts/discard?{place}", form_key=fields["form_key"])
    assert "直しかけた内容" not in client.get(unsent).text


def test_two_who_correct_it_are_asked_field_by_field(browse, unsent):
    first, second = browse("shutanto"), browse("futanto")
    opened = shown_fields(second.get(f"{unsent}/edit").text)
    _edit(first, unsent, purpose="主担当の書いた目的")
    answer = second.send(f"{unsent}/edit", **{**opened, "purpose": "副担当の目的"})
    assert answer.status_code == 409
    assert "主担当の書いた目的" in answer.text
    assert "副担当の目的" in answer.text


def test_it_can_be_called_off_with_a_reason(browse, engine, world):
    client = browse("shutanto")
    assert _step(client, world, "called_off").status_code == 422
    assert _step(client, world, "called_off", note="本人が取り下げた").status_code == 303
    assert _stored(engine, world.referral_west).is_finished
    assert "取りやめ" in client.get(_url(world)).text
    page = client.get(_url(world)).text
    assert "取りやめ" in page
    assert "まだ" not in page, "nothing more will come of it"
