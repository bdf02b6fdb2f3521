"""A text that leaves knows the 地域課題 it was begun from

Revision ID: 0026
Revises: 0025
"""

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None

_KEY = "fk_release_regional_id_regional_issue"


def upgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        # SQLite takes a key only with its column, and a table that others point to is not
        # made anew while its keys are watched.
        op.execute(
            'ALTER TABLE "release" ADD COLUMN regional_id CHAR(32) '
            f"CONSTRAINT {_KEY} REFERENCES regional_issue (id)"
        )
    else:
        op.add_column("release", sa.Column("regional_id", sa.Uuid(), nullable=True))
        op.create_foreign_key(_KEY, "release", "regional_issue", ["regional_id"], ["id"])
    op.create_index("ix_release_regional_id", "release", ["regional_id"])


def downgrade() -> None:
    op.drop_index("ix_release_regional_id", "release")
    op.drop_column("release", "regional_id")
