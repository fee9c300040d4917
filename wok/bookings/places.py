"""Where each kind of booking has its pages: short links, Find, mails, My Wok and the list of our bookings read this table.

A feature that books names its endpoints here; each takes the booking's link or code as `ref`.
"""

from typing import Any

from flask import current_app, url_for
from flask_babel.speaklater import LazyString

from wok.bookings.models import Booking
from wok.kernel.values import dataclass
from wok.web.sentences import lazy_gettext as _l


@dataclass(frozen=True)
class Place:
    """The pages and words of one kind of booking. An endpoint that this Wok has not yet is left out of pages."""

    flavour: str  # colour and icon
    title: LazyString  # with %(day)s
    over: LazyString  # what Find says of one in the past
    page: str  # the booking's own page
    new: str  # where one books again
    change: str = ""
    cancel: str = ""  # POST
    repeat: str = ""  # part of its own page that repeats it


PLACES = {
    "lunch": Place(
        flavour="lunch",
        title=_l("Lunch on %(day)s"),
        over=_l("We found it, but this lunch is over. Come to the next one."),
        page="lunches.booking",
        new="lunches.show",
        change="lunches.change",
        cancel="lunches.cancel",
        repeat="#every-wednesday",
    ),
    "oncall": Place(
        flavour="oncall",
        title=_l("On-call service on %(day)s"),
        over=_l("We found it, but this day is over."),
        page="oncall.booking",
        new="oncall.show",
        change="oncall.change",
        cancel="oncall.cancel",
    ),
    "appointment": Place(
        flavour="appointment",
        title=_l("Appointment on %(day)s"),
        over=_l("We found it, but this day is over."),
        page="appointments.booking",
        new="appointments.show",
        change="appointments.change",
        cancel="appointments.cancel",
    ),
    "loan": Place(
        flavour="equipment",
        title=_l("Equipment from %(day)s"),
        over=_l("We found it, but this loan is over. You can ask again."),
        page="equipment.booking",
        new="equipment.catalogue",
        change="equipment.change",
        cancel="equipment.cancel",
    ),
    "space": Place(
        flavour="room",
        title=_l("Room on %(day)s"),
        over=_l("We found it, but this day is over."),
        page="space.booking",
        new="space.show",
        change="space.change",
        cancel="space.cancel",
    ),
    "event": Place(
        flavour="event",
        title=_l("Event on %(day)s"),
        over=_l("We found it, but this date is over."),
        page="events.booking",
        new="events.index",
        change="events.change",
        cancel="events.cancel",
    ),
    "block": Place(  # units the town needs itself: no page of its own, nobody is told
        flavour="equipment",
        title=_l("Kept for the Wok on %(day)s"),
        over=_l("We found it, but this day is over."),
        page="",
        new="agenda.show",
    ),
}


def place_of(booking: Booking) -> Place:
    """The pages of this kind of booking."""
    return PLACES[booking.kind]


def address(booking: Booking, ref: str = "", *, to: str = "page", lang: str | None = None) -> str:
    """The booking's page by its link, or by `ref`; `to` may be "change" or "cancel". Empty where there is no such page."""
    endpoint = getattr(place_of(booking), to)
    if endpoint not in current_app.view_functions:
        return "" if to != "page" else url_for("bookings.find", **_language(lang))
    return url_for(endpoint, ref=ref or booking.link_token, **_language(lang))


def new_address(booking: Booking) -> str:
    """Where one books such a thing again; the agenda as long as it has no page."""
    endpoint = place_of(booking).new
    return url_for(endpoint if endpoint in current_app.view_functions else "agenda.show")


def _language(lang: str | None) -> dict[str, Any]:
    return {"lang": lang} if lang else {}
