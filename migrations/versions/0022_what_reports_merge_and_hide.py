"""Which 圏域 reports merge, and from how many households on the city is told a figure

Revision ID: 0022
Revises: 0021
"""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None

_POOLS = {"W": "西側", "CW": "西側", "CE": "東側", "E": "東側"}
"""Of the 圏域 as the program brought them; an office with others writes its own."""


def upgrade() -> None:
    op.add_column(
        "office", sa.Column("city_threshold", sa.Integer(), nullable=False, server_default="10")
    )
    op.add_column("zone", sa.Column("pool", sa.Text(), nullable=False, server_default=""))
    zone = sa.table("zone", sa.column("code", sa.Text()), sa.column("pool", sa.Text()))
    for code, pool in _POOLS.items():
        op.execute(zone.update().where(zone.c.code == code).values(pool=pool))


def downgrade() -> None:
    op.drop_column("zone", "pool")
    op.drop_column("office", "city_threshold")
