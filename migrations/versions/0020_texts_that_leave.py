"""Texts that are to leave the office, and what was found in them

Revision ID: 0020
Revises: 0019
"""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

_PURPOSES = ("sheet", "vignette", "remark", "leaflet", "other")
_STATES = ("writing", "asked", "released", "withdrawn")
_KINDS = (
    "person", "initial", "phone", "email", "address", "number", "date", "age", "place",
    "organisation",
)


def _one_of(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, length=40)


def _points_to(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{target}.id"], name=f"fk_{table}_{column}_{target}")


def upgrade() -> None:
    op.create_table(
        "release",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("purpose", _one_of("purpose", *_PURPOSES), nullable=False),
        sa.Column("destination", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("checked", sa.Text(), nullable=False),
        sa.Column("checked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("status", _one_of("releasestatus", *_STATES), nullable=False),
        sa.Column("author_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("to_id", sa.Uuid(), nullable=True),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("returned", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        _points_to("release", "author_id", "user"),
        _points_to("release", "to_id", "user"),
        sa.PrimaryKeyConstraint("id", name="pk_release"),
    )
    for column in ("author_id", "to_id"):
        op.create_index(f"ix_release_{column}", "release", [column])
    op.create_index("ix_release_status_checked", "release", ["status", "checked"])
    op.create_table(
        "release_finding",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("release_id", sa.Uuid(), nullable=False),
        sa.Column("begins", sa.Integer(), nullable=False),
        sa.Column("ends", sa.Integer(), nullable=False),
        sa.Column("kind", _one_of("kind", *_KINDS), nullable=False),
        sa.Column("certain", sa.Boolean(), nullable=False),
        sa.Column("suggestion", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("decided_by_id", sa.Uuid(), nullable=True),
        sa.Column("mended_at", sa.DateTime(timezone=True), nullable=True),
        _points_to("release_finding", "release_id", "release"),
        _points_to("release_finding", "decided_by_id", "user"),
        sa.PrimaryKeyConstraint("id", name="pk_release_finding"),
    )
    op.create_index("ix_release_finding_release_id", "release_finding", ["release_id"])


def downgrade() -> None:
    op.drop_table("release_finding")
    op.drop_table("release")
