"""The index of words knows what kind of record each entry is about

On SQLite, so that a look-up gathers entries of one kind alone. PostgreSQL reads the kind
from `search_text`.

Revision ID: 0021
Revises: 0020
"""

import sqlalchemy as sa
from alembic import op

from cswtool.access.folding import folded, tokens

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

# The number of an entry, its kind, and the words of its record.
WORDS = sa.text("""
SELECT search_text.id, record_type,
  coalesce(
    replace(person.folded, char(10), '、'),
    "case".headline || '、' || "case".closing_summary,
    consultation.text || '、' || consultation.with_whom,
    addendum.text
  ) AS words
FROM search_text
LEFT JOIN person ON record_type = 'Person' AND person.id = record_id
LEFT JOIN "case" ON record_type = 'Case' AND "case".id = record_id
LEFT JOIN consultation ON record_type = 'Consultation' AND consultation.id = record_id
LEFT JOIN addendum ON record_type = 'Addendum' AND addendum.id = record_id
ORDER BY search_text.id
""")


def upgrade() -> None:
    _make_anew("tokens, kind")


def downgrade() -> None:
    _make_anew("tokens")


def _make_anew(columns: str) -> None:
    connection = op.get_bind()
    if connection.dialect.name != "sqlite":
        return
    op.execute("DROP TABLE search_index")
    op.execute(
        f"CREATE VIRTUAL TABLE search_index USING fts5({columns}, content='', "
        "contentless_delete=1, tokenize=\"unicode61 remove_diacritics 0\")"
    )
    names = columns.split(", ")
    stored = sa.text(
        f"INSERT INTO search_index (rowid, {columns}) VALUES (:number, :{', :'.join(names)})"
    )
    with connection.execution_options(yield_per=2_000).execute(WORDS) as result:
        for rows in result.partitions():
            connection.execute(
                stored,
                [
                    {"number": number, "kind": kind, "tokens": tokens(folded(words or ""))}
                    for number, kind, words in rows
                ],
            )
    op.execute("INSERT INTO search_index (search_index) VALUES ('optimize')")
