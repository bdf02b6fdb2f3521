"""Whoever is let into a case for a question is let out with that question

Revision ID: 0016
Revises: 0015
"""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("case_grant", sa.Column("asked_id", sa.Uuid(), nullable=True))
    op.create_index("ix_case_grant_asked_id", "case_grant", ["asked_id"])


def downgrade() -> None:
    # Without the column nothing would ever end them.
    op.execute("DELETE FROM case_grant WHERE asked_id IS NOT NULL")
    op.drop_index("ix_case_grant_asked_id", "case_grant")
    op.drop_column("case_grant", "asked_id")
