"""Search (S3): people, associations, bookings, things, rooms, events, projects and today's numbers, by any part, code, tag or phone number.

A code leads straight to its booking. What is looked for is never logged.
"""

from datetime import datetime
from functools import partial
from typing import Any

from flask import Blueprint, g, redirect, render_template, request, url_for

from wok import clock
from wok.bookings.models import Booking
from wok.bookings.places import address
from wok.calendar import search_reads as reads
from wok.calendar import search_shared, search_together
from wok.kernel import letters
from wok.oncall import words as oncall
from wok.people import words
from wok.web.access import staff_only
from wok.web.text import clean

bp = Blueprint("search", __name__)

FIRST = 8  # of each group, when all groups are shown
PAGE = 50
MOST_PAGES = 200
LONGEST = 100
GROUPS = ("bookings", "together", "things", "people", "associations")


@bp.get("/staff/search")
@staff_only
def index() -> Any:
    """One field; the results in groups, or one group page by page."""
    asked, now = reads.read(clean(request.args.get("q", ""))[:LONGEST]), clock.now()
    if asked.code and (booking := reads.booking_of_code(asked.code)):
        return redirect(address(booking), 302)
    only, number = request.args.get("only", ""), _page_number()
    groups = {} if asked.is_too_short else _found(asked, only if only in GROUPS else "", number, now=now)
    return render_template(
        "search/index.html",
        asked=asked,
        only=only if only in GROUPS else "",
        number=number,
        groups=groups,
        pieces=partial(letters.pieces, looked_for=asked.words),
        now=now,
        words=words,
        states=oncall.STATES,
    )


def _found(asked: reads.Asked, only: str, number: int, *, now: datetime) -> dict[str, reads.Found]:
    """Each group's first lines, with today's numbers; or one page of one group."""
    if only:
        return {only: _read(only, asked, PAGE, (number - 1) * PAGE, now=now)}
    return {
        "numbers": reads.numbers(asked, now=now),
        **{name: _read(name, asked, FIRST, 0, now=now) for name in GROUPS},
    }


def _read(name: str, asked: reads.Asked, limit: int, offset: int, *, now: datetime) -> reads.Found:
    if name == "bookings":
        return reads.bookings(asked, now=now, limit=limit, offset=offset)
    if name == "things":
        return search_shared.things(asked, g.lang, limit=limit, offset=offset)
    if name == "together":
        return search_together.together(asked, g.lang, limit=limit, offset=offset)
    read = reads.people if name == "people" else reads.associations
    return read(asked, limit=limit, offset=offset)


def _page_number() -> int:
    asked = request.args.get("page", "")
    return min(max(int(asked), 1), MOST_PAGES) if asked.isascii() and asked.isdigit() and len(asked) < 6 else 1


@bp.app_template_global()
def staff_address(booking: Booking) -> str:
    """Where staff look after a booking: its list, or its own page."""
    if booking.kind == "lunch":
        return url_for("lunch_staff.show", occurrence_id=booking.occurrence_id, _anchor=f"guest-{booking.id}")
    if booking.kind == "event":
        return url_for("events.booking", ref=booking.code)
    if booking.kind == "oncall":
        return url_for("oncall_staff.date", occurrence_id=booking.occurrence_id)
    if booking.kind == "appointment":
        return url_for("appointments_staff.show", booking_id=booking.id)
    if booking.kind == "loan":
        return url_for("equipment_staff.at_desk", booking_id=booking.id)
    if booking.kind == "space":
        return url_for("space_staff.use", booking_id=booking.id)
    return address(booking)
