"""Words can be found in what is written

Revision ID: 0004
Revises: 0003
"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

# Every pair of neighbouring characters of a text, each once.
BIGRAMS = """
CREATE FUNCTION bigrams(body text) RETURNS text[] LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT coalesce(array_agg(DISTINCT pair), '{}')
  FROM (SELECT letter || lead(letter) OVER (ORDER BY place) AS pair
        FROM unnest(string_to_array(body, NULL)) WITH ORDINALITY AS letters (letter, place)) AS pairs
  WHERE pair IS NOT NULL
$$
"""


def upgrade() -> None:
    op.create_table(
        "search_text",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("record_type", sa.Text(), nullable=False),
        sa.Column("record_id", sa.Uuid(), nullable=False),
        sa.Column("body", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_search_text"),
    )
    op.create_index("uq_search_text_record", "search_text", ["record_type", "record_id"], unique=True)
    if op.get_bind().dialect.name == "sqlite":
        op.execute(
            "CREATE VIRTUAL TABLE search_index USING fts5(tokens, content='', contentless_delete=1, "
            "tokenize=\"unicode61 remove_diacritics 0\")"
        )
    else:
        op.execute(BIGRAMS)
        op.execute("CREATE INDEX search_index_bigrams ON search_text USING gin (bigrams(body))")


def downgrade() -> None:
    op.drop_table("search_text")
    if op.get_bind().dialect.name == "sqlite":
        op.execute("DROP TABLE search_index")
    else:
        op.execute("DROP FUNCTION bigrams(text)")
