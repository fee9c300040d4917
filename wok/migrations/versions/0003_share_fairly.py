"""Share fairly: equipment, space, requests, rounds and what each circle had."""

import sqlalchemy as sa
from alembic import op

import wok.db

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.create_table(
        "handover_hours",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("weekday", sa.Integer(), nullable=False),
        sa.Column("starts_local", sa.Time(), nullable=False),
        sa.Column("ends_local", sa.Time(), nullable=False),
        sa.CheckConstraint("ends_local > starts_local", name=op.f("ck_handover_hours_hours")),
        sa.CheckConstraint("weekday between 0 and 6", name=op.f("ck_handover_hours_weekday")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_handover_hours")),
        sa.UniqueConstraint("weekday", "starts_local", name=op.f("uq_handover_hours_weekday_starts_local")),
    )
    op.create_table(
        "item_set",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("slug", sa.String(length=200), nullable=False),
        sa.Column("name", sa.JSON(), nullable=False),
        sa.Column("description", sa.JSON(), nullable=False),
        sa.Column("words", sa.JSON(), nullable=False),
        sa.Column("purposes", sa.JSON(), nullable=False),
        sa.Column("serves", sa.Integer(), nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("retired_at", wok.db.UtcDateTime(timezone=True), nullable=True),
        sa.Column("changed_at", wok.db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("serves is null or serves > 0", name=op.f("ck_item_set_serves")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_item_set")),
        sa.UniqueConstraint("slug", name=op.f("uq_item_set_slug")),
    )
    op.create_table(
        "item",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("resource_id", sa.Integer(), nullable=False),
        sa.Column("slug", sa.String(length=200), nullable=False),
        sa.Column("name", sa.JSON(), nullable=False),
        sa.Column("description", sa.JSON(), nullable=False),
        sa.Column("included", sa.JSON(), nullable=False),
        sa.Column("rules", sa.JSON(), nullable=False),
        sa.Column("insurance", sa.JSON(), nullable=False),
        sa.Column("conditions", sa.JSON(), nullable=False),
        sa.Column("words", sa.JSON(), nullable=False),
        sa.Column("category", sa.String(length=200), nullable=False),
        sa.Column("purposes", sa.JSON(), nullable=False),
        sa.Column("serves", sa.Integer(), nullable=True),
        sa.Column("pack", sa.Integer(), nullable=False),
        sa.Column("weight_grams", sa.Integer(), nullable=True),
        sa.Column("deposit_cents", sa.Integer(), nullable=True),
        sa.Column("cleanup_days", sa.Integer(), nullable=False),
        sa.Column("owner", sa.String(length=200), nullable=False),
        sa.Column("association_id", sa.Integer(), nullable=True),
        sa.Column("needs_introduction", sa.Boolean(), nullable=False),
        sa.Column("is_tagged", sa.Boolean(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("lends_from", sa.Date(), nullable=True),
        sa.Column("paused_at", wok.db.UtcDateTime(timezone=True), nullable=True),
        sa.Column("paused_until", sa.Date(), nullable=True),
        sa.Column("pause_reason", sa.JSON(), nullable=False),
        sa.Column("retired_at", wok.db.UtcDateTime(timezone=True), nullable=True),
        sa.Column("offered_at", wok.db.UtcDateTime(timezone=True), nullable=True),
        sa.Column("offered_by_id", sa.Integer(), nullable=True),
        sa.Column("accepted_at", wok.db.UtcDateTime(timezone=True), nullable=True),
        sa.Column("declined_at", wok.db.UtcDateTime(timezone=True), nullable=True),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("form_token", sa.String(length=200), nullable=True),
        sa.Column("changed_at", wok.db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("undo_until", wok.db.UtcDateTime(timezone=True), nullable=True),
        sa.Column("before", sa.JSON(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "owner <> 'association' or association_id is not null or retired_at is not null", name=op.f("ck_item_of")
        ),
        sa.CheckConstraint("owner in ('wok','town','association')", name=op.f("ck_item_owner")),
        sa.CheckConstraint("cleanup_days between 0 and 14", name=op.f("ck_item_cleanup_days")),
        sa.CheckConstraint("deposit_cents is null or deposit_cents > 0", name=op.f("ck_item_deposit_cents")),
        sa.CheckConstraint("pack between 1 and 1000", name=op.f("ck_item_pack")),
        sa.CheckConstraint("serves is null or serves > 0", name=op.f("ck_item_serves")),
        sa.CheckConstraint("weight_grams is null or weight_grams > 0", name=op.f("ck_item_weight_grams")),
        sa.ForeignKeyConstraint(
            ["association_id"], ["association.id"], name=op.f("fk_item_association_id_association"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["offered_by_id"], ["person.id"], name=op.f("fk_item_offered_by_id_person"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["resource_id"], ["resource.id"], name=op.f("fk_item_resource_id_resource"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_item")),
        sa.UniqueConstraint("form_token", name=op.f("uq_item_form_token")),
        sa.UniqueConstraint("resource_id", name=op.f("uq_item_resource_id")),
        sa.UniqueConstraint("slug", name=op.f("uq_item_slug")),
    )
    op.create_index(op.f("ix_item_association_id"), "item", ["association_id"], unique=False)
    op.create_index(op.f("ix_item_category"), "item", ["category"], unique=False)
    op.create_table(
        "room",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("resource_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.JSON(), nullable=False),
        sa.Column("description", sa.JSON(), nullable=False),
        sa.Column("noise", sa.JSON(), nullable=False),
        sa.Column("inside", sa.JSON(), nullable=False),
        sa.Column("way_in", sa.JSON(), nullable=False),
        sa.Column("seats", sa.Integer(), nullable=False),
        sa.Column("standing", sa.Integer(), nullable=False),
        sa.Column("access", sa.JSON(), nullable=False),
        sa.Column("opened_by", sa.String(length=200), nullable=False),
        sa.Column("release_minutes", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("paused_at", wok.db.UtcDateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("opened_by in ('keys','staff')", name=op.f("ck_room_opened_by")),
        sa.CheckConstraint("release_minutes between 0 and 240", name=op.f("ck_room_release_minutes")),
        sa.CheckConstraint("seats >= 0 and standing >= 0 and seats + standing > 0", name=op.f("ck_room_people")),
        sa.ForeignKeyConstraint(
            ["resource_id"], ["resource.id"], name=op.f("fk_room_resource_id_resource"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_room")),
        sa.UniqueConstraint("resource_id", name=op.f("uq_room_resource_id")),
    )
    op.create_table(
        "stocktake",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("began_at", wok.db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("began_by_id", sa.Integer(), nullable=True),
        sa.Column("closed_at", wok.db.UtcDateTime(timezone=True), nullable=True),
        sa.Column("undo_until", wok.db.UtcDateTime(timezone=True), nullable=True),
        sa.Column("before", sa.JSON(), nullable=True),
        sa.ForeignKeyConstraint(
            ["began_by_id"], ["person.id"], name=op.f("fk_stocktake_began_by_id_person"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stocktake")),
    )
    op.create_table(
        "picture",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(length=200), nullable=False),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("height", sa.Integer(), nullable=False),
        sa.Column("alt", sa.JSON(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("added_at", wok.db.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["item_id"], ["item.id"], name=op.f("fk_picture_item_id_item"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_picture")),
        sa.UniqueConstraint("item_id", "digest", name=op.f("uq_picture_item_id_digest")),
    )
    op.create_index(op.f("ix_picture_digest"), "picture", ["digest"], unique=False)
    op.create_index(op.f("ix_picture_item_id"), "picture", ["item_id"], unique=False)
    op.create_table(
        "piece",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.JSON(), nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.CheckConstraint("quantity > 0", name=op.f("ck_piece_quantity")),
        sa.ForeignKeyConstraint(["item_id"], ["item.id"], name=op.f("fk_piece_item_id_item"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_piece")),
    )
    op.create_index(op.f("ix_piece_item_id"), "piece", ["item_id"], unique=False)
    op.create_table(
        "room_hours",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("room_id", sa.Integer(), nullable=False),
        sa.Column("weekday", sa.Integer(), nullable=False),
        sa.Column("starts_local", sa.Time(), nullable=False),
        sa.Column("ends_local", sa.Time(), nullable=False),
        sa.Column("mode", sa.String(length=200), nullable=False),
        sa.CheckConstraint("mode in ('first_come','window')", name=op.f("ck_room_hours_mode")),
        sa.CheckConstraint("weekday between 0 and 6", name=op.f("ck_room_hours_weekday")),
        sa.ForeignKeyConstraint(["room_id"], ["room.id"], name=op.f("fk_room_hours_room_id_room"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_room_hours")),
    )
    op.create_index(op.f("ix_room_hours_room_id"), "room_hours", ["room_id"], unique=False)
    op.create_table(
        "set_part",
        sa.Column("set_id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.Column("is_needed", sa.Boolean(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.CheckConstraint("quantity > 0", name=op.f("ck_set_part_quantity")),
        sa.ForeignKeyConstraint(["item_id"], ["item.id"], name=op.f("fk_set_part_item_id_item"), ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(
            ["set_id"], ["item_set.id"], name=op.f("fk_set_part_set_id_item_set"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("set_id", "item_id", name=op.f("pk_set_part")),
    )
    op.create_index(op.f("ix_set_part_item_id"), "set_part", ["item_id"], unique=False)
    op.create_table(
        "space_series",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("room_id", sa.Integer(), nullable=False),
        sa.Column("association_id", sa.Integer(), nullable=False),
        sa.Column("weekday", sa.Integer(), nullable=False),
        sa.Column("starts_local", sa.Time(), nullable=False),
        sa.Column("ends_local", sa.Time(), nullable=False),
        sa.Column("first_on", sa.Date(), nullable=False),
        sa.Column("last_on", sa.Date(), nullable=False),
        sa.Column("skipped", sa.JSON(), nullable=False),
        sa.Column("said", sa.JSON(), nullable=False),
        sa.Column("link_token", sa.String(length=200), nullable=False),
        sa.Column("form_token", sa.String(length=200), nullable=True),
        sa.Column("request_uid", sa.String(length=200), nullable=True),
        sa.Column("created_at", wok.db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("asked_at", wok.db.UtcDateTime(timezone=True), nullable=True),
        sa.Column("confirmed_at", wok.db.UtcDateTime(timezone=True), nullable=True),
        sa.Column("ended_at", wok.db.UtcDateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("first_on <= last_on", name=op.f("ck_space_series_days")),
        sa.CheckConstraint("weekday between 0 and 6", name=op.f("ck_space_series_weekday")),
        sa.ForeignKeyConstraint(
            ["association_id"],
            ["association.id"],
            name=op.f("fk_space_series_association_id_association"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["room_id"], ["room.id"], name=op.f("fk_space_series_room_id_room"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_space_series")),
        sa.UniqueConstraint("form_token", name=op.f("uq_space_series_form_token")),
        sa.UniqueConstraint("link_token", name=op.f("uq_space_series_link_token")),
    )
    op.create_index(op.f("ix_space_series_association_id"), "space_series", ["association_id"], unique=False)
    op.create_index(op.f("ix_space_series_request_uid"), "space_series", ["request_uid"], unique=False)
    op.create_index(op.f("ix_space_series_room_id"), "space_series", ["room_id"], unique=False)
    op.create_table(
        "stocktake_count",
        sa.Column("stocktake_id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("counted", sa.Integer(), nullable=False),
        sa.Column("at", wok.db.UtcDateTime(timezone=True), nullable=False),
        sa.CheckConstraint("counted >= 0", name=op.f("ck_stocktake_count_counted")),
        sa.ForeignKeyConstraint(
            ["item_id"], ["item.id"], name=op.f("fk_stocktake_count_item_id_item"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["stocktake_id"],
            ["stocktake.id"],
            name=op.f("fk_stocktake_count_stocktake_id_stocktake"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("stocktake_id", "item_id", name=op.f("pk_stocktake_count")),
    )
    op.create_table(
        "substitute",
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("other_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.CheckConstraint("item_id <> other_id", name=op.f("ck_substitute_other")),
        sa.ForeignKeyConstraint(["item_id"], ["item.id"], name=op.f("fk_substitute_item_id_item"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["other_id"], ["item.id"], name=op.f("fk_substitute_other_id_item"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("item_id", "other_id", name=op.f("pk_substitute")),
    )
    op.create_index(op.f("ix_substitute_other_id"), "substitute", ["other_id"], unique=False)
    op.create_table(
        "unit",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("tag", sa.String(length=200), nullable=False),
        sa.Column("serial", sa.String(length=200), nullable=False),
        sa.Column("state", sa.String(length=200), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("seen_at", wok.db.UtcDateTime(timezone=True), nullable=True),
        sa.Column("changed_at", wok.db.UtcDateTime(timezone=True), nullable=False),
        sa.CheckConstraint("state in ('service','repair','lost','retired')", name=op.f("ck_unit_state")),
        sa.ForeignKeyConstraint(["item_id"], ["item.id"], name=op.f("fk_unit_item_id_item"), ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unit")),
        sa.UniqueConstraint("tag", name=op.f("uq_unit_tag")),
    )
    op.create_index(op.f("ix_unit_item_id"), "unit", ["item_id"], unique=False)
    op.create_table(
        "loan",
        sa.Column("booking_id", sa.Integer(), nullable=False),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column("place_of_use", sa.String(length=200), nullable=False),
        sa.Column("pick_up_on", sa.Date(), nullable=False),
        sa.Column("return_on", sa.Date(), nullable=False),
        sa.Column("collector", sa.String(length=200), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.CheckConstraint("pick_up_on <= return_on", name=op.f("ck_loan_days")),
        sa.ForeignKeyConstraint(
            ["booking_id"], ["booking.id"], name=op.f("fk_loan_booking_id_booking"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("booking_id", name=op.f("pk_loan")),
    )
    op.create_index(op.f("ix_loan_pick_up_on"), "loan", ["pick_up_on"], unique=False)
    op.create_index(op.f("ix_loan_return_on"), "loan", ["return_on"], unique=False)
    op.create_table(
        "loan_line",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("booking_id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("set_id", sa.Integer(), nullable=True),
        sa.Column("request_id", sa.Integer(), nullable=True),
        sa.Column("asked", sa.Integer(), nullable=False),
        sa.Column("least", sa.Integer(), nullable=False),
        sa.Column("got", sa.Integer(), nullable=False),
        sa.Column("first_on", sa.Date(), nullable=False),
        sa.Column("last_on", sa.Date(), nullable=False),
        sa.Column("state", sa.String(length=200), nullable=False),
        sa.CheckConstraint(
            "state in ('asked','granted','partly','refused','withdrawn')", name=op.f("ck_loan_line_state")
        ),
        sa.CheckConstraint("asked > 0", name=op.f("ck_loan_line_asked")),
        sa.CheckConstraint("first_on <= last_on", name=op.f("ck_loan_line_days")),
        sa.CheckConstraint("got between 0 and asked", name=op.f("ck_loan_line_got")),
        sa.CheckConstraint("least between 1 and asked", name=op.f("ck_loan_line_least")),
        sa.ForeignKeyConstraint(
            ["booking_id"], ["booking.id"], name=op.f("fk_loan_line_booking_id_booking"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["item_id"], ["item.id"], name=op.f("fk_loan_line_item_id_item"), ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(
            ["set_id"], ["item_set.id"], name=op.f("fk_loan_line_set_id_item_set"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_loan_line")),
        sa.UniqueConstraint("booking_id", "item_id", name=op.f("uq_loan_line_booking_id_item_id")),
    )
    op.create_index("ix_loan_line_item_id_last_on", "loan_line", ["item_id", "last_on"], unique=False)
    op.create_index(op.f("ix_loan_line_request_id"), "loan_line", ["request_id"], unique=False)
    op.create_table(
        "space_displacement",
        sa.Column("booking_id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("at", wok.db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("offers", sa.JSON(), nullable=False),
        sa.Column("undone_at", wok.db.UtcDateTime(timezone=True), nullable=True),
        sa.Column("taken_at", wok.db.UtcDateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["booking_id"], ["booking.id"], name=op.f("fk_space_displacement_booking_id_booking"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["event_id"], ["booking.id"], name=op.f("fk_space_displacement_event_id_booking"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("booking_id", name=op.f("pk_space_displacement")),
    )
    op.create_index(op.f("ix_space_displacement_event_id"), "space_displacement", ["event_id"], unique=False)
    op.create_table(
        "space_use",
        sa.Column("booking_id", sa.Integer(), nullable=False),
        sa.Column("room_id", sa.Integer(), nullable=False),
        sa.Column("series_id", sa.Integer(), nullable=True),
        sa.Column("original_on", sa.Date(), nullable=True),
        sa.Column("activity", sa.String(length=200), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("layout", sa.String(length=200), nullable=False),
        sa.Column("needs", sa.JSON(), nullable=False),
        sa.Column("remark", sa.Text(), nullable=False),
        sa.Column("shows_name", sa.Boolean(), nullable=False),
        sa.Column("is_own", sa.Boolean(), nullable=False),
        sa.Column("keys_note", sa.String(length=200), nullable=False),
        sa.Column("keys_out_at", wok.db.UtcDateTime(timezone=True), nullable=True),
        sa.Column("keys_back_at", wok.db.UtcDateTime(timezone=True), nullable=True),
        sa.Column("arrived_at", wok.db.UtcDateTime(timezone=True), nullable=True),
        sa.Column("released_at", wok.db.UtcDateTime(timezone=True), nullable=True),
        sa.Column("reminded_at", wok.db.UtcDateTime(timezone=True), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("before", sa.JSON(), nullable=True),
        sa.Column("erased_at", wok.db.UtcDateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "layout in ('','rows','tables','circle','standing','as_is')", name=op.f("ck_space_use_layout")
        ),
        sa.CheckConstraint("people > 0", name=op.f("ck_space_use_people")),
        sa.ForeignKeyConstraint(
            ["booking_id"], ["booking.id"], name=op.f("fk_space_use_booking_id_booking"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["room_id"], ["room.id"], name=op.f("fk_space_use_room_id_room"), ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(
            ["series_id"], ["space_series.id"], name=op.f("fk_space_use_series_id_space_series"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("booking_id", name=op.f("pk_space_use")),
    )
    op.create_index("ix_space_use_room_id_booking_id", "space_use", ["room_id", "booking_id"], unique=False)
    op.create_index("ix_space_use_series_id_original_on", "space_use", ["series_id", "original_on"], unique=False)
    op.create_table(
        "stocktake_find",
        sa.Column("stocktake_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("at", wok.db.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["stocktake_id"],
            ["stocktake.id"],
            name=op.f("fk_stocktake_find_stocktake_id_stocktake"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["unit.id"], name=op.f("fk_stocktake_find_unit_id_unit"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("stocktake_id", "unit_id", name=op.f("pk_stocktake_find")),
    )
