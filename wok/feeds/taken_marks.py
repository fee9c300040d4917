"""From what the calendars of rooms and things are made, in a few counts. Those of one thing are kept once somebody asked."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, or_, select

from wok.bookings.models import Booking, Resource, Taking
from wok.db import db
from wok.equipment.models import HandoverHours, Item, LoanLine
from wok.feeds.models import PublishedFeed
from wok.feeds.queries import OF_ONE, FeedKey
from wok.feeds.taken import PAST
from wok.people.models import LANGUAGES
from wok.space.models import Room, SpaceUse

Mark = tuple[Any, ...]
STATE = (func.count(Booking.id), func.max(Booking.changed_at), func.sum(Booking.version))
TAKEN = (func.max(Taking.id), func.sum(Taking.quantity), func.min(Taking.ends_at), func.max(Taking.ends_at), *STATE)


def marks(*, now: datetime) -> dict[FeedKey, Mark]:
    """The calendar of all rooms in each language, and those of single things and rooms that somebody follows."""
    space = _space(now=now)
    found = {FeedKey("space", language): space for language in LANGUAGES}
    followed = stored()
    if any(key.kind == "item" for key in followed):
        items = _items(now=now)
        found |= {key: items.get(key.of or 0, ()) for key in followed if key.kind == "item"}
    return found | {key: space for key in followed if key.kind == "room"}


def stored() -> list[FeedKey]:
    """The calendars of single things and rooms that were fetched at least once."""
    chosen = select(PublishedFeed.key).where(or_(*(PublishedFeed.key.startswith(f"{kind}-") for kind in OF_ONE)))
    return [_read(text) for text in db.session.scalars(chosen.order_by(PublishedFeed.key))]


def _read(text: str) -> FeedKey:
    name, language = text.split(".")
    kind, number = name.split("-")
    return FeedKey(kind, language, int(number))


def of_lines() -> Mark:
    """What lines of one's own loans and rooms are made from, beside their bookings: names, and the hours of the desk."""
    week = select(HandoverHours.weekday, HandoverHours.starts_local, HandoverHours.ends_local)
    hours = db.session.execute(week.order_by(HandoverHours.weekday, HandoverHours.starts_local, HandoverHours.id))
    return (
        tuple(tuple(row) for row in hours),
        *_counts(select(func.count(Item.id), func.sum(Item.version))),
        *_counts(select(func.count(Room.id), func.sum(Room.version))),
    )


def _space(*, now: datetime) -> Mark:
    taken = select(*TAKEN).join(Taking, Taking.booking_id == Booking.id)
    uses = select(*STATE).join(SpaceUse, SpaceUse.booking_id == Booking.id).where(Booking.ends_at > now - PAST)
    spaces = select(Resource.id).where(Resource.kind == "space")
    return (
        *_counts(taken.where(Taking.resource_id.in_(spaces), Taking.ends_at > now - PAST - timedelta(days=1))),
        *_counts(uses),
        *_counts(select(func.count(Room.id), func.sum(Room.version))),
    )


def _items(*, now: datetime) -> dict[int, Mark]:
    """By the item's id; two statements, however many there are."""
    late = now - PAST - timedelta(days=1)
    taken = (
        select(Item.id, Item.version, *TAKEN)
        .outerjoin(Taking, (Taking.resource_id == Item.resource_id) & (Taking.ends_at > late))
        .outerjoin(Booking, Booking.id == Taking.booking_id)
        .group_by(Item.id, Item.version)
    )
    lines = (
        select(LoanLine.item_id, func.sum(LoanLine.got), func.max(LoanLine.last_on), *STATE)
        .join(Booking, Booking.id == LoanLine.booking_id)
        .where(Booking.ends_at > late)
        .group_by(LoanLine.item_id)
    )
    asked = {row[0]: tuple(row)[1:] for row in db.session.execute(lines)}
    return {row[0]: (*tuple(row)[1:], *asked.get(row[0], ())) for row in db.session.execute(taken)}


def _counts(chosen: Any) -> Mark:
    return tuple(db.session.execute(chosen).one())
