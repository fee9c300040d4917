"""What undoing a changed weekly rule puts back: the rule and its dates, kept as JSON beside the rule."""

from datetime import date, datetime, time
from typing import Any

from sqlalchemy import select

from wok.bookings import series as dates
from wok.bookings import services as core
from wok.bookings.models import Booking, Occurrence, Series
from wok.db import db
from wok.kernel.span import Span
from wok.kernel.values import dataclass
from wok.lunches.models import Rsvp
from wok.lunches.settling import span_of


@dataclass(frozen=True)
class Memory:
    """The rule as it was before the last change."""

    weekday: int
    starts_local: time
    ends_local: time
    capacity: int
    first_on: date
    from_on: date
    dates: dict[int, dict[str, Any]]


def kept(series: Series, occurrences: list[Occurrence], *, from_on: date) -> dict[str, Any]:
    """The rule and these dates, as `read` takes them."""
    return {
        "weekday": series.weekday,
        "starts_local": series.starts_local.isoformat(),
        "ends_local": series.ends_local.isoformat(),
        "capacity": series.capacity,
        "first_on": series.first_on.isoformat(),
        "from_on": from_on.isoformat(),
        "dates": {str(one.id): _date(one) for one in occurrences},
    }


def _date(one: Occurrence) -> dict[str, Any]:
    asked = select(Rsvp.booking_id).join(Booking).where(Booking.occurrence_id == one.id, Rsvp.must_reconfirm)
    return {
        "original_on": one.original_on.isoformat(),
        "starts_at": one.starts_at.isoformat(),
        "ends_at": one.ends_at.isoformat(),
        "status": one.status,
        "closure_id": one.closure_id,
        "decided_at": one.decided_at.isoformat() if one.decided_at else None,
        "capacity": one.resource.capacity,
        "asked": list(db.session.scalars(asked)),
    }


def read(before: dict[str, Any]) -> Memory:
    """What `kept` wrote down."""
    return Memory(
        weekday=before["weekday"],
        starts_local=time.fromisoformat(before["starts_local"]),
        ends_local=time.fromisoformat(before["ends_local"]),
        capacity=before["capacity"],
        first_on=date.fromisoformat(before["first_on"]),
        from_on=date.fromisoformat(before["from_on"]),
        dates={int(number): facts for number, facts in before["dates"].items()},
    )


def put_back(occurrence: Occurrence, was: dict[str, Any], *, now: datetime) -> None:
    """One date as it was, with everybody on it."""
    span = Span(datetime.fromisoformat(was["starts_at"]), datetime.fromisoformat(was["ends_at"]))
    core.set_capacity(occurrence.resource, was["capacity"])
    if span == span_of(occurrence):
        return
    dates.move(occurrence, span, now=now)
    occurrence.original_on, occurrence.original_at = date.fromisoformat(was["original_on"]), span.start
    occurrence.status, occurrence.closure_id = was["status"], was["closure_id"]
    occurrence.decided_at = datetime.fromisoformat(was["decided_at"]) if was["decided_at"] else None
    for booking in dates.bookings_of(occurrence):
        db.session.get_one(Rsvp, booking.id).must_reconfirm = booking.id in was["asked"]
