"""Kept no longer than needed (PROMISES D4): names of old lunches, sent mail, failed tries, used sign-ins."""

from datetime import datetime, timedelta
from typing import Any

from flask import current_app
from sqlalchemy import bindparam, delete, or_, select, update

from wok.appointments.models import Appointment
from wok.bookings.models import SEARCHED, Booking, BookingEvent, searched_line
from wok.bookings.services import BOOKER
from wok.circulars import services as circulars
from wok.db import Base, db, transaction
from wok.directory import keeping as letters
from wok.equipment import erasing as loans
from wok.fair_access import services as fair_access
from wok.jobs import unheard
from wok.mail.models import DeliveredCopy, MailAnswer, Message
from wok.oncall.models import Visit
from wok.people.models import Attempt, EmailChange, Login, SignInMail
from wok.transfer import joining
from wok.transfer import services as imports
from wok.web.models import KeptText
from wok.web.typed import KEPT_FOR

LUNCH_NAMES = timedelta(days=90)  # of events too
OTHER_NAMES = timedelta(days=730)  # appointments, on-call and all else
MAILS_AND_LOGINS = timedelta(days=90)
TRIES = timedelta(days=14)
BATCH = 500
MOST_MADE_FINDABLE = 20_000  # in one run


def run(now: datetime) -> str:
    """Erase what is old enough, a batch of each at a time; says what went."""
    done = {
        "names": forget_names(now=now),
        "loans": _forget_loans(now=now),
        "visits": _forget_visits(now=now),
        "reports": forget_reports(now=now),
        "recipients": forget_recipients(now=now),
        "rows": delete_old(now=now),
        "letters": letters.tidy(now=now),
        "contacts asked": unheard.ask(now=now),
        "contacts": unheard.forget(now=now),
        "bookings found again": make_findable(),
        "lines of lists": _forget_lists(now=now),
    }
    return ", ".join(f"{count} {what}" for what, count in done.items() if count)


def _forget_lists(*, now: datetime) -> int:
    with transaction():
        return imports.forget(now=now) + joining.forget(now=now)


def forget_names(*, now: datetime) -> int:
    """Finished bookings lose who came and how to reach them, lunches sooner; counts and history stay."""
    old = select(Booking.id).where(
        Booking.contact_name != "",
        Booking.ends_at < now - LUNCH_NAMES,
        or_(Booking.kind.in_(("lunch", "event")), Booking.ends_at < now - OTHER_NAMES),
    )
    ids = list(db.session.scalars(old.limit(BATCH)))
    if ids:
        nobody = {
            "contact_name": "",
            "contact_email": None,
            "contact_phone": None,
            "reach": "none",
            "association_said": "",
            "person_id": None,
            "searched": "",
        }
        with transaction():
            db.session.execute(update(Booking).where(Booking.id.in_(ids)).values(**nobody))
            said = (BookingEvent.booking_id.in_(ids), BookingEvent.by == BOOKER)
            db.session.execute(update(BookingEvent).where(*said).values(person_id=None))
            db.session.execute(update(Appointment).where(Appointment.booking_id.in_(ids)).values(next_step=""))
    return len(ids)


def _forget_loans(*, now: datetime) -> int:
    with transaction():
        return loans.forget_old(now - OTHER_NAMES)


def _forget_visits(*, now: datetime) -> int:
    """Who came on call; their words have gone long before."""
    old = select(Visit.id).where(Visit.person_id.is_not(None), Visit.taken_at < now - OTHER_NAMES)
    ids = list(db.session.scalars(old.limit(BATCH)))
    if ids:
        with transaction():
            db.session.execute(update(Visit).where(Visit.id.in_(ids)).values(person_id=None))
    return len(ids)


def forget_reports(*, now: datetime) -> int:
    """Reports of unfair treatment closed two years ago become counts."""
    with transaction():
        return fair_access.forget_old(now=now)


def forget_recipients(*, now: datetime) -> int:
    """Who got a message to many two years ago is forgotten."""
    with transaction():
        return circulars.forget_old(now=now)


def make_findable() -> int:
    """Bookings from before there was a search get the line that staff find them by."""
    done = 0
    while done < MOST_MADE_FINDABLE and (written := _make_findable()):
        done += written
    return done


def _make_findable() -> int:
    table = Booking.__table__
    parts = [table.c[name] for name in SEARCHED]
    rows = db.session.execute(select(table.c.id, *parts).where(table.c.searched.is_(None)).limit(BATCH)).mappings()
    lines = [{"booking": row["id"], "line": searched_line(dict(row))} for row in rows]
    if lines:
        this = (table.c.id == bindparam("booking"), table.c.searched.is_(None))
        with transaction():
            db.session.execute(update(table).where(*this).values(searched=bindparam("line")), lines)  # type: ignore[arg-type]
    return len(lines)


def delete_old(*, now: datetime) -> int:
    """Mails, tries and logins past their time go for good."""
    long_ago, unused = now - MAILS_AND_LOGINS, timedelta(days=current_app.config["LOGIN_IDLE_DAYS"])
    over = MailAnswer.booking_id.is_(None) | MailAnswer.booking_id.in_(select(Booking.id).where(Booking.ends_at < now))
    return sum(
        _delete(table, condition)
        for table, condition in (
            (Message, (Message.state != "due") & (Message.created_at < long_ago)),
            (MailAnswer, (MailAnswer.received_at < long_ago) & over),  # until then an old answer is known again
            (DeliveredCopy, DeliveredCopy.delivered_at < long_ago),
            (Attempt, Attempt.at < now - TRIES),
            (SignInMail, SignInMail.expires_at < now - TRIES),
            (EmailChange, EmailChange.expires_at < now - TRIES),
            (KeptText, KeptText.kept_at < now - KEPT_FOR),
            (Login, or_(Login.ended_at < long_ago, Login.seen_at < min(long_ago, now - unused))),
        )
    )


def _delete(table: type[Base], condition: Any) -> int:
    key = table.__mapper__.primary_key[0]
    ids = list(db.session.scalars(select(key).where(condition).limit(BATCH)))
    if ids:
        with transaction():
            db.session.execute(delete(table).where(key.in_(ids)))
    return len(ids)
