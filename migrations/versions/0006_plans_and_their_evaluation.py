"""Plans and their evaluation

Revision ID: 0006
Revises: 0005
"""

from uuid import uuid4

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

WORDS = (
    ("plan-service", "participation", "参加支援", "重層", 1),
    ("plan-service", "outreach", "アウトリーチ等継続支援", "重層", 2),
    ("plan-service", "housing_benefit", "住居確保給付金", "生活困窮", 3),
    ("plan-service", "shelter", "一時生活（居住）支援", "生活困窮", 4),
    ("plan-service", "budgeting", "家計改善支援", "生活困窮", 5),
    ("plan-service", "work_preparation", "就労準備支援", "生活困窮", 6),
    ("plan-service", "work_training", "認定就労訓練", "生活困窮", 7),
    ("plan-service", "work_support", "自立相談支援機関の就労支援", "生活困窮", 8),
    ("plan-service", "welfare_loan", "生活福祉資金", "ほか", 9),
    ("plan-service", "welfare_work", "生活保護受給者等就労自立促進", "ほか", 10),
    ("plan-change", "public_assistance", "生活保護適用", "暮らし", 1),
    ("plan-change", "housing", "住まいの確保・安定", "暮らし", 2),
    ("plan-change", "budget", "家計の改善", "暮らし", 3),
    ("plan-change", "debts", "債務の整理", "暮らし", 4),
    ("plan-change", "medical", "医療機関受診開始", "健康", 5),
    ("plan-change", "health", "健康状態の改善", "健康", 6),
    ("plan-change", "disability_card", "障害手帳取得", "健康", 7),
    ("plan-change", "calm", "精神の安定", "健康", 8),
    ("plan-change", "habits", "生活習慣の改善", "健康", 9),
    ("plan-change", "will", "自立意欲の向上・改善", "つながり", 10),
    ("plan-change", "isolation", "孤立の解消", "つながり", 11),
    ("plan-change", "relations", "対人関係・家族関係の改善", "つながり", 12),
    ("plan-change", "participation", "社会参加機会の増加", "つながり", 13),
    ("plan-change", "job_search", "求職活動開始", "仕事", 14),
    ("plan-change", "training", "職業訓練・就学開始", "仕事", 15),
    ("plan-change", "work", "就労開始（一般・福祉的）", "仕事", 16),
    ("plan-change", "income", "就労収入増加", "仕事", 17),
    ("plan-change", "staying", "職場定着", "仕事", 18),
    ("plan-change", "other", "その他", "その他", 19),
    ("plan-ending", "closed", "終結", "", 1),
    ("plan-ending", "again", "再プランして継続", "", 2),
    ("plan-ending", "broken_off", "中断", "", 3),
)
"""Kind, code, label, group, position: the lists that a new office reads from config/."""

choice = sa.table(
    "choice",
    sa.column("id", sa.Uuid()),
    *(sa.column(name, sa.Text()) for name in ("kind", "code", "label", "group")),
    *(sa.column(name, sa.Boolean()) for name in ("provisional", "active")),
    *(sa.column(name, sa.Integer()) for name in ("position", "version")),
)


def upgrade() -> None:
    op.create_table(
        "plan",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("previous_id", sa.Uuid(), nullable=True),
        sa.Column("author_id", sa.Uuid(), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "draft", "decided", "evaluated", name="planstatus", native_enum=False, length=40
            ),
            nullable=False,
        ),
        sa.Column("needs", sa.Text(), nullable=False),
        sa.Column("long_goal", sa.Text(), nullable=False),
        sa.Column("short_goal", sa.Text(), nullable=False),
        sa.Column("first", sa.Date(), nullable=False),
        sa.Column("last", sa.Date(), nullable=False),
        sa.Column("monitoring_on", sa.Date(), nullable=True),
        sa.Column("met_on", sa.Date(), nullable=True),
        sa.Column(
            "consent_way",
            sa.Enum("written", "spoken", name="consentway", native_enum=False, length=40),
            nullable=True,
        ),
        sa.Column("consent_on", sa.Date(), nullable=True),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.Column("decided_by_id", sa.Uuid(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        _key("plan", "case_id", "case"),
        _key("plan", "previous_id", "plan"),
        _key("plan", "author_id", "user"),
        _key("plan", "decided_by_id", "user"),
        sa.PrimaryKeyConstraint("id", name="pk_plan"),
        sa.UniqueConstraint("case_id", "number", name="uq_plan_case_id_number"),
        sa.UniqueConstraint("previous_id", name="uq_plan_previous_id"),
    )
    op.create_index("ix_plan_case_id", "plan", ["case_id"])
    op.create_index("ix_plan_monitoring_on", "plan", ["monitoring_on"])
    op.create_table(
        "plan_action",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("plan_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column(
            "doer",
            sa.Enum(
                "self", "csw", "organisation", "other", name="doer", native_enum=False, length=40
            ),
            nullable=False,
        ),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("frequency", sa.Text(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        _key("plan_action", "case_id", "case"),
        _key("plan_action", "plan_id", "plan"),
        sa.PrimaryKeyConstraint("id", name="pk_plan_action"),
    )
    op.create_index("ix_plan_action_case_id", "plan_action", ["case_id"])
    op.create_index("ix_plan_action_plan_id", "plan_action", ["plan_id"])
    _create_link("plan_service", "plan")
    op.create_table(
        "evaluation",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("plan_id", sa.Uuid(), nullable=False),
        sa.Column("author_id", sa.Uuid(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column(
            "attainment",
            sa.Enum(
                "reached", "partly", "not-yet", name="attainment", native_enum=False, length=40
            ),
            nullable=False,
        ),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("ending_id", sa.Uuid(), nullable=False),
        _key("evaluation", "case_id", "case"),
        _key("evaluation", "plan_id", "plan"),
        _key("evaluation", "author_id", "user"),
        _key("evaluation", "ending_id", "choice"),
        sa.PrimaryKeyConstraint("id", name="pk_evaluation"),
        sa.UniqueConstraint("plan_id", name="uq_evaluation_plan_id"),
    )
    op.create_index("ix_evaluation_case_id", "evaluation", ["case_id"])
    _create_link("evaluation_change", "evaluation")
    _give_words()


def _key(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        [column], [f"{target}.id"], name=f"fk_{table}_{column}_{target}"
    )


def _create_link(name: str, owner: str) -> None:
    """A table of chosen words."""
    column = f"{owner}_id"
    op.create_table(
        name,
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column(column, sa.Uuid(), nullable=False),
        sa.Column("choice_id", sa.Uuid(), nullable=False),
        _key(name, "case_id", "case"),
        _key(name, column, owner),
        _key(name, "choice_id", "choice"),
        sa.PrimaryKeyConstraint("id", name=f"pk_{name}"),
        sa.UniqueConstraint(column, "choice_id", name=f"uq_{name}_{column}_choice_id"),
    )
    op.create_index(f"ix_{name}_case_id", name, ["case_id"])


def _give_words() -> None:
    """To an office that was set up before there were plans; a new one reads them itself."""
    if not op.get_bind().scalar(sa.select(sa.func.count()).select_from(choice)):
        return
    op.bulk_insert(
        choice,
        [
            {
                "id": uuid4(),
                "kind": kind,
                "code": code,
                "label": label,
                "group": group,
                "provisional": True,
                "active": True,
                "position": position,
                "version": 1,
            }
            for kind, code, label, group, position in WORDS
        ],
    )


def downgrade() -> None:
    for name in ("evaluation_change", "evaluation", "plan_service", "plan_action", "plan"):
        op.drop_table(name)
    kinds = {kind for kind, *_ in WORDS}
    op.execute(choice.delete().where(choice.c.kind.in_(kinds)))
