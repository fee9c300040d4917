"""Meet the team: staff hours and duties, Thursday's queue, appointments, busy calendars."""

import sqlalchemy as sa
from alembic import op

import wok.db

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.create_table(
        "colleague",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("resource_id", sa.Integer(), nullable=False),
        sa.Column("shown_as", sa.String(length=200), nullable=False),
        sa.Column("languages", sa.JSON(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("ended_at", wok.db.UtcDateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_colleague_person_id_person"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["resource_id"], ["resource.id"], name=op.f("fk_colleague_resource_id_resource"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_colleague")),
        sa.UniqueConstraint("resource_id", name=op.f("uq_colleague_resource_id")),
    )
    op.create_table(
        "busy_calendar",
        sa.Column("colleague_id", sa.Integer(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("tried_at", wok.db.UtcDateTime(timezone=True), nullable=True),
        sa.Column("read_at", wok.db.UtcDateTime(timezone=True), nullable=True),
        sa.Column("fault", sa.String(length=200), nullable=False),
        sa.Column("etag", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["colleague_id"],
            ["colleague.person_id"],
            name=op.f("fk_busy_calendar_colleague_id_colleague"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("colleague_id", name=op.f("pk_busy_calendar")),
    )
    op.create_table(
        "duty",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("occurrence_id", sa.Integer(), nullable=False),
        sa.Column("colleague_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=200), nullable=False),
        sa.Column("changed_at", wok.db.UtcDateTime(timezone=True), nullable=False),
        sa.CheckConstraint("state in ('planned','ill','replaced')", name=op.f("ck_duty_state")),
        sa.ForeignKeyConstraint(
            ["colleague_id"], ["colleague.person_id"], name=op.f("fk_duty_colleague_id_colleague"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["occurrence_id"], ["occurrence.id"], name=op.f("fk_duty_occurrence_id_occurrence"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_duty")),
        sa.UniqueConstraint("occurrence_id", "colleague_id", name=op.f("uq_duty_occurrence_id_colleague_id")),
    )
    op.create_index(op.f("ix_duty_colleague_id"), "duty", ["colleague_id"], unique=False)
    op.create_index(op.f("ix_duty_occurrence_id"), "duty", ["occurrence_id"], unique=False)
    op.create_table(
        "hours_exception",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("colleague_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=200), nullable=False),
        sa.Column("first_on", sa.Date(), nullable=False),
        sa.Column("last_on", sa.Date(), nullable=False),
        sa.Column("starts_local", sa.Time(), nullable=True),
        sa.Column("ends_local", sa.Time(), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("created_at", wok.db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("ended_at", wok.db.UtcDateTime(timezone=True), nullable=True),
        sa.CheckConstraint("kind in ('away','ill','extra')", name=op.f("ck_hours_exception_kind")),
        sa.CheckConstraint("ends_local is null or ends_local > starts_local", name=op.f("ck_hours_exception_hours")),
        sa.CheckConstraint("first_on <= last_on", name=op.f("ck_hours_exception_days")),
        sa.ForeignKeyConstraint(
            ["colleague_id"],
            ["colleague.person_id"],
            name=op.f("fk_hours_exception_colleague_id_colleague"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hours_exception")),
    )
    op.create_index(
        "ix_hours_exception_colleague_id_last_on", "hours_exception", ["colleague_id", "last_on"], unique=False
    )
    op.create_table(
        "work_hours",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("colleague_id", sa.Integer(), nullable=False),
        sa.Column("weekday", sa.Integer(), nullable=False),
        sa.Column("starts_local", sa.Time(), nullable=False),
        sa.Column("ends_local", sa.Time(), nullable=False),
        sa.Column("first_on", sa.Date(), nullable=True),
        sa.Column("last_on", sa.Date(), nullable=True),
        sa.CheckConstraint("ends_local > starts_local", name=op.f("ck_work_hours_hours")),
        sa.CheckConstraint("weekday between 0 and 6", name=op.f("ck_work_hours_weekday")),
        sa.ForeignKeyConstraint(
            ["colleague_id"],
            ["colleague.person_id"],
            name=op.f("fk_work_hours_colleague_id_colleague"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_work_hours")),
    )
    op.create_index(op.f("ix_work_hours_colleague_id"), "work_hours", ["colleague_id"], unique=False)
    op.create_table(
        "busy_span",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("calendar_id", sa.Integer(), nullable=False),
        sa.Column("starts_at", wok.db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("ends_at", wok.db.UtcDateTime(timezone=True), nullable=False),
        sa.CheckConstraint("starts_at < ends_at", name=op.f("ck_busy_span_span")),
        sa.ForeignKeyConstraint(
            ["calendar_id"],
            ["busy_calendar.colleague_id"],
            name=op.f("fk_busy_span_calendar_id_busy_calendar"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_busy_span")),
    )
    op.create_index("ix_busy_span_calendar_id_ends_at", "busy_span", ["calendar_id", "ends_at"], unique=False)
