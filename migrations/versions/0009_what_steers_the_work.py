"""What steers the work: cautions, urgency and complexity, outings

Revision ID: 0009
Revises: 0008
"""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

_KINDS = ("violence", "dog", "infection", "key", "other")
_URGENCIES = ("today", "days", "usual")
_COMPLEXITIES = ("high", "middle", "low")


def upgrade() -> None:
    _add_cautions()
    _add_outings()
    for column, values in (("urgency", _URGENCIES), ("complexity", _COMPLEXITIES)):
        kind = sa.Enum(*values, name=column, native_enum=False, length=40)
        op.add_column("case", sa.Column(column, kind, nullable=True))


def downgrade() -> None:
    # One column after the other: a rebuilt table would take its records along.
    for column in ("complexity", "urgency", "two_workers_reason", "two_workers"):
        op.drop_column("case", column)
    op.drop_table("caution")
    op.drop_table("outing_place")
    op.drop_table("outing")


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


def _add_outings() -> None:
    op.create_table(
        "outing",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("owner_id", sa.Uuid(), nullable=False),
        sa.Column("companion_id", sa.Uuid(), nullable=True),
        sa.Column("told_id", sa.Uuid(), nullable=False),
        sa.Column("left_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("back_by", sa.DateTime(timezone=True), nullable=False),
        sa.Column("returned_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["owner_id"], ["user.id"], name="fk_outing_owner_id_user"),
        sa.ForeignKeyConstraint(["companion_id"], ["user.id"], name="fk_outing_companion_id_user"),
        sa.ForeignKeyConstraint(["told_id"], ["user.id"], name="fk_outing_told_id_user"),
        sa.PrimaryKeyConstraint("id", name="pk_outing"),
    )
    op.create_index("ix_outing_owner_id", "outing", ["owner_id"])
    op.create_index("ix_outing_returned_at", "outing", ["returned_at"])
    op.create_table(
        "outing_place",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("outing_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=True),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["outing_id"], ["outing.id"], name="fk_outing_place_outing_id_outing"
        ),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name="fk_outing_place_case_id_case"),
        sa.PrimaryKeyConstraint("id", name="pk_outing_place"),
        sa.UniqueConstraint("outing_id", name="uq_outing_place_outing_id"),
    )
    op.create_index("ix_outing_place_case_id", "outing_place", ["case_id"])
