"""What was let out, and what was counted for it, is not changed: the database itself refuses."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from cswtool.db.elevated import elevated
from cswtool.db.engine import writing
from cswtool.publications.models import EditionTruth, PublishedCell


@pytest.fixture
def out(engine, world):
    """A row in every table of editions."""
    with elevated(engine, reason="test") as session:
        session.add(EditionTruth(edition_id=world.edition_asked, sealed=b"sealed"))
        session.add(PublishedCell(publication_id=world.publication_public, cell="x", value=12))
    return engine


@pytest.mark.parametrize(
    ("statement", "because"),
    [
        ("UPDATE published_cell SET value = 13", "insert-only"),
        ("DELETE FROM published_cell", "insert-only"),
        ("UPDATE edition_truth SET edition_id = edition_id", "insert-only"),
        ("DELETE FROM edition_truth", "insert-only"),
        ("UPDATE publication SET title = 'x'", "insert-only"),
        ("DELETE FROM publication", "insert-only"),
        ("UPDATE prepared_edition SET title = 'x'", "insert-only"),
        ("UPDATE prepared_edition SET tables = '{}'", "insert-only"),
        ("DELETE FROM prepared_edition", "(?i)foreign key"),
    ],
)
def test_no_statement_changes_an_edition(out, statement, because):
    """One that waits to be checked is held by what was counted for it."""
    with pytest.raises(DBAPIError, match=because), writing(out).begin() as connection:
        connection.execute(text(statement))
