"""Nothing is overwritten: revisions and addenda, and a trail that cannot be replaced

Revision ID: 0005
Revises: 0004
"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

FROZEN = ("consultation_revision", "addendum")
# INSERT OR REPLACE takes a row out without a DELETE that a trigger would see.
NUMBERED = {
    "audit_event": "id = NEW.id OR seq = NEW.seq",
    "publication": "id = NEW.id OR number = NEW.number",
    "published_cell": "id = NEW.id OR (publication_id = NEW.publication_id AND cell = NEW.cell)",
    "consultation_revision": "id = NEW.id",
    "addendum": "id = NEW.id",
}


def upgrade() -> None:
    op.create_table(
        "consultation_revision",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("consultation_id", sa.Uuid(), nullable=False),
        sa.Column("author_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changes", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["author_id"], ["user.id"], name="fk_consultation_revision_author_id_user"),
        sa.ForeignKeyConstraint(["consultation_id"], ["consultation.id"], name="fk_consultation_revision_consultation_id_consultation"),
        sa.PrimaryKeyConstraint("id", name="pk_consultation_revision"),
    )
    op.create_index("ix_consultation_revision_consultation_id", "consultation_revision", ["consultation_id"])
    op.create_table(
        "addendum",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("consultation_id", sa.Uuid(), nullable=False),
        sa.Column("author_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["author_id"], ["user.id"], name="fk_addendum_author_id_user"),
        sa.ForeignKeyConstraint(["consultation_id"], ["consultation.id"], name="fk_addendum_consultation_id_consultation"),
        sa.PrimaryKeyConstraint("id", name="pk_addendum"),
    )
    op.create_index("ix_addendum_consultation_id", "addendum", ["consultation_id"])
    with op.batch_alter_table("office") as table:
        table.add_column(sa.Column("correction_days", sa.Integer(), nullable=False, server_default="7"))
    with op.batch_alter_table("office") as table:
        table.alter_column("correction_days", existing_type=sa.Integer(), server_default=None)
    if op.get_bind().dialect.name == "sqlite":
        for table in FROZEN:
            for act in ("UPDATE", "DELETE"):
                op.execute(
                    f"CREATE TRIGGER {table}_no_{act.lower()} BEFORE {act} ON {table} "
                    f"BEGIN SELECT RAISE(ABORT, '{table} is insert-only'); END"
                )
        for table, same in NUMBERED.items():
            op.execute(
                f"CREATE TRIGGER {table}_no_replace BEFORE INSERT ON {table} "
                f"WHEN EXISTS (SELECT 1 FROM {table} WHERE {same}) "
                f"BEGIN SELECT RAISE(ABORT, '{table} is insert-only'); END"
            )
    else:
        for table in FROZEN:
            op.execute(
                f"CREATE TRIGGER {table}_insert_only BEFORE UPDATE OR DELETE OR TRUNCATE "
                f"ON {table} FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
            )


def downgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        for table in NUMBERED:
            op.execute(f"DROP TRIGGER {table}_no_replace")
        for table in FROZEN:
            for act in ("update", "delete"):
                op.execute(f"DROP TRIGGER {table}_no_{act}")
    else:
        for table in FROZEN:
            op.execute(f"DROP TRIGGER {table}_insert_only ON {table}")
    with op.batch_alter_table("office") as table:
        table.drop_column("correction_days")
    op.drop_table("addendum")
    op.drop_table("consultation_revision")
