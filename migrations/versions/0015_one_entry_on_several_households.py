"""One entry on several households

Revision ID: 0015
Revises: 0014
"""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("consultation", sa.Column("occasion_id", sa.Uuid(), nullable=True))
    op.create_index("ix_consultation_occasion_id", "consultation", ["occasion_id"])


def downgrade() -> None:
    op.drop_index("ix_consultation_occasion_id", "consultation")
    op.drop_column("consultation", "occasion_id")
