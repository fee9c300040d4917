"""Carrying out an answer, or keeping it as a note for staff (CALENDAR.md 20). All inside `transaction()`.

An answer counts when the mail went to the secret address of its booking, and the event, the attendee and the
sender are that booking's. Nothing else of it is believed. What does not count changes nothing.
"""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import func, select

from wok.answers import deeds
from wok.answers.calendar_reply import Attendee, Reply
from wok.answers.reading import Incoming
from wok.bookings.models import Booking
from wok.db import db
from wok.mail import queries as mail
from wok.mail import reply_to
from wok.mail.models import MailAnswer
from wok.web.text import clean

ANSWERS = ("ACCEPTED", "DECLINED", "TENTATIVE")
MOST_NOTES = 50  # that wait at one booking, or at none: whoever floods the mailbox does not flood the staff
REPEATED, TOO_MANY = "repeated", "too_many"


def take(incoming: Incoming, *, to: Iterable[str] = (), now: datetime) -> str:
    """What became of it: done, repeated, too_many, or why it is a note. Raises a Refusal: then `keep` it as refused."""
    if _is_known(incoming):
        return REPEATED
    booking, answer = _booking_of(incoming, to), None
    if incoming.is_broken or incoming.reply is None:
        why = "broken" if incoming.is_broken else "text"
    else:
        why, answer = _judge(incoming, incoming.reply, booking)
    if why or booking is None or incoming.reply is None or answer is None:
        return keep(incoming, why or "unknown", to=to, now=now)
    return _carry_out(booking, incoming, answer, now=now)


def keep(incoming: Incoming, why: str, *, to: Iterable[str] = (), now: datetime) -> str:
    """A note for staff; what is known already is not kept twice."""
    if _is_known(incoming):
        return REPEATED
    booking = _booking_of(incoming, to)
    waiting = select(func.count()).select_from(MailAnswer).where(MailAnswer.state == "new")
    at_it = MailAnswer.booking_id == booking.id if booking else MailAnswer.booking_id.is_(None)
    if (db.session.scalar(waiting.where(at_it)) or 0) >= MOST_NOTES:
        return TOO_MANY
    _write(incoming, why, booking, now=now)
    return why


def _is_known(incoming: Incoming) -> bool:
    known = select(MailAnswer.id).where(MailAnswer.fingerprint == incoming.fingerprint)
    return db.session.scalar(known) is not None


def _booking_of(incoming: Incoming, to: Iterable[str]) -> Booking | None:
    """The booking whose own address the mail went to."""
    found = (reply_to.booking_of(address) for address in (*to, *incoming.addresses))
    booking_id = next((one for one in found if one is not None), None)
    return db.session.get(Booking, booking_id) if booking_id is not None else None


def _judge(incoming: Incoming, reply: Reply, booking: Booking | None) -> tuple[str, Attendee | None]:
    """Why the answer does not count ("" when it does), and the attendee it is from."""
    if booking is None or booking.uid != reply.uid or booking.kind not in deeds.KINDS:
        return "unknown", None
    whose = _same(booking.contact_email or "")
    asked = next((one for one in reply.attendees if whose and _same(one.address) == whose), None)
    if asked is None or _same(incoming.sender) != whose:
        return "not_theirs", asked
    return "" if asked.partstat in ANSWERS else "text", asked


def _same(address: str) -> str:
    """An address as it is compared: case-blind, its host as the wire writes it."""
    local, _at, host = address.strip().lower().rpartition("@")
    try:
        return f"{local}@{host.encode('idna').decode('ascii')}" if local else ""
    except UnicodeError:
        return f"{local}@{host}"


def _carry_out(booking: Booking, incoming: Incoming, answer: Attendee, *, now: datetime) -> str:
    """Under the lock of its date or matter, so that two answers follow one another."""
    reply = incoming.reply
    assert reply is not None
    deeds.KINDS[booking.kind].lock(booking, now)
    order = _order(booking, incoming, reply, now=now)
    last = _last(booking)
    if last is not None and order <= (last.sequence, last.stamped_at, last.sent_at):
        return REPEATED
    if _is_late(booking, reply, now=now):
        return keep(incoming, "late", to=[reply_to_of(booking)], now=now)
    takes_back = last is not None and last.partstat == "DECLINED"
    deeds.carry_out(booking, answer.partstat, now=now, takes_back=takes_back)
    row = _write(incoming, "words" if reply.comment else "done", booking, now=now)
    row.sequence, row.stamped_at, row.sent_at = order
    db.session.flush()
    return "done"


def reply_to_of(booking: Booking) -> str:
    """The booking's own address, however the mail named it."""
    return reply_to.address_for(booking.id)


def _order(booking: Booking, incoming: Incoming, reply: Reply, *, now: datetime) -> tuple[int, datetime, datetime]:
    """SEQUENCE, then DTSTAMP, then the mail's date; none beyond what is known or past, so that no answer locks out the next."""
    stamped_at = min(reply.stamped_at or incoming.sent_at or now, now)
    return min(reply.sequence, booking.sequence), stamped_at, min(incoming.sent_at or stamped_at, now)


def _last(booking: Booking) -> MailAnswer | None:
    """The newest answer that was carried out."""
    carried_out = select(MailAnswer).where(MailAnswer.booking_id == booking.id, MailAnswer.sequence.is_not(None))
    newest = MailAnswer.sequence.desc(), MailAnswer.stamped_at.desc(), MailAnswer.sent_at.desc()
    return db.session.scalars(carried_out.order_by(*newest).limit(1)).first()


def _is_late(booking: Booking, reply: Reply, *, now: datetime) -> bool:
    """The date is over, or the invitation that is answered named another time than now stands."""
    if booking.starts_at <= now:
        return True
    if reply.sequence >= booking.sequence:
        return False
    asked = [entry for entry in mail.entries_sent(booking.id) if entry.get("sequence") == reply.sequence]
    return booking.starts_at not in [datetime.fromisoformat(entry["dtstart"]) for entry in asked]


def _write(incoming: Incoming, why: str, booking: Booking | None, *, now: datetime) -> MailAnswer:
    reply = incoming.reply
    said = clean(reply.comment, lines=True) if reply else ""
    row = MailAnswer(
        fingerprint=incoming.fingerprint,
        booking_id=booking.id if booking else None,
        code=booking.code if booking else "",
        sender=incoming.sender,
        partstat=_partstat(reply),
        words=said if reply else incoming.words,
        why=why,
        state="kept" if why == "done" else "new",
        received_at=now,
    )
    db.session.add(row)
    db.session.flush()
    return row


def _partstat(reply: Reply | None) -> str:
    found = [one.partstat for one in reply.attendees] if reply else []
    return found[0] if len(found) == 1 and found[0] in ANSWERS else ""
