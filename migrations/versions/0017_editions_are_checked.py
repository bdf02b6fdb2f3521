"""Editions are checked by a second person; what was counted for them is kept, sealed

Revision ID: 0017
Revises: 0016
"""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

_STATES = ("prepared", "asked", "sent_back", "withdrawn", "published")
# What was checked is what goes out.
_FIXED = "author_id, at, title, profile, threshold, first, last, tables, corrects"


def _points_to(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{target}.id"], name=f"fk_{table}_{column}_{target}")


def upgrade() -> None:
    _add_prepared()
    _add_truths()
    op.add_column("publication", sa.Column("corrects", sa.Integer(), nullable=True))
    if op.get_bind().dialect.name == "sqlite":
        _guard_sqlite()
    else:
        op.execute(
            f"CREATE TRIGGER prepared_edition_fixed BEFORE UPDATE OF {_FIXED} "
            "ON prepared_edition FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
        )
        op.execute(
            "CREATE TRIGGER edition_truth_insert_only BEFORE UPDATE OR DELETE OR TRUNCATE "
            "ON edition_truth FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
        )


def downgrade() -> None:
    op.drop_column("publication", "corrects")
    op.drop_table("edition_truth")  # and its triggers
    op.drop_table("prepared_edition")


def _add_prepared() -> None:
    op.create_table(
        "prepared_edition",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("author_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("profile", sa.Enum("public", "internal", name="profile", native_enum=False, length=40), nullable=False),
        sa.Column("threshold", sa.Integer(), nullable=False),
        sa.Column("first", sa.Date(), nullable=False),
        sa.Column("last", sa.Date(), nullable=False),
        sa.Column("tables", sa.JSON(), nullable=False),
        sa.Column("corrects", sa.Integer(), nullable=True),
        sa.Column("status", sa.Enum(*_STATES, name="editionstatus", native_enum=False, length=40), nullable=False),
        sa.Column("checker_id", sa.Uuid(), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_by_id", sa.Uuid(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        _points_to("prepared_edition", "author_id", "user"),
        _points_to("prepared_edition", "checker_id", "user"),
        _points_to("prepared_edition", "decided_by_id", "user"),
        sa.PrimaryKeyConstraint("id", name="pk_prepared_edition"),
    )
    for column in ("author_id", "checker_id"):
        op.create_index(f"ix_prepared_edition_{column}", "prepared_edition", [column])


def _add_truths() -> None:
    op.create_table(
        "edition_truth",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("edition_id", sa.Uuid(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        _points_to("edition_truth", "edition_id", "prepared_edition"),
        sa.PrimaryKeyConstraint("id", name="pk_edition_truth"),
        sa.UniqueConstraint("edition_id", name="uq_edition_truth_edition_id"),
    )


def _guard_sqlite() -> None:
    refuse = "BEGIN SELECT RAISE(ABORT, '{} is insert-only'); END"
    op.execute(
        f"CREATE TRIGGER prepared_edition_fixed BEFORE UPDATE OF {_FIXED} "
        f"ON prepared_edition {refuse.format('prepared_edition')}"
    )
    for act in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER edition_truth_no_{act.lower()} BEFORE {act} ON edition_truth "
            f"{refuse.format('edition_truth')}"
        )
    # INSERT OR REPLACE takes a row out without a DELETE that a trigger would see.
    op.execute(
        "CREATE TRIGGER edition_truth_no_replace BEFORE INSERT ON edition_truth "
        "WHEN EXISTS (SELECT 1 FROM edition_truth WHERE id = NEW.id OR edition_id = NEW.edition_id) "
        f"{refuse.format('edition_truth')}"
    )
