"""The card of any booking, from wherever staff stand: search, list, desk."""

from typing import Any

from flask import Blueprint, redirect, render_template, url_for

from wok.bookings import card, door
from wok.events import sign_up_reads
from wok.events.places import place_words
from wok.web.access import staff_only
from wok.web.texts import said

bp = Blueprint("staff_card", __name__)


@bp.get("/staff/card/<ref>")
@staff_only
def show(ref: str) -> Any:
    """A card to print. That of an appointment says more: what about, with whom, where."""
    booking = door.booking_or_404(ref)
    if booking.kind == "appointment":
        return redirect(url_for("appointments_staff.card", booking_id=booking.id), 302)
    words = card.words(booking)
    if booking.kind == "event":
        event, language = sign_up_reads.event_of_booking(booking), booking.language
        words = card.words(booking, title=said(event.title, language).text, where=place_words(event, language))
    return render_template("cards/show.html", booking=booking, words=words)
