"""What a case hands on: the history of its 圏域, offers to take it over, requests to close it; how tags follow one another; calendars

Revision ID: 0010
Revises: 0009
"""

from uuid import uuid4

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

_STATES = ("offered", "accepted", "declined", "withdrawn")
_DECISIONS = ("asked", "approved", "sent_back", "withdrawn")


def _one_of(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, length=40)


def _points_to(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{target}.id"], name=f"fk_{table}_{column}_{target}")


def upgrade() -> None:
    _add_zones()
    _add_handovers()
    _add_closings()
    _add_successions()
    _add_calendars()


def downgrade() -> None:
    op.drop_table("calendar_feed")
    op.drop_table("issue_succession")
    op.drop_column("office", "closing_approval")
    op.drop_table("closing_request")
    op.drop_table("handover")
    op.drop_table("case_zone")


def _add_zones() -> None:
    table = op.create_table(
        "case_zone",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("zone_id", sa.Uuid(), nullable=True),
        sa.Column("since", sa.Date(), nullable=False),
        _points_to("case_zone", "case_id", "case"),
        _points_to("case_zone", "zone_id", "zone"),
        sa.PrimaryKeyConstraint("id", name="pk_case_zone"),
        sa.UniqueConstraint("case_id", "since", name="uq_case_zone_case_id_since"),
    )
    case = sa.table(
        "case",
        sa.column("id", sa.Uuid()),
        sa.column("zone_id", sa.Uuid()),
        sa.column("opened_on", sa.Date()),
    )
    connection = op.get_bind()
    # What is known of a case that is there already: it is where it is, since it was opened.
    known = connection.execute(sa.select(case.c.id, case.c.zone_id, case.c.opened_on)).all()
    rows = [
        {"id": uuid4(), "case_id": case_id, "zone_id": zone_id, "since": since}
        for case_id, zone_id, since in known
    ]
    if rows:
        connection.execute(sa.insert(table), rows)


def _add_handovers() -> None:
    op.create_table(
        "handover",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("from_id", sa.Uuid(), nullable=False),
        sa.Column("to_id", sa.Uuid(), nullable=False),
        sa.Column("author_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("zone_id", sa.Uuid(), nullable=True),
        sa.Column("stays", sa.Boolean(), nullable=False),
        sa.Column("status", _one_of("handoverstatus", *_STATES), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        _points_to("handover", "case_id", "case"),
        _points_to("handover", "from_id", "user"),
        _points_to("handover", "to_id", "user"),
        _points_to("handover", "author_id", "user"),
        _points_to("handover", "zone_id", "zone"),
        sa.PrimaryKeyConstraint("id", name="pk_handover"),
    )
    for column in ("case_id", "from_id", "to_id"):
        op.create_index(f"ix_handover_{column}", "handover", [column])


def _add_closings() -> None:
    op.create_table(
        "closing_request",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("author_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("approver_id", sa.Uuid(), nullable=False),
        sa.Column("reason_id", sa.Uuid(), nullable=False),
        sa.Column("summary", sa.Text(), nullable=False),
        sa.Column("end_tasks", sa.Boolean(), nullable=False),
        sa.Column("end_referrals", sa.Boolean(), nullable=False),
        sa.Column("status", _one_of("closingstatus", *_DECISIONS), nullable=False),
        sa.Column("decided_by_id", sa.Uuid(), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        _points_to("closing_request", "case_id", "case"),
        _points_to("closing_request", "author_id", "user"),
        _points_to("closing_request", "approver_id", "user"),
        _points_to("closing_request", "decided_by_id", "user"),
        _points_to("closing_request", "reason_id", "choice"),
        sa.PrimaryKeyConstraint("id", name="pk_closing_request"),
    )
    for column in ("case_id", "author_id", "approver_id"):
        op.create_index(f"ix_closing_request_{column}", "closing_request", [column])
    op.add_column(
        "office",
        sa.Column("closing_approval", sa.Boolean(), nullable=False, server_default=sa.false()),
    )


def _add_successions() -> None:
    op.create_table(
        "issue_succession",
        sa.Column("old_id", sa.Uuid(), nullable=False),
        sa.Column("new_id", sa.Uuid(), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("became", _one_of("became", "merged", "split"), nullable=False),
        _points_to("issue_succession", "old_id", "issue_type"),
        _points_to("issue_succession", "new_id", "issue_type"),
        sa.PrimaryKeyConstraint("old_id", "new_id", name="pk_issue_succession"),
    )


def _add_calendars() -> None:
    op.create_table(
        "calendar_feed",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("token_hash", sa.Text(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("counted_from", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reads", sa.Integer(), nullable=False),
        _points_to("calendar_feed", "user_id", "user"),
        sa.PrimaryKeyConstraint("id", name="pk_calendar_feed"),
        sa.UniqueConstraint("token_hash", name="uq_calendar_feed_token_hash"),
    )
    op.create_index("ix_calendar_feed_user_id", "calendar_feed", ["user_id"])
