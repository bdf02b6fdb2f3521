"""訪問時の注意: written once, read before anything else, withdrawn with a reason."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from cswtool.access import clock
from cswtool.cases.models import Case, CaseStep
from cswtool.cases.rules import StepKind
from cswtool.cautions.models import Caution
from cswtool.db.elevated import elevated
from cswtool.db.types import new_id

TEXT = "長男が大声を出すことがある"


def _stored(engine, key) -> Caution:
    with elevated(engine, reason="test") as session:
        return session.get_one(Caution, key)


def _kinds(engine, case_id) -> list[StepKind]:
    with elevated(engine, reason="test") as session:
        query = select(CaseStep.kind).where(CaseStep.case_id == case_id)
        return list(session.scalars(query.order_by(CaseStep.at, CaseStep.id)))


def _new(**more) -> dict[str, str]:
    return {"kind": "violence", "text": TEXT, "since": f"{clock.today()}", **more}


def test_a_form_sent_twice_is_one_caution_and_one_step(browse, engine, world):
    key, url = new_id(), f"/cases/{world.case_east}/cautions/new"
    for _ in range(2):
        assert browse("suishin").send(url, **_new(form_key=str(key))).status_code == 303
    caution = _stored(engine, key)
    assert (caution.text, caution.author_id) == (TEXT, world.users["suishin"])
    assert _kinds(engine, world.case_east) == [StepKind.OPENED, StepKind.CAUTIONED]


def test_it_stands_first_on_the_case_and_on_the_form_of_a_record(browse, world):
    for url in (f"/cases/{world.case_west}", f"/consultations/new?case={world.case_west}"):
        page = browse("yoso").get(url).text
        body = page.partition("</h1>")[2]
        assert "庭に放し飼いの犬がいる" in body
        assert body.index("訪問時の注意") < body.index("<form" if "new" in url else "<h2")
    assert "訪問時の注意</p>" not in browse("yoso").get(f"/cases/{world.case_east}").text


def test_it_stands_in_todays_list_beside_the_step(browse, engine, world):
    assert browse("shutanto").get("/").text.count("注意：犬") == 2, "west, and the restricted one"
    assert "注意：" not in browse("yoso").get("/").text


def test_a_withdrawn_caution_stays_on_file_with_its_reason(browse, engine, world):
    client, case = browse("shutanto"), f"/cases/{world.case_west}"
    url = f"{case}/cautions/{world.caution_west}/withdraw"
    assert client.send(url, version="1", reason="").status_code == 422
    assert client.send(url, version="1", reason="犬を手放した").status_code == 303
    assert _stored(engine, world.caution_west).until == clock.today()
    assert "訪問時の注意</p>" not in client.get(case).text
    assert "犬を手放した" in client.get(f"{case}/cautions").text
    assert client.send(url, version="2", reason="もう一度").status_code == 409
    assert _kinds(engine, world.case_west)[-1] == StepKind.CAUTION_ENDED


def test_two_people_correcting_one_see_both_texts(browse, engine, world):
    url = f"/cases/{world.case_west}/cautions/{world.caution_west}"
    assert browse("futanto").send(url, **_new(version="1")).status_code == 303
    late = browse("shutanto").send(url, **_new(text="門の前で電話する", version="1"))
    assert late.status_code == 409
    assert TEXT in late.text
    assert "門の前で電話する" in late.text
    assert _stored(engine, world.caution_west).text == TEXT


@pytest.mark.parametrize(
    "wrong",
    [{"kind": ""}, {"kind": "dragon"}, {"text": ""}, {"text": "長" * 30_000}, {"since": "きのう"},
     {"since": f"{clock.today() + timedelta(days=1)}"}],
    ids=str,
)  # fmt: skip
def test_what_cannot_be_comes_back_as_it_was_typed(wrong, browse, engine, world):
    answer = browse("shutanto").send(f"/cases/{world.case_west}/cautions/new", **_new(**wrong))
    assert answer.status_code == 422
    with elevated(engine, reason="test") as session:
        assert session.scalar(select(func.count(Caution.id))) == 2


def test_nobody_goes_alone_and_every_page_says_so(browse, engine, world):
    client, case = browse("futanto"), f"/cases/{world.case_west}"
    page = client.get(f"{case}/two-workers")
    assert page.status_code == 200
    fields = {"two_workers": "y", "two_workers_reason": "以前に腕をつかまれた"}
    version = str(_case(engine, world).version)
    assert client.send(f"{case}/two-workers", version=version, **fields).status_code == 303
    assert "以前に腕をつかまれた" in client.get(case).text
    assert "二人訪問" in client.get(f"/consultations/new?case={world.case_west}").text
    assert "二人訪問" in browse("shutanto").get("/").text
    late = client.send(f"{case}/two-workers", version=version, two_workers_reason="もう大丈夫")
    assert late.status_code == 409
    version = str(_case(engine, world).version)
    fields = {"version": version, "two_workers_reason": "落ち着いた"}
    assert client.send(f"{case}/two-workers", **fields).status_code == 303
    assert _case(engine, world).two_workers is False
    assert _kinds(engine, world.case_west)[-2:] == [StepKind.TWO_WORKERS, StepKind.ONE_WORKER]


def _case(engine, world) -> Case:
    with elevated(engine, reason="test") as session:
        return session.get_one(Case, world.case_west)
