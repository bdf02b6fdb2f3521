"""Papers of several kinds and cuts, for everybody and for the city, that hang together by days.

Whoever holds them all subtracts by pencil here; the nightly attack must agree that nothing comes
out. Each pair that follows did give figures away before it was guarded.
"""

import re
from urllib.parse import unquote

import pytest
from sqlalchemy import select

from cswtool.accounts.models import Office
from cswtool.db.elevated import elevated
from cswtool.db.session import ScopedSession
from cswtool.publications.commands.ledger import attack_all
from cswtool.publications.models import Publication, PublishedCell
from cswtool.publications.rules import Profile
from cswtool.reports.queries import counted, form_a_counted
from cswtool.reports.rules import Wanted, form_a_of, summary_of
from tests.feature.publications.walk import SECOND_HALF, YEAR, ask, plain, prepare, publish
from tests.feature.reports.busy_office import fill

ELEVEN = {**YEAR, "last": "2026-02"}
POOLED = {**YEAR, "zones": "pooled"}
FORM_A = {**POOLED, "paper": "form-a", "ages": "pooled"}
CITY = {"profile": "city"}


@pytest.fixture
def safe(app, engine):
    """safe() is whether everything that is out withstands the attack, of each audience."""
    key = app.extensions["settings"].derive("ledger")
    return lambda: {one.audience: one.safe for one in attack_all(engine, key)}


def _set_office(engine, **values) -> None:
    with elevated(engine, reason="test") as session:
        for name, value in values.items():
            setattr(session.get_one(Office, 1), name, value)


def _shown(engine) -> list[dict[str, int | None]]:
    """What the editions show, those that were made here, in order."""
    with elevated(engine, reason="test") as session:
        out = session.scalars(select(Publication).order_by(Publication.number)).all()[2:]
        lines = session.execute(
            select(PublishedCell.publication_id, PublishedCell.cell, PublishedCell.value)
        ).all()
    return [
        {cell.split("|", 1)[1]: value for of, cell, value in lines if of == one.id} for one in out
    ]


def _truth(engine, world, asked: dict[str, str]):
    """The figures of a paper that nobody printed; as it leaves, of known 圏域 alone."""
    wanted = Wanted.of_query(asked | {"known_only": "1"})
    with ScopedSession(engine, world.actor("kakaricho"), "summary:prepare") as session:
        if wanted.paper == "summary":
            made = summary_of(counted(session, wanted.period), wanted.cut)
        else:
            made = form_a_of(form_a_counted(session, wanted.period), wanted.cut)
    return {f"{t.key}|{z}|{p}": f for t in made.tallies for (z, p), f in t.figures.items()}


def _told(shown: dict[str, int | None], cell: str) -> int | None:
    """As printed, or added up from 圏域 that are printed apart."""
    table, zone, part = cell.split("|")
    figures = [shown.get(f"{table}|{z}|{part}") for z in zone.split("+")]
    added = sum(figures) if None not in figures else None
    return shown.get(cell, added)


def _subtracted(longer, shorter, between) -> tuple[int, list[str]]:
    """How many differences of contacts can be formed, and which are of few households."""
    tried, found = 0, []
    for cell in longer.keys() | shorter.keys():
        whole, part = _told(longer, cell), _told(shorter, cell)
        if cell.startswith("method") and cell in between and None not in (whole, part):
            tried += 1
            assert whole - part == between[cell].value
            found += [cell] if 1 <= between[cell].households < 10 else []
    return tried, found


def test_zones_apart_and_zones_together_give_no_month_away(browse, engine, world, safe):
    """April to February by 圏域, then the whole year with 圏域 together: March by subtraction."""
    fill(engine, world, seed=5, homes=400, contacts=1600)
    publish(browse, world, **ELEVEN)
    publish(browse, world, **POOLED)
    march = _truth(engine, world, {**POOLED, "first": "2026-03"})
    tried, few = _subtracted(*reversed(_shown(engine)), march)
    assert (tried > 0, few) == (True, [])
    assert safe() == {Profile.PUBLIC: True}


def test_single_tags_and_groups_of_them_too(browse, engine, world, safe):
    fill(engine, world, seed=3, homes=140, contacts=1200)
    publish(browse, world, **{**POOLED, "grain": "single"})
    publish(browse, world, **{**SECOND_HALF, "zones": "pooled"})
    assert safe() == {Profile.PUBLIC: True}


def test_a_form_a_beside_a_summary_of_its_second_half(browse, engine, world, safe):
    fill(engine, world, seed=16, homes=300, contacts=1600)
    publish(browse, world, **FORM_A)
    publish(browse, world, **{**SECOND_HALF, "zones": "pooled"})
    form, summary = _shown(engine)
    tried, few = _subtracted(form, summary, _truth(engine, world, {**FORM_A, "last": "2025-09"}))
    assert (tried > 10, few) == (True, [])
    assert not [cell for cell in form if cell.endswith("|open")]
    assert safe() == {Profile.PUBLIC: True}


def test_a_year_of_form_a_after_its_second_half(browse, engine, world, safe):
    fill(engine, world, seed=16, homes=300, contacts=2400)
    publish(browse, world, **{**FORM_A, "first": "2025-10"})
    publish(browse, world, **FORM_A)
    half, year = _shown(engine)
    tried, few = _subtracted(year, half, _truth(engine, world, {**FORM_A, "last": "2025-09"}))
    assert (tried > 10, few) == (True, [])
    assert safe() == {Profile.PUBLIC: True}


def test_a_form_a_is_corrected(browse, engine, world, safe):
    fill(engine, world, seed=16, homes=140, contacts=1200)
    publish(browse, world, **FORM_A)
    publish(browse, world, **FORM_A, corrects="3", reason="遅れて届いた記録を加えたため")
    assert safe() == {Profile.PUBLIC: True}


def test_the_city_holds_its_own_papers_beside_what_is_published(browse, engine, world, safe):
    """With a threshold of its own; the paper is nobody else's, and goes out by two people."""
    fill(engine, world, seed=14, homes=140, contacts=1200)
    _set_office(engine, city_threshold=5)
    address = publish(browse, world, **{**POOLED, **CITY})
    publish(browse, world, **{**SECOND_HALF, "zones": "pooled"})
    publish(browse, world, **{**FORM_A, **CITY})
    assert safe() == {Profile.PUBLIC: True, Profile.CITY: True}
    assert browse("shi").get(address).status_code == 404
    assert "市報告" in browse("kakaricho").get("/publications").text
    for kind in ("xlsx", "pdf", "csv"):
        answer = browse("shutanto").get(f"{address}.{kind}")
        assert answer.status_code == 200
        assert "%E5%8F%96%E6%89%B1%E6%B3%A8%E6%84%8F" in answer.headers["Content-Disposition"]
    city, _, _ = _shown(engine)
    truth = _truth(engine, world, POOLED)
    methods = [cell for cell, f in city.items() if cell.startswith("method") and f is not None]
    assert any(5 <= truth[cell].households < 10 for cell in methods)


def test_what_is_published_gives_the_city_nothing_beside_its_own_papers(
    browse, engine, world, safe
):
    fill(engine, world, seed=14, homes=140, contacts=1200)
    publish(browse, world, **{**YEAR, "grain": "single", **CITY})
    publish(browse, world, **POOLED)
    assert safe() == {Profile.PUBLIC: True, Profile.CITY: True}


def test_where_the_contract_hides_nothing_the_city_gets_every_figure(browse, engine, world, safe):
    fill(engine, world, seed=15, homes=30, contacts=200)
    _set_office(engine, city_threshold=0)
    address = publish(browse, world, **{**FORM_A, **CITY})
    assert "少ない数値も伏せずに載せています" in plain(browse("kakaricho").get(address).text)
    (shown,) = _shown(engine)
    assert None not in shown.values()
    assert [cell for cell in shown if cell.endswith("|open")]
    assert safe() == {Profile.PUBLIC: True, Profile.CITY: True}


def test_a_correction_goes_to_those_who_have_what_it_corrects(browse, engine, world):
    fill(engine, world, seed=14, homes=140, contacts=1200)
    publish(browse, world, **{**POOLED, **CITY})
    answer = browse("shutanto").send(
        "/summary/prepare", **POOLED, corrects="3", reason="記録の誤りを直したため"
    )
    assert answer.status_code == 422
    assert "第3号は「市報告」の版です" in answer.text
    assert re.search(r'<option[^>]*selected[^>]*value="記録の誤りを直したため"', answer.text)


def test_what_was_sent_back_is_prepared_again_with_its_reason(browse, engine, world):
    fill(engine, world, seed=14, homes=140, contacts=1200)
    publish(browse, world, **POOLED)
    address = prepare(
        browse("shutanto"), **POOLED, corrects="3", reason="遅れて届いた記録を加えたため"
    )
    ask(browse("shutanto"), world, address)
    sent = browse("kakaricho").send(f"{address}/send-back", answer="もう一度", version="2")
    assert sent.status_code == 303
    page = browse("shutanto").get(address).text
    again = page.split('">同じ期間でもう一度整える')[0].rsplit('href="', 1)[1]
    form = browse("shutanto").get(again.replace("&amp;", "&")).text
    assert re.search(r'<option[^>]*selected[^>]*value="遅れて届いた記録を加えたため"', form)
    assert "遅れて" not in unquote(again)
