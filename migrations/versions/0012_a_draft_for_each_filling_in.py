"""A draft for each filling-in of a form; keys for text on a device; filters under a name

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
    op.create_table(
        "saved_list",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("owner_id", sa.Uuid(), nullable=False),
        sa.Column("page", sa.Text(), nullable=False),
        sa.Column("query", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("shared", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["owner_id"], ["user.id"], name="fk_saved_list_owner_id_user"),
        sa.PrimaryKeyConstraint("id", name="pk_saved_list"),
    )
    op.create_index("ix_saved_list_owner_id", "saved_list", ["owner_id"])
    op.create_index("ix_saved_list_page", "saved_list", ["page"])


def downgrade() -> None:
    op.drop_table("saved_list")
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
