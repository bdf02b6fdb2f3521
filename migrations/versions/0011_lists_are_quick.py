"""Lists, searches and counts read an index in the order they show

Revision ID: 0011
Revises: 0010
"""

from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

_COUNTED = ["day", "case_id", "zone_id", "method", "at", "id"]


def upgrade() -> None:
    op.drop_index("ix_case_zone_id_status", "case")
    op.create_index("ix_case_zone_id_status_opened_on", "case", ["zone_id", "status", "opened_on", "id"])
    op.drop_index("ix_case_opened_on", "case")
    op.create_index("ix_case_opened_on_id", "case", ["opened_on", "id"])
    op.create_index("ix_consultation_at_id", "consultation", ["at", "id"])
    op.drop_index("ix_consultation_day_zone_id", "consultation")
    op.create_index("ix_consultation_counted", "consultation", _COUNTED)


def downgrade() -> None:
    op.drop_index("ix_consultation_counted", "consultation")
    op.create_index("ix_consultation_day_zone_id", "consultation", ["day", "zone_id"])
    op.drop_index("ix_consultation_at_id", "consultation")
    op.drop_index("ix_case_opened_on_id", "case")
    op.create_index("ix_case_opened_on", "case", ["opened_on"])
    op.drop_index("ix_case_zone_id_status_opened_on", "case")
    op.create_index("ix_case_zone_id_status", "case", ["zone_id", "status"])
