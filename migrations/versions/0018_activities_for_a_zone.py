"""Activities for a 圏域

Revision ID: 0018
Revises: 0017
"""

from uuid import uuid4

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

WORDS = (
    ("place_start", "居場所の立ち上げ", "地域支援"),
    ("place_support", "居場所の運営支援", "地域支援"),
    ("meeting", "会議・協議体への参加", "地域支援"),
    ("course", "講座・研修", "地域支援"),
    ("network", "ネットワークづくり", "しくみづくり"),
    ("resource", "資源開発", "しくみづくり"),
    ("other", "その他", "その他"),
)
"""Code, label, group in their order: the list that a new office reads from config/."""

choice = sa.table(
    "choice",
    sa.column("id", sa.Uuid()),
    *(sa.column(name, sa.Text()) for name in ("kind", "code", "label", "group")),
    *(sa.column(name, sa.Boolean()) for name in ("provisional", "active")),
    *(sa.column(name, sa.Integer()) for name in ("position", "version")),
)


def upgrade() -> None:
    op.create_table(
        "activity",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("kind_id", sa.Uuid(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("zone_id", sa.Uuid(), nullable=True),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=True),
        sa.Column("people", sa.Integer(), nullable=True),
        sa.Column("others", sa.Text(), nullable=False),
        sa.Column("done", sa.Text(), nullable=False),
        sa.Column("next_step", sa.Text(), nullable=False),
        sa.Column("author_id", sa.Uuid(), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_by_id", sa.Uuid(), nullable=True),
        sa.Column("withdrawn_reason", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(withdrawn_at IS NULL) = (withdrawn_reason = '')", name="ck_activity_withdrawn"
        ),
        _key("activity", "kind_id", "choice"),
        _key("activity", "zone_id", "zone"),
        _key("activity", "author_id", "user"),
        _key("activity", "withdrawn_by_id", "user"),
        sa.PrimaryKeyConstraint("id", name="pk_activity"),
    )
    op.create_index("ix_activity_day", "activity", ["day"])
    op.create_index("ix_activity_kind_id", "activity", ["kind_id"])
    name = "activity_organisation"
    op.create_table(
        name,
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("activity_id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        _key(name, "activity_id", "activity"),
        _key(name, "organisation_id", "organisation"),
        sa.PrimaryKeyConstraint("id", name=f"pk_{name}"),
        sa.UniqueConstraint(
            "activity_id",
            "organisation_id",
            name="uq_activity_organisation_activity_id_organisation_id",
        ),
    )
    op.create_index("ix_activity_organisation_organisation_id", name, ["organisation_id"])
    _give_words()


def _key(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        [column], [f"{target}.id"], name=f"fk_{table}_{column}_{target}"
    )


def _give_words() -> None:
    """To an office that was set up before; a new one reads them itself."""
    if not op.get_bind().scalar(sa.select(sa.func.count()).select_from(choice)):
        return
    op.bulk_insert(
        choice,
        [
            {
                "id": uuid4(),
                "kind": "activity",
                "code": code,
                "label": label,
                "group": group,
                "provisional": True,
                "active": True,
                "position": position,
                "version": 1,
            }
            for position, (code, label, group) in enumerate(WORDS, 1)
        ],
    )


def downgrade() -> None:
    op.drop_table("activity_organisation")
    op.drop_table("activity")
    op.execute(choice.delete().where(choice.c.kind == "activity"))
