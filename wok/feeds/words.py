"""The sentences of calendar entries, in the language in force; free texts never come from other people's bookings."""

import logging
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date
from typing import Any, TypeVar

from flask import current_app
from werkzeug.routing import BuildError

from wok.alone import where
from wok.appointments.models import Appointment
from wok.bookings.models import Booking, Closure, Occurrence
from wok.bookings.places import PLACES
from wok.kernel.entry import CANCELLED, Entry
from wok.web.addresses import whole
from wok.web.house import house
from wok.web.sentences import gettext as _
from wok.web.sentences import ngettext

Row = TypeVar("Row")
log = logging.getLogger("wok.feeds")


def each_alone(make: Callable[[Row, str], Entry], rows: Iterable[Row], language: str) -> list[Entry]:
    """An entry per row; a row that fails is logged and left out, the others stay (PROMISES F7)."""
    entries = []
    for row in rows:
        try:
            entries.append(make(row, language))
        except Exception as fault:  # the rim of a job
            log.error("%s cannot become a calendar entry: %s", row.__class__.__name__, where(fault))
    return entries


def said(texts: Any, language: str) -> str:
    """A text in this language, else French, else any; empty when there is none or the record is broken."""
    if not isinstance(texts, dict):
        return ""
    found = texts.get(language) or texts.get("fr") or next((text for text in texts.values() if text), "")
    return found if isinstance(found, str) else ""


def address(endpoint: str, language: str, **values: Any) -> str:
    """The absolute address of a page, without any secret; the front page where that page does not exist."""
    adapter = current_app.url_map.bind("localhost")
    try:
        path = adapter.build(endpoint, {"lang": language, **values})
    except BuildError:
        path = f"/{language}/"
    return whole(path)


def date_address(kind: str, language: str, day: date | None) -> str:
    """The page of one lunch, or of the next one; the on-call has one page for all its days."""
    if kind != "lunch":
        return address(PLACES[kind].new, language)
    return address("lunches.show", language, day=day.isoformat() if day else None)


def location() -> str:
    """Where the Wok is; the same words as in mails."""
    return ", ".join(str(part) for part in (house("name"), house("street"), house("town")) if part)


def feed_name(kind: str) -> str:
    """What calendar programs call a feed."""
    names = {
        "all": _("The Wok"),
        "lunch": _("Wednesday lunch at the Wok"),
        "oncall": _("On-call service at the Wok"),
        "events": _("Events at the Wok and in town"),
        "closures": _("The Wok: closed days"),
        "space": _("Rooms at the Wok: when they are taken"),
        "mine": _("My bookings at the Wok"),
    }
    return names[kind]


def association_feed(name: str) -> str:
    """What calendar programs call an association's feed."""
    return _("%(association)s at the Wok", association=name)


def category(kind: str) -> str:
    """The word calendar programs group by."""
    names = {
        "lunch": _("Lunch"),
        "oncall": _("On-call"),
        "appointment": _("Appointment"),
        "loan": _("Equipment"),
        "space": _("Meeting space"),
        "event": _("Event"),
        "closure": _("Closed"),
    }
    return names.get(kind, _("Booking"))


def cancelled(title: str) -> str:
    """For programs that do not show STATUS."""
    return _("Cancelled: %(title)s", title=title)


def told(entry: Entry, detail: str, language: str) -> Entry:
    """The entry as much as its reader is to see: all of it, its title and time, or only that the time is taken."""
    if detail == "full":
        return entry
    if detail == "titles":
        return replace(entry, description="", location="")
    title = cancelled(_("Busy")) if entry.status == CANCELLED else _("Busy")
    page = address("home.show", language)
    return replace(entry, summary=title, description="", location="", url=page, categories=(category(""),))


def date_title(kind: str, topic: Any, language: str) -> str:
    """The lunch, with its topic when it has one, or the on-call."""
    if kind != "lunch":
        return feed_name(kind)
    words = said(topic, language)
    return _("Wednesday lunch: %(topic)s", topic=words) if words else feed_name(kind)


def occurrence_title(kind: str, one: Occurrence, language: str) -> str:
    """One date of the lunch or the on-call, and whether it takes place."""
    title = date_title(kind, one.topic, language)
    if one.status == "cancelled":
        return cancelled(title)
    return _("To be confirmed: %(title)s", title=title) if one.status == "needs_decision" else title


def date_description(kind: str, one: Occurrence | None, language: str) -> str:
    """What there is, why it changed, and how to come."""
    lines = []
    if one is not None:
        lines += [_state(kind, one), said(one.reason, language), said(one.menu, language)]
    if one is None or one.status != "cancelled":
        lines.append(_invitation(kind))
    lines.append(_("Questions? Call us: %(phone)s", phone=house("phone")))
    return "\n".join(line for line in lines if line)


def _invitation(kind: str) -> str:
    if kind == "oncall":
        return _("Come by, take a number, ask anything. No account, no e-mail.")
    return _("Everybody is welcome. Tell us how many come, or simply walk in.")


def _state(kind: str, one: Occurrence) -> str:
    lunch = {
        "cancelled": _("This lunch does not take place."),
        "moved": _("This lunch was moved."),
        "needs_decision": _("This lunch is still to be confirmed: the Wok is closed that day."),
    }
    oncall = {
        "cancelled": _("The on-call service does not take place that day."),
        "moved": _("The on-call service of that week was moved."),
        "needs_decision": _("The on-call service is still to be confirmed: the Wok is closed that day."),
    }
    event = {
        "cancelled": _("This date does not take place."),
        "moved": _("This date was moved."),
        "needs_decision": _("This date is still to be confirmed: the Wok is closed that day."),
    }
    return {"oncall": oncall, "event": event}.get(kind, lunch).get(one.status, "")


def closure_title(closure: Closure, language: str) -> str:
    """That the Wok is closed, and why."""
    reason = said(closure.reason, language)
    return _("The Wok is closed: %(reason)s", reason=reason) if reason else _("The Wok is closed")


def booking_title(booking: Booking, meeting: Appointment | None, language: str, lent: str = "") -> str:
    """One's own booking; `lent`: the things or the room."""
    topic = booking.occurrence.topic if booking.occurrence else {}
    title = meeting_title(meeting, language) if meeting else _("At the Wok")
    if booking.kind in ("lunch", "oncall"):
        title = date_title(booking.kind, topic, language)
    elif booking.kind in ("loan", "space", "event"):
        title = lent or category(booking.kind)
    return cancelled(title) if booking.status == "cancelled" else title


def meeting_title(meeting: Appointment, language: str) -> str:
    """What the appointment is about; never who comes."""
    return _("Appointment: %(matter)s", matter=said(meeting.matter.name, language))


def booking_description(booking: Booking, meeting: Appointment | None, language: str, lent: Iterable[str] = ()) -> str:
    """How many, in which state, and whom to call; no names of guests, no notes, no code (PROMISES S9)."""
    occurrence = booking.occurrence
    lines = [_("This booking is cancelled.")] if booking.status == "cancelled" else _standing(booking, meeting)
    lines += lent if booking.status != "cancelled" else ()
    if occurrence is not None and booking.status != "cancelled":
        lines += [_state(booking.kind, occurrence), said(occurrence.menu, language)]
    lines.append(
        _("To change something or to cancel, use the link in our mail or call %(phone)s.", phone=house("phone"))
    )
    return "\n".join(line for line in lines if line)


def _standing(booking: Booking, meeting: Appointment | None) -> list[str]:
    if meeting is not None:
        with_whom = _("You meet %(name)s.", name=meeting.colleague.shown_as) if meeting.colleague else ""
        return [with_whom, _("This appointment is not confirmed yet.") if booking.status == "held" else ""]
    if booking.kind == "oncall":
        return [_("A time is kept for you. Tell us when you are here.")]
    if booking.kind in ("loan", "space"):
        return (
            [_("We keep this for you. Please answer, or it goes to the next in line.")]
            if booking.status == "held"
            else []
        )
    lines = [ngettext("%(num)s place for you.", "%(num)s places for you.", booking.quantity)]
    if booking.status == "held":
        lines.append(_("We keep this place for you. Please confirm it, or it goes to the next in line."))
    return lines


def booking_location(meeting: Appointment | None) -> str:
    """The Wok, or by phone or video."""
    elsewhere = {"phone": _("By phone"), "video": _("By video")}
    return elsewhere.get(meeting.place, location()) if meeting else location()
