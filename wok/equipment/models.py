"""Tables of what is lent: items, their pieces and pictures, sets, hand-over hours, and the lines of a loan.

An item owns one resource; its capacity is what can be lent now. Everything else about the thing stands here.
Movements of tagged units at the desk are in movement_models.py.
"""

from datetime import date, datetime, time
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from wok.bookings.models import Booking, Resource
from wok.db import Base
from wok.people.models import Association
from wok.sharing.models import ShareRequest


class Item(Base):
    """Alike things that are lent. `owner`: wok, town, or association ("shared by …", under its own conditions).

    An association's thing waits with `offered_at` until staff accept it (`accepted_at`) or say no (`declined_at`).
    `is_tagged`: each piece has a unit with a tag, and the capacity is the number of units in service.
    """

    __tablename__ = "item"
    __table_args__ = (
        CheckConstraint("owner in ('wok','town','association')", name="owner"),
        CheckConstraint("pack between 1 and 1000", name="pack"),
        CheckConstraint("cleanup_days between 0 and 14", name="cleanup_days"),
        CheckConstraint("weight_grams is null or weight_grams > 0", name="weight_grams"),
        CheckConstraint("deposit_cents is null or deposit_cents > 0", name="deposit_cents"),
        CheckConstraint("serves is null or serves > 0", name="serves"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    resource_id: Mapped[int] = mapped_column(ForeignKey("resource.id", ondelete="RESTRICT"), unique=True)
    slug: Mapped[str] = mapped_column(unique=True)
    name: Mapped[dict[str, str]]
    description: Mapped[dict[str, str]] = mapped_column(default=dict)
    included: Mapped[dict[str, str]] = mapped_column(default=dict)  # what comes with it, beside the counted parts
    rules: Mapped[dict[str, str]] = mapped_column(default=dict)
    insurance: Mapped[dict[str, str]] = mapped_column(default=dict)
    conditions: Mapped[dict[str, str]] = mapped_column(default=dict)  # the owner's own
    words: Mapped[dict[str, str]] = mapped_column(default=dict)  # other words people look for it by
    category: Mapped[str] = mapped_column(index=True)
    purposes: Mapped[list[str]] = mapped_column(default=list)
    serves: Mapped[int | None]  # people that one piece is enough for
    pack: Mapped[int] = mapped_column(default=1)
    weight_grams: Mapped[int | None]
    deposit_cents: Mapped[int | None]
    cleanup_days: Mapped[int] = mapped_column(default=0)
    owner: Mapped[str] = mapped_column(default="wok")
    association_id: Mapped[int | None] = mapped_column(ForeignKey("association.id", ondelete="SET NULL"), index=True)
    needs_introduction: Mapped[bool] = mapped_column(default=False)
    is_tagged: Mapped[bool] = mapped_column(default=False)
    position: Mapped[int] = mapped_column(default=0)
    lends_from: Mapped[date | None]
    paused_at: Mapped[datetime | None]
    paused_until: Mapped[date | None]  # the first day it is lent again, when known
    pause_reason: Mapped[dict[str, str]] = mapped_column(default=dict)
    retired_at: Mapped[datetime | None]
    offered_at: Mapped[datetime | None]
    offered_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))
    accepted_at: Mapped[datetime | None]
    declined_at: Mapped[datetime | None]
    answer: Mapped[str] = mapped_column(Text, default="")  # what staff wrote to the association that offered it
    form_token: Mapped[str | None] = mapped_column(unique=True)
    changed_at: Mapped[datetime]
    undo_until: Mapped[datetime | None]
    before: Mapped[dict[str, Any] | None]  # what undo puts back
    version: Mapped[int] = mapped_column(default=1)
    __mapper_args__ = {"version_id_col": version}

    resource: Mapped[Resource] = relationship()
    association: Mapped[Association | None] = relationship()
    units: Mapped[list["Unit"]] = relationship(back_populates="item", order_by="Unit.tag")
    pieces: Mapped[list["Piece"]] = relationship(
        primaryjoin="and_(Piece.item_id == Item.id, Piece.removed_at.is_(None))",
        order_by="Piece.position, Piece.id",
        viewonly=True,
    )
    pieces_ever: Mapped[list["Piece"]] = relationship(order_by="Piece.position, Piece.id", viewonly=True)
    pictures: Mapped[list["Picture"]] = relationship(
        primaryjoin="and_(Picture.item_id == Item.id, Picture.removed_at.is_(None))",
        order_by="Picture.position, Picture.id",
        viewonly=True,
    )


class Unit(Base):
    """One tagged piece of an item."""

    __tablename__ = "unit"
    __table_args__ = (CheckConstraint("state in ('service','repair','lost','retired')", name="state"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    item_id: Mapped[int] = mapped_column(ForeignKey("item.id", ondelete="RESTRICT"), index=True)
    tag: Mapped[str] = mapped_column(unique=True)  # as printed on its label: TENT-03
    serial: Mapped[str] = mapped_column(default="")
    state: Mapped[str] = mapped_column(default="service")
    note: Mapped[str] = mapped_column(Text, default="")
    seen_at: Mapped[datetime | None]  # counted, given out or brought back
    changed_at: Mapped[datetime]

    item: Mapped[Item] = relationship(back_populates="units")


class Piece(Base):
    """What belongs to each piece of an item and is ticked at hand-over: cable, remote, bag."""

    __tablename__ = "piece"
    __table_args__ = (CheckConstraint("quantity > 0", name="quantity"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    item_id: Mapped[int] = mapped_column(ForeignKey("item.id", ondelete="CASCADE"), index=True)
    name: Mapped[dict[str, str]]
    quantity: Mapped[int] = mapped_column(default=1)
    position: Mapped[int] = mapped_column(default=0)
    removed_at: Mapped[datetime | None]  # no longer ticked; what went out or is missing still names it

    item: Mapped[Item] = relationship()


class ItemSet(Base):
    """Things that are asked for together: a film evening is a projector, a screen and a sound set."""

    __tablename__ = "item_set"
    __table_args__ = (CheckConstraint("serves is null or serves > 0", name="serves"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(unique=True)
    name: Mapped[dict[str, str]]
    description: Mapped[dict[str, str]] = mapped_column(default=dict)
    words: Mapped[dict[str, str]] = mapped_column(default=dict)
    purposes: Mapped[list[str]] = mapped_column(default=list)
    serves: Mapped[int | None]  # people it is enough for
    position: Mapped[int] = mapped_column(default=0)
    retired_at: Mapped[datetime | None]
    changed_at: Mapped[datetime]
    version: Mapped[int] = mapped_column(default=1)
    __mapper_args__ = {"version_id_col": version}

    parts: Mapped[list["SetPart"]] = relationship(
        back_populates="item_set", cascade="all, delete-orphan", order_by="SetPart.position"
    )


class SetPart(Base):
    """So many of an item belong to a set; without one that `is_needed` the set is incomplete."""

    __tablename__ = "set_part"
    __table_args__ = (CheckConstraint("quantity > 0", name="quantity"),)

    set_id: Mapped[int] = mapped_column(ForeignKey("item_set.id", ondelete="CASCADE"), primary_key=True)
    item_id: Mapped[int] = mapped_column(ForeignKey("item.id", ondelete="RESTRICT"), primary_key=True, index=True)
    quantity: Mapped[int] = mapped_column(default=1)
    is_needed: Mapped[bool] = mapped_column(default=True)
    position: Mapped[int] = mapped_column(default=0)

    item_set: Mapped[ItemSet] = relationship(back_populates="parts")
    item: Mapped[Item] = relationship()


class Substitute(Base):
    """What can be asked for instead, the best first."""

    __tablename__ = "substitute"
    __table_args__ = (CheckConstraint("item_id <> other_id", name="other"),)

    item_id: Mapped[int] = mapped_column(ForeignKey("item.id", ondelete="CASCADE"), primary_key=True)
    other_id: Mapped[int] = mapped_column(ForeignKey("item.id", ondelete="CASCADE"), primary_key=True, index=True)
    position: Mapped[int] = mapped_column(default=0)


class Picture(Base):
    """A picture of an item, made anew from the upload and kept under its digest in instance/pictures."""

    __tablename__ = "picture"
    __table_args__ = (UniqueConstraint("item_id", "digest"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    item_id: Mapped[int] = mapped_column(ForeignKey("item.id", ondelete="CASCADE"), index=True)
    digest: Mapped[str] = mapped_column(index=True)  # sha256 of the stored file
    width: Mapped[int]
    height: Mapped[int]
    alt: Mapped[dict[str, str]] = mapped_column(default=dict)
    position: Mapped[int] = mapped_column(default=0)
    added_at: Mapped[datetime]
    removed_at: Mapped[datetime | None]  # taken away; the file stays, so that this can be undone

    item: Mapped[Item] = relationship()


class HandoverHours(Base):
    """When things are handed out and taken back, every week, in local wall time."""

    __tablename__ = "handover_hours"
    __table_args__ = (
        CheckConstraint("weekday between 0 and 6", name="weekday"),
        CheckConstraint("ends_local > starts_local", name="hours"),
        UniqueConstraint("weekday", "starts_local"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    weekday: Mapped[int]  # Monday is 0
    starts_local: Mapped[time]
    ends_local: Mapped[time]


class Stocktake(Base):
    """One count of what is there: begun, then closed; what was missing is then lost, undoable."""

    __tablename__ = "stocktake"

    id: Mapped[int] = mapped_column(primary_key=True)
    began_at: Mapped[datetime]
    began_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))
    closed_at: Mapped[datetime | None]
    undo_until: Mapped[datetime | None]
    before: Mapped[dict[str, Any] | None]  # units and capacities that undo puts back


class StocktakeFind(Base):
    """A unit seen during a stocktake."""

    __tablename__ = "stocktake_find"

    stocktake_id: Mapped[int] = mapped_column(ForeignKey("stocktake.id", ondelete="CASCADE"), primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id", ondelete="CASCADE"), primary_key=True)
    at: Mapped[datetime]


class StocktakeCount(Base):
    """How many of an item without tags were counted during a stocktake."""

    __tablename__ = "stocktake_count"
    __table_args__ = (CheckConstraint("counted >= 0", name="counted"),)

    stocktake_id: Mapped[int] = mapped_column(ForeignKey("stocktake.id", ondelete="CASCADE"), primary_key=True)
    item_id: Mapped[int] = mapped_column(ForeignKey("item.id", ondelete="CASCADE"), primary_key=True)
    counted: Mapped[int]
    at: Mapped[datetime]


class Loan(Base):
    """What a booking of kind "loan" says beyond the booking: what for, where, who collects. Days count both ends."""

    __tablename__ = "loan"
    __table_args__ = (
        CheckConstraint("pick_up_on <= return_on", name="days"),
        CheckConstraint("klass_asked in ('A','B','C','D')", name="klass_asked"),
    )

    booking_id: Mapped[int] = mapped_column(ForeignKey("booking.id", ondelete="CASCADE"), primary_key=True)
    purpose: Mapped[str] = mapped_column(Text, default="")
    place_of_use: Mapped[str] = mapped_column(default="")
    pick_up_on: Mapped[date] = mapped_column(index=True)
    return_on: Mapped[date] = mapped_column(index=True)
    collector: Mapped[str] = mapped_column(default="")  # who collects, in the booker's words
    note: Mapped[str] = mapped_column(Text, default="")
    klass_asked: Mapped[str] = mapped_column(default="C")  # what the association asked for; staff decide on the request
    klass_words: Mapped[str] = mapped_column(Text, default="")  # why, in its own words
    rules_accepted_at: Mapped[datetime | None]

    booking: Mapped[Booking] = relationship()
    lines: Mapped[list["LoanLine"]] = relationship(
        primaryjoin="foreign(LoanLine.booking_id) == Loan.booking_id", order_by="LoanLine.id", viewonly=True
    )


class LoanLine(Base):
    """So many of one item in a loan: asked, the least that is still useful, and what was got."""

    __tablename__ = "loan_line"
    __table_args__ = (
        CheckConstraint("asked > 0", name="asked"),
        CheckConstraint("least between 1 and asked", name="least"),
        CheckConstraint("got between 0 and asked", name="got"),
        CheckConstraint("first_on <= last_on", name="days"),
        CheckConstraint("state in ('asked','granted','partly','refused','withdrawn')", name="state"),
        UniqueConstraint("booking_id", "item_id"),
        Index("ix_loan_line_item_id_last_on", "item_id", "last_on"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    booking_id: Mapped[int] = mapped_column(ForeignKey("booking.id", ondelete="CASCADE"))
    item_id: Mapped[int] = mapped_column(ForeignKey("item.id", ondelete="RESTRICT"))
    set_id: Mapped[int | None] = mapped_column(ForeignKey("item_set.id", ondelete="SET NULL"))
    request_id: Mapped[int | None] = mapped_column(ForeignKey("share_request.id", ondelete="SET NULL"), index=True)
    asked: Mapped[int]
    least: Mapped[int] = mapped_column(default=1)
    got: Mapped[int] = mapped_column(default=0)
    first_on: Mapped[date]
    last_on: Mapped[date]  # the return day itself; clean-up days come after it
    state: Mapped[str] = mapped_column(default="asked")

    booking: Mapped[Booking] = relationship()
    item: Mapped[Item] = relationship()
    request: Mapped[ShareRequest | None] = relationship()
