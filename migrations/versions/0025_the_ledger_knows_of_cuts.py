"""What was counted for an edition is kept with its cut, and with what others' cuts give away

What was kept before does not say how it was cut. It is given up: those editions are then, like
any from before the ledger, ones that new editions may not meet.

Revision ID: 0025
Revises: 0024
"""

from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None


def upgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        op.execute("DROP TRIGGER edition_truth_no_delete")
        op.execute("DELETE FROM edition_truth")
        op.execute(
            "CREATE TRIGGER edition_truth_no_delete BEFORE DELETE ON edition_truth "
            "BEGIN SELECT RAISE(ABORT, 'edition_truth is insert-only'); END"
        )
    else:
        op.execute("ALTER TABLE edition_truth DISABLE TRIGGER edition_truth_insert_only")
        op.execute("DELETE FROM edition_truth")
        op.execute("ALTER TABLE edition_truth ENABLE TRIGGER edition_truth_insert_only")


def downgrade() -> None:
    """What was given up does not come back."""
