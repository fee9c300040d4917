"""Meet the team: staff hours and duties, Thursday's queue, appointments, busy calendars."""

import sqlalchemy as sa
from alembic import op

import wok.db

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.create_table(
        "kept_text",
        sa.Column("key_hash", sa.String(length=200), nullable=False),
        sa.Column("fields", sa.JSON(), nullable=False),
        sa.Column("kept_at", wok.db.UtcDateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("key_hash", name=op.f("pk_kept_text")),
    )
    op.create_index(op.f("ix_kept_text_kept_at"), "kept_text", ["kept_at"], unique=False)
    op.create_table(
        "matter",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.JSON(), nullable=False),
        sa.Column("description", sa.JSON(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("places", sa.JSON(), nullable=False),
        sa.Column("notice_hours", sa.Integer(), nullable=False),
        sa.Column("horizon_days", sa.Integer(), nullable=False),
        sa.Column("buffer_before", sa.Integer(), nullable=False),
        sa.Column("buffer_after", sa.Integer(), nullable=False),
        sa.Column("daily_cap", sa.Integer(), nullable=True),
        sa.Column("confirmation", sa.String(length=200), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("ended_at", wok.db.UtcDateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("confirmation in ('at_once','by_staff')", name=op.f("ck_matter_confirmation")),
        sa.CheckConstraint(
            "buffer_before between 0 and 240 and buffer_after between 0 and 240", name=op.f("ck_matter_buffers")
        ),
        sa.CheckConstraint("daily_cap is null or daily_cap > 0", name=op.f("ck_matter_daily_cap")),
        sa.CheckConstraint("minutes between 5 and 480", name=op.f("ck_matter_minutes")),
        sa.CheckConstraint("notice_hours >= 0 and horizon_days between 1 and 365", name=op.f("ck_matter_limits")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_matter")),
    )
    op.create_table(
        "colleague",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("resource_id", sa.Integer(), nullable=False),
        sa.Column("shown_as", sa.String(length=200), nullable=False),
        sa.Column("languages", sa.JSON(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("ended_at", wok.db.UtcDateTime(timezone=True), nullable=True),
        sa.Column("undo_until", wok.db.UtcDateTime(timezone=True), nullable=True),
        sa.Column("before", sa.JSON(), nullable=True),
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
        "email_change",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("email", sa.String(length=200), nullable=False),
        sa.Column("link_hash", sa.String(length=200), nullable=False),
        sa.Column("digits_hash", sa.String(length=200), nullable=False),
        sa.Column("expires_at", wok.db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("used_at", wok.db.UtcDateTime(timezone=True), nullable=True),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_email_change_person_id_person"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_email_change")),
        sa.UniqueConstraint("link_hash", name=op.f("uq_email_change_link_hash")),
    )
    op.create_index(op.f("ix_email_change_person_id"), "email_change", ["person_id"], unique=False)
    op.create_table(
        "busy_calendar",
        sa.Column("colleague_id", sa.Integer(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("tried_at", wok.db.UtcDateTime(timezone=True), nullable=True),
        sa.Column("read_at", wok.db.UtcDateTime(timezone=True), nullable=True),
        sa.Column("whole_at", wok.db.UtcDateTime(timezone=True), nullable=True),
        sa.Column("events", sa.Integer(), nullable=False),
        sa.Column("skipped", sa.Integer(), nullable=False),
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
        "matter_colleague",
        sa.Column("matter_id", sa.Integer(), nullable=False),
        sa.Column("colleague_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["colleague_id"],
            ["colleague.person_id"],
            name=op.f("fk_matter_colleague_colleague_id_colleague"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["matter_id"], ["matter.id"], name=op.f("fk_matter_colleague_matter_id_matter"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("matter_id", "colleague_id", name=op.f("pk_matter_colleague")),
    )
    op.create_index(op.f("ix_matter_colleague_colleague_id"), "matter_colleague", ["colleague_id"], unique=False)
    op.create_table(
        "oncall_day",
        sa.Column("occurrence_id", sa.Integer(), nullable=False),
        sa.Column("numbers_until", wok.db.UtcDateTime(timezone=True), nullable=True),
        sa.Column("closed_at", wok.db.UtcDateTime(timezone=True), nullable=True),
        sa.Column("changed_at", wok.db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["occurrence_id"],
            ["occurrence.id"],
            name=op.f("fk_oncall_day_occurrence_id_occurrence"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("occurrence_id", name=op.f("pk_oncall_day")),
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
        "appointment",
        sa.Column("booking_id", sa.Integer(), nullable=False),
        sa.Column("matter_id", sa.Integer(), nullable=False),
        sa.Column("colleague_id", sa.Integer(), nullable=True),
        sa.Column("wished_colleague_id", sa.Integer(), nullable=True),
        sa.Column("place", sa.String(length=200), nullable=False),
        sa.Column("language", sa.String(length=200), nullable=False),
        sa.Column("wants_interpreter", sa.Boolean(), nullable=False),
        sa.Column("interpreter", sa.String(length=200), nullable=False),
        sa.Column("needs", sa.JSON(), nullable=False),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("video_link", sa.Text(), nullable=False),
        sa.Column("waits_for", sa.String(length=200), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("before", sa.JSON(), nullable=True),
        sa.Column("agreed_at", wok.db.UtcDateTime(timezone=True), nullable=True),
        sa.Column("staff_note", sa.Text(), nullable=False),
        sa.Column("next_step", sa.Text(), nullable=False),
        sa.Column("outcome", sa.String(length=200), nullable=True),
        sa.Column("erased_at", wok.db.UtcDateTime(timezone=True), nullable=True),
        sa.CheckConstraint("colleague_id is not null or waits_for = 'time'", name=op.f("ck_appointment_colleague")),
        sa.CheckConstraint("place in ('wok','phone','video')", name=op.f("ck_appointment_place")),
        sa.CheckConstraint(
            "waits_for in ('','staff','interpreter','booker','time')", name=op.f("ck_appointment_waits_for")
        ),
        sa.ForeignKeyConstraint(
            ["booking_id"], ["booking.id"], name=op.f("fk_appointment_booking_id_booking"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["colleague_id"],
            ["colleague.person_id"],
            name=op.f("fk_appointment_colleague_id_colleague"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["matter_id"], ["matter.id"], name=op.f("fk_appointment_matter_id_matter"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["wished_colleague_id"],
            ["colleague.person_id"],
            name=op.f("fk_appointment_wished_colleague_id_colleague"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("booking_id", name=op.f("pk_appointment")),
    )
    op.create_index(op.f("ix_appointment_colleague_id"), "appointment", ["colleague_id"], unique=False)
    op.create_index("ix_appointment_matter_id_booking_id", "appointment", ["matter_id", "booking_id"], unique=False)
    op.create_index(op.f("ix_appointment_waits_for"), "appointment", ["waits_for"], unique=False)
    op.create_table(
        "appointment_proposal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("booking_id", sa.Integer(), nullable=False),
        sa.Column("colleague_id", sa.Integer(), nullable=False),
        sa.Column("starts_at", wok.db.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["booking_id"], ["booking.id"], name=op.f("fk_appointment_proposal_booking_id_booking"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["colleague_id"],
            ["colleague.person_id"],
            name=op.f("fk_appointment_proposal_colleague_id_colleague"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_appointment_proposal")),
    )
    op.create_index(op.f("ix_appointment_proposal_booking_id"), "appointment_proposal", ["booking_id"], unique=False)
    op.create_table(
        "booked_matter",
        sa.Column("booking_id", sa.Integer(), nullable=False),
        sa.Column("topic", sa.String(length=200), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("before", sa.JSON(), nullable=True),
        sa.ForeignKeyConstraint(
            ["booking_id"], ["booking.id"], name=op.f("fk_booked_matter_booking_id_booking"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("booking_id", name=op.f("pk_booked_matter")),
    )
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
    op.create_table(
        "earlier_wish",
        sa.Column("booking_id", sa.Integer(), nullable=False),
        sa.Column("asked_at", wok.db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("earliest_known", wok.db.UtcDateTime(timezone=True), nullable=True),
        sa.Column("messages_sent", sa.Integer(), nullable=False),
        sa.Column("sent_at", wok.db.UtcDateTime(timezone=True), nullable=True),
        sa.Column("ended_at", wok.db.UtcDateTime(timezone=True), nullable=True),
        sa.CheckConstraint("messages_sent between 0 and 3", name=op.f("ck_earlier_wish_messages_sent")),
        sa.ForeignKeyConstraint(
            ["booking_id"], ["booking.id"], name=op.f("fk_earlier_wish_booking_id_booking"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("booking_id", name=op.f("pk_earlier_wish")),
    )
    op.create_index(op.f("ix_earlier_wish_ended_at"), "earlier_wish", ["ended_at"], unique=False)
    op.create_table(
        "kept_booking",
        sa.Column("booking_id", sa.Integer(), nullable=False),
        sa.Column("cause", sa.String(length=200), nullable=False),
        sa.Column("kept_at", wok.db.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["booking_id"], ["booking.id"], name=op.f("fk_kept_booking_booking_id_booking"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("booking_id", "cause", name=op.f("pk_kept_booking")),
    )
    op.create_table(
        "mail_answer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("fingerprint", sa.String(length=200), nullable=False),
        sa.Column("booking_id", sa.Integer(), nullable=True),
        sa.Column("code", sa.String(length=200), nullable=False),
        sa.Column("sender", sa.String(length=200), nullable=False),
        sa.Column("partstat", sa.String(length=200), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("why", sa.String(length=200), nullable=False),
        sa.Column("state", sa.String(length=200), nullable=False),
        sa.Column("received_at", wok.db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=True),
        sa.Column("stamped_at", wok.db.UtcDateTime(timezone=True), nullable=True),
        sa.Column("sent_at", wok.db.UtcDateTime(timezone=True), nullable=True),
        sa.Column("read_at", wok.db.UtcDateTime(timezone=True), nullable=True),
        sa.Column("read_by", sa.Integer(), nullable=True),
        sa.CheckConstraint("state in ('kept','new','read')", name=op.f("ck_mail_answer_state")),
        sa.ForeignKeyConstraint(
            ["booking_id"], ["booking.id"], name=op.f("fk_mail_answer_booking_id_booking"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["read_by"], ["person.id"], name=op.f("fk_mail_answer_read_by_person"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mail_answer")),
        sa.UniqueConstraint("fingerprint", name=op.f("uq_mail_answer_fingerprint")),
    )
    op.create_index(op.f("ix_mail_answer_booking_id"), "mail_answer", ["booking_id"], unique=False)
    op.create_index("ix_mail_answer_state_received_at", "mail_answer", ["state", "received_at"], unique=False)
    op.create_table(
        "staff_block",
        sa.Column("booking_id", sa.Integer(), nullable=False),
        sa.Column("colleague_id", sa.Integer(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("series_key", sa.String(length=200), nullable=True),
        sa.Column("before", sa.JSON(), nullable=True),
        sa.ForeignKeyConstraint(
            ["booking_id"], ["booking.id"], name=op.f("fk_staff_block_booking_id_booking"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["colleague_id"],
            ["colleague.person_id"],
            name=op.f("fk_staff_block_colleague_id_colleague"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("booking_id", name=op.f("pk_staff_block")),
    )
    op.create_index(op.f("ix_staff_block_colleague_id"), "staff_block", ["colleague_id"], unique=False)
    op.create_index(op.f("ix_staff_block_series_key"), "staff_block", ["series_key"], unique=False)
    op.create_table(
        "visit",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("occurrence_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("lane", sa.String(length=200), nullable=False),
        sa.Column("booking_id", sa.Integer(), nullable=True),
        sa.Column("topic", sa.String(length=200), nullable=False),
        sa.Column("language", sa.String(length=200), nullable=False),
        sa.Column("nickname", sa.String(length=200), nullable=False),
        sa.Column("state", sa.String(length=200), nullable=False),
        sa.Column("link_token", sa.String(length=200), nullable=False),
        sa.Column("taken_where", sa.String(length=200), nullable=False),
        sa.Column("browser", sa.String(length=200), nullable=True),
        sa.Column("taken_at", wok.db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("arrived_at", wok.db.UtcDateTime(timezone=True), nullable=True),
        sa.Column("out_at", wok.db.UtcDateTime(timezone=True), nullable=True),
        sa.Column("called_at", wok.db.UtcDateTime(timezone=True), nullable=True),
        sa.Column("calls", sa.Integer(), nullable=False),
        sa.Column("started_at", wok.db.UtcDateTime(timezone=True), nullable=True),
        sa.Column("ended_at", wok.db.UtcDateTime(timezone=True), nullable=True),
        sa.Column("colleague_id", sa.Integer(), nullable=True),
        sa.Column("for_colleague_id", sa.Integer(), nullable=True),
        sa.Column("same_as_id", sa.Integer(), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("outcome", sa.String(length=200), nullable=True),
        sa.Column("next_step", sa.Text(), nullable=False),
        sa.Column("follow_up", sa.Boolean(), nullable=False),
        sa.Column("followed_at", wok.db.UtcDateTime(timezone=True), nullable=True),
        sa.Column("next_booking_id", sa.Integer(), nullable=True),
        sa.Column("is_first_this_month", sa.Boolean(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("association_id", sa.Integer(), nullable=True),
        sa.Column("form_token", sa.String(length=200), nullable=True),
        sa.Column("before", sa.JSON(), nullable=True),
        sa.Column("undo_until", wok.db.UtcDateTime(timezone=True), nullable=True),
        sa.Column("erased_at", wok.db.UtcDateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("lane <> 'booked' or booking_id is not null", name=op.f("ck_visit_booked")),
        sa.CheckConstraint("lane in ('booked','walk_in')", name=op.f("ck_visit_lane")),
        sa.CheckConstraint(
            "state in ('waiting','out','called','with_us','parked','seen','left','next_week')",
            name=op.f("ck_visit_state"),
        ),
        sa.CheckConstraint("taken_where in ('phone','tablet','desk','booking')", name=op.f("ck_visit_taken_where")),
        sa.CheckConstraint("number > 0 and calls >= 0", name=op.f("ck_visit_number")),
        sa.ForeignKeyConstraint(
            ["association_id"],
            ["association.id"],
            name=op.f("fk_visit_association_id_association"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["booking_id"], ["booking.id"], name=op.f("fk_visit_booking_id_booking"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["colleague_id"], ["colleague.person_id"], name=op.f("fk_visit_colleague_id_colleague"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["for_colleague_id"],
            ["colleague.person_id"],
            name=op.f("fk_visit_for_colleague_id_colleague"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["next_booking_id"], ["booking.id"], name=op.f("fk_visit_next_booking_id_booking"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["occurrence_id"], ["occurrence.id"], name=op.f("fk_visit_occurrence_id_occurrence"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_visit_person_id_person"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["same_as_id"], ["visit.id"], name=op.f("fk_visit_same_as_id_visit"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_visit")),
        sa.UniqueConstraint("booking_id", name=op.f("uq_visit_booking_id")),
        sa.UniqueConstraint("form_token", name=op.f("uq_visit_form_token")),
        sa.UniqueConstraint("link_token", name=op.f("uq_visit_link_token")),
        sa.UniqueConstraint("occurrence_id", "number", name=op.f("uq_visit_occurrence_id_number")),
    )
    op.create_index(op.f("ix_visit_association_id"), "visit", ["association_id"], unique=False)
    op.create_index("ix_visit_browser", "visit", ["browser", "taken_at"], unique=False)
    op.create_index(op.f("ix_visit_next_booking_id"), "visit", ["next_booking_id"], unique=False)
    op.create_index("ix_visit_occurrence_id_state", "visit", ["occurrence_id", "state"], unique=False)
    op.create_index(op.f("ix_visit_person_id"), "visit", ["person_id"], unique=False)
    op.create_index(op.f("ix_visit_same_as_id"), "visit", ["same_as_id"], unique=False)
    op.add_column("booking", sa.Column("setup_minutes", sa.Integer(), nullable=True))
    op.add_column("booking", sa.Column("cleanup_minutes", sa.Integer(), nullable=True))
    op.add_column("booking", sa.Column("searched", sa.Text(), nullable=True))
    op.add_column("feed_address", sa.Column("detail", sa.String(length=200), server_default="full", nullable=False))
    op.add_column("person", sa.Column("form_token", sa.String(length=200), nullable=True))
    op.create_index(op.f("ix_person_form_token"), "person", ["form_token"], unique=True)
    op.add_column("series", sa.Column("booked_one_in", sa.Integer(), nullable=True))
    op.add_column("series", sa.Column("undo_until", wok.db.UtcDateTime(timezone=True), nullable=True))
    op.add_column("series", sa.Column("before", sa.JSON(), nullable=True))
