"""Bring together: directory, projects, skills, events, fair access, messages to many, imports."""

import sqlalchemy as sa
from alembic import op

import wok.db

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    op.create_table(
        "figure_release",
        sa.Column("quarter", sa.String(length=200), nullable=False),
        sa.Column("tables", sa.JSON(), nullable=False),
        sa.Column("published_at", wok.db.UtcDateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("quarter", name=op.f("pk_figure_release")),
    )
    op.create_table(
        "neighbourhood",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.JSON(), nullable=False),
        sa.Column("town", sa.String(length=200), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("is_shown", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_neighbourhood")),
    )
    op.create_table(
        "organisation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("website", sa.String(length=200), nullable=False),
        sa.Column("is_shown", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organisation")),
        sa.UniqueConstraint("name", name=op.f("uq_organisation_name")),
    )
    op.create_table(
        "share_report",
        sa.Column("family", sa.String(length=200), nullable=False),
        sa.Column("made_on", sa.Date(), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.CheckConstraint("family in ('equipment','room','lunch','skills')", name=op.f("ck_share_report_family")),
        sa.PrimaryKeyConstraint("family", name=op.f("pk_share_report")),
    )
    op.create_table(
        "circular",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=200), nullable=False),
        sa.Column("subject", sa.JSON(), nullable=False),
        sa.Column("body", sa.JSON(), nullable=False),
        sa.Column("filter", sa.String(length=200), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("written_by_id", sa.Integer(), nullable=True),
        sa.Column("created_at", wok.db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("changed_at", wok.db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("sent_at", wok.db.UtcDateTime(timezone=True), nullable=True),
        sa.Column("due_at", wok.db.UtcDateTime(timezone=True), nullable=True),
        sa.Column("cause", sa.String(length=200), nullable=False),
        sa.Column("left_out", sa.Integer(), nullable=False),
        sa.Column("form_token", sa.String(length=200), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("state in ('draft','sent','discarded')", name=op.f("ck_circular_state")),
        sa.ForeignKeyConstraint(
            ["written_by_id"], ["person.id"], name=op.f("fk_circular_written_by_id_person"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_circular")),
        sa.UniqueConstraint("form_token", name=op.f("uq_circular_form_token")),
    )
    op.create_index(op.f("ix_circular_state"), "circular", ["state"], unique=False)
    op.create_index(op.f("ix_circular_written_by_id"), "circular", ["written_by_id"], unique=False)
    op.create_table(
        "circular_stop",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("way_hash", sa.String(length=200), nullable=True),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("at", wok.db.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_circular_stop_person_id_person"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_circular_stop")),
        sa.UniqueConstraint("person_id", name=op.f("uq_circular_stop_person_id")),
        sa.UniqueConstraint("way_hash", name=op.f("uq_circular_stop_way_hash")),
    )
    op.create_table(
        "conversation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("association_id", sa.Integer(), nullable=False),
        sa.Column("from_association_id", sa.Integer(), nullable=True),
        sa.Column("writer_id", sa.Integer(), nullable=True),
        sa.Column("writer_name", sa.String(length=200), nullable=False),
        sa.Column("writer_email", sa.String(length=200), nullable=True),
        sa.Column("writer_phone", sa.String(length=200), nullable=True),
        sa.Column("writer_language", sa.String(length=200), nullable=False),
        sa.Column("state", sa.String(length=200), nullable=False),
        sa.Column("link_token", sa.String(length=200), nullable=False),
        sa.Column("created_at", wok.db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("last_at", wok.db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "state in ('unproved','with_staff','open','stopped','closed')", name=op.f("ck_conversation_state")
        ),
        sa.ForeignKeyConstraint(
            ["association_id"],
            ["association.id"],
            name=op.f("fk_conversation_association_id_association"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["from_association_id"],
            ["association.id"],
            name=op.f("fk_conversation_from_association_id_association"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["writer_id"], ["person.id"], name=op.f("fk_conversation_writer_id_person"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_conversation")),
        sa.UniqueConstraint("link_token", name=op.f("uq_conversation_link_token")),
    )
    op.create_index(op.f("ix_conversation_association_id"), "conversation", ["association_id"], unique=False)
    op.create_index(op.f("ix_conversation_from_association_id"), "conversation", ["from_association_id"], unique=False)
    op.create_index(op.f("ix_conversation_last_at"), "conversation", ["last_at"], unique=False)
    op.create_index(op.f("ix_conversation_state"), "conversation", ["state"], unique=False)
    op.create_index(op.f("ix_conversation_writer_email"), "conversation", ["writer_email"], unique=False)
    op.create_index(op.f("ix_conversation_writer_id"), "conversation", ["writer_id"], unique=False)
    op.create_table(
        "directory_entry",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("association_id", sa.Integer(), nullable=False),
        sa.Column("about", sa.JSON(), nullable=False),
        sa.Column("looking_for", sa.JSON(), nullable=False),
        sa.Column("offering", sa.JSON(), nullable=False),
        sa.Column("themes", sa.JSON(), nullable=False),
        sa.Column("languages", sa.JSON(), nullable=False),
        sa.Column("website", sa.String(length=200), nullable=False),
        sa.Column("contact_email", sa.String(length=200), nullable=True),
        sa.Column("contact_phone", sa.String(length=200), nullable=True),
        sa.Column("takes_letters", sa.Boolean(), nullable=False),
        sa.Column("hidden_at", wok.db.UtcDateTime(timezone=True), nullable=True),
        sa.Column("hidden_why", sa.Text(), nullable=False),
        sa.Column("changed_at", wok.db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["association_id"],
            ["association.id"],
            name=op.f("fk_directory_entry_association_id_association"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_directory_entry")),
        sa.UniqueConstraint("association_id", name=op.f("uq_directory_entry_association_id")),
    )
    op.create_table(
        "embed_host",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("host", sa.String(length=200), nullable=False),
        sa.Column("added_by_id", sa.Integer(), nullable=True),
        sa.Column("added_at", wok.db.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["added_by_id"], ["person.id"], name=op.f("fk_embed_host_added_by_id_person"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_embed_host")),
        sa.UniqueConstraint("host", name=op.f("uq_embed_host_host")),
    )
    op.create_index(op.f("ix_embed_host_added_by_id"), "embed_host", ["added_by_id"], unique=False)
    op.create_table(
        "event",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("series_id", sa.Integer(), nullable=True),
        sa.Column("state", sa.String(length=200), nullable=False),
        sa.Column("kind", sa.String(length=200), nullable=False),
        sa.Column("association_id", sa.Integer(), nullable=True),
        sa.Column("organisation_id", sa.Integer(), nullable=True),
        sa.Column("co_organisers", sa.String(length=200), nullable=False),
        sa.Column("title", sa.JSON(), nullable=False),
        sa.Column("summary", sa.JSON(), nullable=False),
        sa.Column("text", sa.JSON(), nullable=False),
        sa.Column("place", sa.JSON(), nullable=False),
        sa.Column("price", sa.JSON(), nullable=False),
        sa.Column("first_language", sa.String(length=200), nullable=False),
        sa.Column("written_at", sa.JSON(), nullable=False),
        sa.Column("neighbourhood_id", sa.Integer(), nullable=True),
        sa.Column("room_resource_id", sa.Integer(), nullable=True),
        sa.Column("is_free", sa.Boolean(), nullable=False),
        sa.Column("is_step_free", sa.Boolean(), nullable=False),
        sa.Column("languages", sa.JSON(), nullable=False),
        sa.Column("registration", sa.String(length=200), nullable=False),
        sa.Column("seats", sa.Integer(), nullable=False),
        sa.Column("asks", sa.JSON(), nullable=False),
        sa.Column("closes_hours", sa.Integer(), nullable=False),
        sa.Column("contact_name", sa.String(length=200), nullable=False),
        sa.Column("contact_email", sa.String(length=200), nullable=False),
        sa.Column("contact_phone", sa.String(length=200), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=True),
        sa.Column("made_by_id", sa.Integer(), nullable=True),
        sa.Column("staff_words", sa.Text(), nullable=False),
        sa.Column("reason", sa.JSON(), nullable=False),
        sa.Column("created_at", wok.db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("changed_at", wok.db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("asked_at", wok.db.UtcDateTime(timezone=True), nullable=True),
        sa.Column("published_at", wok.db.UtcDateTime(timezone=True), nullable=True),
        sa.Column("checked_at", wok.db.UtcDateTime(timezone=True), nullable=True),
        sa.Column("cancelled_at", wok.db.UtcDateTime(timezone=True), nullable=True),
        sa.Column("undo_until", wok.db.UtcDateTime(timezone=True), nullable=True),
        sa.Column("before", sa.JSON(), nullable=True),
        sa.Column("form_token", sa.String(length=200), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("first_language in ('fr','pt','en','de','lb')", name=op.f("ck_event_language")),
        sa.CheckConstraint(
            "kind in ('course','workshop','party','outing','meeting','newspaper','other')", name=op.f("ck_event_kind")
        ),
        sa.CheckConstraint("registration in ('none','open')", name=op.f("ck_event_registration")),
        sa.CheckConstraint("state in ('draft','asked','published','cancelled')", name=op.f("ck_event_state")),
        sa.CheckConstraint("association_id is null or organisation_id is null", name=op.f("ck_event_organiser")),
        sa.CheckConstraint("seats >= 0", name=op.f("ck_event_seats")),
        sa.ForeignKeyConstraint(
            ["association_id"],
            ["association.id"],
            name=op.f("fk_event_association_id_association"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["made_by_id"], ["person.id"], name=op.f("fk_event_made_by_id_person"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["neighbourhood_id"],
            ["neighbourhood.id"],
            name=op.f("fk_event_neighbourhood_id_neighbourhood"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_event_organisation_id_organisation"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["room_resource_id"], ["resource.id"], name=op.f("fk_event_room_resource_id_resource"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["series_id"], ["series.id"], name=op.f("fk_event_series_id_series"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_event")),
        sa.UniqueConstraint("form_token", name=op.f("uq_event_form_token")),
        sa.UniqueConstraint("series_id", name=op.f("uq_event_series_id")),
    )
    op.create_index(op.f("ix_event_association_id"), "event", ["association_id"], unique=False)
    op.create_index(op.f("ix_event_made_by_id"), "event", ["made_by_id"], unique=False)
    op.create_index(op.f("ix_event_neighbourhood_id"), "event", ["neighbourhood_id"], unique=False)
    op.create_index(op.f("ix_event_organisation_id"), "event", ["organisation_id"], unique=False)
    op.create_index(op.f("ix_event_project_id"), "event", ["project_id"], unique=False)
    op.create_index(op.f("ix_event_room_resource_id"), "event", ["room_resource_id"], unique=False)
    op.create_index("ix_event_state_kind", "event", ["state", "kind"], unique=False)
    op.create_table(
        "fair_case",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=200), nullable=True),
        sa.Column("word_hash", sa.String(length=200), nullable=False),
        sa.Column("language", sa.String(length=200), nullable=False),
        sa.Column("place", sa.String(length=200), nullable=False),
        sa.Column("kind", sa.String(length=200), nullable=False),
        sa.Column("association_said", sa.String(length=200), nullable=False),
        sa.Column("happened", sa.Text(), nullable=False),
        sa.Column("happened_when", sa.String(length=200), nullable=False),
        sa.Column("wish", sa.Text(), nullable=False),
        sa.Column("reach", sa.String(length=200), nullable=False),
        sa.Column("contact_email", sa.String(length=200), nullable=True),
        sa.Column("contact_phone", sa.String(length=200), nullable=True),
        sa.Column("state", sa.String(length=200), nullable=False),
        sa.Column("received_at", wok.db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("decided_at", wok.db.UtcDateTime(timezone=True), nullable=True),
        sa.Column("stepped_at", wok.db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("changed_at", wok.db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("waiting_since", wok.db.UtcDateTime(timezone=True), nullable=True),
        sa.Column("closed_at", wok.db.UtcDateTime(timezone=True), nullable=True),
        sa.Column("outcome", sa.String(length=200), nullable=False),
        sa.Column("assigned_id", sa.Integer(), nullable=True),
        sa.Column("counted_at", wok.db.UtcDateTime(timezone=True), nullable=True),
        sa.Column("counted_as", sa.String(length=200), nullable=False),
        sa.Column("erased_at", wok.db.UtcDateTime(timezone=True), nullable=True),
        sa.Column("form_token", sa.String(length=200), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("language in ('fr','pt','en','de','lb')", name=op.f("ck_fair_case_language")),
        sa.CheckConstraint("place in ('wok','town')", name=op.f("ck_fair_case_place")),
        sa.CheckConstraint("reach in ('email','phone','none')", name=op.f("ck_fair_case_reach")),
        sa.CheckConstraint(
            "state in ('received','answered','talks','decided','follow_up','closed')", name=op.f("ck_fair_case_state")
        ),
        sa.ForeignKeyConstraint(
            ["assigned_id"], ["person.id"], name=op.f("fk_fair_case_assigned_id_person"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_fair_case")),
        sa.UniqueConstraint("code", name=op.f("uq_fair_case_code")),
        sa.UniqueConstraint("form_token", name=op.f("uq_fair_case_form_token")),
    )
    op.create_index(op.f("ix_fair_case_assigned_id"), "fair_case", ["assigned_id"], unique=False)
    op.create_index(op.f("ix_fair_case_contact_email"), "fair_case", ["contact_email"], unique=False)
    op.create_index("ix_fair_case_state_received_at", "fair_case", ["state", "received_at"], unique=False)
    op.create_table(
        "fair_reader",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("named_at", wok.db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("ended_at", wok.db.UtcDateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_fair_reader_person_id_person"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_fair_reader")),
    )
    op.create_table(
        "joining",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=200), nullable=False),
        sa.Column("kept_id", sa.Integer(), nullable=False),
        sa.Column("left_id", sa.Integer(), nullable=False),
        sa.Column("moved", sa.JSON(), nullable=False),
        sa.Column("before", sa.JSON(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("at", wok.db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("undo_until", wok.db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("undone_at", wok.db.UtcDateTime(timezone=True), nullable=True),
        sa.CheckConstraint("kind in ('association','person')", name=op.f("ck_joining_kind")),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_joining_by_id_person"), ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_joining")),
    )
    op.create_index(op.f("ix_joining_kept_id"), "joining", ["kept_id"], unique=False)
    op.create_index(op.f("ix_joining_left_id"), "joining", ["left_id"], unique=False)
    op.create_table(
        "newsletter",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=200), nullable=False),
        sa.Column("neighbourhood_id", sa.Integer(), nullable=True),
        sa.Column("first_on", sa.Date(), nullable=False),
        sa.Column("last_on", sa.Date(), nullable=False),
        sa.Column("languages", sa.JSON(), nullable=False),
        sa.Column("heading", sa.JSON(), nullable=False),
        sa.Column("opening", sa.JSON(), nullable=False),
        sa.Column("left_out", sa.JSON(), nullable=False),
        sa.Column("has_projects", sa.Boolean(), nullable=False),
        sa.Column("made_by_id", sa.Integer(), nullable=True),
        sa.Column("created_at", wok.db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("changed_at", wok.db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("published_at", wok.db.UtcDateTime(timezone=True), nullable=True),
        sa.Column("form_token", sa.String(length=200), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("state in ('draft','published')", name=op.f("ck_newsletter_state")),
        sa.CheckConstraint("first_on <= last_on", name=op.f("ck_newsletter_days")),
        sa.ForeignKeyConstraint(
            ["made_by_id"], ["person.id"], name=op.f("fk_newsletter_made_by_id_person"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["neighbourhood_id"],
            ["neighbourhood.id"],
            name=op.f("fk_newsletter_neighbourhood_id_neighbourhood"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_newsletter")),
        sa.UniqueConstraint("form_token", name=op.f("uq_newsletter_form_token")),
    )
    op.create_index(op.f("ix_newsletter_made_by_id"), "newsletter", ["made_by_id"], unique=False)
    op.create_index(op.f("ix_newsletter_neighbourhood_id"), "newsletter", ["neighbourhood_id"], unique=False)
    op.create_index(op.f("ix_newsletter_published_at"), "newsletter", ["published_at"], unique=False)
    op.create_table(
        "project",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=200), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("language", sa.String(length=200), nullable=False),
        sa.Column("owner_id", sa.Integer(), nullable=False),
        sa.Column("opened_by_id", sa.Integer(), nullable=True),
        sa.Column("themes", sa.JSON(), nullable=False),
        sa.Column("neighbourhood_id", sa.Integer(), nullable=True),
        sa.Column("is_public", sa.Boolean(), nullable=False),
        sa.Column("came_from", sa.String(length=200), nullable=False),
        sa.Column("thanks", sa.Text(), nullable=False),
        sa.Column("opened_at", wok.db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("changed_at", wok.db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("ended_at", wok.db.UtcDateTime(timezone=True), nullable=True),
        sa.Column("hidden_at", wok.db.UtcDateTime(timezone=True), nullable=True),
        sa.Column("hidden_reason", sa.Text(), nullable=False),
        sa.Column("form_token", sa.String(length=200), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("came_from in ('','lunch','together')", name=op.f("ck_project_came_from")),
        sa.CheckConstraint("language in ('fr','pt','en','de','lb')", name=op.f("ck_project_language")),
        sa.CheckConstraint("state in ('idea','looking','under_way','done','given_up')", name=op.f("ck_project_state")),
        sa.ForeignKeyConstraint(
            ["neighbourhood_id"],
            ["neighbourhood.id"],
            name=op.f("fk_project_neighbourhood_id_neighbourhood"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["opened_by_id"], ["person.id"], name=op.f("fk_project_opened_by_id_person"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["owner_id"], ["association.id"], name=op.f("fk_project_owner_id_association"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_project")),
        sa.UniqueConstraint("form_token", name=op.f("uq_project_form_token")),
    )
    op.create_index(op.f("ix_project_opened_by_id"), "project", ["opened_by_id"], unique=False)
    op.create_index(op.f("ix_project_owner_id"), "project", ["owner_id"], unique=False)
    op.create_index("ix_project_state_changed_at", "project", ["state", "changed_at"], unique=False)
    op.create_table(
        "sheet_import",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=200), nullable=False),
        sa.Column("state", sa.String(length=200), nullable=False),
        sa.Column("file_name", sa.String(length=200), nullable=False),
        sa.Column("digest", sa.String(length=200), nullable=False),
        sa.Column("letters", sa.String(length=200), nullable=False),
        sa.Column("language", sa.String(length=200), nullable=False),
        sa.Column("header", sa.JSON(), nullable=False),
        sa.Column("matched", sa.JSON(), nullable=False),
        sa.Column("counts", sa.JSON(), nullable=False),
        sa.Column("may_book", sa.Boolean(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("uploaded_at", wok.db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("done_at", wok.db.UtcDateTime(timezone=True), nullable=True),
        sa.Column("undo_until", wok.db.UtcDateTime(timezone=True), nullable=True),
        sa.Column("undone_at", wok.db.UtcDateTime(timezone=True), nullable=True),
        sa.Column("form_token", sa.String(length=200), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("kind in ('associations','people','equipment','events')", name=op.f("ck_sheet_import_kind")),
        sa.CheckConstraint("state in ('open','done','undone')", name=op.f("ck_sheet_import_state")),
        sa.ForeignKeyConstraint(
            ["by_id"], ["person.id"], name=op.f("fk_sheet_import_by_id_person"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sheet_import")),
        sa.UniqueConstraint("form_token", name=op.f("uq_sheet_import_form_token")),
    )
    op.create_index(op.f("ix_sheet_import_digest"), "sheet_import", ["digest"], unique=False)
    op.create_index(op.f("ix_sheet_import_uploaded_at"), "sheet_import", ["uploaded_at"], unique=False)
    op.create_table(
        "skill_for_thing",
        sa.Column("resource_id", sa.Integer(), nullable=False),
        sa.Column("skill", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(
            ["resource_id"], ["resource.id"], name=op.f("fk_skill_for_thing_resource_id_resource"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("resource_id", "skill", name=op.f("pk_skill_for_thing")),
    )
    op.create_table(
        "skill_offer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("association_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("skill", sa.String(length=200), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("about", sa.Text(), nullable=False),
        sa.Column("conditions", sa.Text(), nullable=False),
        sa.Column("written_in", sa.String(length=200), nullable=False),
        sa.Column("languages", sa.JSON(), nullable=False),
        sa.Column("days", sa.JSON(), nullable=False),
        sa.Column("hours_a_month", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=200), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("form_token", sa.String(length=200), nullable=True),
        sa.Column("created_at", wok.db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("changed_at", wok.db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("checked_at", wok.db.UtcDateTime(timezone=True), nullable=True),
        sa.Column("checked_by_id", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "state in ('draft','checking','shown','paused','ended','declined')", name=op.f("ck_skill_offer_state")
        ),
        sa.CheckConstraint("hours_a_month between 1 and 200", name=op.f("ck_skill_offer_hours_a_month")),
        sa.ForeignKeyConstraint(
            ["association_id"],
            ["association.id"],
            name=op.f("fk_skill_offer_association_id_association"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["checked_by_id"], ["person.id"], name=op.f("fk_skill_offer_checked_by_id_person"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_skill_offer_person_id_person"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_skill_offer")),
        sa.UniqueConstraint("form_token", name=op.f("uq_skill_offer_form_token")),
    )
    op.create_index(op.f("ix_skill_offer_association_id"), "skill_offer", ["association_id"], unique=False)
    op.create_index(op.f("ix_skill_offer_person_id"), "skill_offer", ["person_id"], unique=False)
    op.create_index("ix_skill_offer_skill_state", "skill_offer", ["skill", "state"], unique=False)
    op.create_table(
        "transfer_note",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", wok.db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("what", sa.String(length=200), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["by_id"], ["person.id"], name=op.f("fk_transfer_note_by_id_person"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_transfer_note")),
    )
    op.create_index(op.f("ix_transfer_note_at"), "transfer_note", ["at"], unique=False)
    op.create_table(
        "trusted_organiser",
        sa.Column("association_id", sa.Integer(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("at", wok.db.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["association_id"],
            ["association.id"],
            name=op.f("fk_trusted_organiser_association_id_association"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["by_id"], ["person.id"], name=op.f("fk_trusted_organiser_by_id_person"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("association_id", name=op.f("pk_trusted_organiser")),
    )
    op.create_table(
        "circular_recipient",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("circular_id", sa.Integer(), nullable=False),
        sa.Column("way_hash", sa.String(length=200), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("channel", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(
            ["circular_id"],
            ["circular.id"],
            name=op.f("fk_circular_recipient_circular_id_circular"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_circular_recipient_person_id_person"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_circular_recipient")),
        sa.UniqueConstraint("circular_id", "way_hash", name=op.f("uq_circular_recipient_circular_id_way_hash")),
    )
    op.create_index(op.f("ix_circular_recipient_person_id"), "circular_recipient", ["person_id"], unique=False)
    op.create_index(op.f("ix_circular_recipient_way_hash"), "circular_recipient", ["way_hash"], unique=False)
    op.create_table(
        "date_poll",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=200), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("opened_at", wok.db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("closed_at", wok.db.UtcDateTime(timezone=True), nullable=True),
        sa.Column("chosen_at", wok.db.UtcDateTime(timezone=True), nullable=True),
        sa.Column("link_token", sa.String(length=200), nullable=False),
        sa.Column("form_token", sa.String(length=200), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("state in ('open','found','ended')", name=op.f("ck_date_poll_state")),
        sa.CheckConstraint("minutes between 15 and 1440", name=op.f("ck_date_poll_minutes")),
        sa.ForeignKeyConstraint(
            ["project_id"], ["project.id"], name=op.f("fk_date_poll_project_id_project"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_date_poll")),
        sa.UniqueConstraint("form_token", name=op.f("uq_date_poll_form_token")),
        sa.UniqueConstraint("link_token", name=op.f("uq_date_poll_link_token")),
    )
    op.create_index(op.f("ix_date_poll_project_id"), "date_poll", ["project_id"], unique=False)
    op.create_table(
        "door_count",
        sa.Column("occurrence_id", sa.Integer(), nullable=False),
        sa.Column("adults", sa.Integer(), nullable=False),
        sa.Column("children", sa.Integer(), nullable=False),
        sa.Column("first_time", sa.Integer(), nullable=False),
        sa.Column("changed_at", wok.db.UtcDateTime(timezone=True), nullable=False),
        sa.CheckConstraint("adults >= 0 and children >= 0 and first_time >= 0", name=op.f("ck_door_count_people")),
        sa.ForeignKeyConstraint(
            ["occurrence_id"],
            ["occurrence.id"],
            name=op.f("fk_door_count_occurrence_id_occurrence"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("occurrence_id", name=op.f("pk_door_count")),
    )
    op.create_table(
        "event_walk_in",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("occurrence_id", sa.Integer(), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("words", sa.String(length=200), nullable=False),
        sa.Column("at", wok.db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("form_token", sa.String(length=200), nullable=True),
        sa.CheckConstraint("people > 0", name=op.f("ck_event_walk_in_people")),
        sa.ForeignKeyConstraint(
            ["occurrence_id"],
            ["occurrence.id"],
            name=op.f("fk_event_walk_in_occurrence_id_occurrence"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_event_walk_in")),
        sa.UniqueConstraint("form_token", name=op.f("uq_event_walk_in_form_token")),
    )
    op.create_index(op.f("ix_event_walk_in_occurrence_id"), "event_walk_in", ["occurrence_id"], unique=False)
    op.create_table(
        "fair_left_out",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_id"], ["fair_case.id"], name=op.f("fk_fair_left_out_case_id_fair_case"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_fair_left_out_person_id_person"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_fair_left_out")),
        sa.UniqueConstraint("case_id", "person_id", name=op.f("uq_fair_left_out_case_id_person_id")),
    )
    op.create_index(op.f("ix_fair_left_out_person_id"), "fair_left_out", ["person_id"], unique=False)
    op.create_table(
        "fair_line",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=200), nullable=False),
        sa.Column("at", wok.db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("language", sa.String(length=200), nullable=False),
        sa.Column("shows_at", wok.db.UtcDateTime(timezone=True), nullable=True),
        sa.Column("told_at", wok.db.UtcDateTime(timezone=True), nullable=True),
        sa.Column("form_token", sa.String(length=200), nullable=True),
        sa.CheckConstraint("kind in ('from_them','to_them','note','step')", name=op.f("ck_fair_line_kind")),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_fair_line_by_id_person"), ondelete="SET NULL"),
        sa.ForeignKeyConstraint(
            ["case_id"], ["fair_case.id"], name=op.f("fk_fair_line_case_id_fair_case"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_fair_line")),
        sa.UniqueConstraint("form_token", name=op.f("uq_fair_line_form_token")),
    )
    op.create_index(op.f("ix_fair_line_by_id"), "fair_line", ["by_id"], unique=False)
    op.create_index("ix_fair_line_case_id_at", "fair_line", ["case_id", "at"], unique=False)
    op.create_table(
        "fair_look",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("at", wok.db.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_id"], ["fair_case.id"], name=op.f("fk_fair_look_case_id_fair_case"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_fair_look_person_id_person"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_fair_look")),
    )
    op.create_index(op.f("ix_fair_look_at"), "fair_look", ["at"], unique=False)
    op.create_index("ix_fair_look_case_id_at", "fair_look", ["case_id", "at"], unique=False)
    op.create_index(op.f("ix_fair_look_person_id"), "fair_look", ["person_id"], unique=False)
    op.create_table(
        "import_line",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("import_id", sa.Integer(), nullable=False),
        sa.Column("line", sa.Integer(), nullable=False),
        sa.Column("cells", sa.JSON(), nullable=False),
        sa.Column("choice", sa.String(length=200), nullable=False),
        sa.Column("outcome", sa.String(length=200), nullable=False),
        sa.Column("row_id", sa.Integer(), nullable=True),
        sa.Column("before", sa.JSON(), nullable=True),
        sa.Column("after", sa.JSON(), nullable=True),
        sa.Column("why", sa.String(length=200), nullable=False),
        sa.CheckConstraint("choice in ('','same','new','leave')", name=op.f("ck_import_line_choice")),
        sa.ForeignKeyConstraint(
            ["import_id"], ["sheet_import.id"], name=op.f("fk_import_line_import_id_sheet_import"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import_line")),
    )
    op.create_index("ix_import_line_import_id_line", "import_line", ["import_id", "line"], unique=False)
    op.create_table(
        "letter",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("conversation_id", sa.Integer(), nullable=False),
        sa.Column("is_answer", sa.Boolean(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=True),
        sa.Column("language", sa.String(length=200), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("form_token", sa.String(length=200), nullable=True),
        sa.Column("written_at", wok.db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("goes_at", wok.db.UtcDateTime(timezone=True), nullable=True),
        sa.Column("taken_back_at", wok.db.UtcDateTime(timezone=True), nullable=True),
        sa.Column("read_at", wok.db.UtcDateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["author_id"], ["person.id"], name=op.f("fk_letter_author_id_person"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["conversation_id"],
            ["conversation.id"],
            name=op.f("fk_letter_conversation_id_conversation"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_letter")),
        sa.UniqueConstraint("form_token", name=op.f("uq_letter_form_token")),
    )
    op.create_index(op.f("ix_letter_author_id"), "letter", ["author_id"], unique=False)
    op.create_index(op.f("ix_letter_conversation_id"), "letter", ["conversation_id"], unique=False)
    op.create_table(
        "letter_bar",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key_hash", sa.String(length=200), nullable=False),
        sa.Column("association_id", sa.Integer(), nullable=True),
        sa.Column("conversation_id", sa.Integer(), nullable=True),
        sa.Column("barred_at", wok.db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("ended_at", wok.db.UtcDateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["association_id"],
            ["association.id"],
            name=op.f("fk_letter_bar_association_id_association"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["conversation_id"],
            ["conversation.id"],
            name=op.f("fk_letter_bar_conversation_id_conversation"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_letter_bar")),
    )
    op.create_index(op.f("ix_letter_bar_association_id"), "letter_bar", ["association_id"], unique=False)
    op.create_index(op.f("ix_letter_bar_conversation_id"), "letter_bar", ["conversation_id"], unique=False)
    op.create_index("ix_letter_bar_key_hash_association_id", "letter_bar", ["key_hash", "association_id"], unique=False)
    op.create_table(
        "letter_report",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("conversation_id", sa.Integer(), nullable=False),
        sa.Column("is_by_association", sa.Boolean(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("reported_at", wok.db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("decision", sa.String(length=200), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("decided_at", wok.db.UtcDateTime(timezone=True), nullable=True),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("decision in ('','dismissed','barred')", name=op.f("ck_letter_report_decision")),
        sa.ForeignKeyConstraint(
            ["by_id"], ["person.id"], name=op.f("fk_letter_report_by_id_person"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["conversation_id"],
            ["conversation.id"],
            name=op.f("fk_letter_report_conversation_id_conversation"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["decided_by_id"], ["person.id"], name=op.f("fk_letter_report_decided_by_id_person"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_letter_report")),
    )
    op.create_index(op.f("ix_letter_report_by_id"), "letter_report", ["by_id"], unique=False)
    op.create_index(op.f("ix_letter_report_conversation_id"), "letter_report", ["conversation_id"], unique=False)
    op.create_index(op.f("ix_letter_report_decided_by_id"), "letter_report", ["decided_by_id"], unique=False)
    op.create_index(op.f("ix_letter_report_decision"), "letter_report", ["decision"], unique=False)
    op.create_table(
        "project_change",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("at", wok.db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("what", sa.String(length=200), nullable=False),
        sa.Column("association_id", sa.Integer(), nullable=True),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["association_id"],
            ["association.id"],
            name=op.f("fk_project_change_association_id_association"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_project_change_person_id_person"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["project_id"], ["project.id"], name=op.f("fk_project_change_project_id_project"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_project_change")),
    )
    op.create_index(op.f("ix_project_change_person_id"), "project_change", ["person_id"], unique=False)
    op.create_index("ix_project_change_project_id_id", "project_change", ["project_id", "id"], unique=False)
    op.create_table(
        "project_link",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("association_id", sa.Integer(), nullable=True),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("words", sa.String(length=200), nullable=False),
        sa.Column("added_at", wok.db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("form_token", sa.String(length=200), nullable=True),
        sa.ForeignKeyConstraint(
            ["association_id"],
            ["association.id"],
            name=op.f("fk_project_link_association_id_association"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["project_id"], ["project.id"], name=op.f("fk_project_link_project_id_project"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_project_link")),
        sa.UniqueConstraint("form_token", name=op.f("uq_project_link_form_token")),
    )
    op.create_index(op.f("ix_project_link_project_id"), "project_link", ["project_id"], unique=False)
    op.create_table(
        "project_need",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=200), nullable=False),
        sa.Column("words", sa.String(length=200), nullable=False),
        sa.Column("amount", sa.Integer(), nullable=False),
        sa.Column("unit", sa.String(length=200), nullable=False),
        sa.Column("added_at", wok.db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_at", wok.db.UtcDateTime(timezone=True), nullable=True),
        sa.Column("form_token", sa.String(length=200), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("kind in ('money','people','materials','know_how')", name=op.f("ck_project_need_kind")),
        sa.CheckConstraint("amount > 0", name=op.f("ck_project_need_amount")),
        sa.ForeignKeyConstraint(
            ["project_id"], ["project.id"], name=op.f("fk_project_need_project_id_project"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_project_need")),
        sa.UniqueConstraint("form_token", name=op.f("uq_project_need_form_token")),
    )
    op.create_index(op.f("ix_project_need_project_id"), "project_need", ["project_id"], unique=False)
    op.create_table(
        "project_partner",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("association_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("state", sa.String(length=200), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("language", sa.String(length=200), nullable=False),
        sa.Column("since", wok.db.UtcDateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "state in ('invited','asked','in','left','declined')", name=op.f("ck_project_partner_state")
        ),
        sa.ForeignKeyConstraint(
            ["association_id"],
            ["association.id"],
            name=op.f("fk_project_partner_association_id_association"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_project_partner_person_id_person"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["project_id"], ["project.id"], name=op.f("fk_project_partner_project_id_project"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_project_partner")),
        sa.UniqueConstraint("project_id", "association_id", name=op.f("uq_project_partner_project_id_association_id")),
    )
    op.create_index(op.f("ix_project_partner_association_id"), "project_partner", ["association_id"], unique=False)
    op.create_index(op.f("ix_project_partner_person_id"), "project_partner", ["person_id"], unique=False)
    op.create_table(
        "project_report",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("at", wok.db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("settled_at", wok.db.UtcDateTime(timezone=True), nullable=True),
        sa.Column("form_token", sa.String(length=200), nullable=True),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_project_report_person_id_person"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["project_id"], ["project.id"], name=op.f("fk_project_report_project_id_project"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_project_report")),
        sa.UniqueConstraint("form_token", name=op.f("uq_project_report_form_token")),
    )
    op.create_index(op.f("ix_project_report_person_id"), "project_report", ["person_id"], unique=False)
    op.create_index(op.f("ix_project_report_project_id"), "project_report", ["project_id"], unique=False)
    op.create_table(
        "shift",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("occurrence_id", sa.Integer(), nullable=False),
        sa.Column("what", sa.String(length=200), nullable=False),
        sa.Column("starts_at", wok.db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("ends_at", wok.db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("wanted", sa.Integer(), nullable=False),
        sa.Column("ended_at", wok.db.UtcDateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("starts_at < ends_at", name=op.f("ck_shift_span")),
        sa.CheckConstraint("wanted > 0", name=op.f("ck_shift_wanted")),
        sa.ForeignKeyConstraint(
            ["occurrence_id"], ["occurrence.id"], name=op.f("fk_shift_occurrence_id_occurrence"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shift")),
    )
    op.create_index(op.f("ix_shift_occurrence_id"), "shift", ["occurrence_id"], unique=False)
    op.create_table(
        "booking_cause",
        sa.Column("booking_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=200), nullable=False),
        sa.Column("of_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["booking_id"], ["booking.id"], name=op.f("fk_booking_cause_booking_id_booking"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("booking_id", name=op.f("pk_booking_cause")),
    )
    op.create_index("ix_booking_cause_kind_of_id", "booking_cause", ["kind", "of_id"], unique=False)
    op.create_table(
        "letter_look",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("report_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("at", wok.db.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_letter_look_person_id_person"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["report_id"], ["letter_report.id"], name=op.f("fk_letter_look_report_id_letter_report"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_letter_look")),
    )
    op.create_index(op.f("ix_letter_look_person_id"), "letter_look", ["person_id"], unique=False)
    op.create_index(op.f("ix_letter_look_report_id"), "letter_look", ["report_id"], unique=False)
    op.create_table(
        "pledge",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("need_id", sa.Integer(), nullable=False),
        sa.Column("association_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("amount", sa.Integer(), nullable=False),
        sa.Column("words", sa.String(length=200), nullable=False),
        sa.Column("state", sa.String(length=200), nullable=False),
        sa.Column("given_at", wok.db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("settled_at", wok.db.UtcDateTime(timezone=True), nullable=True),
        sa.Column("form_token", sa.String(length=200), nullable=True),
        sa.CheckConstraint("state in ('given','withdrawn','used')", name=op.f("ck_pledge_state")),
        sa.CheckConstraint("amount > 0", name=op.f("ck_pledge_amount")),
        sa.ForeignKeyConstraint(
            ["association_id"],
            ["association.id"],
            name=op.f("fk_pledge_association_id_association"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["need_id"], ["project_need.id"], name=op.f("fk_pledge_need_id_project_need"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_pledge_person_id_person"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pledge")),
        sa.UniqueConstraint("form_token", name=op.f("uq_pledge_form_token")),
    )
    op.create_index(op.f("ix_pledge_association_id"), "pledge", ["association_id"], unique=False)
    op.create_index(op.f("ix_pledge_need_id"), "pledge", ["need_id"], unique=False)
    op.create_index(op.f("ix_pledge_person_id"), "pledge", ["person_id"], unique=False)
    op.create_table(
        "poll_date",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("poll_id", sa.Integer(), nullable=False),
        sa.Column("starts_at", wok.db.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["poll_id"], ["date_poll.id"], name=op.f("fk_poll_date_poll_id_date_poll"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_poll_date")),
        sa.UniqueConstraint("poll_id", "starts_at", name=op.f("uq_poll_date_poll_id_starts_at")),
    )
    op.create_table(
        "poll_voter",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("poll_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("association_id", sa.Integer(), nullable=True),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("email", sa.String(length=200), nullable=True),
        sa.Column("language", sa.String(length=200), nullable=False),
        sa.Column("link_token", sa.String(length=200), nullable=False),
        sa.Column("form_token", sa.String(length=200), nullable=True),
        sa.Column("answers", sa.JSON(), nullable=False),
        sa.Column("at", wok.db.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["association_id"],
            ["association.id"],
            name=op.f("fk_poll_voter_association_id_association"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_poll_voter_person_id_person"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["poll_id"], ["date_poll.id"], name=op.f("fk_poll_voter_poll_id_date_poll"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_poll_voter")),
        sa.UniqueConstraint("form_token", name=op.f("uq_poll_voter_form_token")),
        sa.UniqueConstraint("link_token", name=op.f("uq_poll_voter_link_token")),
        sa.UniqueConstraint("poll_id", "person_id", name=op.f("uq_poll_voter_poll_id_person_id")),
    )
    op.create_index(op.f("ix_poll_voter_person_id"), "poll_voter", ["person_id"], unique=False)
    op.create_index(op.f("ix_poll_voter_poll_id"), "poll_voter", ["poll_id"], unique=False)
    op.create_table(
        "registration",
        sa.Column("booking_id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("adults", sa.Integer(), nullable=False),
        sa.Column("children", sa.Integer(), nullable=False),
        sa.Column("ages", sa.String(length=200), nullable=False),
        sa.Column("needs", sa.JSON(), nullable=False),
        sa.Column("diets", sa.JSON(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("together", sa.String(length=200), nullable=True),
        sa.Column("is_new", sa.Boolean(), nullable=True),
        sa.Column("erased_at", wok.db.UtcDateTime(timezone=True), nullable=True),
        sa.CheckConstraint("adults >= 0 and children >= 0", name=op.f("ck_registration_party")),
        sa.ForeignKeyConstraint(
            ["booking_id"], ["booking.id"], name=op.f("fk_registration_booking_id_booking"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["event_id"], ["event.id"], name=op.f("fk_registration_event_id_event"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("booking_id", name=op.f("pk_registration")),
    )
    op.create_index(op.f("ix_registration_event_id"), "registration", ["event_id"], unique=False)
    op.create_index(op.f("ix_registration_together"), "registration", ["together"], unique=False)
    op.create_table(
        "shift_helper",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("shift_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("association_id", sa.Integer(), nullable=True),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("email", sa.String(length=200), nullable=True),
        sa.Column("phone", sa.String(length=200), nullable=True),
        sa.Column("reach", sa.String(length=200), nullable=False),
        sa.Column("language", sa.String(length=200), nullable=False),
        sa.Column("state", sa.String(length=200), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=True),
        sa.Column("link_token", sa.String(length=200), nullable=False),
        sa.Column("form_token", sa.String(length=200), nullable=True),
        sa.Column("at", wok.db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("changed_at", wok.db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("reminded_at", wok.db.UtcDateTime(timezone=True), nullable=True),
        sa.Column("erased_at", wok.db.UtcDateTime(timezone=True), nullable=True),
        sa.CheckConstraint("language in ('fr','pt','en','de','lb')", name=op.f("ck_shift_helper_language")),
        sa.CheckConstraint("reach in ('email','phone','association','none')", name=op.f("ck_shift_helper_reach")),
        sa.CheckConstraint(
            "state in ('coming','withdrawn','came','told_us','no_show')", name=op.f("ck_shift_helper_state")
        ),
        sa.ForeignKeyConstraint(
            ["association_id"],
            ["association.id"],
            name=op.f("fk_shift_helper_association_id_association"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_shift_helper_person_id_person"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["shift_id"], ["shift.id"], name=op.f("fk_shift_helper_shift_id_shift"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shift_helper")),
        sa.UniqueConstraint("form_token", name=op.f("uq_shift_helper_form_token")),
        sa.UniqueConstraint("link_token", name=op.f("uq_shift_helper_link_token")),
    )
    op.create_index(op.f("ix_shift_helper_association_id"), "shift_helper", ["association_id"], unique=False)
    op.create_index(op.f("ix_shift_helper_email"), "shift_helper", ["email"], unique=False)
    op.create_index(op.f("ix_shift_helper_person_id"), "shift_helper", ["person_id"], unique=False)
    op.create_index(op.f("ix_shift_helper_phone"), "shift_helper", ["phone"], unique=False)
    op.create_index(op.f("ix_shift_helper_shift_id"), "shift_helper", ["shift_id"], unique=False)
    op.create_table(
        "skill_ask",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("association_id", sa.Integer(), nullable=True),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("booking_id", sa.Integer(), nullable=True),
        sa.Column("booking_at", wok.db.UtcDateTime(timezone=True), nullable=True),
        sa.Column("cause", sa.String(length=200), nullable=False),
        sa.Column("skill", sa.String(length=200), nullable=False),
        sa.Column("language", sa.String(length=200), nullable=False),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column("place", sa.String(length=200), nullable=False),
        sa.Column("written_in", sa.String(length=200), nullable=False),
        sa.Column("starts_at", wok.db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("ends_at", wok.db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("halves", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=200), nullable=False),
        sa.Column("helper_id", sa.Integer(), nullable=True),
        sa.Column("link_token", sa.String(length=200), nullable=False),
        sa.Column("form_token", sa.String(length=200), nullable=True),
        sa.Column("created_at", wok.db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("changed_at", wok.db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("settled_at", wok.db.UtcDateTime(timezone=True), nullable=True),
        sa.Column("asker_halves", sa.Integer(), nullable=True),
        sa.Column("helper_halves", sa.Integer(), nullable=True),
        sa.Column("agreed_halves", sa.Integer(), nullable=True),
        sa.Column("hours_asked_at", wok.db.UtcDateTime(timezone=True), nullable=True),
        sa.Column("hours_reminded_at", wok.db.UtcDateTime(timezone=True), nullable=True),
        sa.Column("contribution_id", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "state in ('asked','confirmed','declined','withdrawn','lapsed','done')", name=op.f("ck_skill_ask_state")
        ),
        sa.CheckConstraint("halves between 1 and 48", name=op.f("ck_skill_ask_halves")),
        sa.CheckConstraint("starts_at < ends_at", name=op.f("ck_skill_ask_span")),
        sa.ForeignKeyConstraint(
            ["association_id"],
            ["association.id"],
            name=op.f("fk_skill_ask_association_id_association"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["booking_id"], ["booking.id"], name=op.f("fk_skill_ask_booking_id_booking"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["contribution_id"],
            ["share_contribution.id"],
            name=op.f("fk_skill_ask_contribution_id_share_contribution"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["helper_id"], ["skill_offer.id"], name=op.f("fk_skill_ask_helper_id_skill_offer"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_skill_ask_person_id_person"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_skill_ask")),
        sa.UniqueConstraint("contribution_id", name=op.f("uq_skill_ask_contribution_id")),
        sa.UniqueConstraint("form_token", name=op.f("uq_skill_ask_form_token")),
        sa.UniqueConstraint("link_token", name=op.f("uq_skill_ask_link_token")),
    )
    op.create_index(op.f("ix_skill_ask_association_id"), "skill_ask", ["association_id"], unique=False)
    op.create_index(op.f("ix_skill_ask_booking_id"), "skill_ask", ["booking_id"], unique=False)
    op.create_index(op.f("ix_skill_ask_helper_id"), "skill_ask", ["helper_id"], unique=False)
    op.create_index(op.f("ix_skill_ask_person_id"), "skill_ask", ["person_id"], unique=False)
    op.create_index("ix_skill_ask_state_starts_at", "skill_ask", ["state", "starts_at"], unique=False)
    op.create_table(
        "skill_call",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ask_id", sa.Integer(), nullable=False),
        sa.Column("offer_id", sa.Integer(), nullable=False),
        sa.Column("token", sa.String(length=200), nullable=False),
        sa.Column("state", sa.String(length=200), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("asked_at", wok.db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("answered_at", wok.db.UtcDateTime(timezone=True), nullable=True),
        sa.CheckConstraint("state in ('asked','yes','no','gone')", name=op.f("ck_skill_call_state")),
        sa.ForeignKeyConstraint(
            ["ask_id"], ["skill_ask.id"], name=op.f("fk_skill_call_ask_id_skill_ask"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["offer_id"], ["skill_offer.id"], name=op.f("fk_skill_call_offer_id_skill_offer"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_skill_call")),
        sa.UniqueConstraint("ask_id", "offer_id", name=op.f("uq_skill_call_ask_id_offer_id")),
        sa.UniqueConstraint("token", name=op.f("uq_skill_call_token")),
    )
    op.create_index(op.f("ix_skill_call_offer_id"), "skill_call", ["offer_id"], unique=False)
    op.add_column("series", sa.Column("is_elsewhere", sa.Boolean(), nullable=True))
    op.add_column("share_contribution", sa.Column("form_token", sa.String(length=200), nullable=True))
    op.create_index("ix_share_contribution_form_token", "share_contribution", ["form_token"], unique=True)
    op.add_column("share_override", sa.Column("was", sa.JSON(), nullable=True))
    op.add_column("share_override", sa.Column("undo_until", wok.db.UtcDateTime(timezone=True), nullable=True))
    op.add_column("share_override", sa.Column("undone_at", wok.db.UtcDateTime(timezone=True), nullable=True))
