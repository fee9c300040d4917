"""The buttons of a loan's page (P7): each a POST of its own; mailed links only ever lead to the page."""

from datetime import datetime
from typing import Any

from flask import request

from wok.bookings.models import Booking
from wok.equipment import loan_changing
from wok.equipment.asking_forms import read_day
from wok.equipment.blueprint import bp
from wok.equipment.loan_forms import number_of
from wok.equipment.loan_refusals import NoDay
from wok.equipment.loan_views import own
from wok.web.access import public
from wok.web.sentences import gettext as _


@bp.post("/equipment/loan/<ref>/cancel")
@public
def cancel(ref: str) -> Any:
    """Not needed any more; done at once, with undo for ten minutes. Pressed twice, it stays cancelled."""
    return own.cancel(ref, loan_changing.cancel)


@bp.post("/equipment/loan/<ref>/undo")
@public
def undo(ref: str) -> Any:
    """Take the cancelling back, while all of it is still free."""
    return own.act(ref, loan_changing.undo, _("Undone. All is as before."))


@bp.post("/equipment/loan/<ref>/extend")
@public
def extend(ref: str) -> Any:
    """Keep it longer; at once, if nobody waits."""

    def do(booking: Booking, /, *, now: datetime) -> None:
        day = read_day(request.form.get("last"))
        if day is None:
            raise NoDay("last")
        loan_changing.extend(booking, day, now=now)

    return own.act(ref, do, _("Done: you have it longer. The new return day is below."))


@bp.post("/equipment/loan/<ref>/withdraw")
@public
def withdraw(ref: str) -> Any:
    """Take one thing out."""

    def do(booking: Booking, /, *, now: datetime) -> None:
        loan_changing.withdraw(booking, number_of(request.form.get("line")) or 0, now=now)

    return own.act(ref, do, _("Taken out."))
