"""Tables of events: an event owns one series of dates (wok/bookings); a registration owns one booking on one date."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from wok.bookings.models import Booking, Occurrence, Series
from wok.db import Base
from wok.people.models import Association, Person
from wok.people.neighbourhood_models import Neighbourhood


class Organisation(Base):
    """A partner organisation that organises events with or beside the Wok; it does not book."""

    __tablename__ = "organisation"
    __table_args__ = (UniqueConstraint("name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    website: Mapped[str] = mapped_column(default="")
    is_shown: Mapped[bool] = mapped_column(default=True)  # offered for new events
    version: Mapped[int] = mapped_column(default=1)
    __mapper_args__ = {"version_id_col": version}


class Event(Base):
    """A course, workshop, party or outing. Neither association nor organisation: the Wok's own.

    `state`: draft, asked (an association's, staff check it), published, cancelled. It is over once no date is left.
    Its dates are the occurrences of its series (kind "event-<id>"), each with a resource of `seats` places.
    """

    __tablename__ = "event"
    __table_args__ = (
        CheckConstraint("state in ('draft','asked','published','cancelled')", name="state"),
        CheckConstraint("kind in ('course','workshop','party','outing','meeting','newspaper','other')", name="kind"),
        CheckConstraint("registration in ('none','open')", name="registration"),
        CheckConstraint("first_language in ('fr','pt','en','de','lb')", name="language"),
        CheckConstraint("seats >= 0", name="seats"),
        CheckConstraint("association_id is null or organisation_id is null", name="organiser"),
        Index("ix_event_state_kind", "state", "kind"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    series_id: Mapped[int | None] = mapped_column(ForeignKey("series.id", ondelete="RESTRICT"), unique=True)
    state: Mapped[str] = mapped_column(default="draft")
    kind: Mapped[str] = mapped_column(default="other")
    association_id: Mapped[int | None] = mapped_column(ForeignKey("association.id", ondelete="SET NULL"), index=True)
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id", ondelete="RESTRICT"), index=True)
    co_organisers: Mapped[str] = mapped_column(default="")  # names, as the organiser wrote them
    title: Mapped[dict[str, str]]
    summary: Mapped[dict[str, str]] = mapped_column(default=dict)
    text: Mapped[dict[str, str]] = mapped_column(default=dict)
    place: Mapped[dict[str, str]] = mapped_column(default=dict)  # words; beside the room's name when held in one
    price: Mapped[dict[str, str]] = mapped_column(default=dict)  # words, when it is not free
    first_language: Mapped[str] = mapped_column(default="fr")  # the language it was first written in
    written_at: Mapped[dict[str, str]] = mapped_column(default=dict)  # language -> ISO instant its words last changed
    neighbourhood_id: Mapped[int | None] = mapped_column(
        ForeignKey("neighbourhood.id", ondelete="SET NULL"), index=True
    )
    room_resource_id: Mapped[int | None] = mapped_column(ForeignKey("resource.id", ondelete="RESTRICT"), index=True)
    is_free: Mapped[bool] = mapped_column(default=True)
    is_step_free: Mapped[bool] = mapped_column(default=False)
    languages: Mapped[list[str]] = mapped_column(default=list)  # spoken there
    registration: Mapped[str] = mapped_column(default="open")
    seats: Mapped[int] = mapped_column(default=0)
    asks: Mapped[list[str]] = mapped_column(default=list)  # needs, children, diets: what sign-up asks
    closes_hours: Mapped[int] = mapped_column(default=0)  # sign-up ends so many hours before the start
    contact_name: Mapped[str] = mapped_column(default="")  # shown on the page
    contact_email: Mapped[str] = mapped_column(default="")
    contact_phone: Mapped[str] = mapped_column(default="")
    project_id: Mapped[int | None] = mapped_column(index=True)  # the joint project it belongs to
    made_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"), index=True)
    staff_words: Mapped[str] = mapped_column(Text, default="")  # what staff answered when they sent it back
    reason: Mapped[dict[str, str]] = mapped_column(default=dict)  # why the whole event was cancelled
    created_at: Mapped[datetime]
    changed_at: Mapped[datetime]
    asked_at: Mapped[datetime | None]
    published_at: Mapped[datetime | None]  # the first time; one taken back to draft keeps it
    checked_at: Mapped[datetime | None]  # staff last read it; an association may have changed it since
    cancelled_at: Mapped[datetime | None]
    undo_until: Mapped[datetime | None]  # a cancelled event can be put back until here
    before: Mapped[dict[str, Any] | None]  # which dates undo puts back
    form_token: Mapped[str | None] = mapped_column(unique=True)  # one form is one event
    version: Mapped[int] = mapped_column(default=1)
    __mapper_args__ = {"version_id_col": version}

    series: Mapped[Series | None] = relationship()
    association: Mapped[Association | None] = relationship()
    organisation: Mapped[Organisation | None] = relationship()
    neighbourhood: Mapped[Neighbourhood | None] = relationship()
    made_by: Mapped[Person | None] = relationship()


class TrustedOrganiser(Base):
    """Staff trust this association: what it publishes is public at once."""

    __tablename__ = "trusted_organiser"

    association_id: Mapped[int] = mapped_column(ForeignKey("association.id", ondelete="CASCADE"), primary_key=True)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))
    at: Mapped[datetime]


class Registration(Base):
    """Who comes to one date: the party and what it needs; the booking says who, when, how many and in which state.

    Needs, diets, answers and note are erased 30 days after the date (PROMISES D1).
    """

    __tablename__ = "registration"
    __table_args__ = (CheckConstraint("adults >= 0 and children >= 0", name="party"),)

    booking_id: Mapped[int] = mapped_column(ForeignKey("booking.id", ondelete="CASCADE"), primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="RESTRICT"), index=True)
    adults: Mapped[int]
    children: Mapped[int] = mapped_column(default=0)
    ages: Mapped[str] = mapped_column(default="")  # of the children, as written
    needs: Mapped[list[str]] = mapped_column(default=list)
    diets: Mapped[dict[str, int]] = mapped_column(default=dict)  # code -> how many eat so
    note: Mapped[str] = mapped_column(Text, default="")
    together: Mapped[str | None] = mapped_column(index=True)  # the same on all dates signed up for by one form
    is_new: Mapped[bool | None]  # first time with us, if they said
    erased_at: Mapped[datetime | None]

    booking: Mapped[Booking] = relationship()
    event: Mapped[Event] = relationship()


class Shift(Base):
    """Helping hands wanted on one date: what for, from when to when, how many."""

    __tablename__ = "shift"
    __table_args__ = (
        CheckConstraint("wanted > 0", name="wanted"),
        CheckConstraint("starts_at < ends_at", name="span"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    occurrence_id: Mapped[int] = mapped_column(ForeignKey("occurrence.id", ondelete="CASCADE"), index=True)
    what: Mapped[str]  # in the event's first language, as written
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    wanted: Mapped[int]
    ended_at: Mapped[datetime | None]  # no longer wanted
    version: Mapped[int] = mapped_column(default=1)
    __mapper_args__ = {"version_id_col": version}

    occurrence: Mapped[Occurrence] = relationship()
    helpers: Mapped[list["ShiftHelper"]] = relationship(back_populates="shift", order_by="ShiftHelper.id")


class ShiftHelper(Base):
    """Somebody who helps in one shift. The contact is erased 30 days after; the hours stay."""

    __tablename__ = "shift_helper"
    __table_args__ = (
        CheckConstraint("state in ('coming','withdrawn','came','told_us','no_show')", name="state"),
        CheckConstraint("language in ('fr','pt','en','de','lb')", name="language"),
        CheckConstraint("reach in ('email','phone','association','none')", name="reach"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    shift_id: Mapped[int] = mapped_column(ForeignKey("shift.id", ondelete="CASCADE"), index=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"), index=True)
    association_id: Mapped[int | None] = mapped_column(ForeignKey("association.id", ondelete="SET NULL"), index=True)
    name: Mapped[str]
    email: Mapped[str | None] = mapped_column(index=True)  # lower case
    phone: Mapped[str | None] = mapped_column(index=True)  # E.164
    reach: Mapped[str] = mapped_column(default="none")
    language: Mapped[str] = mapped_column(default="fr")
    state: Mapped[str] = mapped_column(default="coming")
    minutes: Mapped[int | None]  # helped, once marked
    link_token: Mapped[str] = mapped_column(unique=True)
    form_token: Mapped[str | None] = mapped_column(unique=True)
    at: Mapped[datetime]
    changed_at: Mapped[datetime]
    reminded_at: Mapped[datetime | None]
    erased_at: Mapped[datetime | None]

    shift: Mapped[Shift] = relationship(back_populates="helpers")
    person: Mapped[Person | None] = relationship()
    association: Mapped[Association | None] = relationship()
