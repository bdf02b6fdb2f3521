"""The privacy officer reads who did what, and no case content."""

import pytest

from cswtool.cases.models import Case
from cswtool.db.elevated import elevated
from cswtool.upkeep.rules import told
from cswtool.web.guarded import declared_needs
from tests.pages import shown_fields


def test_the_trail_says_who_looked_and_names_no_client(browse, world):
    browse("shutanto").get(f"/consultations/{world.consultation_west}")
    page = browse("hogo").get(f"/office/trail?record={world.consultation_west}").text
    assert "主担当 花子" in page
    assert "相談記録を見る" in page
    assert "架空 case_west" not in page


def test_refusals_are_found_by_themselves(browse, world):
    browse("yoso").get(f"/consultations/{world.consultation_restricted}")
    browse("minsei").get("/office/accounts")
    page = browse("hogo").get("/office/trail?refused=y").text
    assert "見えない記録" in page
    assert "権限がなく断った" in page


def test_one_persons_acts_in_a_period(browse, world):
    browse("yoso").get("/")
    client, person = browse("hogo"), world.users["yoso"]
    assert "よその 三郎" in _rows(client.get(f"/office/trail?person={person}").text)
    assert "当てはまる証跡はありません" in client.get("/office/trail?last=2020-01-01").text


def _rows(html: str) -> str:
    return html.partition("<tbody>")[2]


@pytest.mark.parametrize(
    "strange",
    ["person=x", "kind=x", "record=x", "first=x", "last=9999-12-31", "first=0001-01-01", "page=-1"],
)
def test_a_filter_that_makes_no_sense_narrows_nothing(browse, strange):
    answer = browse("hogo").get(f"/office/trail?{strange}")
    assert answer.status_code == 200


def test_the_trail_is_turned_a_hundred_rows_at_a_time(browse):
    client = browse("hogo")
    for _ in range(101):
        client.get("/")
    assert _rows(client.get("/office/trail").text).count("<tr>") == 100
    assert _rows(client.get("/office/trail?page=2").text).count("<tr>") >= 1


def test_every_file_that_is_taken_along_is_put_into_words(app):
    """The trail names the endpoint; of a page that says no more than the act, of a file it does."""
    files = {e for e in declared_needs(app) if e.rpartition(".")[2] in {"xlsx", "pdf", "csv"}}
    assert len(files) > 5
    assert {endpoint for endpoint in files if not told(endpoint)} == set()


def _number(engine, case) -> str:
    with elevated(engine, reason="test") as session:
        return session.get_one(Case, case).number


@pytest.mark.parametrize("case", ["case_west", "case_protected"])
def test_the_trail_of_a_case_is_asked_for_by_its_number(browse, engine, world, case):
    browse("kakaricho").get(f"/cases/{world.case_west}")
    browse("shutanto").get(f"/cases/{world.case_protected}")
    client, key = browse("hogo"), world.ids[case]
    answer = client.send("/office/trail", number=_number(engine, key).lower())
    assert answer.status_code == 303
    assert answer.location == f"/office/trail?record={key}"
    rows = _rows(client.get(answer.location).text)
    assert "ケースを見る" in rows
    assert "保護 一子" in rows, "that the trail was asked for this case stands on it"
    assert "the trail of one case" not in rows


def test_the_number_of_a_case_that_was_merged_leads_to_what_it_had(browse, engine, world):
    number, gone = _number(engine, world.case_east), world.case_east
    pair = f"/duplicates/cases/{world.case_west}/{gone}"
    client = browse("kakaricho")
    page = "<main><form" + client.get(pair).text.rpartition("<form")[2].partition("</form>")[0]
    fields = shown_fields(f"{page}</form></main>")
    assert client.send(pair, **{**fields, "reason": "同じ世帯"}).status_code == 303
    assert browse("hogo").send("/office/trail", number=number).location.endswith(str(gone))


@pytest.mark.parametrize("typed", ["R8-9999", "case_west", "1"])
def test_a_number_that_no_case_has_is_refused_and_stays(browse, typed):
    answer = browse("hogo").send("/office/trail", number=typed)
    assert answer.status_code == 422
    assert "番号を確かめてください" in answer.text
    assert f'value="{typed}"' in answer.text
