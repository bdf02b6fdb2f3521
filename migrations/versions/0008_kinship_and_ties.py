"""Kin, dated facts and ties of a household

Revision ID: 0008
Revises: 0007
"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

KIN = (
    "parent", "adoptive", "step", "married", "separated", "divorced", "partners", "sibling",
    "twin",
)
FACTS = (
    "care-level", "disability", "diagnosis", "work", "school", "home", "pregnancy", "other",
)
TIES = ("strong", "ordinary", "weak", "stress", "cut")
WAYS = ("none", "in", "out", "both")


def _one_of(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, length=40)


def _span() -> list[sa.Column]:
    return [
        sa.Column("since", sa.Date(), nullable=True),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("author_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
    ]


def _points_to(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        [column], [f"{target}.id"], name=op.f(f"fk_{table}_{column}_{target}")
    )


def upgrade() -> None:
    with op.batch_alter_table("person") as table:
        table.add_column(sa.Column("died_on", sa.Date(), nullable=True))
    op.create_table(
        "relationship",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("first_id", sa.Uuid(), nullable=False),
        sa.Column("second_id", sa.Uuid(), nullable=False),
        sa.Column("kind", _one_of("kinkind", *KIN), nullable=False),
        *_span(),
        sa.CheckConstraint("first_id <> second_id", name=op.f("ck_relationship_two_persons")),
        _points_to("relationship", "first_id", "person"),
        _points_to("relationship", "second_id", "person"),
        _points_to("relationship", "author_id", "user"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_relationship")),
    )
    op.create_index(op.f("ix_relationship_first_id"), "relationship", ["first_id"])
    op.create_index(op.f("ix_relationship_second_id"), "relationship", ["second_id"])
    op.create_table(
        "person_fact",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("kind", _one_of("factkind", *FACTS), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        *_span(),
        _points_to("person_fact", "person_id", "person"),
        _points_to("person_fact", "author_id", "user"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person_fact")),
    )
    op.create_index(op.f("ix_person_fact_person_id"), "person_fact", ["person_id"])
    op.create_table(
        "tie",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("kind", _one_of("tiekind", *TIES), nullable=False),
        sa.Column("direction", _one_of("direction", *WAYS), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        *_span(),
        sa.CheckConstraint(
            "(organisation_id IS NULL) <> (name = '')", name=op.f("ck_tie_one_thing")
        ),
        _points_to("tie", "case_id", "case"),
        _points_to("tie", "organisation_id", "organisation"),
        _points_to("tie", "author_id", "user"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tie")),
    )
    op.create_index(op.f("ix_tie_case_id"), "tie", ["case_id"])


def downgrade() -> None:
    for table in ("tie", "person_fact", "relationship"):
        op.drop_table(table)
    with op.batch_alter_table("person") as table:
        table.drop_column("died_on")
