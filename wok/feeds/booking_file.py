"""One booking as a calendar file, by the link of its mail: a file, not a link to another company (UX.md 13)."""

from flask import Response, abort, g

from wok.bookings import door
from wok.bookings.views import short
from wok.feeds import ics, meetings, shared
from wok.feeds.queries import booking_entry
from wok.web.access import public
from wok.web.language import in_language


@short.get("/b/<ref>.ics")
@public
def calendar_file(ref: str) -> Response:
    """The event with the same UID and SEQUENCE as in mails and the private feed; only by the link, not by the code."""
    booking = door.find(ref)
    if booking is None or ref != booking.link_token or booking.status == "waiting":
        abort(404)
    with in_language(booking.language):
        meeting = meetings.load([booking]).get(booking.id)
        lent = shared.load([booking], booking.language).get(booking.id)
        body = ics.event_bytes(booking_entry(booking, booking.language, meeting, lent))
    g.lang = booking.language
    response = Response(body, mimetype="text/calendar")
    response.headers["Content-Disposition"] = 'attachment; filename="wok.ics"'
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Robots-Tag"] = "noindex"
    return response
