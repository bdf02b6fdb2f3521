"""`cswtool attack` finds what somebody changed behind the program's back."""

import copy
from dataclasses import replace

import pytest
from click.testing import CliRunner
from sqlalchemy import select, text, update

from cswtool.cli import main
from cswtool.db.elevated import elevated
from cswtool.db.types import new_id
from cswtool.publications.commands.ledger import attack_all
from cswtool.publications.ledger.figures import Edition
from cswtool.publications.ledger.problem import attacked
from cswtool.publications.ledger.sealing import unseal
from cswtool.publications.models import EditionTruth, Publication, PublishedCell
from cswtool.publications.queries import document_of
from cswtool.publications.rules import PUBLIC_THRESHOLD
from tests.feature.publications.walk import publish
from tests.feature.reports.busy_office import fill

_TRIGGERS = {
    "sqlite": [
        f"DROP TRIGGER {table}_no_{act}"
        for table in ("publication", "published_cell", "edition_truth")
        for act in ("update", "delete")
    ],
    "postgresql": [
        f"DROP TRIGGER {table}_insert_only ON {table}"
        for table in ("publication", "published_cell", "edition_truth")
    ],
}


@pytest.fixture
def out(browse, engine, world) -> Publication:
    """The one edition that is out; nothing keeps the database from being changed any more."""
    fill(engine, world, seed=3, homes=140, contacts=1200)
    publish(browse, world)
    with engine.begin() as connection:
        for statement in _TRIGGERS[engine.dialect.name]:
            connection.execute(text(statement))
    with elevated(engine, reason="test") as session:
        return session.scalars(select(Publication).where(Publication.number == 3)).one()


@pytest.fixture
def attack(app):
    """attack() is the exit code of the command and what it says."""
    settings = app.extensions["settings"]
    environ = {
        "CSWTOOL_DATA": str(settings.data_folder),
        "CSWTOOL_DATABASE_URL": settings.database_url,
        "CSWTOOL_KEY": settings.key.hex(),
    }

    def run() -> tuple[int, str]:
        result = CliRunner(env=environ).invoke(main, ["attack"])
        assert result.exit_code in {0, 3}, result.output
        return result.exit_code, result.output

    return run


def _key(app) -> bytes:
    return app.extensions["settings"].derive("ledger")


def _edition(app, engine, one: Publication) -> Edition:
    with elevated(engine, reason="test") as session:
        query = select(EditionTruth.sealed).where(EditionTruth.edition_id == one.id)
        kept = unseal(_key(app), one.id, session.scalars(query).one())
    shown = {cell: f for sheet in document_of(one).sheets for cell, f in sheet.cells()}
    return Edition(one.number, one.profile, kept, shown)


def _giving_another_away(edition: Edition) -> tuple[str, int]:
    """A hidden cell that is not small itself, and that gives a small one away."""
    for cell in edition.kept.problem.cells:
        enough = cell.households is None or cell.households >= 10
        if edition.shown[cell.id] is None and cell.value >= 10 and enough and not cell.sensitive:
            leaked = replace(edition, shown={**edition.shown, cell.id: cell.value})
            if any(one.exposed for one in attacked([leaked], PUBLIC_THRESHOLD)):
                return cell.id, cell.value
    raise AssertionError("no such cell")


def _show(engine, one: Publication, cell: str, value: int) -> None:
    """In the ledger and in the edition alike, so that they do not contradict each other."""
    table, zone, part = cell.split("|")
    tables = copy.deepcopy(one.tables)
    (sheet,) = (kept for kept in tables["tables"] if kept["key"] == table)
    (line,) = (line for line in sheet["lines"] if line["key"] == part)
    line["figures"][[key for key, _ in sheet["columns"]].index(zone)] = value
    with engine.begin() as connection:
        connection.execute(
            update(PublishedCell)
            .where(PublishedCell.publication_id == one.id, PublishedCell.cell.endswith(f"|{cell}"))
            .values(value=value)
        )
        connection.execute(
            update(Publication).where(Publication.id == one.id).values(tables=tables)
        )


def test_a_cell_that_gives_another_one_away_is_found(app, attack, engine, out):
    code, said = attack()
    assert code == 0
    assert "守られている" in said
    assert "推計できる数値 0個" in said
    assert "確かめられない 第1号" in said
    cell, value = _giving_another_away(_edition(app, engine, out))
    _show(engine, out, cell, value)
    code, said = attack()
    assert code == 3
    assert "推計できる " in said
    assert "食い違い 第" not in said


def test_whatever_contradicts_the_ledger_is_found(app, attack, engine, out):
    edition = _edition(app, engine, out)
    hidden = next(cell for cell, figure in edition.shown.items() if figure is None)
    _run(engine, update(PublishedCell).where(PublishedCell.cell.endswith(hidden)).values(value=7))
    code, said = attack()
    assert code == 3
    assert f"食い違い 第3号 {hidden}: 版と台帳が違います" in said


def test_a_seal_that_was_changed_is_found(app, engine, out):
    with elevated(engine, reason="test") as session:
        sealed = session.scalars(select(EditionTruth)).one().sealed
    _run(engine, update(EditionTruth).values(sealed=sealed[:-1] + bytes([sealed[-1] ^ 1])))
    (found,) = attack_all(engine, _key(app))
    assert found.faults == ("第3号: 台帳の封が壊れています",)
    assert not found.safe


def test_an_edition_put_in_or_taken_out_behind_the_program_is_found(app, engine, out):
    columns = Publication.__table__.columns.keys()
    forged = {name: getattr(out, name) for name in columns}
    with elevated(engine, reason="test") as session:
        session.add(Publication(**forged | {"id": new_id(), "number": 5}))
    (found,) = attack_all(engine, _key(app))
    assert found.faults == (
        "第5号: ほかの版と期間が重なるのに、集計した数値が台帳にありません",
        "第4号がありません",
    )


def _run(engine, statement) -> None:
    with engine.begin() as connection:
        connection.execute(statement)
