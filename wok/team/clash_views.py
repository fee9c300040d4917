"""Appointments whose colleague is not there: kept by staff in spite of it, or led to where they are moved."""

from typing import Any

from flask import abort, redirect, render_template, request, url_for

from wok import clock
from wok.bookings.models import Booking
from wok.db import db, transaction
from wok.team import effects
from wok.team.blueprint import LARGEST_ID, bp
from wok.web.access import staff_only
from wok.web.notices import notice
from wok.web.sentences import gettext as _


@bp.get("/staff/team/decisions")
@staff_only
def clashes() -> str:
    """Every coming booking whose colleague is away, ill or left, or that lies on a closed day."""
    return render_template("team/clashes.html", clashes=effects.clashes(now=clock.now()))


@bp.post("/staff/team/decisions/<int:booking_id>/<any(keep, unkeep):what>")
@staff_only
def keep(booking_id: int, what: str) -> Any:
    """The booking stays as it was agreed, or waits for a decision again."""
    booking = db.session.get(Booking, booking_id) if booking_id <= LARGEST_ID else None
    cause = request.values.get("cause", "")
    if booking is None or not effects.is_cause(cause):
        abort(404)
    with transaction():
        if what == "keep":
            effects.keep(booking, cause, now=clock.now())
        else:
            effects.unkeep(booking, cause)
    if what == "keep":
        undo = url_for(".keep", booking_id=booking_id, what="unkeep", cause=cause)
        notice(_("It stays as agreed with %(name)s.", name=booking.contact_name), undo=undo)
    return redirect(url_for(".clashes"), 303)
