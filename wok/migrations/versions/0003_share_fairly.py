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
        "share_circle",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=True),
        sa.Column("uid", sa.String(length=200), nullable=False),
        sa.Column("created_at", wok.db.UtcDateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_share_circle")),
        sa.UniqueConstraint("uid", name=op.f("uq_share_circle_uid")),
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
        "share_circle_change",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("what", sa.String(length=200), nullable=False),
        sa.Column("association_id", sa.Integer(), nullable=False),
        sa.Column("other_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("form_token", sa.String(length=200), nullable=True),
        sa.Column("proposed_by_id", sa.Integer(), nullable=True),
        sa.Column("proposed_at", wok.db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(length=200), nullable=False),
        sa.Column("settled_by_id", sa.Integer(), nullable=True),
        sa.Column("settled_at", wok.db.UtcDateTime(timezone=True), nullable=True),
        sa.CheckConstraint("state in ('proposed','done','withdrawn')", name=op.f("ck_share_circle_change_state")),
        sa.CheckConstraint("what = 'unlink' or other_id is not null", name=op.f("ck_share_circle_change_other")),
        sa.CheckConstraint("what in ('link','unlink')", name=op.f("ck_share_circle_change_what")),
        sa.ForeignKeyConstraint(
            ["association_id"],
            ["association.id"],
            name=op.f("fk_share_circle_change_association_id_association"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["other_id"],
            ["association.id"],
            name=op.f("fk_share_circle_change_other_id_association"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["proposed_by_id"],
            ["person.id"],
            name=op.f("fk_share_circle_change_proposed_by_id_person"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["settled_by_id"],
            ["person.id"],
            name=op.f("fk_share_circle_change_settled_by_id_person"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_share_circle_change")),
        sa.UniqueConstraint("form_token", name=op.f("uq_share_circle_change_form_token")),
    )
    op.create_index(
        op.f("ix_share_circle_change_association_id"), "share_circle_change", ["association_id"], unique=False
    )
    op.create_index(op.f("ix_share_circle_change_other_id"), "share_circle_change", ["other_id"], unique=False)
    op.create_index(op.f("ix_share_circle_change_state"), "share_circle_change", ["state"], unique=False)
    op.create_table(
        "share_circle_member",
        sa.Column("association_id", sa.Integer(), nullable=False),
        sa.Column("circle_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["association_id"],
            ["association.id"],
            name=op.f("fk_share_circle_member_association_id_association"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["circle_id"],
            ["share_circle.id"],
            name=op.f("fk_share_circle_member_circle_id_share_circle"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("association_id", name=op.f("pk_share_circle_member")),
    )
    op.create_index(op.f("ix_share_circle_member_circle_id"), "share_circle_member", ["circle_id"], unique=False)
    op.create_table(
        "share_contribution",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("circle_id", sa.Integer(), nullable=False),
        sa.Column("family", sa.String(length=200), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("points", sa.Integer(), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("made_at", wok.db.UtcDateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "family in ('equipment','room','lunch','skills')", name=op.f("ck_share_contribution_family")
        ),
        sa.ForeignKeyConstraint(
            ["by_id"], ["person.id"], name=op.f("fk_share_contribution_by_id_person"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["circle_id"],
            ["share_circle.id"],
            name=op.f("fk_share_contribution_circle_id_share_circle"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_share_contribution")),
    )
    op.create_index(
        "ix_share_contribution_circle_id_family", "share_contribution", ["circle_id", "family", "on"], unique=False
    )
    op.create_table(
        "share_parameters",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("values", sa.JSON(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("created_at", wok.db.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["by_id"], ["person.id"], name=op.f("fk_share_parameters_by_id_person"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_share_parameters")),
    )
    op.create_index(op.f("ix_share_parameters_valid_from"), "share_parameters", ["valid_from"], unique=False)
    op.create_table(
        "share_pool",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("resource_id", sa.Integer(), nullable=False),
        sa.Column("family", sa.String(length=200), nullable=False),
        sa.Column("mode", sa.String(length=200), nullable=False),
        sa.Column("lot", sa.Integer(), nullable=False),
        sa.Column("q_ref", sa.Integer(), nullable=False),
        sa.Column("t_ref", sa.Integer(), nullable=False),
        sa.Column("slot", sa.String(length=200), nullable=False),
        sa.Column("is_once_first", sa.Boolean(), nullable=False),
        sa.Column("window_hours", sa.JSON(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("family in ('equipment','room','lunch','skills')", name=op.f("ck_share_pool_family")),
        sa.CheckConstraint("mode in ('first_come','window')", name=op.f("ck_share_pool_mode")),
        sa.CheckConstraint("slot in ('day','half_hour','date')", name=op.f("ck_share_pool_slot")),
        sa.CheckConstraint("lot > 0 and q_ref > 0 and t_ref > 0", name=op.f("ck_share_pool_sizes")),
        sa.ForeignKeyConstraint(
            ["resource_id"], ["resource.id"], name=op.f("fk_share_pool_resource_id_resource"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_share_pool")),
        sa.UniqueConstraint("resource_id", name=op.f("uq_share_pool_resource_id")),
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
        sa.Column("removed_at", wok.db.UtcDateTime(timezone=True), nullable=True),
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
        sa.Column("removed_at", wok.db.UtcDateTime(timezone=True), nullable=True),
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
        "share_mode_change",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("pool_id", sa.Integer(), nullable=False),
        sa.Column("before", sa.String(length=200), nullable=False),
        sa.Column("mode", sa.String(length=200), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("at", wok.db.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["by_id"], ["person.id"], name=op.f("fk_share_mode_change_by_id_person"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["pool_id"], ["share_pool.id"], name=op.f("fk_share_mode_change_pool_id_share_pool"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_share_mode_change")),
    )
    op.create_index(op.f("ix_share_mode_change_pool_id"), "share_mode_change", ["pool_id"], unique=False)
    op.create_table(
        "share_round",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=200), nullable=False),
        sa.Column("family", sa.String(length=200), nullable=False),
        sa.Column("key", sa.String(length=200), nullable=False),
        sa.Column("opens_at", wok.db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("closes_at", wok.db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(length=200), nullable=False),
        sa.Column("commitment", sa.String(length=200), nullable=False),
        sa.Column("secret", sa.String(length=200), nullable=False),
        sa.Column("wants_number", sa.Boolean(), nullable=False),
        sa.Column("number_until", wok.db.UtcDateTime(timezone=True), nullable=True),
        sa.Column("number_typed", sa.String(length=200), nullable=True),
        sa.Column("number_typed_by", sa.Integer(), nullable=True),
        sa.Column("public_number", sa.String(length=200), nullable=True),
        sa.Column("list_digest", sa.String(length=200), nullable=True),
        sa.Column("seed", sa.String(length=200), nullable=True),
        sa.Column("snapshot", sa.Text(), nullable=True),
        sa.Column("outcome", sa.Text(), nullable=True),
        sa.Column("document", sa.Text(), nullable=True),
        sa.Column("is_restated", sa.Boolean(), nullable=False),
        sa.Column("digest", sa.String(length=200), nullable=True),
        sa.Column("parameters_id", sa.Integer(), nullable=True),
        sa.Column("closed_at", wok.db.UtcDateTime(timezone=True), nullable=True),
        sa.Column("drawn_at", wok.db.UtcDateTime(timezone=True), nullable=True),
        sa.Column("published_at", wok.db.UtcDateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("family in ('equipment','room','lunch','skills')", name=op.f("ck_share_round_family")),
        sa.CheckConstraint("kind in ('week','season','waitlist')", name=op.f("ck_share_round_kind")),
        sa.CheckConstraint("state in ('open','closed','drawn','published')", name=op.f("ck_share_round_state")),
        sa.ForeignKeyConstraint(
            ["number_typed_by"], ["person.id"], name=op.f("fk_share_round_number_typed_by_person"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["parameters_id"],
            ["share_parameters.id"],
            name=op.f("fk_share_round_parameters_id_share_parameters"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_share_round")),
        sa.UniqueConstraint("key", name=op.f("uq_share_round_key")),
    )
    op.create_index("ix_share_round_state_closes_at", "share_round", ["state", "closes_at"], unique=False)
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
        "handover",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("booking_id", sa.Integer(), nullable=False),
        sa.Column("at", wok.db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("collected_by", sa.String(length=200), nullable=False),
        sa.Column("signature", sa.Text(), nullable=False),
        sa.Column("form_token", sa.String(length=200), nullable=True),
        sa.Column("undo_until", wok.db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("undone_at", wok.db.UtcDateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["booking_id"], ["booking.id"], name=op.f("fk_handover_booking_id_booking"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_handover_by_id_person"), ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_handover")),
        sa.UniqueConstraint("form_token", name=op.f("uq_handover_form_token")),
    )
    op.create_index(op.f("ix_handover_booking_id"), "handover", ["booking_id"], unique=False)
    op.create_table(
        "loan",
        sa.Column("booking_id", sa.Integer(), nullable=False),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column("place_of_use", sa.String(length=200), nullable=False),
        sa.Column("pick_up_on", sa.Date(), nullable=False),
        sa.Column("return_on", sa.Date(), nullable=False),
        sa.Column("collector", sa.String(length=200), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("klass_asked", sa.String(length=200), nullable=False),
        sa.Column("klass_words", sa.Text(), nullable=False),
        sa.Column("rules_accepted_at", wok.db.UtcDateTime(timezone=True), nullable=True),
        sa.CheckConstraint("klass_asked in ('A','B','C','D')", name=op.f("ck_loan_klass_asked")),
        sa.CheckConstraint("pick_up_on <= return_on", name=op.f("ck_loan_days")),
        sa.ForeignKeyConstraint(
            ["booking_id"], ["booking.id"], name=op.f("fk_loan_booking_id_booking"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("booking_id", name=op.f("pk_loan")),
    )
    op.create_index(op.f("ix_loan_pick_up_on"), "loan", ["pick_up_on"], unique=False)
    op.create_index(op.f("ix_loan_return_on"), "loan", ["return_on"], unique=False)
    op.create_table(
        "not_collected",
        sa.Column("booking_id", sa.Integer(), nullable=False),
        sa.Column("noted_at", wok.db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("kept_until", wok.db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("settled_at", wok.db.UtcDateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["booking_id"], ["booking.id"], name=op.f("fk_not_collected_booking_id_booking"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("booking_id", name=op.f("pk_not_collected")),
    )
    op.create_index(op.f("ix_not_collected_kept_until"), "not_collected", ["kept_until"], unique=False)
    op.create_table(
        "share_block",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("pool_id", sa.Integer(), nullable=False),
        sa.Column("booking_id", sa.Integer(), nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.Column("starts_at", wok.db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("ends_at", wok.db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("made_at", wok.db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("ended_at", wok.db.UtcDateTime(timezone=True), nullable=True),
        sa.CheckConstraint("quantity > 0", name=op.f("ck_share_block_quantity")),
        sa.ForeignKeyConstraint(
            ["booking_id"], ["booking.id"], name=op.f("fk_share_block_booking_id_booking"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["by_id"], ["person.id"], name=op.f("fk_share_block_by_id_person"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["pool_id"], ["share_pool.id"], name=op.f("fk_share_block_pool_id_share_pool"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_share_block")),
        sa.UniqueConstraint("booking_id", name=op.f("uq_share_block_booking_id")),
    )
    op.create_index(op.f("ix_share_block_pool_id"), "share_block", ["pool_id"], unique=False)
    op.create_table(
        "share_penalty",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("circle_id", sa.Integer(), nullable=False),
        sa.Column("association_id", sa.Integer(), nullable=True),
        sa.Column("family", sa.String(length=200), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("points", sa.Integer(), nullable=False),
        sa.Column("why", sa.String(length=200), nullable=False),
        sa.Column("booking_id", sa.Integer(), nullable=True),
        sa.Column("made_at", wok.db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("excused_at", wok.db.UtcDateTime(timezone=True), nullable=True),
        sa.Column("excused_by_id", sa.Integer(), nullable=True),
        sa.Column("excuse", sa.Text(), nullable=False),
        sa.CheckConstraint("family in ('equipment','room','lunch','skills')", name=op.f("ck_share_penalty_family")),
        sa.CheckConstraint("why in ('late','late_failed','no_show','cancelled')", name=op.f("ck_share_penalty_why")),
        sa.ForeignKeyConstraint(
            ["association_id"],
            ["association.id"],
            name=op.f("fk_share_penalty_association_id_association"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["booking_id"], ["booking.id"], name=op.f("fk_share_penalty_booking_id_booking"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["circle_id"],
            ["share_circle.id"],
            name=op.f("fk_share_penalty_circle_id_share_circle"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["excused_by_id"], ["person.id"], name=op.f("fk_share_penalty_excused_by_id_person"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_share_penalty")),
    )
    op.create_index(op.f("ix_share_penalty_booking_id"), "share_penalty", ["booking_id"], unique=False)
    op.create_index("ix_share_penalty_circle_id_family", "share_penalty", ["circle_id", "family", "on"], unique=False)
    op.create_table(
        "share_request",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(length=200), nullable=False),
        sa.Column("booking_id", sa.Integer(), nullable=False),
        sa.Column("pool_id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=True),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.Column("least", sa.Integer(), nullable=False),
        sa.Column("starts_at", wok.db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("ends_at", wok.db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("first_on", sa.Date(), nullable=False),
        sa.Column("last_on", sa.Date(), nullable=False),
        sa.Column("klass", sa.String(length=200), nullable=False),
        sa.Column("klass_asked", sa.String(length=200), nullable=True),
        sa.Column("klass_reason", sa.Text(), nullable=False),
        sa.Column("klass_by_id", sa.Integer(), nullable=True),
        sa.Column("rank", sa.Integer(), nullable=False),
        sa.Column("instead_of_id", sa.Integer(), nullable=True),
        sa.Column("bundle", sa.String(length=200), nullable=True),
        sa.Column("may_drop", sa.Boolean(), nullable=False),
        sa.Column("would_share", sa.Boolean(), nullable=False),
        sa.Column("state", sa.String(length=200), nullable=False),
        sa.Column("granted", sa.Integer(), nullable=False),
        sa.Column("is_contested", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("asked_at", wok.db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("decided_at", wok.db.UtcDateTime(timezone=True), nullable=True),
        sa.Column("refused_at", wok.db.UtcDateTime(timezone=True), nullable=True),
        sa.Column("waiting_since", wok.db.UtcDateTime(timezone=True), nullable=True),
        sa.Column("before", sa.JSON(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("klass in ('A','B','C','D')", name=op.f("ck_share_request_klass")),
        sa.CheckConstraint(
            "state in ('open','granted','partly','refused','withdrawn','overridden')",
            name=op.f("ck_share_request_state"),
        ),
        sa.CheckConstraint("first_on <= last_on", name=op.f("ck_share_request_days")),
        sa.CheckConstraint("granted >= 0", name=op.f("ck_share_request_granted")),
        sa.CheckConstraint("least between 1 and quantity", name=op.f("ck_share_request_least")),
        sa.CheckConstraint("starts_at < ends_at", name=op.f("ck_share_request_span")),
        sa.ForeignKeyConstraint(
            ["booking_id"], ["booking.id"], name=op.f("fk_share_request_booking_id_booking"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["instead_of_id"],
            ["share_request.id"],
            name=op.f("fk_share_request_instead_of_id_share_request"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["klass_by_id"], ["person.id"], name=op.f("fk_share_request_klass_by_id_person"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["pool_id"], ["share_pool.id"], name=op.f("fk_share_request_pool_id_share_pool"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["round_id"], ["share_round.id"], name=op.f("fk_share_request_round_id_share_round"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_share_request")),
        sa.UniqueConstraint("uid", name=op.f("uq_share_request_uid")),
    )
    op.create_index(op.f("ix_share_request_booking_id"), "share_request", ["booking_id"], unique=False)
    op.create_index(op.f("ix_share_request_bundle"), "share_request", ["bundle"], unique=False)
    op.create_index("ix_share_request_pool_id_starts_at", "share_request", ["pool_id", "starts_at"], unique=False)
    op.create_index("ix_share_request_round_id_state", "share_request", ["round_id", "state"], unique=False)
    op.create_index(op.f("ix_share_request_waiting_since"), "share_request", ["waiting_since"], unique=False)
    op.create_table(
        "share_round_code",
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("circle_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=200), nullable=False),
        sa.Column("use", sa.Integer(), nullable=False),
        sa.Column("penalty", sa.Integer(), nullable=False),
        sa.Column("waiting", sa.Integer(), nullable=False),
        sa.Column("contributions", sa.Integer(), nullable=False),
        sa.Column("weight", sa.Integer(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["circle_id"],
            ["share_circle.id"],
            name=op.f("fk_share_round_code_circle_id_share_circle"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["round_id"], ["share_round.id"], name=op.f("fk_share_round_code_round_id_share_round"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("round_id", "circle_id", name=op.f("pk_share_round_code")),
        sa.UniqueConstraint("round_id", "code", name=op.f("uq_share_round_code_round_id_code")),
    )
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
            ["request_id"],
            ["share_request.id"],
            name=op.f("fk_loan_line_request_id_share_request"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["set_id"], ["item_set.id"], name=op.f("fk_loan_line_set_id_item_set"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_loan_line")),
        sa.UniqueConstraint("booking_id", "item_id", name=op.f("uq_loan_line_booking_id_item_id")),
    )
    op.create_index("ix_loan_line_item_id_last_on", "loan_line", ["item_id", "last_on"], unique=False)
    op.create_index(op.f("ix_loan_line_request_id"), "loan_line", ["request_id"], unique=False)
    op.create_table(
        "share_charge",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("circle_id", sa.Integer(), nullable=False),
        sa.Column("family", sa.String(length=200), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("points", sa.Integer(), nullable=False),
        sa.Column("why", sa.String(length=200), nullable=False),
        sa.Column("request_id", sa.Integer(), nullable=True),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.Column("is_contested", sa.Boolean(), nullable=False),
        sa.Column("kept_percent", sa.Integer(), nullable=False),
        sa.Column("made_at", wok.db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("cancelled_at", wok.db.UtcDateTime(timezone=True), nullable=True),
        sa.CheckConstraint("family in ('equipment','room','lunch','skills')", name=op.f("ck_share_charge_family")),
        sa.CheckConstraint("kept_percent between 0 and 100", name=op.f("ck_share_charge_kept")),
        sa.ForeignKeyConstraint(
            ["circle_id"], ["share_circle.id"], name=op.f("fk_share_charge_circle_id_share_circle"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["request_id"],
            ["share_request.id"],
            name=op.f("fk_share_charge_request_id_share_request"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_share_charge")),
    )
    op.create_index("ix_share_charge_circle_id_family", "share_charge", ["circle_id", "family", "on"], unique=False)
    op.create_index(op.f("ix_share_charge_request_id"), "share_charge", ["request_id"], unique=False)
    op.create_table(
        "share_offer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("request_id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=True),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.Column("points", sa.Integer(), nullable=False),
        sa.Column("is_contested", sa.Boolean(), nullable=False),
        sa.Column("made_at", wok.db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("until", wok.db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(length=200), nullable=False),
        sa.Column("settled_at", wok.db.UtcDateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "state in ('open','taken','passed','lapsed','withdrawn')", name=op.f("ck_share_offer_state")
        ),
        sa.CheckConstraint("quantity > 0", name=op.f("ck_share_offer_quantity")),
        sa.ForeignKeyConstraint(
            ["request_id"],
            ["share_request.id"],
            name=op.f("fk_share_offer_request_id_share_request"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["round_id"], ["share_round.id"], name=op.f("fk_share_offer_round_id_share_round"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_share_offer")),
    )
    op.create_index(op.f("ix_share_offer_request_id"), "share_offer", ["request_id"], unique=False)
    op.create_index("ix_share_offer_state_until", "share_offer", ["state", "until"], unique=False)
    op.create_table(
        "share_override",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("request_id", sa.Integer(), nullable=False),
        sa.Column("before", sa.Integer(), nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("at", wok.db.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["by_id"], ["person.id"], name=op.f("fk_share_override_by_id_person"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["request_id"],
            ["share_request.id"],
            name=op.f("fk_share_override_request_id_share_request"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_share_override")),
    )
    op.create_index(op.f("ix_share_override_request_id"), "share_override", ["request_id"], unique=False)
    op.create_table(
        "share_request_partner",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("request_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("circle_id", sa.Integer(), nullable=False),
        sa.Column("association_id", sa.Integer(), nullable=True),
        sa.Column("confirmed_at", wok.db.UtcDateTime(timezone=True), nullable=True),
        sa.Column("declined_at", wok.db.UtcDateTime(timezone=True), nullable=True),
        sa.Column("link_token", sa.String(length=200), nullable=True),
        sa.ForeignKeyConstraint(
            ["association_id"],
            ["association.id"],
            name=op.f("fk_share_request_partner_association_id_association"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["circle_id"],
            ["share_circle.id"],
            name=op.f("fk_share_request_partner_circle_id_share_circle"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["request_id"],
            ["share_request.id"],
            name=op.f("fk_share_request_partner_request_id_share_request"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_share_request_partner")),
        sa.UniqueConstraint("link_token", name=op.f("uq_share_request_partner_link_token")),
        sa.UniqueConstraint(
            "request_id", "association_id", name=op.f("uq_share_request_partner_request_id_association_id")
        ),
    )
    op.create_index(
        op.f("ix_share_request_partner_association_id"), "share_request_partner", ["association_id"], unique=False
    )
    op.create_index(op.f("ix_share_request_partner_circle_id"), "share_request_partner", ["circle_id"], unique=False)
    op.create_table(
        "share_review",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("request_id", sa.Integer(), nullable=False),
        sa.Column("asked_at", wok.db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("form_token", sa.String(length=200), nullable=True),
        sa.Column("answered_at", wok.db.UtcDateTime(timezone=True), nullable=True),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("answered_by_id", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["answered_by_id"], ["person.id"], name=op.f("fk_share_review_answered_by_id_person"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["request_id"],
            ["share_request.id"],
            name=op.f("fk_share_review_request_id_share_request"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_share_review")),
        sa.UniqueConstraint("form_token", name=op.f("uq_share_review_form_token")),
    )
    op.create_index(op.f("ix_share_review_request_id"), "share_review", ["request_id"], unique=False)
    op.create_table(
        "share_together",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("request_id", sa.Integer(), nullable=False),
        sa.Column("other_id", sa.Integer(), nullable=False),
        sa.Column("asked_at", wok.db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("until", wok.db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("request_yes_at", wok.db.UtcDateTime(timezone=True), nullable=True),
        sa.Column("other_yes_at", wok.db.UtcDateTime(timezone=True), nullable=True),
        sa.Column("state", sa.String(length=200), nullable=False),
        sa.Column("settled_at", wok.db.UtcDateTime(timezone=True), nullable=True),
        sa.CheckConstraint("state in ('asked','joined','no','over')", name=op.f("ck_share_together_state")),
        sa.CheckConstraint("request_id <> other_id", name=op.f("ck_share_together_two")),
        sa.ForeignKeyConstraint(
            ["other_id"],
            ["share_request.id"],
            name=op.f("fk_share_together_other_id_share_request"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["request_id"],
            ["share_request.id"],
            name=op.f("fk_share_together_request_id_share_request"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_share_together")),
        sa.UniqueConstraint("request_id", "other_id", name=op.f("uq_share_together_request_id_other_id")),
    )
    op.create_index(op.f("ix_share_together_other_id"), "share_together", ["other_id"], unique=False)
    op.create_table(
        "movement",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("handover_id", sa.Integer(), nullable=False),
        sa.Column("line_id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=True),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("out_at", wok.db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("condition_out", sa.String(length=200), nullable=False),
        sa.Column("note_out", sa.Text(), nullable=False),
        sa.Column("pieces_out", sa.JSON(), nullable=False),
        sa.Column("picture_out", sa.String(length=200), nullable=True),
        sa.Column("overdue_at", wok.db.UtcDateTime(timezone=True), nullable=True),
        sa.Column("back_at", wok.db.UtcDateTime(timezone=True), nullable=True),
        sa.Column("back_by_id", sa.Integer(), nullable=True),
        sa.Column("outcome", sa.String(length=200), nullable=True),
        sa.Column("condition_back", sa.String(length=200), nullable=False),
        sa.Column("note_back", sa.Text(), nullable=False),
        sa.Column("pieces_back", sa.JSON(), nullable=False),
        sa.Column("picture_back", sa.String(length=200), nullable=True),
        sa.Column("found_at", wok.db.UtcDateTime(timezone=True), nullable=True),
        sa.Column("undo_until", wok.db.UtcDateTime(timezone=True), nullable=True),
        sa.Column("settled_at", wok.db.UtcDateTime(timezone=True), nullable=True),
        sa.Column("undone_at", wok.db.UtcDateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("outcome in ('returned','lost','damaged','used_up')", name=op.f("ck_movement_outcome")),
        sa.CheckConstraint("(back_at is null) = (outcome is null)", name=op.f("ck_movement_back")),
        sa.CheckConstraint("count > 0", name=op.f("ck_movement_count")),
        sa.CheckConstraint("unit_id is null or count = 1", name=op.f("ck_movement_unit")),
        sa.ForeignKeyConstraint(
            ["back_by_id"], ["person.id"], name=op.f("fk_movement_back_by_id_person"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["handover_id"], ["handover.id"], name=op.f("fk_movement_handover_id_handover"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["item_id"], ["item.id"], name=op.f("fk_movement_item_id_item"), ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(
            ["line_id"], ["loan_line.id"], name=op.f("fk_movement_line_id_loan_line"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_movement_unit_id_unit"), ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_movement")),
    )
    op.create_index("ix_movement_back_at_due_on", "movement", ["back_at", "due_on"], unique=False)
    op.create_index(op.f("ix_movement_handover_id"), "movement", ["handover_id"], unique=False)
    op.create_index(op.f("ix_movement_item_id"), "movement", ["item_id"], unique=False)
    op.create_index(op.f("ix_movement_line_id"), "movement", ["line_id"], unique=False)
    op.create_index(op.f("ix_movement_unit_id"), "movement", ["unit_id"], unique=False)
    op.create_table(
        "loan_risk",
        sa.Column("line_id", sa.Integer(), nullable=False),
        sa.Column("short", sa.Integer(), nullable=False),
        sa.Column("because", sa.String(length=200), nullable=False),
        sa.Column("movement_id", sa.Integer(), nullable=True),
        sa.Column("since", wok.db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("asked_at", wok.db.UtcDateTime(timezone=True), nullable=True),
        sa.Column("told_at", wok.db.UtcDateTime(timezone=True), nullable=True),
        sa.Column("settled_at", wok.db.UtcDateTime(timezone=True), nullable=True),
        sa.Column("outcome", sa.String(length=200), nullable=True),
        sa.CheckConstraint("because in ('late','repair')", name=op.f("ck_loan_risk_because")),
        sa.CheckConstraint(
            "outcome in ('well','substitute','fewer','moved','failed')", name=op.f("ck_loan_risk_outcome")
        ),
        sa.CheckConstraint("short > 0", name=op.f("ck_loan_risk_short")),
        sa.ForeignKeyConstraint(
            ["line_id"], ["loan_line.id"], name=op.f("fk_loan_risk_line_id_loan_line"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["movement_id"], ["movement.id"], name=op.f("fk_loan_risk_movement_id_movement"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("line_id", name=op.f("pk_loan_risk")),
    )
    op.create_index(op.f("ix_loan_risk_movement_id"), "loan_risk", ["movement_id"], unique=False)
    op.create_index("ix_loan_risk_settled_at", "loan_risk", ["settled_at"], unique=False)
    op.create_table(
        "missing_piece",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=True),
        sa.Column("piece_id", sa.Integer(), nullable=False),
        sa.Column("movement_id", sa.Integer(), nullable=True),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.Column("since", wok.db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("found_at", wok.db.UtcDateTime(timezone=True), nullable=True),
        sa.CheckConstraint("quantity > 0", name=op.f("ck_missing_piece_quantity")),
        sa.ForeignKeyConstraint(
            ["item_id"], ["item.id"], name=op.f("fk_missing_piece_item_id_item"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["movement_id"], ["movement.id"], name=op.f("fk_missing_piece_movement_id_movement"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["piece_id"], ["piece.id"], name=op.f("fk_missing_piece_piece_id_piece"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["unit.id"], name=op.f("fk_missing_piece_unit_id_unit"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_missing_piece")),
    )
    op.create_index("ix_missing_piece_item_id_found_at", "missing_piece", ["item_id", "found_at"], unique=False)
    op.create_index(op.f("ix_missing_piece_movement_id"), "missing_piece", ["movement_id"], unique=False)
    op.create_index(op.f("ix_missing_piece_piece_id"), "missing_piece", ["piece_id"], unique=False)
    op.create_index(op.f("ix_missing_piece_unit_id"), "missing_piece", ["unit_id"], unique=False)
    op.create_table(
        "repair",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=True),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("movement_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("opened_at", wok.db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("opened_by_id", sa.Integer(), nullable=True),
        sa.Column("closed_at", wok.db.UtcDateTime(timezone=True), nullable=True),
        sa.Column("closed_by_id", sa.Integer(), nullable=True),
        sa.Column("outcome", sa.String(length=200), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("form_token", sa.String(length=200), nullable=True),
        sa.Column("undo_until", wok.db.UtcDateTime(timezone=True), nullable=True),
        sa.CheckConstraint("outcome in ('mended','written_off','mistake')", name=op.f("ck_repair_outcome")),
        sa.CheckConstraint("(closed_at is null) = (outcome is null)", name=op.f("ck_repair_closed")),
        sa.CheckConstraint("count > 0", name=op.f("ck_repair_count")),
        sa.ForeignKeyConstraint(
            ["closed_by_id"], ["person.id"], name=op.f("fk_repair_closed_by_id_person"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(["item_id"], ["item.id"], name=op.f("fk_repair_item_id_item"), ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(
            ["movement_id"], ["movement.id"], name=op.f("fk_repair_movement_id_movement"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["opened_by_id"], ["person.id"], name=op.f("fk_repair_opened_by_id_person"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_repair_unit_id_unit"), ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_repair")),
        sa.UniqueConstraint("form_token", name=op.f("uq_repair_form_token")),
    )
    op.create_index("ix_repair_item_id_closed_at", "repair", ["item_id", "closed_at"], unique=False)
    op.create_index(op.f("ix_repair_movement_id"), "repair", ["movement_id"], unique=False)
    op.create_index(op.f("ix_repair_unit_id"), "repair", ["unit_id"], unique=False)
