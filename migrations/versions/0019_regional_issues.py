"""地域課題, the cases behind them and what is done about them

Revision ID: 0019
Revises: 0018
"""

from uuid import uuid4

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

WORDS = (
    ("care_single", "地域ケア会議（個別型）", "会議"),
    ("care_area", "地域ケア会議（地域型）", "会議"),
    ("council_1", "第1層協議体", "会議"),
    ("council_2", "第2層協議体", "会議"),
    ("residents", "地域懇談会", "会議"),
    ("district", "民児協の地区連絡協議会", "会議"),
    ("anshin", "こだいらあんしんネットワーク定例会", "ネットワーク"),
    ("public_work", "小平市地域公益活動推進連絡会", "ネットワーク"),
    ("west", "小平西地区地域ネットワーク", "ネットワーク"),
    ("childrens_table", "子ども食堂ネットワーク", "ネットワーク"),
    ("after_school", "障害者の卒後と生活を考える会", "ネットワーク"),
    ("joy_job", "JOY! JOB KODAIRA", "ネットワーク"),
    ("youth", "青少年対策地区委員会", "ネットワーク"),
    ("other", "その他", "その他"),
)
"""Code, label, group in their order: the list that a new office reads from config/."""

STATES = ("noticed", "shared", "discussed", "tried", "settled", "proposed", "dropped")
ACTION_STATES = ("planned", "going", "done", "stopped")

choice = sa.table(
    "choice",
    sa.column("id", sa.Uuid()),
    *(sa.column(name, sa.Text()) for name in ("kind", "code", "label", "group")),
    *(sa.column(name, sa.Boolean()) for name in ("provisional", "active")),
    *(sa.column(name, sa.Integer()) for name in ("position", "version")),
)


def upgrade() -> None:
    texts = ("trigger", "spread", "voices", "of_person", "of_family", "of_community")
    more = ("of_system", "resources", "missing", "result")
    op.create_table(
        "regional_issue",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("zone_id", sa.Uuid(), nullable=True),
        sa.Column("reach", sa.Text(), nullable=False),
        sa.Column("evidence_first", sa.Date(), nullable=False),
        sa.Column("evidence_last", sa.Date(), nullable=True),
        *(sa.Column(name, sa.Text(), nullable=False) for name in (*texts, *more)),
        sa.Column("forum_id", sa.Uuid(), nullable=True),
        _state("state", "state", STATES),
        sa.Column("state_on", sa.Date(), nullable=False),
        sa.Column("review_on", sa.Date(), nullable=True),
        sa.Column("owner_id", sa.Uuid(), nullable=False),
        sa.Column("author_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        _key("regional_issue", "zone_id", "zone"),
        _key("regional_issue", "forum_id", "choice"),
        _key("regional_issue", "owner_id", "user"),
        _key("regional_issue", "author_id", "user"),
        sa.PrimaryKeyConstraint("id", name="pk_regional_issue"),
    )
    for column in ("zone_id", "state", "review_on", "owner_id"):
        op.create_index(f"ix_regional_issue_{column}", "regional_issue", [column])
    op.create_table(
        "regional_step",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("regional_id", sa.Uuid(), nullable=False),
        sa.Column("author_id", sa.Uuid(), nullable=False),
        _state("state", "state", STATES),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        _key("regional_step", "regional_id", "regional_issue"),
        _key("regional_step", "author_id", "user"),
        sa.PrimaryKeyConstraint("id", name="pk_regional_step"),
    )
    op.create_index("ix_regional_step_regional_id", "regional_step", ["regional_id"])
    op.create_table(
        "regional_evidence",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("regional_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("author_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        _key("regional_evidence", "regional_id", "regional_issue"),
        _key("regional_evidence", "case_id", "case"),
        _key("regional_evidence", "author_id", "user"),
        sa.PrimaryKeyConstraint("id", name="pk_regional_evidence"),
        sa.UniqueConstraint(
            "regional_id", "case_id", name="uq_regional_evidence_regional_id_case_id"
        ),
    )
    op.create_index("ix_regional_evidence_case_id", "regional_evidence", ["case_id"])
    op.create_table(
        "regional_action",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("regional_id", sa.Uuid(), nullable=False),
        _state("side", "side", ("residents", "agencies", "city")),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        _state("state", "actionstate", ACTION_STATES),
        sa.Column("became", sa.Text(), nullable=False),
        sa.Column("author_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        _key("regional_action", "regional_id", "regional_issue"),
        _key("regional_action", "author_id", "user"),
        sa.PrimaryKeyConstraint("id", name="pk_regional_action"),
    )
    op.create_index("ix_regional_action_regional_id", "regional_action", ["regional_id"])
    op.create_table(
        "regional_action_step",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("action_id", sa.Uuid(), nullable=False),
        sa.Column("author_id", sa.Uuid(), nullable=False),
        _state("state", "actionstate", ACTION_STATES),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        _key("regional_action_step", "action_id", "regional_action"),
        _key("regional_action_step", "author_id", "user"),
        sa.PrimaryKeyConstraint("id", name="pk_regional_action_step"),
    )
    op.create_index("ix_regional_action_step_action_id", "regional_action_step", ["action_id"])
    _give_words()


def _state(column: str, name: str, values: tuple[str, ...]) -> sa.Column:
    return sa.Column(
        column, sa.Enum(*values, name=name, native_enum=False, length=40), nullable=False
    )


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
                "kind": "forum",
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
    for name in ("action_step", "action", "evidence", "step", "issue"):
        op.drop_table(f"regional_{name}")
    op.execute(choice.delete().where(choice.c.kind == "forum"))
