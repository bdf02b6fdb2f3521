"""Attachments, and apart from them their sealed content

Revision ID: 0007
Revises: 0006
"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

KINDS = ("jpeg", "png", "webp", "heic", "pdf", "docx", "xlsx", "pptx", "text")


def upgrade() -> None:
    op.create_table(
        "attachment",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("consultation_id", sa.Uuid(), nullable=True),
        sa.Column("author_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column(
            "kind", sa.Enum(*KINDS, name="filekind", native_enum=False, length=40), nullable=False
        ),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("caption", sa.Text(), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_by_id", sa.Uuid(), nullable=True),
        sa.Column("withdrawn_reason", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name="fk_attachment_case_id_case"),
        sa.ForeignKeyConstraint(
            ["consultation_id"],
            ["consultation.id"],
            name="fk_attachment_consultation_id_consultation",
        ),
        sa.ForeignKeyConstraint(["author_id"], ["user.id"], name="fk_attachment_author_id_user"),
        sa.ForeignKeyConstraint(
            ["withdrawn_by_id"], ["user.id"], name="fk_attachment_withdrawn_by_id_user"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_attachment"),
    )
    op.create_index("ix_attachment_case_id", "attachment", ["case_id"])
    op.create_index("ix_attachment_consultation_id", "attachment", ["consultation_id"])
    op.create_table(
        "attachment_content",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("attachment_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["attachment_id"],
            ["attachment.id"],
            name="fk_attachment_content_attachment_id_attachment",
        ),
        sa.ForeignKeyConstraint(
            ["case_id"], ["case.id"], name="fk_attachment_content_case_id_case"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_attachment_content"),
        sa.UniqueConstraint("attachment_id", name="uq_attachment_content_attachment_id"),
    )


def downgrade() -> None:
    op.drop_table("attachment_content")
    op.drop_index("ix_attachment_consultation_id", "attachment")
    op.drop_index("ix_attachment_case_id", "attachment")
    op.drop_table("attachment")
