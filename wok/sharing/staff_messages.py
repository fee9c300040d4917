"""What staff tell groups beside the answers of the rule: linked or unlinked, other dates, an excused penalty."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from wok.bookings import places, told
from wok.db import db
from wok.kernel import weekly
from wok.mail import outbox
from wok.people.models import Association, Membership, Person
from wok.people.services import recipient_of
from wok.sharing import names
from wok.sharing.models import ShareRequest
from wok.sharing.staff_models import CircleChange
from wok.web.addresses import whole
from wok.web.house import house


def tell_groups(change: CircleChange, groups: Iterable[Association], *, now: datetime) -> None:
    """Each delegate of the groups is told, with the reason."""
    groups = list(groups)
    kind = "sharing/linked" if change.what == "link" else "sharing/unlinked"
    known: dict[str, Any] = {
        "groups": [one.name for one in groups],
        "association": change.association.name,
        "reason": change.reason,
        "phone": house("phone"),
    }
    for person in delegates([one.id for one in groups]):
        outbox.owe(kind, cause=f"circle-change:{change.id}", to=recipient_of(person), facts=known, now=now)


def delegates(association_ids: list[int]) -> list[Person]:
    """Who books for these groups, each person once."""
    chosen = (
        select(Membership)
        .options(joinedload(Membership.person))
        .where(
            Membership.association_id.in_(association_ids),
            Membership.role == "delegate",
            Membership.confirmed_at.is_not(None),
            Membership.ended_at.is_(None),
        )
        .order_by(Membership.id)
    )
    found = {one.person_id: one.person for one in db.session.scalars(chosen) if one.person.left_at is None}
    return list(found.values())


def offer_dates(request: ShareRequest, days: list[date], words: str, *, now: datetime) -> None:
    """Dates on which it is free, and the page on which they take one of them."""
    booking = request.booking
    known = {
        **told.facts(booking),
        "what": names.names_of([request.pool], booking.language)[request.pool_id],
        "quantity": request.quantity,
        "length": (request.last_on - request.first_on).days,
        "asked_at": weekly.day_span(request.first_on).start.isoformat(),
        "days": [{"free_at": weekly.day_span(day).start.isoformat()} for day in days],
        "words": words,
        "change": whole(places.address(booking, to="change", lang=booking.language)),
    }
    told.owe(
        "sharing/other_dates",
        booking,
        known,
        now=now,
        after=told.undo_time(),
        useful_until=None,
        cause=f"other-dates:{request.id}:{now.isoformat()}",
    )
