"""A plan: written, decided, revised, evaluated, printed; never by two people over each other."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy import func, select

from cswtool.access import clock
from cswtool.cases.models import Case
from cswtool.db.audit import AuditEvent
from cswtool.db.elevated import elevated
from cswtool.plans.models import Evaluation, Plan, PlanAction
from cswtool.plans.rules import PlanStatus
from cswtool.tasks.models import Task
from cswtool.taxonomy.models import Choice, ChoiceKind
from tests.pages import shown_fields

TODAY = clock.today()


def _words(engine, kind: ChoiceKind) -> dict[str, str]:
    with elevated(engine, reason="test") as session:
        words = session.scalars(select(Choice).where(Choice.kind == kind))
        return {word.label: str(word.id) for word in words}


@pytest.fixture
def fields(engine) -> dict[str, object]:
    services = _words(engine, ChoiceKind.SERVICE)
    return {
        "form_key": uuid4(),
        "needs": "家計を立て直したい",
        "short_goal": "毎月の支出を書き出す",
        "first": TODAY.isoformat(),
        "last": (TODAY + timedelta(days=180)).isoformat(),
        "monitoring_on": (TODAY + timedelta(days=90)).isoformat(),
        "services": [services["参加支援"], services["アウトリーチ等継続支援"]],
        "actions-0-doer": "self",
        "actions-0-what": "家計簿をつける",
        "actions-0-frequency": "毎日",
        "actions-2-doer": "organisation",
        "actions-2-name": "家計改善支援",
        "actions-2-what": "面談する",
        "consent_way": "",
    }


def _stored(engine, key) -> Plan | None:
    with elevated(engine, reason="test") as session:
        return session.get(Plan, key)


def _lines(engine, key) -> list[tuple[str, str]]:
    with elevated(engine, reason="test") as session:
        query = select(PlanAction).where(PlanAction.plan_id == key).order_by(PlanAction.position)
        return [(line.doer.label, line.what) for line in session.scalars(query)]


def _write(client, world, fields, case="case_3"):
    return client.send(f"/cases/{world.ids[case]}/plans/new", **fields)


def _edited(client, key, **changed):
    shown = shown_fields(client.get(f"/plans/{key}/edit").text)
    return client.send(f"/plans/{key}/edit", **{**shown, **changed})


def _decide(client, key, version, **more):
    return client.send(f"/plans/{key}/decide", version=version, on=TODAY.isoformat(), **more)


def _evaluation(engine, version) -> dict[str, object]:
    changes = _words(engine, ChoiceKind.CHANGE)
    return {
        "form_key": uuid4(),
        "version": version,
        "day": TODAY.isoformat(),
        "changes": [changes["孤立の解消"], changes["家計の改善"]],
        "attainment": "partly",
        "text": "支出を書き出せるようになった",
        "ending": _words(engine, ChoiceKind.ENDING)["再プランして継続"],
    }


def test_a_plan_is_written_with_its_lines_and_services(browse, engine, world, fields):
    client = browse("shutanto")
    answer = _write(client, world, fields)
    assert answer.status_code == 303
    page = client.get(answer.headers["Location"]).text
    for words in ("第1期", "案", "家計簿をつける", "家計改善支援", "アウトリーチ等継続支援", "仮"):
        assert words in page
    assert _lines(engine, fields["form_key"]) == [("本人", "家計簿をつける"), ("機関", "面談する")]


def test_plans_of_a_case_are_numbered(browse, engine, world, fields):
    client = browse("shutanto")
    for number in (1, 2):
        key = uuid4()
        _write(client, world, {**fields, "form_key": key})
        assert _stored(engine, key).number == number


def test_a_form_sent_twice_is_one_plan(browse, engine, world, fields):
    client = browse("shutanto")
    first, second = (_write(client, world, fields) for _ in range(2))
    assert first.headers["Location"] == second.headers["Location"]
    with elevated(engine, reason="test") as session:
        query = select(func.count(Plan.id)).where(Plan.case_id == world.case_3)
        assert session.scalar(query) == 1


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"needs": "　"}, "解決したい課題を入力してください。"),
        ({"last": "2020-01-01"}, "期間のはじめの日以後"),
        ({"monitoring_on": "2020-01-01"}, "期間のはじめの日以後"),
        ({"consent_way": "written"}, "同意を得た日を入力してください。"),
        ({"consent_on": TODAY.isoformat()}, "書面か口頭かを選んでください。"),
        (
            {"consent_way": "spoken", "consent_on": (TODAY + timedelta(days=1)).isoformat()},
            "今日までの日付",
        ),
        ({"actions-0-what": ""}, "1行目：「誰が」と「何を」の両方"),
        ({"actions-0-doer": ""}, "1行目：「誰が」と「何を」の両方"),
        ({"actions-1-due_on": "あした"}, "2行目：日付は"),
        ({"actions-1-frequency": "週に一度"}, "2行目：「誰が」と「何を」の両方"),
        ({"services": [str(uuid4())]}, "利用を申し込むサービス"),
    ],
)
def test_a_faulty_plan_comes_back_filled_and_says_what_to_do(
    browse, engine, world, fields, wrong, words
):
    answer = _write(browse("shutanto"), world, {**fields, **wrong})
    assert answer.status_code == 422
    assert words in answer.text
    assert "毎月の支出を書き出す" in answer.text
    assert "面談する" in answer.text
    assert _stored(engine, fields["form_key"]) is None


def test_lines_are_changed_added_and_taken_away(browse, engine, world, fields):
    client, key = browse("shutanto"), fields["form_key"]
    _write(client, world, fields)
    answer = _edited(
        client,
        key,
        **{"actions-0-what": "レシートを残す", "actions-1-doer": "", "actions-1-name": "",
           "actions-1-what": "", "actions-2-doer": "csw", "actions-2-what": "訪問する"},
    )  # fmt: skip
    assert answer.status_code == 303
    assert _lines(engine, key) == [("本人", "レシートを残す"), ("CSW", "訪問する")]


def test_two_people_at_once_see_both_texts_and_nothing_is_overwritten(
    browse, engine, world, fields
):
    first, second, key = browse("shutanto"), browse("kakaricho"), fields["form_key"]
    _write(first, world, fields)
    late = shown_fields(second.get(f"/plans/{key}/edit").text)
    assert _edited(first, key, **{"actions-0-what": "先に書いた行"}).status_code == 303
    mine = {**late, "needs": "後から書いた課題", "actions-0-what": "後から書いた行"}
    answer = second.send(f"/plans/{key}/edit", **mine)
    assert answer.status_code == 409
    for words in ("先に書いた行", "後から書いた行", "家計を立て直したい", "後から書いた課題"):
        assert words in answer.text
    assert _lines(engine, key)[0] == ("本人", "先に書いた行")
    chosen = shown_fields(answer.text)
    assert chosen["keep-needs"] == "mine"  # changed by one side alone
    assert "keep-actions" not in chosen
    filled = second.send(f"/plans/{key}/edit", **chosen, **{"keep-actions": "theirs"})
    assert filled.status_code == 409
    again = second.send(f"/plans/{key}/edit", **shown_fields(filled.text))
    assert again.status_code == 303
    assert _lines(engine, key)[0] == ("本人", "先に書いた行")
    assert _stored(engine, key).needs == "後から書いた課題"


def test_a_decided_plan_is_not_edited_and_what_was_typed_comes_back(browse, engine, world, fields):
    client, key = browse("shutanto"), fields["form_key"]
    _write(client, world, fields)
    late = shown_fields(client.get(f"/plans/{key}/edit").text)
    assert _decide(client, key, 1).status_code == 303
    assert client.get(f"/plans/{key}/edit").status_code == 422
    answer = client.send(f"/plans/{key}/edit", **{**late, "needs": "決定後に直した課題"})
    assert answer.status_code == 409
    filled = client.send(f"/plans/{key}/edit", **shown_fields(answer.text))
    answer = client.send(f"/plans/{key}/edit", **shown_fields(filled.text))
    assert answer.status_code == 422
    assert "今は「決定」なので、「直す」はできません" in answer.text
    assert "決定後に直した課題" in answer.text
    assert _stored(engine, key).needs == "家計を立て直したい"


def _typing(client, url, place, **typed) -> str:
    """Somebody types into the form and does not send it; the words that are kept."""
    fields = shown_fields(client.get(url).text)
    assert client.send(f"/drafts?{place}", **{**fields, **typed}).status_code == 204
    return next(iter(typed.values()))


def test_what_was_being_typed_when_a_plan_moved_on_can_be_read(browse, engine, world, fields):
    client, colleague, key = browse("shutanto"), browse("kakaricho"), fields["form_key"]
    _write(client, world, fields)
    edit, evaluation, shown = f"/plans/{key}/edit", f"/plans/{key}/evaluate", f"/plans/{key}"
    words = _typing(client, edit, f"form=plan-edit&subject={key}", needs="直しかけた課題")
    assert _decide(colleague, key, 1).status_code == 303
    assert f'href="{edit}"' in client.get(shown).text
    assert f'href="{edit}"' not in colleague.get(shown).text
    assert words in client.get(edit).text
    assert "「直す」はできません" in client.get(edit).text
    place = f"form=plan-evaluation&subject={key}"
    words = _typing(client, evaluation, place, text="書きかけた評価")
    assert colleague.send(evaluation, **_evaluation(engine, 2)).status_code == 303
    assert f'href="{evaluation}"' in client.get(shown).text
    assert words in client.get(evaluation).text
    assert "「評価する」はできません" in client.get(evaluation).text


def test_deciding_may_give_the_primary_worker_a_next_step(browse, engine, world, fields):
    client, key = browse("kakaricho"), fields["form_key"]
    _write(client, world, fields, "case_4")
    assert _decide(client, key, 1, remind="y").status_code == 303
    plan = _stored(engine, key)
    assert (plan.status, plan.decided_on) == (PlanStatus.DECIDED, TODAY)
    with elevated(engine, reason="test") as session:
        task = session.scalars(select(Task).where(Task.case_id == world.case_4)).one()
        assert task.due_on == plan.monitoring_on
        assert task.owner_id == session.get_one(Case, world.case_4).primary_id


def test_the_second_to_decide_is_told(browse, engine, world, fields):
    client, key = browse("shutanto"), fields["form_key"]
    _write(client, world, fields)
    assert _decide(client, key, 1).status_code == 303
    assert _decide(browse("kakaricho"), key, 1).status_code == 409
    refused = _decide(browse("kakaricho"), key, 2)
    assert refused.status_code == 422
    assert "「決定する」はできません" in refused.text


def test_a_decided_plan_is_revised_once_and_stays_readable(browse, engine, world):
    client, key = browse("shutanto"), world.plan_east
    version = _stored(engine, key).version
    answers = [client.send(f"/plans/{key}/revise", version=version) for _ in range(2)]
    assert answers[0].headers["Location"] == answers[1].headers["Location"]
    with elevated(engine, reason="test") as session:
        revised = session.scalars(select(Plan).where(Plan.previous_id == key)).one()
        assert (revised.number, revised.status) == (2, PlanStatus.DRAFT)
        assert [row.choice_id for row in revised.services]
        assert [line.what for line in revised.actions] == ["一緒に見学に行く"]
    assert "外に出るきっかけがほしい" in client.get(answers[0].headers["Location"]).text
    assert "見直した後のプラン（第2期・案）" in client.get(f"/plans/{key}").text
    assert "前のプラン（第1期）" in client.get(f"/plans/{revised.id}").text


def test_a_draft_is_neither_revised_nor_evaluated(browse, engine, world):
    client, key = browse("shutanto"), world.plan_draft
    assert client.send(f"/plans/{key}/revise", version=1).status_code == 422
    assert client.get(f"/plans/{key}/evaluate").status_code == 422
    answer = client.send(f"/plans/{key}/evaluate", **_evaluation(engine, 1))
    assert answer.status_code == 422
    assert "「評価する」はできません" in answer.text
    assert "支出を書き出せるようになった" in answer.text


def test_a_plan_is_evaluated_once(browse, engine, world):
    client, key = browse("shutanto"), world.plan_west
    typed = _evaluation(engine, 1)
    late = _evaluation(engine, 1)
    for _ in range(2):
        assert client.send(f"/plans/{key}/evaluate", **typed).status_code == 303
    page = client.get(f"/plans/{key}").text
    for words in (
        "評価済",
        "支出を書き出せるようになった",
        "孤立の解消",
        "再プランして継続",
        "一部達成した",
    ):
        assert words in page
    other = browse("futanto").send(f"/plans/{key}/evaluate", **{**late, "text": "別の評価"})
    assert other.status_code == 409
    assert "別の評価" in other.text
    assert "支出を書き出せるようになった" in other.text
    with elevated(engine, reason="test") as session:
        query = select(func.count(Evaluation.id)).where(Evaluation.plan_id == key)
        assert session.scalar(query) == 1


def test_overdue_monitoring_shows_on_the_case_and_to_its_primary_worker(browse, world):
    line = f'href="/plans/{world.plan_west}"'
    assert line in browse("shutanto").get("/").text
    for other in ("futanto", "kakaricho"):
        assert line not in browse(other).get("/").text
    page = browse("kakaricho").get(f"/cases/{world.case_west}").text
    assert "モニタリングの期日" in page
    assert "を過ぎています" in page


def test_a_revised_plan_is_overdue_until_the_next_one_is_decided(browse, engine, world):
    client, line = browse("shutanto"), f'href="/plans/{world.plan_west}"'
    answer = client.send(f"/plans/{world.plan_west}/revise", version=1)
    revised = UUID(answer.headers["Location"].split("/")[2])
    assert line in client.get("/").text
    assert _decide(client, revised, _stored(engine, revised).version).status_code == 303
    assert line not in client.get("/").text


def test_prints_say_what_is_on_file_and_stand_on_the_trail(browse, engine, world):
    client = browse("yoso")
    sheet = client.get(f"/plans/{world.plan_east}/print").text
    for words in (
        "外に出るきっかけがほしい",
        "一緒に見学に行く",
        "本人署名",
        "架空 case_east",
        "仮",
    ):
        assert words in sheet
    evaluation = client.get(f"/plans/{world.plan_east}/evaluation/print").text
    for words in ("二度、居場所に行けた", "見られた変化", "終了区分", "一部達成した"):
        assert words in evaluation
    with elevated(engine, reason="test") as session:
        query = select(AuditEvent.detail).where(
            AuditEvent.record_id == world.plan_east, AuditEvent.detail.startswith("print")
        )
        assert sorted(session.scalars(query)) == ["print: プラン", "print: 評価シート"]


def test_a_word_that_was_retired_stays_on_what_was_written(browse, engine, world):
    with elevated(engine, reason="test") as session:
        for kind in (ChoiceKind.SERVICE, ChoiceKind.CHANGE, ChoiceKind.ENDING):
            for word in session.scalars(select(Choice).where(Choice.kind == kind)):
                word.active = word.position != 1
    client = browse("yoso")
    assert "参加支援" in client.get(f"/plans/{world.plan_east}/print").text
    assert "生活保護適用" in client.get(f"/plans/{world.plan_east}/evaluation/print").text
    assert "参加支援" in client.get(f"/plans/{world.plan_draft}/edit").text
    assert "参加支援" not in client.get(f"/cases/{world.case_3}/plans/new").text


def test_the_words_of_plans_are_the_administrators(browse):
    page = browse("kanri").get("/office/choices").text
    for words in ("プランのサービス", "評価で見られた変化", "プランの終了区分", "孤立の解消"):
        assert words in page


def test_what_was_typed_comes_back_after_a_closed_tab(browse, world, fields):
    client, case = browse("shutanto"), world.case_3
    kept = client.send(f"/drafts?form=plan&subject={case}", **fields)
    assert kept.status_code in {200, 204}
    page = client.get(f"/cases/{case}/plans/new").text
    assert "書きかけの下書きを開きました" in page
    assert "面談する" in page
    _write(client, world, fields)
    assert "面談する" not in client.get(f"/cases/{case}/plans/new").text
