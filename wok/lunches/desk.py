"""What staff write down about a date: topic, places, who came, the topics people bring. All inside `transaction()`."""

from collections.abc import Callable
from datetime import datetime

from sqlalchemy.orm.exc import StaleDataError

from wok.bookings import services as core
from wok.bookings.models import Booking, Occurrence
from wok.bookings.services import STAFF
from wok.db import Texts, db
from wok.lunches import queries
from wok.lunches.messages import tell
from wok.lunches.models import Chip, NoShowForgiven, Rsvp, WalkIn
from wok.lunches.settling import settle


def set_topic(occurrence: Occurrence, topic: Texts, menu: Texts, *, version: int, now: datetime) -> None:
    """What the lunch is about and what there is, in up to five languages. Raises StaleDataError when somebody else saved first."""
    if occurrence.version != version:
        raise StaleDataError(f"occurrence {occurrence.id} is at version {occurrence.version}, not {version}")
    if (occurrence.topic, occurrence.menu) == (topic, menu):
        return
    occurrence.topic, occurrence.menu = topic, menu
    occurrence.changed_at = now
    db.session.flush()


def set_capacity(
    occurrence: Occurrence, capacity: int, *, now: datetime, is_outdated: Callable[[int], bool] | None = None
) -> int:
    """Change a date's places; nobody is thrown out. Returns how many are booked too many.

    Raises StaleDataError when the places are no longer what the editor saw (a version would not do: each booking
    raises the resource's).
    """
    resource = core.lock([occurrence.resource_id], now=now)[occurrence.resource_id]
    if is_outdated and is_outdated(resource.capacity):
        raise StaleDataError(f"the places of occurrence {occurrence.id} were changed meanwhile")
    surplus = core.set_capacity(resource, capacity)
    occurrence.changed_at = now
    settle(occurrence, now=now)
    return surplus


def mark(
    booking: Booking, attendance: str | None, *, attended: int | None = None, now: datetime, staff_id: int
) -> None:
    """Tick the list: came (with how many), told_us, no_show, or None for unknown."""
    booking.attendance = attendance
    booking.attended = (attended if attended is not None else booking.quantity) if attendance == "came" else None
    core.note(
        booking, f"marked_{attendance or 'unknown'}", by=STAFF, now=now, person_id=staff_id, attended=booking.attended
    )


def walk_in(occurrence: Occurrence, people: int, words: str, *, form_token: str | None = None, now: datetime) -> WalkIn:
    """People who came without booking: attendance, never refused."""
    row = WalkIn(occurrence_id=occurrence.id, people=people, words=words, at=now, form_token=form_token)
    db.session.add(row)
    db.session.flush()
    return row


def undo_walk_in(row: WalkIn) -> None:
    """A line typed by mistake goes away; it was a count, not somebody's booking."""
    db.session.delete(row)
    db.session.flush()


def forgive(booking: Booking, reason: str, *, now: datetime, staff_id: int) -> None:
    """A no-show that shall not count."""
    db.session.add(NoShowForgiven(booking_id=booking.id, person_id=staff_id, at=now, reason=reason))
    core.note(booking, "forgiven", by=STAFF, now=now, person_id=staff_id)


def show_chip(chip_id: int, *, now: datetime) -> Chip:
    """Let everybody read a topic; who opted in and fits is told."""
    chip = db.session.get_one(Chip, chip_id)
    if chip.state != "shown":
        chip.state = "shown"
        db.session.flush()
        for match in queries.matches(chip):
            _tell_match(match, chip, now=now)
            _tell_match(chip, match, now=now)
    return chip


def _tell_match(to: Chip, about: Chip, *, now: datetime) -> None:
    booking, other = db.session.get_one(Booking, to.booking_id), db.session.get_one(Booking, about.booking_id)
    if not to.wants_matches or booking.status != "confirmed":
        return
    occurrence = db.session.get_one(Occurrence, to.occurrence_id)
    who = other.association.name if other.association and other.association.is_listed else ""
    tell(
        "chip_match", booking, db.session.get_one(Rsvp, booking.id), occurrence, now=now, useful_until=occurrence.starts_at,
        cause=f"match:{to.id}:{about.id}", words=about.words, association=who,
    )  # fmt: skip


def hide_chip(chip_id: int, *, now: datetime) -> Chip:
    """Keep a topic from being shown."""
    chip = db.session.get_one(Chip, chip_id)
    chip.state = "hidden"
    db.session.flush()
    return chip
