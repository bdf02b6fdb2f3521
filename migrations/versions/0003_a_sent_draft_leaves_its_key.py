"""A draft that was sent leaves its key

Revision ID: 0003
Revises: 0002
"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # Drafts live for hours; one that is open now is kept again at the next key press.
    op.execute("DELETE FROM draft")
    with op.batch_alter_table("draft") as table:
        table.add_column(sa.Column("form_key", sa.Text(), nullable=False))
        table.alter_column("sealed", existing_type=sa.LargeBinary(), nullable=True)


def downgrade() -> None:
    op.execute("DELETE FROM draft")
    with op.batch_alter_table("draft") as table:
        table.alter_column("sealed", existing_type=sa.LargeBinary(), nullable=False)
        table.drop_column("form_key")
