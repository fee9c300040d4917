"""Tables of the meeting space: its rooms and hours, one use of a room (owns one booking), weekly use, displaced uses."""

from datetime import date, datetime, time
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from wok.bookings.models import Booking, Resource
from wok.db import Base
from wok.people.models import Association


class Room(Base):
    """A room, or a whole whose parts are rooms too (`resource_part`): what people read about it, and its limits.

    Set-up and clean-up minutes stand on its resource; a use takes them over when it is booked.
    """

    __tablename__ = "room"
    __table_args__ = (
        CheckConstraint("seats >= 0 and standing >= 0 and seats + standing > 0", name="people"),
        CheckConstraint("opened_by in ('keys','staff')", name="opened_by"),
        CheckConstraint("release_minutes between 0 and 240", name="release_minutes"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    resource_id: Mapped[int] = mapped_column(ForeignKey("resource.id", ondelete="RESTRICT"), unique=True)
    name: Mapped[dict[str, str]]
    description: Mapped[dict[str, str]] = mapped_column(default=dict)
    noise: Mapped[dict[str, str]] = mapped_column(default=dict)  # what one hears, and may be heard of
    inside: Mapped[dict[str, str]] = mapped_column(default=dict)  # furniture and equipment that stays in it
    way_in: Mapped[dict[str, str]] = mapped_column(default=dict)
    seats: Mapped[int]
    standing: Mapped[int] = mapped_column(default=0)
    access: Mapped[list[str]] = mapped_column(default=list)  # codes of web/needs.py that it answers
    opened_by: Mapped[str] = mapped_column(default="staff")
    release_minutes: Mapped[int] = mapped_column(default=20)  # empty so long after the start: free again; 0 never
    position: Mapped[int] = mapped_column(default=0)
    paused_at: Mapped[datetime | None]  # not offered; what was agreed stays
    version: Mapped[int] = mapped_column(default=1)
    __mapper_args__ = {"version_id_col": version}

    resource: Mapped[Resource] = relationship()
    hours: Mapped[list["RoomHours"]] = relationship(
        cascade="all, delete-orphan", order_by="(RoomHours.weekday, RoomHours.starts_local)"
    )


class RoomHours(Base):
    """When a room can be used on a weekday; `mode` says whether these hours are quiet or wished for."""

    __tablename__ = "room_hours"
    __table_args__ = (
        CheckConstraint("weekday between 0 and 6", name="weekday"),
        CheckConstraint("mode in ('first_come','window')", name="mode"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    room_id: Mapped[int] = mapped_column(ForeignKey("room.id", ondelete="CASCADE"), index=True)
    weekday: Mapped[int]  # Monday is 0
    starts_local: Mapped[time]
    ends_local: Mapped[time]  # 0:00 is the midnight after
    mode: Mapped[str] = mapped_column(default="first_come")


class SpaceSeries(Base):
    """The weekly use of one room by one association, in local wall time. Every date kept is a use of its own."""

    __tablename__ = "space_series"
    __table_args__ = (
        CheckConstraint("weekday between 0 and 6", name="weekday"),
        CheckConstraint("first_on <= last_on", name="days"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    room_id: Mapped[int] = mapped_column(ForeignKey("room.id", ondelete="RESTRICT"), index=True)
    association_id: Mapped[int] = mapped_column(ForeignKey("association.id", ondelete="CASCADE"), index=True)
    weekday: Mapped[int]
    starts_local: Mapped[time]
    ends_local: Mapped[time]
    first_on: Mapped[date]
    last_on: Mapped[date]
    skipped: Mapped[list[str]] = mapped_column(default=list)  # dates of the rule that are left out, as written in ISO
    said: Mapped[dict[str, Any]] = mapped_column(default=dict)  # activity, people, … of a date that is added back
    link_token: Mapped[str] = mapped_column(unique=True)  # the mailed question whether it goes on
    form_token: Mapped[str | None] = mapped_column(unique=True)
    request_uid: Mapped[str | None] = mapped_column(index=True)  # its wish in a season round
    created_at: Mapped[datetime]
    asked_at: Mapped[datetime | None]  # when we last asked whether it goes on
    confirmed_at: Mapped[datetime | None]  # the last "yes, we still need it"
    ended_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)
    __mapper_args__ = {"version_id_col": version}

    room: Mapped[Room] = relationship()
    association: Mapped[Association] = relationship()


class SpaceUse(Base):
    """One use of a room on one date; its booking says who, when and in which state.

    Needs, the keys' note and the staff's note are erased 30 days after it (PROMISES D1).
    """

    __tablename__ = "space_use"
    __table_args__ = (
        CheckConstraint("people > 0", name="people"),
        CheckConstraint("layout in ('','rows','tables','circle','standing','as_is')", name="layout"),
        Index("ix_space_use_room_id_booking_id", "room_id", "booking_id"),
        Index("ix_space_use_series_id_original_on", "series_id", "original_on"),
    )

    booking_id: Mapped[int] = mapped_column(ForeignKey("booking.id", ondelete="CASCADE"), primary_key=True)
    room_id: Mapped[int] = mapped_column(ForeignKey("room.id", ondelete="RESTRICT"))
    series_id: Mapped[int | None] = mapped_column(ForeignKey("space_series.id", ondelete="SET NULL"))
    original_on: Mapped[date | None]  # the date the series gave
    activity: Mapped[str] = mapped_column(default="")
    people: Mapped[int]
    layout: Mapped[str] = mapped_column(default="")
    needs: Mapped[list[str]] = mapped_column(default=list)
    remark: Mapped[str] = mapped_column(Text, default="")
    shows_name: Mapped[bool] = mapped_column(default=False)  # the door may name the association
    is_own: Mapped[bool] = mapped_column(default=False)  # an event of the Wok itself
    keys_note: Mapped[str] = mapped_column(default="")  # who fetches the keys; who opens
    keys_out_at: Mapped[datetime | None]
    keys_back_at: Mapped[datetime | None]
    arrived_at: Mapped[datetime | None]
    released_at: Mapped[datetime | None]  # empty: free for others
    reminded_at: Mapped[datetime | None]
    reason: Mapped[str] = mapped_column(Text, default="")  # what staff wrote when they moved or cancelled it
    before: Mapped[dict[str, Any] | None]  # what undo puts back, until the booking's undo_until
    erased_at: Mapped[datetime | None]

    booking: Mapped[Booking] = relationship()
    room: Mapped[Room] = relationship()
    series: Mapped[SpaceSeries | None] = relationship()


class SpaceDisplacement(Base):
    """A use that gave way to an event of the Wok: why, and the equal times it was offered instead."""

    __tablename__ = "space_displacement"

    booking_id: Mapped[int] = mapped_column(ForeignKey("booking.id", ondelete="CASCADE"), primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("booking.id", ondelete="CASCADE"), index=True)
    at: Mapped[datetime]
    reason: Mapped[str] = mapped_column(Text)
    offers: Mapped[dict[str, Any]] = mapped_column(default=dict)  # "times": room id, start and end of each
    undone_at: Mapped[datetime | None]
    taken_at: Mapped[datetime | None]  # one of the offers was taken

    booking: Mapped[Booking] = relationship(foreign_keys=[booking_id])
