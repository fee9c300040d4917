"""The buttons of a loan's page (P7): each a POST of its own; mailed links only ever lead to the page."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from flask import redirect, request, url_for
from flask_babel import gettext as _

from wok import clock
from wok.bookings import door
from wok.bookings.models import Booking
from wok.db import db, transaction
from wok.equipment import loan_changing
from wok.equipment.asking_forms import read_day
from wok.equipment.blueprint import bp
from wok.equipment.loan_forms import number_of
from wok.equipment.loan_refusals import NoDay
from wok.equipment.loan_views import changeable_or_404, page
from wok.errors import Refusal
from wok.web.access import public
from wok.web.notices import notice


def act(ref: str, do: Callable[[Booking, datetime], object], said: str, *, undo: bool = False) -> Any:
    """Do one thing to a loan, say it, and go back to its page."""
    now, booking = clock.now(), changeable_or_404(ref)
    try:
        with transaction():
            db.session.refresh(booking)
            do(booking, now)
    except Refusal as refusal:
        return page(booking, door.sight_of(booking, ref), refusal=refusal)
    notice(said, undo=url_for(".undo", ref=ref) if undo else None)
    return redirect(url_for(".booking", ref=ref), 303)


@bp.post("/equipment/loan/<ref>/cancel")
@public
def cancel(ref: str) -> Any:
    """Not needed any more; done at once, with undo for ten minutes. Pressed twice, it stays cancelled."""

    def do(booking: Booking, now: datetime) -> None:
        if booking.status != "cancelled":
            loan_changing.cancel(booking, now=now)

    return act(ref, do, _("Cancelled. Thank you for telling us."), undo=True)


@bp.post("/equipment/loan/<ref>/undo")
@public
def undo(ref: str) -> Any:
    """Take the cancelling back, while all of it is still free."""
    return act(ref, lambda booking, now: loan_changing.undo(booking, now=now), _("Undone. All is as before."))


@bp.post("/equipment/loan/<ref>/extend")
@public
def extend(ref: str) -> Any:
    """Keep it longer; at once, if nobody waits."""

    def do(booking: Booking, now: datetime) -> None:
        day = read_day(request.form.get("last"))
        if day is None:
            raise NoDay("last")
        loan_changing.extend(booking, day, now=now)

    return act(ref, do, _("Done: you have it longer. The new return day is below."))


@bp.post("/equipment/loan/<ref>/withdraw")
@public
def withdraw(ref: str) -> Any:
    """Take one thing out."""

    def do(booking: Booking, now: datetime) -> None:
        loan_changing.withdraw(booking, number_of(request.form.get("line")) or 0, now=now)

    return act(ref, do, _("Taken out."))
