"""How somebody writes a record down

Revision ID: 0014
Revises: 0013
"""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

_STYLES = ("free", "soap", "f_soaip")


def upgrade() -> None:
    kind = sa.Enum(*_STYLES, name="textstyle", native_enum=False, length=40)
    op.add_column("user", sa.Column("text_style", kind, nullable=False, server_default="free"))


def downgrade() -> None:
    op.drop_column("user", "text_style")
