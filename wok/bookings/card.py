"""The printed card: the date in words, the code and its picture, in the person's language whatever the staff's."""

from flask import render_template
from markupsafe import Markup

from wok.bookings import codes
from wok.bookings.models import Booking
from wok.web.addresses import whole
from wok.web.language import in_language
from wok.web.picture import picture_code


def words(booking: Booking, *, title: str = "", where: str = "") -> Markup:
    """What stands on a card; `title` and `where`: of an event, which may be elsewhere."""
    address = whole(f"/b/{booking.code}")
    facts = {"address": address, "picture": picture_code(address), "spoken": codes.spoken(booking.code)}
    facts |= {"title": title, "where": where}
    with in_language(booking.language):
        return Markup(render_template("cards/words.html", booking=booking, **facts))  # a template of ours: safe
