"""Helping at an event: take a shift, take it back, come again, be marked. All inside `transaction()`."""

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, func, or_, select

from wok.bookings import codes, passing_on
from wok.bookings.models import Occurrence
from wok.bookings.services import Contact
from wok.db import db, is_sqlite
from wok.events import messages
from wok.events.models import Event, Shift, ShiftHelper
from wok.events.sign_up_refusals import ShiftFull, ShiftNotOpen, ShiftsOverlap
from wok.events.sign_up_rules import overlaps
from wok.kernel.span import Span
from wok.mail import outbox

HELPS = ("coming", "came")
STATES = ("came", "told_us", "no_show", "coming")


def span_of(shift: Shift) -> Span:
    """From when to when."""
    return Span(shift.starts_at, shift.ends_at)


def coming_to(shift: Shift) -> int:
    """How many help in a shift, as its helpers were loaded."""
    return sum(one.state in HELPS for one in shift.helpers)


def help_in(shift: Shift, contact: Contact, *, now: datetime, form_token: str | None = None) -> ShiftHelper:
    """Take part in a shift. Raises ShiftNotOpen, ShiftFull, ShiftsOverlap."""
    event = _lock(shift, now=now)
    _must_fit(shift, contact.person_id, contact.email, contact.phone)
    helper = ShiftHelper(
        shift_id=shift.id,
        person_id=contact.person_id,
        association_id=contact.association_id,
        name=contact.name,
        email=contact.email,
        phone=contact.phone,
        reach=contact.reach,
        language=contact.language,
        state="coming",
        link_token=codes.new_link_token(),
        form_token=form_token,
        at=now,
        changed_at=now,
    )
    db.session.add(helper)
    db.session.flush()
    db.session.expire(shift, ["helpers"])
    tell("helper_confirmed", event, helper, now=now)
    return helper


def _lock(shift: Shift, *, now: datetime) -> Event:
    """Lock the shift's date and read both again; returns the event. Raises ShiftNotOpen."""
    occurrence = db.session.get_one(Occurrence, shift.occurrence_id)
    passing_on.lock_date(occurrence, now=now)
    db.session.refresh(shift)
    event = db.session.scalars(
        select(Event).where(Event.series_id == occurrence.series_id).execution_options(populate_existing=True)
    ).one()
    is_on = event.state == "published" and passing_on.is_open(occurrence, now=now)
    if not is_on or shift.ended_at is not None or shift.ends_at <= now:
        raise ShiftNotOpen
    return event


def _must_fit(shift: Shift, person_id: int | None, email: str | None, phone: str | None, *, but: int = 0) -> None:
    _lock_helper(person_id, email, phone)
    if coming_to(shift) >= shift.wanted:
        raise ShiftFull
    others = [span_of(one) for one in _shifts_of(person_id, email, phone, but)]
    if overlaps(span_of(shift), others):
        raise ShiftsOverlap


def _lock_helper(person_id: int | None, email: str | None, phone: str | None) -> None:
    """One after the other, whichever events the same helper signs up for at once; few have a row that could be locked.

    Names are locked in order, after the date. SQLite holds its one write lock already.
    """
    if is_sqlite():
        return
    for name in sorted(f"helper:{one}" for one in (person_id, email, phone) if one):
        db.session.execute(select(func.pg_advisory_xact_lock(func.hashtextextended(name, 0))))


def _shifts_of(person_id: int | None, email: str | None, phone: str | None, but: int) -> list[Shift]:
    """Where this person helps: by sign-in, e-mail or phone, at any event that takes place."""
    ways: list[ColumnElement[bool]] = []
    if person_id is not None:
        ways.append(ShiftHelper.person_id == person_id)
    if email:
        ways.append(ShiftHelper.email == email)
    if phone:
        ways.append(ShiftHelper.phone == phone)
    if not ways:
        return []
    chosen = (
        select(Shift)
        .join(ShiftHelper, ShiftHelper.shift_id == Shift.id)
        .join(Occurrence, Occurrence.id == Shift.occurrence_id)
        .where(or_(*ways), ShiftHelper.state.in_(HELPS), ShiftHelper.id != but, Occurrence.status != "cancelled")
    )
    return list(db.session.scalars(chosen.order_by(Shift.id)))


def withdraw(helper: ShiftHelper, *, now: datetime) -> None:
    """Not helping after all; always possible until the shift is over."""
    passing_on.lock_date(db.session.get_one(Occurrence, helper.shift.occurrence_id), now=now)
    db.session.refresh(helper)
    if helper.shift.ends_at <= now:
        raise ShiftNotOpen
    if helper.state == "coming":
        helper.state, helper.changed_at = "withdrawn", now
        outbox.void(now=now, cause=_cause("helper_reminder", helper))
        db.session.flush()


def come_again(helper: ShiftHelper, *, now: datetime) -> None:
    """Taking it back is taken back, while help is still wanted. Raises ShiftNotOpen, ShiftFull, ShiftsOverlap."""
    _lock(helper.shift, now=now)
    db.session.refresh(helper)
    if helper.state == "withdrawn":
        _must_fit(helper.shift, helper.person_id, helper.email, helper.phone, but=helper.id)
        helper.state, helper.changed_at = "coming", now
        db.session.flush()


def mark(helper: ShiftHelper, state: str, minutes: int | None, *, now: datetime) -> None:
    """Who was there, and how long they helped: the whole shift unless said otherwise."""
    whole = int((helper.shift.ends_at - helper.shift.starts_at) / timedelta(minutes=1))
    helper.state, helper.changed_at = state, now
    helper.minutes = (whole if minutes is None else minutes) if state == "came" else None
    db.session.flush()


def tell(kind: str, event: Event, helper: ShiftHelper, *, now: datetime, useful_until: datetime | None = None) -> None:
    """Owe a helper one message about their shift, on their channel."""
    outbox.owe(
        f"events/{kind}",
        cause=_cause(kind, helper),
        to=messages.recipient_of_helper(helper),
        facts=messages.shift_facts(event, helper),
        now=now,
        useful_until=useful_until or helper.shift.ends_at,
    )


def _cause(kind: str, helper: ShiftHelper) -> str:
    return f"{kind}:{helper.id}:{helper.shift.starts_at.isoformat()}"
