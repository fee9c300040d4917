"""Bookings of the project: those made for it, and standing ones of its partners tied to it and untied."""

from typing import Any

from flask import abort, g, redirect, render_template, url_for

from wok import clock
from wok.bookings import causes
from wok.bookings.causes import Cause
from wok.bookings.models import Booking, BookingCause
from wok.db import db, transaction
from wok.projects import messages, queries, record, services, shown, sight
from wok.projects.blueprint import bp
from wok.projects.causes import KIND
from wok.projects.sight import Sight
from wok.web.access import signed_in
from wok.web.notices import notice
from wok.web.sentences import gettext as _


@bp.get("/projects/<int:project_id>/bookings")
@signed_in
def bookings(project_id: int) -> str:
    """What is booked for it, and coming bookings of ours that could be."""
    found = sight.inside(project_id, g.person, g.memberships)
    own = [one.id for one in found.acting] or (messages.partners_of(found.project) if found.is_staff else [])
    return render_template(
        "projects/bookings.html",
        project=found.project,
        sight=found,
        tied=shown.bookings(found.project),
        own=set(own),
        others=queries.bookings_to_tie(own, now=clock.now()) if own and found.is_running else [],
    )


def _booking(found: Sight, booking_id: int) -> Booking:
    """A booking of a partner this person acts for."""
    booking = db.session.get(Booking, booking_id) if booking_id < 2**31 else None
    own = {one.id for one in found.acting}
    if found.is_staff:
        own |= set(messages.partners_of(found.project))
    return booking if booking is not None and booking.association_id in own else abort(404)


@bp.post("/projects/<int:project_id>/bookings/<int:booking_id>/<any(tie, untie):what>")
@signed_in
def tie(project_id: int, booking_id: int, what: str) -> Any:
    """Say that a booking is for the project, or no longer. Pressed twice, it stays."""
    found = sight.inside(project_id, g.person, g.memberships)
    booking = _booking(found, booking_id)
    with transaction():
        _tie(found, booking_id, is_for=what == "tie")
    other = "untie" if what == "tie" else "tie"
    undo = url_for(".tie", project_id=project_id, booking_id=booking.id, what=other)
    notice(
        _("The booking is part of the project.") if what == "tie" else _("The booking stands for itself."), undo=undo
    )
    return redirect(url_for(".bookings", project_id=project_id), 303)


def _tie(found: Sight, booking_id: int, *, is_for: bool) -> None:
    now, project = clock.now(), services.locked(found.project.id)
    booking = db.session.get_one(Booking, booking_id)
    row = db.session.get(BookingCause, booking_id)
    is_tied = row is not None and (row.kind, row.of_id) == (KIND, project.id)
    if is_tied == is_for:
        return
    by = found.by(booking.association_id)
    if is_for:
        causes.tie(booking, Cause(KIND, project.id, project.title, ""))
    else:
        causes.untie(booking)
    record.note(project, "tied" if is_for else "untied", by, now=now)
