"""What staff do with a lunch date: cancel, move, hold, undo; topics, capacity; who came. All inside `transaction()`."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm.exc import StaleDataError

from wok.bookings import series as dates
from wok.bookings import services as core
from wok.bookings import waitlist
from wok.bookings.models import Booking, Occurrence, Series, WaitlistEntry
from wok.bookings.refusals import AlreadyCancelled, TooLateToUndo
from wok.bookings.services import STAFF
from wok.db import Texts, db
from wok.kernel import weekly
from wok.kernel.span import Span
from wok.lunches import queries
from wok.lunches.messages import link, tell
from wok.lunches.models import Chip, NoShowForgiven, Rsvp, WalkIn
from wok.lunches.refusals import DecisionNeeded, LunchNotOpen
from wok.lunches.services import contact_of, settle, span_of, undo_time
from wok.mail import outbox

DATE_KINDS = ("lunches/date_cancelled", "lunches/date_moved", "lunches/date_held")


@dataclass(frozen=True)
class PreviewLine:
    """One booking a change touches, and how its people are told: email, phone, association or none."""

    booking: Booking
    how: str


@dataclass(frozen=True)
class Preview:
    """What would happen: whom a change touches, how each is told, who cannot be reached."""

    lines: list[PreviewLine]

    @property
    def people(self) -> int:
        """How many people would be touched."""
        return sum(line.booking.quantity for line in self.lines)

    @property
    def by_channel(self) -> Counter[str]:
        """How many bookings are told in each way."""
        return Counter(line.how for line in self.lines)

    @property
    def unreachable(self) -> list[PreviewLine]:
        """Whom nobody can tell."""
        return [line for line in self.lines if line.how == "none"]

    @property
    def waiting(self) -> int:
        """How many bookings are on the waiting list."""
        return sum(line.booking.status == "waiting" for line in self.lines)


def preview(occurrence: Occurrence) -> Preview:
    """Whom a change of this date would touch."""
    return Preview([PreviewLine(booking, _how(booking)) for booking in dates.bookings_of(occurrence)])


def _how(booking: Booking) -> str:
    has_address = {"email": bool(booking.contact_email), "phone": bool(booking.contact_phone)}
    return booking.reach if has_address.get(booking.reach, True) else "none"


def cancel_date(
    occurrence: Occurrence, reason: Texts, *, carry: bool, now: datetime, staff_id: int
) -> Occurrence | None:
    """Cancel a date with its reason; undoable for ten minutes, people are told after that.

    With `carry` confirmed guests are booked for the next lunch that takes place (or put on its list);
    returns that date. The waiting list is closed; calendars keep the date as cancelled.
    """
    _must_be_coming(occurrence, now=now)
    if occurrence.status == "cancelled":
        raise AlreadyCancelled
    target = _next_after(occurrence, now=now) if carry else None
    _remember(occurrence, now=now)
    occurrence.status, occurrence.reason = "cancelled", reason
    dates.touch(occurrence, now=now)
    touched = dates.bookings_of(occurrence)
    changed = {str(booking.id): booking.status for booking in touched}
    carried = [_cancel_one(booking, occurrence, target, reason, now=now) for booking in touched]
    before = dict(occurrence.before or {})
    occurrence.before = {**before, "bookings": changed, "carried": [new_id for new_id in carried if new_id]}
    db.session.flush()
    return target


def _cancel_one(
    booking: Booking, occurrence: Occurrence, target: Occurrence | None, reason: Texts, *, now: datetime
) -> int | None:
    """Cancel one guest's booking with the date; returns the id of the booking they were carried to."""
    was = booking.status
    entry = queries.entry_of(booking)
    if entry and entry.state in ("waiting", "offered"):
        waitlist.leave(entry, state="ended", now=now)
    outbox.void(now=now, booking_id=booking.id)
    core.cancel(booking, by=STAFF, now=now, undo=undo_time())
    rsvp = db.session.get_one(Rsvp, booking.id)
    new = _carry(booking, rsvp, target, now=now) if target and was == "confirmed" else None
    words = reason.get(booking.language) or reason.get("fr", "")
    told: dict[str, Any] = {
        "reason": words,
        "carried_to_at": new.starts_at.isoformat() if new else None,
        "carried_status": new.status if new else None,
    }
    more = {**told, "link": link(new), "code": new.code} if new else told
    tell(
        "date_cancelled",
        booking,
        rsvp,
        occurrence,
        now=now,
        after=undo_time(),
        useful_until=max(occurrence.ends_at, now + 2 * undo_time()),
        **more,
    )
    return new.id if new else None


def _carry(booking: Booking, rsvp: Rsvp, target: Occurrence, *, now: datetime) -> Booking | None:
    """The same party at another date: a place, or the waiting list; None when these guests are booked there already."""
    same = select(Booking.id).where(
        Booking.occurrence_id == target.id, Booking.status != "cancelled", Booking.contact_name == booking.contact_name,
        Booking.contact_email.is_not_distinct_from(booking.contact_email), Booking.contact_phone.is_not_distinct_from(booking.contact_phone),
    )  # fmt: skip
    if db.session.scalar(same.limit(1)):
        return None
    new = core.new_booking(
        "lunch", contact_of(booking), span_of(target), booking.quantity, now=now, occurrence_id=target.id
    )
    resource = core.lock([target.resource_id], now=now)[target.resource_id]
    if waitlist.public_free(resource, span_of(target)) >= new.quantity:
        new.status = "confirmed"
        core.add(new, resource, by=STAFF, now=now)
    else:
        waitlist.join(new, resource.id, by=STAFF, now=now)
    db.session.add(
        Rsvp(
            booking_id=new.id, adults=rsvp.adults, children=rsvp.children, prams=rsvp.prams,
            diets=dict(rsvp.diets), needs=list(rsvp.needs), note=rsvp.note,
        )
    )  # fmt: skip
    db.session.flush()
    return new


def _next_after(occurrence: Occurrence, *, now: datetime) -> Occurrence | None:
    return db.session.scalar(
        select(Occurrence)
        .where(
            Occurrence.series_id == occurrence.series_id,
            Occurrence.starts_at > max(now, occurrence.starts_at),
            Occurrence.status.in_(("planned", "moved")),
        )
        .order_by(Occurrence.starts_at)
        .limit(1)
    )


def move_date(occurrence: Occurrence, span: Span, reason: Texts, *, now: datetime, staff_id: int) -> None:
    """Move a date with everybody on it; standing RSVPs are asked again. Raises DecisionNeeded for a time that is over."""
    _must_be_coming(occurrence, now=now)
    if occurrence.status == "cancelled":
        raise AlreadyCancelled
    if span.start <= now or (span.start - now).days > 365:
        raise DecisionNeeded
    _remember(occurrence, now=now)
    old = occurrence.starts_at
    occurrence.reason = reason
    dates.move(occurrence, span, now=now)
    for guest in queries.guests(occurrence, "waiting", "held", "confirmed"):
        if guest.rsvp.standing_id:
            guest.rsvp.must_reconfirm, guest.rsvp.reconfirmed_at = True, None
        words = reason.get(guest.booking.language) or reason.get("fr", "")
        tell(
            "date_moved", guest.booking, guest.rsvp, occurrence, now=now, after=undo_time(), useful_until=span.end,
            old_at=old.isoformat(), reason=words, standing=bool(guest.rsvp.standing_id),
        )  # fmt: skip
    db.session.flush()


def hold_date(occurrence: Occurrence, *, now: datetime, staff_id: int) -> None:
    """The lunch takes place in spite of a closure; who is booked is told once."""
    _must_be_coming(occurrence, now=now)
    if occurrence.status != "needs_decision":
        raise LunchNotOpen
    _remember(occurrence, now=now)
    occurrence.status = "planned" if occurrence.starts_at == occurrence.original_at else "moved"
    occurrence.decided_at = now
    dates.touch(occurrence, now=now)
    db.session.flush()
    for guest in queries.guests(occurrence, "held", "confirmed"):
        tell(
            "date_held",
            guest.booking,
            guest.rsvp,
            occurrence,
            now=now,
            after=undo_time(),
            cause=f"held:{guest.booking.id}:{occurrence.sequence}",
        )


def undo_date(occurrence: Occurrence, *, now: datetime, staff_id: int) -> None:
    """Take back the last decision on a date, within ten minutes; nobody was told yet. Raises TooLateToUndo."""
    before = occurrence.before
    if before is None or occurrence.undo_until is None or occurrence.undo_until < now:
        raise TooLateToUndo
    core.lock([occurrence.resource_id], now=now)
    for booking_id in before.get("carried", []):
        _uncarry(db.session.get_one(Booking, booking_id), now=now)
    span = Span(datetime.fromisoformat(before["starts_at"]), datetime.fromisoformat(before["ends_at"]))
    if span != span_of(occurrence):
        dates.move(occurrence, span, now=now)
    occurrence.status, occurrence.reason = before["status"], before["reason"]
    occurrence.decided_at = datetime.fromisoformat(before["decided_at"]) if before["decided_at"] else None
    occurrence.before = occurrence.undo_until = None
    dates.touch(occurrence, now=now)
    for booking_id, status in before.get("bookings", {}).items():
        _bring_back(db.session.get_one(Booking, int(booking_id)), status, occurrence, now=now)
    for guest in queries.guests(occurrence):
        outbox.void(now=now, booking_id=guest.booking.id, kinds=DATE_KINDS)
    db.session.flush()


def _uncarry(booking: Booking, *, now: datetime) -> None:
    entry = queries.entry_of(booking)
    if entry and entry.state in ("waiting", "offered"):
        waitlist.leave(entry, state="ended", now=now)
    outbox.void(now=now, booking_id=booking.id)
    if booking.status != "cancelled":
        core.cancel(booking, by=STAFF, now=now, undo=undo_time())


def _bring_back(booking: Booking, status: str, occurrence: Occurrence, *, now: datetime) -> None:
    """Give a guest back what the cancelled date took: the place, or the place in line."""
    if booking.status != "cancelled":
        return
    booking.cancelled_at = booking.undo_until = None
    booking.cancelled_late = False
    entry = queries.entry_of(booking)
    if status == "waiting" and entry:
        booking.status, entry.state, entry.settled_at = "waiting", "waiting", None
    else:
        booking.status = "confirmed"
        core.take(booking, occurrence.resource_id, now=now)
        if entry:
            entry.state, entry.settled_at = "taken", now
    core.touch(booking, now=now)
    core.note(booking, "undone", by=STAFF, now=now)


def _must_be_coming(occurrence: Occurrence, *, now: datetime) -> None:
    if occurrence.ends_at <= now:
        raise LunchNotOpen


def _remember(occurrence: Occurrence, *, now: datetime) -> None:
    """Keep what undo puts back."""
    occurrence.before = {
        "status": occurrence.status,
        "starts_at": occurrence.starts_at.isoformat(),
        "ends_at": occurrence.ends_at.isoformat(),
        "reason": occurrence.reason,
        "decided_at": occurrence.decided_at.isoformat() if occurrence.decided_at else None,
    }
    occurrence.undo_until = now + undo_time()


def set_topic(occurrence: Occurrence, topic: Texts, menu: Texts, *, version: int, now: datetime) -> None:
    """What the lunch is about and what there is, in up to five languages. Raises StaleDataError when somebody else saved first."""
    if occurrence.version != version:
        raise StaleDataError(f"occurrence {occurrence.id} is at version {occurrence.version}, not {version}")
    if (occurrence.topic, occurrence.menu) == (topic, menu):
        return
    occurrence.topic, occurrence.menu = topic, menu
    occurrence.changed_at = now
    db.session.flush()


def set_capacity(occurrence: Occurrence, capacity: int, *, now: datetime) -> int:
    """Change a date's places; nobody is thrown out. Returns how many are booked too many."""
    resource = core.lock([occurrence.resource_id], now=now)[occurrence.resource_id]
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


@dataclass(frozen=True)
class RuleChange:
    """What a changed weekly rule would do: dates that change, and bookings on them."""

    dates: list[Occurrence]
    bookings: int


def rule_preview(series: Series, *, from_on: date, now: datetime) -> RuleChange:
    """Coming dates from a local day on that still follow the rule, and how many bookings they have."""
    found = _following(series, from_on=from_on, now=now)
    touched = sum(len(dates.bookings_of(occurrence)) for occurrence in found)
    return RuleChange(found, touched)


def _following(series: Series, *, from_on: date, now: datetime) -> list[Occurrence]:
    chosen = select(Occurrence).where(
        Occurrence.series_id == series.id,
        Occurrence.original_on >= from_on,
        Occurrence.starts_at > now,
        Occurrence.starts_at == Occurrence.original_at,
        Occurrence.status.in_(("planned", "needs_decision")),
    )
    return list(db.session.scalars(chosen.order_by(Occurrence.starts_at)))


def change_rule(
    series: Series,
    *,
    starts_local: time,
    ends_local: time,
    capacity: int,
    from_on: date,
    reason: Texts,
    now: datetime,
    staff_id: int,
) -> int:
    """Other hours or places from a date on ("this and later"). Dates with bookings are moved and their guests told.

    The weekday stays: a lunch on another day is a date moved, or a new series. Returns how many dates changed.
    """
    found = _following(series, from_on=from_on, now=now)
    has_new_hours = (series.starts_local, series.ends_local) != (starts_local, ends_local)
    series.starts_local, series.ends_local, series.capacity = starts_local, ends_local, capacity
    series.sequence, series.changed_at = series.sequence + int(has_new_hours), now
    for occurrence in found:
        day = occurrence.original_on
        span = Span(weekly.instant(day, starts_local), weekly.instant(day, ends_local))
        core.set_capacity(core.lock([occurrence.resource_id], now=now)[occurrence.resource_id], capacity)
        if span != span_of(occurrence):
            was_waiting = occurrence.status == "needs_decision"
            move_date(occurrence, span, reason, now=now, staff_id=staff_id)
            occurrence.original_at = span.start
            occurrence.status = "needs_decision" if was_waiting else "planned"
            occurrence.decided_at = None
    db.session.flush()
    return len(found)


def open_entries(occurrence: Occurrence) -> list[WaitlistEntry]:
    """The waiting list of a date, offers included, in order."""
    return list(
        db.session.scalars(
            select(WaitlistEntry)
            .where(WaitlistEntry.resource_id == occurrence.resource_id, WaitlistEntry.state.in_(("waiting", "offered")))
            .order_by(WaitlistEntry.joined_at, WaitlistEntry.id)
        )
    )
