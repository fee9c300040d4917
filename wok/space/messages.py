"""What the meeting space tells people: one message per person and change, in their language, through their channel."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from wok.bookings import told
from wok.bookings.models import Booking
from wok.space import queries
from wok.space.models import SpaceSeries, SpaceUse
from wok.web.addresses import whole
from wok.web.texts import said


def facts(booking: Booking, use: SpaceUse) -> dict[str, Any]:
    """All a message about a use needs, fixed at the moment it is owed."""
    language = booking.language
    base = whole(f"/{language}/space")
    found = {
        **told.facts(booking),
        "room": said(use.room.name, language).text,
        "activity": use.activity,
        "needs_keys": use.room.opened_by == "keys",
        "keys": use.keys_note,
        "way_in": said(use.room.way_in, language).text,
        "release_minutes": use.room.release_minutes,
        "reason": use.reason,
        "change": f"{base}/booking/{booking.link_token}/change",
        "again": base,
        "weekly": f"{base}/weekly/{use.series.link_token}" if use.series else "",
    }
    if booking.status == "waiting":
        return found
    location = f"{found['room']}, {found['place']}"
    return {**found, "entry": told.entry_facts(booking, "space", location)}


def tell(
    kind: str,
    booking: Booking,
    *,
    now: datetime,
    after: timedelta = timedelta(0),
    useful_until: datetime | None = None,
    cause: str = "",
    **more: Any,
) -> None:
    """Owe the booker the message `kind` ("confirmed", "changed", …), sent `after` a while; of no use once the use is over."""
    if useful_until is None and booking.ends_at > now + 2 * after:
        useful_until = booking.ends_at
    known = {**facts(booking, queries.use_of(booking)), **more}
    told.owe(f"space/{kind}", booking, known, now=now, after=after, useful_until=useful_until, cause=cause)


def dates_of(bookings: Iterable[Booking]) -> list[dict[str, str]]:
    """Dates as a message lists them."""
    return [
        {"starts_at": one.starts_at.isoformat(), "ends_at": one.ends_at.isoformat(), "state": one.status}
        for one in bookings
    ]


def tell_series(
    kind: str,
    series: SpaceSeries,
    bookings: list[Booking],
    *,
    now: datetime,
    after: timedelta = timedelta(0),
    **more: Any,
) -> None:
    """One message for all these dates of a weekly use, sent to whoever booked the first of them."""
    first = bookings[0]
    cause = f"space_series:{series.id}:{kind}:{first.id}:{now.isoformat()}"
    last = max(one.ends_at for one in bookings)
    until = last if last > now + 2 * after else None
    listed = {"dates": dates_of(bookings), "entry": None, **more}
    tell(kind, first, now=now, after=after, useful_until=until, cause=cause, **listed)
