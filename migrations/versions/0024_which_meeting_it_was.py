"""Which meeting an activity was, and how many cases it spoke of

Revision ID: 0024
Revises: 0023
"""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None


def upgrade() -> None:
    which = sa.Enum(
        "support", "layered", "other", name="meeting", native_enum=False, length=40
    )
    op.add_column("activity", sa.Column("meeting", which, nullable=True))
    op.add_column("activity", sa.Column("discussed", sa.Integer(), nullable=True))


def downgrade() -> None:
    op.drop_column("activity", "discussed")
    op.drop_column("activity", "meeting")
