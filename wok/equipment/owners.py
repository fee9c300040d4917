"""Associations that lend things of their own hear when one is lent, when that loan is off, and when it is late (FLOWS).

Each word waits until the borrower can no longer undo, and says how it stands then; who was told the same already is
not told again. It is tied to no booking: an answer to it is none of the borrower's.
"""

import hashlib
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select, update

from wok.bookings import told
from wok.bookings.models import Booking
from wok.db import db
from wok.equipment.models import LoanLine
from wok.equipment.movement_models import Movement
from wok.kernel import weekly
from wok.mail import outbox
from wok.mail.models import Message
from wok.people.models import Membership, Person
from wok.people.services import recipient_of
from wok.web.addresses import whole
from wok.web.texts import said

LENT, OFF, LATE = "equipment/own_lent", "equipment/own_off", "equipment/own_late"
Lines = Sequence[LoanLine]


def follow(booking: Booking, lines: Iterable[LoanLine], *, now: datetime) -> None:
    """A loan has changed: each owner of a thing in it hears, if it changes anything for them."""
    for owner, theirs in _owned(booking, lines).items():
        is_lent = booking.status == "confirmed" and any(line.got for line in theirs)
        state = _state(theirs) if is_lent else ""
        cause = f"own:{booking.id}:{owner}:"
        if state == _said(cause):
            continue
        _void_unsent(cause, now=now)
        if state == _said(cause):
            continue
        kind, shown = (LENT, [line for line in theirs if line.got]) if state else (OFF, theirs)
        _tell(kind, owner, booking, shown, cause=f"{cause}{state}:{now.timestamp()}", now=now)


def late(booking: Booking, movements: Sequence[Movement], *, now: datetime) -> None:
    """Something was not brought back in time."""
    for owner, theirs in _owned(booking, {one.line_id: one.line for one in movements}.values()).items():
        due_on = min(one.due_on for one in movements)
        cause = f"own-late:{booking.id}:{owner}:{due_on.isoformat()}"
        _tell(LATE, owner, booking, theirs, cause=cause, now=now, due_at=weekly.day_span(due_on).start.isoformat())


def _owned(booking: Booking, lines: Iterable[LoanLine]) -> dict[int, list[LoanLine]]:
    """By association, the lines with things of its own; its own loans of them are no news to it."""
    found: dict[int, list[LoanLine]] = {}
    for line in lines:
        owner = line.item.association_id if line.item.owner == "association" else None
        if owner is not None and owner != booking.association_id:
            found.setdefault(owner, []).append(line)
    return dict(sorted(found.items()))


def _state(lines: Lines) -> str:
    """How it stands, in a few letters."""
    parts = [f"{line.id} {line.got} {line.first_on} {line.last_on}" for line in lines if line.got]
    return hashlib.sha256(";".join(parts).encode()).hexdigest()[:16]


def _said(cause: str) -> str:
    """How it stood by the last word that left or will leave; empty: not lent."""
    asked = select(Message.kind, Message.cause).where(
        Message.cause.startswith(cause, autoescape=True), Message.state != "void"
    )
    last = db.session.execute(asked.order_by(Message.id.desc()).limit(1)).first()
    return last.cause.split(":")[3] if last and last.kind == LENT else ""


def _void_unsent(cause: str, *, now: datetime) -> None:
    unsent = (Message.cause.startswith(cause, autoescape=True), Message.state == "due")
    db.session.execute(update(Message).where(*unsent).values(state="void", finished_at=now))


def _tell(kind: str, owner: int, booking: Booking, lines: Lines, *, cause: str, now: datetime, **more: Any) -> None:
    after = told.undo_time() if kind != LATE else now - now
    for person in _delegates(owner):
        things = [f"{line.got or line.asked} × {said(line.item.name, person.language).text}" for line in lines]
        facts = {
            "things": things,
            "title": ", ".join(things),
            "pick_up_at": weekly.day_span(min(line.first_on for line in lines)).start.isoformat(),
            "return_at": weekly.day_span(max(line.last_on for line in lines)).start.isoformat(),
            "association": booking.association.name if booking.association else "",
            "link": whole(f"/{person.language}/my/things"),
            **more,
        }
        outbox.owe(kind, cause=cause, to=recipient_of(person), facts=facts, now=now, due_at=now + after)


def _delegates(association_id: int) -> list[Person]:
    living = (Membership.confirmed_at.is_not(None), Membership.ended_at.is_(None), Person.left_at.is_(None))
    theirs = (Membership.association_id == association_id, Membership.role == "delegate")
    chosen = select(Person).join(Membership, Membership.person_id == Person.id).where(*theirs, *living)
    return list(db.session.scalars(chosen.order_by(Person.id)))
