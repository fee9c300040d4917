"""Open the house: every table of the booking core and the Wednesday lunch, and the guard of `taking`."""

import sqlalchemy as sa
from alembic import op

import wok.db
from wok.bookings import guard

revision = "0001"
down_revision = None


def upgrade() -> None:
    op.create_table(
        "association",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("form", sa.String(length=200), nullable=False),
        sa.Column("rcs_number", sa.String(length=200), nullable=True),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column("size_band", sa.String(length=200), nullable=False),
        sa.Column("neighbourhood", sa.String(length=200), nullable=False),
        sa.Column("status", sa.String(length=200), nullable=False),
        sa.Column("staff_note", sa.Text(), nullable=False),
        sa.Column("is_listed", sa.Boolean(), nullable=False),
        sa.Column("form_token", sa.String(length=200), nullable=True),
        sa.Column("asked_at", wok.db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("accepted_at", wok.db.UtcDateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("form in ('formal','informal')", name=op.f("ck_association_form")),
        sa.CheckConstraint(
            "status in ('asked','question','accepted','inactive','declined')", name=op.f("ck_association_status")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_association")),
        sa.UniqueConstraint("form_token", name=op.f("uq_association_form_token")),
    )
    op.create_table(
        "attempt",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("purpose", sa.String(length=200), nullable=False),
        sa.Column("key_hash", sa.String(length=200), nullable=False),
        sa.Column("at", wok.db.UtcDateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attempt")),
    )
    op.create_index(op.f("ix_attempt_at"), "attempt", ["at"], unique=False)
    op.create_index("ix_attempt_purpose_key_at", "attempt", ["purpose", "key_hash", "at"], unique=False)
    op.create_table(
        "closure",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=200), nullable=False),
        sa.Column("first_on", sa.Date(), nullable=False),
        sa.Column("last_on", sa.Date(), nullable=False),
        sa.Column("reason", sa.JSON(), nullable=False),
        sa.Column("uid", sa.String(length=200), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("changed_at", wok.db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("ended_at", wok.db.UtcDateTime(timezone=True), nullable=True),
        sa.CheckConstraint("kind in ('public_holiday','school_holiday','other')", name=op.f("ck_closure_kind")),
        sa.CheckConstraint("first_on <= last_on", name=op.f("ck_closure_days")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_closure")),
        sa.UniqueConstraint("uid", name=op.f("uq_closure_uid")),
    )
    op.create_index(op.f("ix_closure_first_on"), "closure", ["first_on"], unique=False)
    op.create_table(
        "delivered_copy",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("message_id", sa.String(length=200), nullable=False),
        sa.Column("recipient", sa.String(length=200), nullable=False),
        sa.Column("subject", sa.String(length=200), nullable=False),
        sa.Column("source", sa.LargeBinary(), nullable=False),
        sa.Column("delivered_at", wok.db.UtcDateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_delivered_copy")),
        sa.UniqueConstraint("message_id", name=op.f("uq_delivered_copy_message_id")),
    )
    op.create_index(op.f("ix_delivered_copy_recipient"), "delivered_copy", ["recipient"], unique=False)
    op.create_table(
        "house_text",
        sa.Column("key", sa.String(length=200), nullable=False),
        sa.Column("value", sa.JSON(), nullable=False),
        sa.Column("changed_at", wok.db.UtcDateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_house_text")),
    )
    op.create_table(
        "job_run",
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("ran_at", wok.db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("words", sa.String(length=200), nullable=False),
        sa.Column("failed_at", wok.db.UtcDateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_job_run")),
    )
    op.create_table(
        "person",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("email", sa.String(length=200), nullable=True),
        sa.Column("phone", sa.String(length=200), nullable=True),
        sa.Column("reach", sa.String(length=200), nullable=False),
        sa.Column("language", sa.String(length=200), nullable=False),
        sa.Column("is_staff", sa.Boolean(), nullable=False),
        sa.Column("needs", sa.JSON(), nullable=False),
        sa.Column("diets", sa.JSON(), nullable=False),
        sa.Column("created_at", wok.db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("left_at", wok.db.UtcDateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("language in ('fr','pt','en','de','lb')", name=op.f("ck_person_language")),
        sa.CheckConstraint("reach in ('email','phone','association','none')", name=op.f("ck_person_reach")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person")),
        sa.UniqueConstraint("email", name=op.f("uq_person_email")),
    )
    op.create_table(
        "published_feed",
        sa.Column("key", sa.String(length=200), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("gzip_body", sa.LargeBinary(), nullable=False),
        sa.Column("etag", sa.String(length=200), nullable=False),
        sa.Column("modified_at", wok.db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("rendered_at", wok.db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("fetched_at", wok.db.UtcDateTime(timezone=True), nullable=True),
        sa.Column("fetched_by", sa.String(length=200), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_published_feed")),
    )
    op.create_table(
        "resource",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=200), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("capacity", sa.Integer(), nullable=False),
        sa.Column("setup_minutes", sa.Integer(), nullable=False),
        sa.Column("cleanup_minutes", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("offers_from", wok.db.UtcDateTime(timezone=True), nullable=True),
        sa.CheckConstraint("capacity >= 0", name=op.f("ck_resource_capacity")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_resource")),
    )
    op.create_index(op.f("ix_resource_kind"), "resource", ["kind"], unique=False)
    op.create_table(
        "series",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=200), nullable=False),
        sa.Column("weekday", sa.Integer(), nullable=False),
        sa.Column("starts_local", sa.Time(), nullable=False),
        sa.Column("ends_local", sa.Time(), nullable=False),
        sa.Column("capacity", sa.Integer(), nullable=False),
        sa.Column("first_on", sa.Date(), nullable=False),
        sa.Column("last_on", sa.Date(), nullable=True),
        sa.Column("uid", sa.String(length=200), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("changed_at", wok.db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("capacity >= 0", name=op.f("ck_series_capacity")),
        sa.CheckConstraint("ends_local > starts_local", name=op.f("ck_series_hours")),
        sa.CheckConstraint("weekday between 0 and 6", name=op.f("ck_series_weekday")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_series")),
        sa.UniqueConstraint("kind", name=op.f("uq_series_kind")),
        sa.UniqueConstraint("uid", name=op.f("uq_series_uid")),
    )
    op.create_table(
        "feed_address",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.String(length=200), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("association_id", sa.Integer(), nullable=True),
        sa.Column("scope", sa.String(length=200), nullable=False),
        sa.Column("language", sa.String(length=200), nullable=False),
        sa.Column("made_at", wok.db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", wok.db.UtcDateTime(timezone=True), nullable=True),
        sa.CheckConstraint("scope in ('mine','association')", name=op.f("ck_feed_address_scope")),
        sa.ForeignKeyConstraint(
            ["association_id"],
            ["association.id"],
            name=op.f("fk_feed_address_association_id_association"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_feed_address_person_id_person"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_feed_address")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_feed_address_token_hash")),
    )
    op.create_index(op.f("ix_feed_address_association_id"), "feed_address", ["association_id"], unique=False)
    op.create_index(op.f("ix_feed_address_person_id"), "feed_address", ["person_id"], unique=False)
    op.create_table(
        "login",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("cookie_hash", sa.String(length=200), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("browser", sa.String(length=200), nullable=False),
        sa.Column("began_at", wok.db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("seen_at", wok.db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("ended_at", wok.db.UtcDateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_login_person_id_person"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_login")),
        sa.UniqueConstraint("cookie_hash", name=op.f("uq_login_cookie_hash")),
    )
    op.create_index(op.f("ix_login_person_id"), "login", ["person_id"], unique=False)
    op.create_table(
        "membership",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("association_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(length=200), nullable=False),
        sa.Column("confirmed_at", wok.db.UtcDateTime(timezone=True), nullable=True),
        sa.Column("ended_at", wok.db.UtcDateTime(timezone=True), nullable=True),
        sa.CheckConstraint("role in ('delegate','member')", name=op.f("ck_membership_role")),
        sa.ForeignKeyConstraint(
            ["association_id"],
            ["association.id"],
            name=op.f("fk_membership_association_id_association"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_membership_person_id_person"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_membership")),
        sa.UniqueConstraint("association_id", "person_id", name=op.f("uq_membership_association_id_person_id")),
    )
    op.create_index(op.f("ix_membership_person_id"), "membership", ["person_id"], unique=False)
    op.create_table(
        "occurrence",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("series_id", sa.Integer(), nullable=False),
        sa.Column("original_on", sa.Date(), nullable=False),
        sa.Column("original_at", wok.db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("starts_at", wok.db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("ends_at", wok.db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("resource_id", sa.Integer(), nullable=False),
        sa.Column("status", sa.String(length=200), nullable=False),
        sa.Column("closure_id", sa.Integer(), nullable=True),
        sa.Column("topic", sa.JSON(), nullable=False),
        sa.Column("menu", sa.JSON(), nullable=False),
        sa.Column("reason", sa.JSON(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("changed_at", wok.db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("decided_at", wok.db.UtcDateTime(timezone=True), nullable=True),
        sa.Column("undo_until", wok.db.UtcDateTime(timezone=True), nullable=True),
        sa.Column("before", sa.JSON(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "status in ('planned','needs_decision','cancelled','moved')", name=op.f("ck_occurrence_status")
        ),
        sa.CheckConstraint("starts_at < ends_at", name=op.f("ck_occurrence_span")),
        sa.ForeignKeyConstraint(
            ["closure_id"], ["closure.id"], name=op.f("fk_occurrence_closure_id_closure"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["resource_id"], ["resource.id"], name=op.f("fk_occurrence_resource_id_resource"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["series_id"], ["series.id"], name=op.f("fk_occurrence_series_id_series"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_occurrence")),
        sa.UniqueConstraint("resource_id", name=op.f("uq_occurrence_resource_id")),
        sa.UniqueConstraint("series_id", "original_on", name=op.f("uq_occurrence_series_id_original_on")),
    )
    op.create_index(op.f("ix_occurrence_closure_id"), "occurrence", ["closure_id"], unique=False)
    op.create_index(op.f("ix_occurrence_starts_at"), "occurrence", ["starts_at"], unique=False)
    op.create_table(
        "resource_part",
        sa.Column("whole_id", sa.Integer(), nullable=False),
        sa.Column("part_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["part_id"], ["resource.id"], name=op.f("fk_resource_part_part_id_resource"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["whole_id"], ["resource.id"], name=op.f("fk_resource_part_whole_id_resource"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("whole_id", "part_id", name=op.f("pk_resource_part")),
    )
    op.create_index(op.f("ix_resource_part_part_id"), "resource_part", ["part_id"], unique=False)
    op.create_table(
        "sign_in_mail",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("link_hash", sa.String(length=200), nullable=False),
        sa.Column("digits_hash", sa.String(length=200), nullable=False),
        sa.Column("browser_hash", sa.String(length=200), nullable=False),
        sa.Column("asked_at", wok.db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("expires_at", wok.db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("used_at", wok.db.UtcDateTime(timezone=True), nullable=True),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_sign_in_mail_person_id_person"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_in_mail")),
        sa.UniqueConstraint("link_hash", name=op.f("uq_sign_in_mail_link_hash")),
    )
    op.create_index(op.f("ix_sign_in_mail_browser_hash"), "sign_in_mail", ["browser_hash"], unique=False)
    op.create_index(op.f("ix_sign_in_mail_person_id"), "sign_in_mail", ["person_id"], unique=False)
    op.create_table(
        "booking",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=200), nullable=False),
        sa.Column("status", sa.String(length=200), nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.Column("starts_at", wok.db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("ends_at", wok.db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("occurrence_id", sa.Integer(), nullable=True),
        sa.Column("association_id", sa.Integer(), nullable=True),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("association_said", sa.String(length=200), nullable=False),
        sa.Column("contact_name", sa.String(length=200), nullable=False),
        sa.Column("contact_email", sa.String(length=200), nullable=True),
        sa.Column("contact_phone", sa.String(length=200), nullable=True),
        sa.Column("reach", sa.String(length=200), nullable=False),
        sa.Column("language", sa.String(length=200), nullable=False),
        sa.Column("hold_until", wok.db.UtcDateTime(timezone=True), nullable=True),
        sa.Column("code", sa.String(length=200), nullable=False),
        sa.Column("link_token", sa.String(length=200), nullable=False),
        sa.Column("form_token", sa.String(length=200), nullable=True),
        sa.Column("uid", sa.String(length=200), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("created_at", wok.db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("changed_at", wok.db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("cancelled_at", wok.db.UtcDateTime(timezone=True), nullable=True),
        sa.Column("cancelled_late", sa.Boolean(), nullable=False),
        sa.Column("undo_until", wok.db.UtcDateTime(timezone=True), nullable=True),
        sa.Column("attendance", sa.String(length=200), nullable=True),
        sa.Column("attended", sa.Integer(), nullable=True),
        sa.Column("override_reason", sa.Text(), nullable=False),
        sa.Column("mail_failed_at", wok.db.UtcDateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("language in ('fr','pt','en','de','lb')", name=op.f("ck_booking_language")),
        sa.CheckConstraint("reach in ('email','phone','association','none')", name=op.f("ck_booking_reach")),
        sa.CheckConstraint("status <> 'held' or hold_until is not null", name=op.f("ck_booking_hold_until")),
        sa.CheckConstraint("status in ('waiting','held','confirmed','cancelled')", name=op.f("ck_booking_status")),
        sa.CheckConstraint("quantity > 0", name=op.f("ck_booking_quantity")),
        sa.CheckConstraint("starts_at < ends_at", name=op.f("ck_booking_span")),
        sa.ForeignKeyConstraint(
            ["association_id"],
            ["association.id"],
            name=op.f("fk_booking_association_id_association"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["occurrence_id"], ["occurrence.id"], name=op.f("fk_booking_occurrence_id_occurrence"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_booking_person_id_person"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_booking")),
        sa.UniqueConstraint("code", name=op.f("uq_booking_code")),
        sa.UniqueConstraint("form_token", name=op.f("uq_booking_form_token")),
        sa.UniqueConstraint("link_token", name=op.f("uq_booking_link_token")),
        sa.UniqueConstraint("uid", name=op.f("uq_booking_uid")),
    )
    op.create_index(op.f("ix_booking_association_id"), "booking", ["association_id"], unique=False)
    op.create_index(op.f("ix_booking_contact_email"), "booking", ["contact_email"], unique=False)
    op.create_index(op.f("ix_booking_contact_phone"), "booking", ["contact_phone"], unique=False)
    op.create_index("ix_booking_occurrence_id_status", "booking", ["occurrence_id", "status"], unique=False)
    op.create_index(op.f("ix_booking_person_id"), "booking", ["person_id"], unique=False)
    op.create_index(op.f("ix_booking_starts_at"), "booking", ["starts_at"], unique=False)
    op.create_index("ix_booking_status_hold_until", "booking", ["status", "hold_until"], unique=False)
    op.create_table(
        "walk_in",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("occurrence_id", sa.Integer(), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("words", sa.String(length=200), nullable=False),
        sa.Column("at", wok.db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("form_token", sa.String(length=200), nullable=True),
        sa.CheckConstraint("people > 0", name=op.f("ck_walk_in_people")),
        sa.ForeignKeyConstraint(
            ["occurrence_id"], ["occurrence.id"], name=op.f("fk_walk_in_occurrence_id_occurrence"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_walk_in")),
        sa.UniqueConstraint("form_token", name=op.f("uq_walk_in_form_token")),
    )
    op.create_index(op.f("ix_walk_in_occurrence_id"), "walk_in", ["occurrence_id"], unique=False)
    op.create_table(
        "booking_event",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("booking_id", sa.Integer(), nullable=False),
        sa.Column("at", wok.db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("what", sa.String(length=200), nullable=False),
        sa.Column("by", sa.String(length=200), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["booking_id"], ["booking.id"], name=op.f("fk_booking_event_booking_id_booking"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_booking_event_person_id_person"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_booking_event")),
    )
    op.create_index(op.f("ix_booking_event_booking_id"), "booking_event", ["booking_id"], unique=False)
    op.create_table(
        "chip",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("booking_id", sa.Integer(), nullable=False),
        sa.Column("occurrence_id", sa.Integer(), nullable=False),
        sa.Column("direction", sa.String(length=200), nullable=False),
        sa.Column("words", sa.String(length=200), nullable=False),
        sa.Column("theme", sa.String(length=200), nullable=False),
        sa.Column("wants_matches", sa.Boolean(), nullable=False),
        sa.Column("language", sa.String(length=200), nullable=False),
        sa.Column("state", sa.String(length=200), nullable=False),
        sa.CheckConstraint("direction in ('look','offer')", name=op.f("ck_chip_direction")),
        sa.CheckConstraint("state in ('new','shown','hidden')", name=op.f("ck_chip_state")),
        sa.ForeignKeyConstraint(
            ["booking_id"], ["booking.id"], name=op.f("fk_chip_booking_id_booking"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["occurrence_id"], ["occurrence.id"], name=op.f("fk_chip_occurrence_id_occurrence"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_chip")),
    )
    op.create_index(op.f("ix_chip_booking_id"), "chip", ["booking_id"], unique=False)
    op.create_index(op.f("ix_chip_occurrence_id"), "chip", ["occurrence_id"], unique=False)
    op.create_table(
        "message",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("cause", sa.String(length=200), nullable=False),
        sa.Column("kind", sa.String(length=200), nullable=False),
        sa.Column("channel", sa.String(length=200), nullable=False),
        sa.Column("recipient", sa.String(length=200), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("language", sa.String(length=200), nullable=False),
        sa.Column("booking_id", sa.Integer(), nullable=True),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("message_id", sa.String(length=200), nullable=False),
        sa.Column("state", sa.String(length=200), nullable=False),
        sa.Column("created_at", wok.db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("due_at", wok.db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("useful_until", wok.db.UtcDateTime(timezone=True), nullable=True),
        sa.Column("lease_until", wok.db.UtcDateTime(timezone=True), nullable=True),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("last_error", sa.String(length=200), nullable=False),
        sa.Column("finished_at", wok.db.UtcDateTime(timezone=True), nullable=True),
        sa.Column("finished_by", sa.Integer(), nullable=True),
        sa.CheckConstraint("channel in ('email','phone','association','none')", name=op.f("ck_message_channel")),
        sa.CheckConstraint("state in ('due','sending','sent','failed','void','done')", name=op.f("ck_message_state")),
        sa.ForeignKeyConstraint(
            ["booking_id"], ["booking.id"], name=op.f("fk_message_booking_id_booking"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["finished_by"], ["person.id"], name=op.f("fk_message_finished_by_person"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_message")),
        sa.UniqueConstraint("cause", "kind", "channel", "recipient", name="uq_message_cause"),
        sa.UniqueConstraint("message_id", name=op.f("uq_message_message_id")),
    )
    op.create_index(op.f("ix_message_booking_id"), "message", ["booking_id"], unique=False)
    op.create_index("ix_message_state_due_at", "message", ["channel", "state", "due_at"], unique=False)
    op.create_table(
        "no_show_forgiven",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("booking_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("at", wok.db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["booking_id"], ["booking.id"], name=op.f("fk_no_show_forgiven_booking_id_booking"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_no_show_forgiven_person_id_person"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_no_show_forgiven")),
        sa.UniqueConstraint("booking_id", name=op.f("uq_no_show_forgiven_booking_id")),
    )
    op.create_table(
        "standing_rsvp",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("first_booking_id", sa.Integer(), nullable=False),
        sa.Column("booked_through_on", sa.Date(), nullable=False),
        sa.Column("confirm_by", wok.db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("asked_at", wok.db.UtcDateTime(timezone=True), nullable=True),
        sa.Column("ended_at", wok.db.UtcDateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["first_booking_id"],
            ["booking.id"],
            name=op.f("fk_standing_rsvp_first_booking_id_booking"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_standing_rsvp")),
        sa.UniqueConstraint("first_booking_id", name=op.f("uq_standing_rsvp_first_booking_id")),
    )
    op.create_table(
        "taking",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("booking_id", sa.Integer(), nullable=False),
        sa.Column("resource_id", sa.Integer(), nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.Column("starts_at", wok.db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("ends_at", wok.db.UtcDateTime(timezone=True), nullable=False),
        sa.CheckConstraint("quantity > 0", name=op.f("ck_taking_quantity")),
        sa.CheckConstraint("starts_at < ends_at", name=op.f("ck_taking_span")),
        sa.ForeignKeyConstraint(
            ["booking_id"], ["booking.id"], name=op.f("fk_taking_booking_id_booking"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["resource_id"], ["resource.id"], name=op.f("fk_taking_resource_id_resource"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_taking")),
    )
    op.create_index(op.f("ix_taking_booking_id"), "taking", ["booking_id"], unique=False)
    op.create_index(
        "ix_taking_resource_id_ends_at", "taking", ["resource_id", "ends_at", "starts_at", "quantity"], unique=False
    )
    op.create_table(
        "waitlist_entry",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("booking_id", sa.Integer(), nullable=False),
        sa.Column("resource_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=200), nullable=False),
        sa.Column("joined_at", wok.db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("offer_until", wok.db.UtcDateTime(timezone=True), nullable=True),
        sa.Column("offers_made", sa.Integer(), nullable=False),
        sa.Column("fewer_asked", sa.Integer(), nullable=False),
        sa.Column("settled_at", wok.db.UtcDateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "state in ('waiting','offered','taken','left','lapsed','ended')", name=op.f("ck_waitlist_entry_state")
        ),
        sa.ForeignKeyConstraint(
            ["booking_id"], ["booking.id"], name=op.f("fk_waitlist_entry_booking_id_booking"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["resource_id"], ["resource.id"], name=op.f("fk_waitlist_entry_resource_id_resource"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_waitlist_entry")),
        sa.UniqueConstraint("booking_id", name=op.f("uq_waitlist_entry_booking_id")),
    )
    op.create_index(
        "ix_waitlist_entry_resource_id_state", "waitlist_entry", ["resource_id", "state", "joined_at"], unique=False
    )
    op.create_index("ix_waitlist_entry_state_offer_until", "waitlist_entry", ["state", "offer_until"], unique=False)
    op.create_table(
        "rsvp",
        sa.Column("booking_id", sa.Integer(), nullable=False),
        sa.Column("adults", sa.Integer(), nullable=False),
        sa.Column("children", sa.Integer(), nullable=False),
        sa.Column("prams", sa.Integer(), nullable=False),
        sa.Column("diets", sa.JSON(), nullable=False),
        sa.Column("needs", sa.JSON(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("standing_id", sa.Integer(), nullable=True),
        sa.Column("must_reconfirm", sa.Boolean(), nullable=False),
        sa.Column("reconfirmed_at", wok.db.UtcDateTime(timezone=True), nullable=True),
        sa.Column("met_someone", sa.String(length=200), nullable=True),
        sa.Column("erased_at", wok.db.UtcDateTime(timezone=True), nullable=True),
        sa.CheckConstraint("adults >= 0 and children >= 0 and prams >= 0", name=op.f("ck_rsvp_party")),
        sa.ForeignKeyConstraint(
            ["booking_id"], ["booking.id"], name=op.f("fk_rsvp_booking_id_booking"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["standing_id"], ["standing_rsvp.id"], name=op.f("fk_rsvp_standing_id_standing_rsvp"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("booking_id", name=op.f("pk_rsvp")),
    )
    op.create_index(op.f("ix_rsvp_standing_id"), "rsvp", ["standing_id"], unique=False)
    for statement in guard.statements(op.get_bind().dialect.name):
        op.execute(sa.text(statement.replace(":", "\\:")))
