"""A draft for each filling-in of a form; the salt of the key for text on a device

Revision ID: 0012
Revises: 0011
"""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

_BY_PLACE = "uq_draft_owner_id_form_subject"
_BY_KEY = "uq_draft_owner_id_form_subject_form_key"


def upgrade() -> None:
    op.add_column("user", sa.Column("device_salt", sa.Text(), nullable=False, server_default=""))
    with op.batch_alter_table("draft") as table:
        table.add_column(sa.Column("writer", sa.Text(), nullable=False, server_default=""))
        table.drop_constraint(_BY_PLACE, type_="unique")
        table.create_unique_constraint(_BY_KEY, ["owner_id", "form", "subject", "form_key"])


def downgrade() -> None:
    # One form had one draft: the latest stays.
    op.execute(
        "DELETE FROM draft WHERE EXISTS (SELECT 1 FROM draft AS later"
        " WHERE later.owner_id = draft.owner_id AND later.form = draft.form"
        " AND later.subject = draft.subject"
        " AND (later.saved_at, later.id) > (draft.saved_at, draft.id))"
    )
    with op.batch_alter_table("draft") as table:
        table.drop_constraint(_BY_KEY, type_="unique")
        table.create_unique_constraint(_BY_PLACE, ["owner_id", "form", "subject"])
        table.drop_column("writer")
    op.drop_column("user", "device_salt")
