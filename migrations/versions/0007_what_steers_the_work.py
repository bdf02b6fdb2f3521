"""What steers the work: cautions, urgency and complexity

Revision ID: 0007
Revises: 0003
"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0003"
branch_labels = None
depends_on = None

_KINDS = ("violence", "dog", "infection", "key", "other")
_URGENCIES = ("today", "days", "usual")
_COMPLEXITIES = ("high", "middle", "low")


def upgrade() -> None:
    _add_cautions()
    for column, values in (("urgency", _URGENCIES), ("complexity", _COMPLEXITIES)):
        kind = sa.Enum(*values, name=column, native_enum=False, length=40)
        op.add_column("case", sa.Column(column, kind, nullable=True))


def downgrade() -> None:
    # One column after the other: a rebuilt table would take its records along.
    for column in ("complexity", "urgency", "two_workers_reason", "two_workers"):
        op.drop_column("case", column)
    op.drop_table("caution")


def _add_cautions() -> None:
    op.create_table(
        "caution",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("author_id", sa.Uuid(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(*_KINDS, name="cautionkind", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("(until IS NULL) = (reason = '')", name="ck_caution_withdrawn"),
        sa.ForeignKeyConstraint(["author_id"], ["user.id"], name="fk_caution_author_id_user"),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name="fk_caution_case_id_case"),
        sa.PrimaryKeyConstraint("id", name="pk_caution"),
    )
    op.create_index("ix_caution_case_id", "caution", ["case_id"])
    op.add_column(
        "case", sa.Column("two_workers", sa.Boolean(), nullable=False, server_default=sa.false())
    )
    op.add_column(
        "case", sa.Column("two_workers_reason", sa.Text(), nullable=False, server_default="")
    )
