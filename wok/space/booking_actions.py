"""The buttons of a use's page: each a POST of its own; mailed links only ever lead to the page."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from flask import redirect, request, url_for
from flask_babel import gettext as _

from wok import clock
from wok.bookings import door
from wok.db import transaction
from wok.errors import Refusal
from wok.space import changing, queries, words
from wok.space.blueprint import bp
from wok.space.booking_views import changeable_or_404, page
from wok.space.models import SpaceUse
from wok.space.settling import hold
from wok.web.access import public
from wok.web.notices import notice


def act(ref: str, do: Callable[[SpaceUse, datetime], object], said: str, *, undo: bool = False) -> Any:
    """Do one thing to a use, say it, and go back to its page."""
    now, booking = clock.now(), changeable_or_404(ref)
    try:
        with transaction():
            hold(booking)
            do(queries.use_of(booking), now)
    except Refusal as refusal:
        return page(booking, door.sight_of(booking, ref), refusal=refusal)
    notice(said, undo=url_for(".undo", ref=ref) if undo else None)
    return redirect(url_for(".booking", ref=ref), 303)


@bp.post("/space/booking/<ref>/cancel")
@public
def cancel(ref: str) -> Any:
    """Not coming; done at once, with undo for ten minutes. Pressed twice, it stays cancelled."""
    scope = request.form.get("scope", "this")

    def do(use: SpaceUse, now: datetime) -> None:
        if use.booking.status != "cancelled":
            changing.cancel(use, scope=scope if scope in words.SCOPES else changing.THIS, now=now)

    return act(ref, do, _("Cancelled. Thank you for telling us."), undo=True)


@bp.post("/space/booking/<ref>/undo")
@public
def undo(ref: str) -> Any:
    """Take the cancelling or moving back, while the room is still free."""
    return act(ref, lambda use, now: changing.undo(use, now=now), _("Undone. All is as before."))
