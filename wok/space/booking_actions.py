"""The buttons of a use's page: each a POST of its own; mailed links only ever lead to the page."""

from datetime import datetime
from typing import Any

from flask import request

from wok.bookings.models import Booking
from wok.space import changing, queries, words
from wok.space.blueprint import bp
from wok.space.booking_views import own
from wok.web.access import public
from wok.web.sentences import gettext as _


@bp.post("/space/booking/<ref>/cancel")
@public
def cancel(ref: str) -> Any:
    """Not coming; done at once, with undo for ten minutes. Pressed twice, it stays cancelled."""
    asked = request.form.get("scope", "this")
    scope = asked if asked in words.SCOPES else changing.THIS

    def do(booking: Booking, /, *, now: datetime) -> None:
        changing.cancel(queries.use_of(booking), scope=scope, now=now)

    return own.cancel(ref, do)


@bp.post("/space/booking/<ref>/undo")
@public
def undo(ref: str) -> Any:
    """Take the cancelling or moving back, while the room is still free."""

    def do(booking: Booking, /, *, now: datetime) -> None:
        changing.undo(queries.use_of(booking), now=now)

    return own.act(ref, do, _("Undone. All is as before."))
