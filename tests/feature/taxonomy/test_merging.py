"""Tags are merged and split; earlier figures stand, and a trend does not break."""

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select

from cswtool.access import clock
from cswtool.access.fiscal import Period, fiscal_year
from cswtool.consultations.models import Consultation, ConsultationIssue
from cswtool.consultations.rules import Method
from cswtool.db.elevated import elevated
from cswtool.db.session import ScopedSession
from cswtool.db.types import new_id
from cswtool.reports.queries import counted, trend
from cswtool.reports.rules import ALL, ISSUE, Cut, summary_of
from cswtool.taxonomy.models import IssueSuccession, IssueType

THIS = fiscal_year(clock.today())
LAST, BEFORE = THIS - 1, THIS - 2
BEGAN = date(THIS, 4, 1)


@pytest.fixture
def tags(engine) -> list[IssueType]:
    """Three tags that no contact of the world has."""
    with elevated(engine, reason="test") as session:
        return list(session.scalars(select(IssueType).order_by(IssueType.position)).all()[10:13])


def _contact(engine, world, case: str, tag: IssueType, year: int) -> None:
    day = date(year, 5, 10)
    with elevated(engine, reason="test") as session:
        contact = Consultation(
            id=new_id(),
            case_id=world.ids[case],
            author_id=world.users["shutanto"],
            at=datetime(year, 5, 10, 3, tzinfo=UTC),
            day=day,
            method=Method.PHONE,
            zone_id=world.zones["W"],
            text="x",
            recorded_at=clock.now(),
        )
        session.add(contact)
        session.flush()
        session.add(ConsultationIssue(consultation_id=contact.id, issue_id=tag.id, main=True))


def _households(engine, world, tag: IssueType, first: int, last: int) -> int | None:
    period = Period(Period.of_fiscal_year(first).first, Period.of_fiscal_year(last).last)
    with ScopedSession(engine, world.actor("kakaricho"), "test") as session:
        truth = summary_of(counted(session, period), Cut()).truth
    return truth.get(f"{ISSUE}|{ALL}|{tag.code}")


def _trend(engine, world):
    with ScopedSession(engine, world.actor("kakaricho"), "test") as session:
        return {line.label: line for line in trend(session, [BEFORE, LAST, THIS])}


def _merge(browse, olds, new, since=BEGAN):
    fields = {"olds": [str(old.id) for old in olds], "new": str(new.id), "since": f"{since}"}
    return browse("kanri").send("/office/issues/merge", **fields)


def test_a_trend_goes_on_across_a_merge_and_earlier_figures_stand(browse, engine, world, tags):
    one, two, both = tags
    _contact(engine, world, "case_west", one, LAST)
    _contact(engine, world, "case_west", two, LAST)
    _contact(engine, world, "case_east", two, LAST)
    _contact(engine, world, "case_watch", both, THIS)
    before = [_households(engine, world, tag, LAST, LAST) for tag in tags]
    assert before == [1, 2, 0]
    assert _merge(browse, [one, two], both).status_code == 303
    then = [_households(engine, world, tag, LAST, LAST) for tag in tags]
    assert then[:2] == [1, 2], "what was reported then is what is reported now"
    assert _households(engine, world, both, LAST, THIS) == 3, "each household once"
    first, last = f"{LAST}-04", f"{min(BEGAN, clock.today()):%Y-%m}"
    page = browse("kakaricho").get(f"/summary?first={first}&last={last}&grain=single").text
    assert f"「{one.label}」は" in page, "whoever reads the period is told of the merge"
    line = _trend(engine, world)[both.label]
    assert (line.years, line.parts) == ({LAST: 2, THIS: 1}, [])
    assert one.label not in _trend(engine, world)


def test_a_contact_that_still_has_the_old_tag_counts_as_the_new_one(browse, engine, world, tags):
    one, _, both = tags
    _contact(engine, world, "case_west", one, THIS)
    assert _merge(browse, [one], both).status_code == 303
    assert _households(engine, world, both, THIS, THIS) == 1
    assert _households(engine, world, one, THIS, THIS) is None, "nobody reads two lines for it"
    client = browse("shutanto")
    assert both.label in client.get(f"/cases/{world.case_west}").text
    found = client.send("/records", issue=str(both.id)).text
    assert "ケース R8-0001" in found, "whoever looks for the new tag finds the old one"


def test_a_trend_goes_on_across_a_split(browse, engine, world, tags):
    whole, *_ = tags
    _contact(engine, world, "case_west", whole, BEFORE)
    _contact(engine, world, "case_east", whole, LAST)
    parts = "若者の一人暮らし わかもののひとりぐらし\n高齢の一人暮らし こうれいのひとりぐらし"
    fields = {"form_key": str(new_id()), "parts": parts, "since": f"{BEGAN}"}
    url = f"/office/issues/{whole.id}/split"
    for _ in range(2):
        assert browse("kanri").send(url, **fields).status_code == 303
    with elevated(engine, reason="test") as session:
        query = select(IssueType).join(IssueSuccession, IssueSuccession.new_id == IssueType.id)
        young, old = session.scalars(query.order_by(IssueType.label.desc())).all()
        assert [row.number for row in young.national_rows] == whole_numbers(session, whole)
    _contact(engine, world, "case_west", young, THIS)
    _contact(engine, world, "case_west", old, THIS)
    _contact(engine, world, "case_watch", old, THIS)
    assert _households(engine, world, whole, LAST, LAST) == 1
    (line,) = [line for line in _trend(engine, world).values() if line.parts]
    assert line.years == {BEFORE: 1, LAST: 1, THIS: 2}, "a household with both parts is one"
    figures = {part.label: part.years for part in line.parts}
    assert figures[whole.label] == {BEFORE: 1, LAST: 1}
    assert (figures[young.label], figures[old.label]) == ({THIS: 1}, {THIS: 2})
    page = browse("kakaricho").get("/summary/trend").text
    assert f"うち {young.label}" in page


def whole_numbers(session, whole) -> list[int]:
    return session.get_one(IssueType, whole.id).national_numbers


def test_a_merged_tag_is_offered_no_more_and_can_be_brought_back(browse, engine, world, tags):
    one, _, both = tags
    assert _merge(browse, [one, both], both).status_code == 422
    assert _merge(browse, [], both).status_code == 422
    future = date(THIS + 2, 4, 1)
    assert _merge(browse, [one], both, since=future).status_code == 422
    assert _merge(browse, [one], both).status_code == 303
    client = browse("kanri")
    assert f"「{both.label}」にまとめた" in client.get("/office/issues").text
    assert f">{one.label}<" not in browse("shutanto").get("/consultations/new").text
    with elevated(engine, reason="test") as session:
        version = str(session.get_one(IssueType, one.id).version)
    fields = {
        "label": one.label,
        "kana": one.kana,
        "group_code": one.group_code,
        "position": str(one.position),
        "active": "y",
        "version": version,
    }
    refused = client.send(f"/office/issues/{one.id}", **fields)
    assert refused.status_code == 422
    assert "元に戻す" in refused.text
    answer = client.send(f"/office/issues/{one.id}/bring-back", version=version)
    assert answer.status_code == 303
    assert f">{one.label}<" in browse("shutanto").get("/consultations/new").text


@pytest.mark.parametrize("parts", ["", "一つだけ ひとつだけ", "読みがない\n二つめ ふたつめ"])
def test_a_split_needs_two_tags_with_their_kana(browse, tags, parts):
    fields = {"parts": parts, "since": f"{BEGAN}"}
    answer = browse("kanri").send(f"/office/issues/{tags[0].id}/split", **fields)
    assert answer.status_code == 422


def test_a_renamed_tag_keeps_its_figures(browse, engine, world, tags):
    _contact(engine, world, "case_west", tags[0], LAST)
    with elevated(engine, reason="test") as session:
        session.get_one(IssueType, tags[0].id).label = "新しい呼び名"
    assert _households(engine, world, tags[0], LAST, LAST) == 1
    assert _trend(engine, world)["新しい呼び名"].years == {LAST: 1}


def test_what_no_contact_of_a_year_told_of_is_an_issue_of_earlier_times(
    browse, engine, world, tags
):
    _contact(engine, world, "case_west", tags[0], BEFORE)
    page = browse("shutanto").get(f"/cases/{world.case_west}").text
    assert 0 < page.find("以前の課題（1件）") < page.rindex(tags[0].label)
