"""Lunches of the past, written in bulk: who booked, who came, told us or did not, and who simply walked in.

Codes, links and UIDs are secrets and fresh each time; everything else follows from the seed and the day.
"""

import random
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import insert

from wok.bookings import codes
from wok.bookings.models import Booking, BookingEvent, Occurrence, Taking
from wok.db import db
from wok.demo import texts
from wok.demo.people import Regular
from wok.kernel.deadlines import LATE
from wok.kernel.values import dataclass
from wok.lunches.models import Chip, Rsvp, WalkIn

Row = dict[str, Any]
DIETS_KEPT = timedelta(days=30)


@dataclass(frozen=True)
class Came:
    """One past booking: who, how many, and how it ended."""

    regular: Regular
    occurrence: Occurrence
    adults: int
    children: int
    ended: str  # came, told_us, no_show, unmarked, cancelled
    booked_at: datetime
    fewer: int  # how many of the party stayed away

    @property
    def seats(self) -> int:
        """Seats asked for."""
        return self.adults + self.children


def write(occurrences: Sequence[Occurrence], regulars: Sequence[Regular], rng: random.Random, *, now: datetime) -> int:
    """Fill these past lunches; returns how many bookings were written. Runs inside `transaction()`."""
    came: list[Came] = []
    for occurrence in occurrences:
        occurrence.topic, occurrence.menu = rng.choice(texts.TOPICS), rng.choice(texts.MENUS)
        if occurrence.status == "needs_decision":
            occurrence.status, occurrence.decided_at = "cancelled", occurrence.starts_at - timedelta(days=60)
            occurrence.reason = dict(occurrence.closure.reason) if occurrence.closure else {}
        else:
            came += _guests(occurrence, regulars, rng)
    db.session.flush()
    store(came, rng, now=now)
    _walk_ins([one for one in occurrences if one.status != "cancelled"], rng)
    return len(came)


def _guests(occurrence: Occurrence, regulars: Sequence[Regular], rng: random.Random) -> list[Came]:
    """Regulars in a drawn order until the lunch is about as full as it was; never over the capacity."""
    room = int(occurrence.resource.capacity * rng.uniform(0.6, 1.0))
    drawn = sorted(regulars, key=lambda regular: rng.random() / regular.often)
    found: list[Came] = []
    for regular in drawn:
        adults = rng.choice((1, 1, 2, 2, 3, 4))
        children = rng.choice((0, 0, 0, 0, 1, 2))
        ended = rng.choices(("came", "told_us", "no_show", "unmarked", "cancelled"), (72, 5, 6, 7, 10))[0]
        takes = 0 if ended == "cancelled" else adults + children
        if takes > room:
            break
        room -= takes
        early = timedelta(days=rng.randint(0, 12), minutes=rng.randint(150, 1400))
        fewer = 1 if adults > 1 and rng.random() < 0.1 else 0
        found.append(Came(regular, occurrence, adults, children, ended, occurrence.starts_at - early, fewer))
    return found


def store(came: Sequence[Came], rng: random.Random, *, now: datetime) -> None:
    """Write these bookings with all that belongs to them."""
    if not came:
        return
    written = insert(Booking).returning(Booking.id, sort_by_parameter_order=True)
    ids = list(db.session.scalars(written, [_booking(one) for one in came]))
    pairs = list(zip(ids, came, strict=True))
    taking = [
        {
            "booking_id": booking_id,
            "resource_id": one.occurrence.resource_id,
            "quantity": one.seats,
            "starts_at": one.occurrence.starts_at,
            "ends_at": one.occurrence.ends_at,
        }
        for booking_id, one in pairs
        if one.ended != "cancelled"
    ]
    db.session.execute(insert(Taking), taking)
    db.session.execute(insert(Rsvp), [_rsvp(booking_id, one, rng, now=now) for booking_id, one in pairs])
    db.session.execute(insert(BookingEvent), [event for pair in pairs for event in _events(*pair)])
    chips = [_chip(booking_id, one, rng) for booking_id, one in pairs if rng.random() < 0.04]
    if chips:
        db.session.execute(insert(Chip), chips)


def _booking(one: Came) -> Row:
    contact, is_cancelled = one.regular.contact, one.ended == "cancelled"
    cancelled_at = one.booked_at + (one.occurrence.starts_at - one.booked_at) / 2 if is_cancelled else None
    has_come = one.ended == "came"
    return {
        "kind": "lunch",
        "status": "cancelled" if is_cancelled else "confirmed",
        "quantity": one.seats,
        "starts_at": one.occurrence.starts_at,
        "ends_at": one.occurrence.ends_at,
        "occurrence_id": one.occurrence.id,
        "association_id": contact.association_id,
        "person_id": contact.person_id,
        "association_said": contact.association_said,
        "contact_name": contact.name,
        "contact_email": contact.email,
        "contact_phone": contact.phone,
        "reach": contact.reach,
        "language": contact.language,
        "code": codes.new_code(),
        "link_token": codes.new_link_token(),
        "uid": codes.new_uid(),
        "sequence": int(is_cancelled),
        "created_at": one.booked_at,
        "changed_at": cancelled_at or one.booked_at,
        "cancelled_at": cancelled_at,
        "cancelled_late": bool(cancelled_at and one.occurrence.starts_at - cancelled_at < LATE),
        "attendance": one.ended if one.ended in ("came", "told_us", "no_show") else None,
        "attended": max(1, one.seats - one.fewer) if has_come else None,
    }


def _rsvp(booking_id: int, one: Came, rng: random.Random, *, now: datetime) -> Row:
    """Diet and needs are gone 30 days after the date (PROMISES D1)."""
    is_kept = now - one.occurrence.ends_at < DIETS_KEPT
    return {
        "booking_id": booking_id,
        "adults": one.adults,
        "children": one.children,
        "prams": 1 if one.children and rng.random() < 0.3 else 0,
        "diets": dict.fromkeys(one.regular.diets, 1) if is_kept else {},
        "needs": list(one.regular.needs) if is_kept else [],
        "note": "",
        "met_someone": rng.choice(("yes", "no", None, None)) if one.ended == "came" else None,
    }


def _events(booking_id: int, one: Came) -> list[Row]:
    booked = {"booking_id": booking_id, "at": one.booked_at, "what": "booked", "by": "booker"}
    found = [{**booked, "facts": {"quantity": one.seats}}]
    if one.ended == "cancelled":
        at = one.booked_at + (one.occurrence.starts_at - one.booked_at) / 2
        found.append({**booked, "at": at, "what": "cancelled", "facts": {"before": "confirmed"}})
    if one.ended == "came":
        at = one.occurrence.starts_at + timedelta(minutes=10)
        found.append({**booked, "at": at, "what": "arrived", "by": "staff", "facts": {}})
    return found


def _chip(booking_id: int, one: Came, rng: random.Random) -> Row:
    direction, theme, language, words = rng.choice(texts.CHIPS)
    return {
        "booking_id": booking_id,
        "occurrence_id": one.occurrence.id,
        "direction": direction,
        "theme": theme,
        "language": language,
        "words": words,
        "wants_matches": rng.random() < 0.5,
        "state": "shown",
    }


def _walk_ins(occurrences: Sequence[Occurrence], rng: random.Random) -> None:
    rows = [
        {
            "occurrence_id": occurrence.id,
            "people": rng.choice((1, 1, 2, 3)),
            "words": rng.choice(texts.WALK_INS),
            "at": occurrence.starts_at + timedelta(minutes=rng.randint(5, 50)),
        }
        for occurrence in occurrences
        for _ in range(rng.randint(0, 3))
    ]
    if rows:
        db.session.execute(insert(WalkIn), rows)
