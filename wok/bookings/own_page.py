"""A booking's own page (P7), alike for every kind: opened by link or code, its buttons and its form under one lock."""

from collections.abc import Callable
from datetime import datetime
from typing import Any, Protocol

from flask import abort, redirect, url_for

from wok import clock
from wok.bookings import door
from wok.bookings.models import Booking
from wok.bookings.refusals import OfferOver
from wok.db import transaction
from wok.errors import Refusal
from wok.kernel.values import dataclass
from wok.web.forms import VersionForm
from wok.web.notices import notice
from wok.web.saving import Saved, save
from wok.web.sentences import gettext as _


class Deed(Protocol):
    """One thing done to a booking, inside a transaction and under its lock."""

    def __call__(self, booking: Booking, /, *, now: datetime) -> object:
        """Do it. Raises Refusal."""


@dataclass(frozen=True)
class OwnPage:
    """What one kind of booking brings along; its blueprint has the endpoints `booking` and `undo`."""

    kind: str
    page: Callable[..., Any]  # (booking, sight, *, refusal=None)
    lock: Deed  # takes the locks, then reads the booking again, so that two presses follow one another

    def show(self, ref: str) -> Any:
        """The booking as it stands; a printed code asks for the letters of the name first, known or not."""
        found = door.find(ref)
        sight = door.sight_of(found, ref) if found and found.kind == self.kind else door.NOTHING
        if found is not None and sight.may_see:
            return self.page(found, sight)
        return redirect(url_for("lunches.booking", ref=ref), 302) if door.looks_like_code(ref) else abort(404)

    def changeable_or_404(self, ref: str) -> Booking:
        """The booking, if this reader may change it."""
        found = door.booking_or_404(ref)
        return found if found.kind == self.kind and door.sight_of(found, ref).may_change else abort(404)

    def act(self, ref: str, do: Deed, said: str, *, undo: str = "") -> Any:
        """Do one thing to a booking under its lock, say it, with the address that takes it back, and go to its page."""
        now, booking = clock.now(), self.changeable_or_404(ref)
        try:
            with transaction():
                self.lock(booking, now=now)
                do(booking, now=now)
        except Refusal as refusal:
            return self.page(booking, door.sight_of(booking, ref), refusal=refusal)
        notice(said, undo=undo or None)
        return redirect(url_for(".booking", ref=ref), 303)

    def cancel(self, ref: str, do: Deed) -> Any:
        """Not coming; done at once, with undo for ten minutes. Pressed twice, it stays cancelled."""
        said = _("Cancelled. Thank you for telling us.")
        return self.act(ref, unless("cancelled", do), said, undo=url_for(".undo", ref=ref))

    def take(self, ref: str, do: Deed) -> Any:
        """Take the places that are kept for us."""
        return self.act(ref, unless("confirmed", do), _("The places are yours. You are counted in."))

    def pass_on(self, ref: str, do: Deed) -> Any:
        """Let the next in line have the offer, or leave the waiting list."""

        def leave(booking: Booking, /, *, now: datetime) -> None:
            if booking.status not in ("held", "waiting"):
                raise OfferOver
            do(booking, now=now)

        said = _("You are off the list. Thank you for telling us.")
        return self.act(ref, leave, said, undo=url_for(".undo", ref=ref))

    def save(self, booking: Booking, form: VersionForm, write: Deed) -> Saved:
        """Write what a good form says, under the lock; the form tells why not (PROMISES B5)."""
        now = clock.now()

        def stands() -> int:
            self.lock(booking, now=now)
            return booking.version

        saved = save(form, stands, lambda: write(booking, now=now))
        if saved.code == 409:
            form.form_errors = [
                _(
                    "Somebody changed this booking meanwhile. Compare with what stands now, and send once more if yours is right."
                )
            ]
        return saved


def unless(status: str, do: Deed) -> Deed:
    """Do it, unless the booking has this status already."""

    def once(booking: Booking, /, *, now: datetime) -> None:
        if booking.status != status:
            do(booking, now=now)

    return once


def only_if(status: str, do: Deed) -> Deed:
    """Do it, if the booking still has this status."""

    def still(booking: Booking, /, *, now: datetime) -> None:
        if booking.status == status:
            do(booking, now=now)

    return still
