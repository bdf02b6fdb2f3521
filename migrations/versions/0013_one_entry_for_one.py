"""One entry for one: likenesses, merges that can be undone, tasks for their owner alone

Revision ID: 0013
Revises: 0012
"""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def _subject() -> sa.Column:
    kind = sa.Enum("person", "case", name="subject", native_enum=False, length=40)
    return sa.Column("subject", kind, nullable=False)


def upgrade() -> None:
    op.create_table(
        "likeness_verdict",
        sa.Column("id", sa.Uuid(), nullable=False),
        _subject(),
        sa.Column("first_id", sa.Uuid(), nullable=False),
        sa.Column("second_id", sa.Uuid(), nullable=False),
        sa.Column(
            "verdict",
            sa.Enum("distinct", "proposed", name="verdict", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("author_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["author_id"], ["user.id"], name="fk_likeness_verdict_author_id_user"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_likeness_verdict"),
        sa.UniqueConstraint(
            "first_id", "second_id", name="uq_likeness_verdict_first_id_second_id"
        ),
    )
    op.create_index("ix_likeness_verdict_second_id", "likeness_verdict", ["second_id"])
    op.create_table(
        "merge",
        sa.Column("id", sa.Uuid(), nullable=False),
        _subject(),
        sa.Column("kept_id", sa.Uuid(), nullable=False),
        sa.Column("gone_id", sa.Uuid(), nullable=False),
        sa.Column("leads_to_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("author_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("guarded", sa.Boolean(), nullable=False),
        sa.Column("gone", sa.JSON(), nullable=False),
        sa.Column("changed", sa.JSON(), nullable=False),
        sa.Column("moves", sa.JSON(), nullable=False),
        sa.Column("removed", sa.JSON(), nullable=False),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("undone_by_id", sa.Uuid(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["author_id"], ["user.id"], name="fk_merge_author_id_user"),
        sa.ForeignKeyConstraint(["undone_by_id"], ["user.id"], name="fk_merge_undone_by_id_user"),
        sa.PrimaryKeyConstraint("id", name="pk_merge"),
    )
    for column in ("kept_id", "gone_id", "leads_to_id", "number"):
        op.create_index(f"ix_merge_{column}", "merge", [column])
    op.add_column(
        "task", sa.Column("owner_only", sa.Boolean(), nullable=False, server_default=sa.false())
    )


def downgrade() -> None:
    op.drop_column("task", "owner_only")
    op.drop_table("merge")
    op.drop_table("likeness_verdict")
