"""Keep the record: acts of the staff, seals over them and over the history of bookings, and triggers. Written by hand.

The history that is there already is sealed by the first run of the jobs.
"""

import sqlalchemy as sa
from alembic import op

import wok.db
from wok.record import guard

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    op.create_table(
        "act",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", wok.db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("what", sa.String(length=200), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_act_person_id_person"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_act")),
    )
    op.create_index(op.f("ix_act_person_id"), "act", ["person_id"], unique=False)
    op.create_table(
        "seal",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("previous", sa.String(length=200), nullable=False),
        sa.Column("sealed_at", wok.db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(length=200), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_seal")),
        sa.UniqueConstraint("digest", name=op.f("uq_seal_digest")),
        sa.UniqueConstraint("previous", name=op.f("uq_seal_previous")),
    )
    op.create_table(
        "sealed_line",
        sa.Column("source", sa.String(length=200), nullable=False),
        sa.Column("line_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("seal_id", sa.Integer(), nullable=False),
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.Column("who", sa.LargeBinary(), nullable=True),
        sa.Column("who_salt", sa.LargeBinary(), nullable=True),
        sa.Column("facts", sa.LargeBinary(), nullable=True),
        sa.Column("facts_salt", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(
            ["seal_id"], ["seal.id"], name=op.f("fk_sealed_line_seal_id_seal"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("source", "line_id", name=op.f("pk_sealed_line")),
    )
    op.create_index(op.f("ix_sealed_line_seal_id"), "sealed_line", ["seal_id"], unique=False)
    for statement in guard.statements(op.get_bind().dialect.name):
        op.execute(sa.text(statement.replace(":", "\\:")))


def downgrade() -> None:
    for statement in guard.taken_away(op.get_bind().dialect.name):
        op.execute(sa.text(statement))
    op.drop_table("sealed_line")
    op.drop_table("seal")
    op.drop_table("act")
