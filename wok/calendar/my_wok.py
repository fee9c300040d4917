"""My Wok: what is next and what waits for us (A1), and our bookings to find, change, repeat, cancel (A2)."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from flask import Blueprint, g, render_template, request, url_for
from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import joinedload

from wok import clock
from wok.appointments.models import Appointment
from wok.bookings import door
from wok.bookings.models import Booking
from wok.calendar import my_shared
from wok.db import db
from wok.directory import letter_queries
from wok.events import shift_reads
from wok.kernel import deadlines
from wok.lunches.models import Rsvp, StandingRsvp
from wok.projects import queries as project_queries
from wok.sharing import names, offer_queries
from wok.skills import waiting as skills
from wok.web.access import signed_in
from wok.web.text import clean

bp = Blueprint("my", __name__)

PAGE = 20
MOST_PAGES = 500
EVE = timedelta(days=2)  # "still coming?" is asked within it: from 17:00 on the day before
PERIODS = ("coming", "past", "cancelled")


@bp.get("/my")
@signed_in
def show() -> Any:
    """The next bookings, and what waits for an answer of ours."""
    now = clock.now()
    coming = _read(_ours(), Booking.ends_at > now, Booking.status != "cancelled", limit=8)
    offers = [one for one in coming if one.kind in ("lunch", "event") and one.status == "held"]
    shared = offer_queries.waits_for_us(g.person, g.memberships, now=now)
    return render_template(
        "my/show.html",
        coming=coming,
        lent=my_shared.of(coming, g.lang),
        offers=offers,
        shared=shared,
        projects=project_queries.waiting_for(g.person, g.memberships),
        called=names.names_of([one.pool for one in shared.requests], g.lang),
        proposed=_proposed(coming),
        asked=_asked(now=now),
        standing=_standing(),
        memberships=g.memberships,
        letters=letter_queries.waiting_for(g.person, g.memberships, now=now),
        shifts=shift_reads.own(g.person, g.lang, now=now),
        helping=skills.waits_for(g.memberships, now=now),
    )


@bp.get("/my/bookings")
@signed_in
def bookings() -> Any:
    """All of them, a page at a time; coming ones first come first, past ones latest first."""
    now = clock.now()
    period = request.args.get("period", "")
    period = period if period in PERIODS else "coming"
    wanted = clean(request.args.get("find", ""))[:60]
    number = _page_number()
    chosen = [_ours(), _within(period, now=now), *_found(wanted)]
    rows = _read(*chosen, limit=PAGE + 1, offset=(number - 1) * PAGE, is_latest_first=period != "coming")
    return render_template(
        "my/bookings.html",
        bookings=rows[:PAGE],
        lent=my_shared.of(rows[:PAGE], g.lang),
        period=period,
        wanted=wanted,
        now=now,
        may_change={one.id for one in rows if door.sight_of(one, one.code).may_change},
        previous=_link(period, wanted, number - 1) if number > 1 else None,
        following=_link(period, wanted, number + 1) if len(rows) > PAGE else None,
    )


def _ours() -> ColumnElement[bool]:
    return door.theirs(g.person, g.memberships)


def _within(period: str, *, now: datetime) -> ColumnElement[bool]:
    if period == "cancelled":
        return Booking.status == "cancelled"
    is_over = Booking.ends_at <= now if period == "past" else Booking.ends_at > now
    return (Booking.status != "cancelled") & is_over


def _found(wanted: str) -> list[ColumnElement[bool]]:
    """Bookings whose code or name holds what was typed."""
    if not wanted:
        return []
    code = "".join(char for char in wanted.upper() if char.isalnum())
    by_name = func.lower(Booking.contact_name).contains(wanted.lower(), autoescape=True)
    return [or_(by_name, Booking.code == code)]


def _read(*chosen: ColumnElement[bool], limit: int, offset: int = 0, is_latest_first: bool = False) -> list[Booking]:
    order = Booking.starts_at.desc() if is_latest_first else Booking.starts_at
    rows = select(Booking).options(joinedload(Booking.association), joinedload(Booking.occurrence)).where(*chosen)
    return list(db.session.scalars(rows.order_by(order, Booking.id).offset(offset).limit(limit)))


def _proposed(coming: Sequence[Booking]) -> list[Booking]:
    """Appointments that wait until one of our proposed times is chosen."""
    held = [one for one in coming if one.kind == "appointment" and one.status == "held"]
    wanted = select(Appointment.booking_id).where(
        Appointment.waits_for == "booker", Appointment.booking_id.in_([one.id for one in held])
    )
    chosen = set(db.session.scalars(wanted)) if held else set()
    return [one for one in held if one.id in chosen]


def _asked(*, now: datetime) -> Sequence[Booking]:
    """Confirmed ones of tomorrow or today that nobody has said "still coming" for."""
    rows = (
        select(Booking)
        .join(Rsvp, Rsvp.booking_id == Booking.id)
        .where(_ours(), Booking.status == "confirmed", Booking.ends_at > now, Booking.starts_at < now + EVE)
        .where(Rsvp.reconfirmed_at.is_(None))
        .order_by(Booking.starts_at)
        .limit(5)
    )
    asked = db.session.scalars(rows)
    return [one for one in asked if one.created_at < deadlines.reminder_at(one.starts_at) <= now]


def _standing() -> Sequence[Booking]:
    """First bookings of the standing RSVPs that ask to be confirmed again."""
    rows = (
        select(Booking)
        .join(StandingRsvp, StandingRsvp.first_booking_id == Booking.id)
        .where(_ours(), StandingRsvp.ended_at.is_(None), StandingRsvp.asked_at.is_not(None))
        .order_by(Booking.id)
        .limit(5)
    )
    return db.session.scalars(rows).all()


def _page_number() -> int:
    asked = request.args.get("page", "")
    return min(max(int(asked), 1), MOST_PAGES) if asked.isascii() and asked.isdigit() and len(asked) < 6 else 1


def _link(period: str, wanted: str, number: int) -> str:
    return url_for(".bookings", period=period, page=number, find=wanted or None)
