"""What an entry of the calendar says of itself: its name, its day, who is told of it, what is stored."""

from flask import g, url_for

from wok.appointments import queries as appointments
from wok.appointments.words import place_name
from wok.bookings.models import Booking
from wok.calendar import staff_blocks, staff_moving
from wok.calendar.staff_shown import reach_of
from wok.kernel import weekly
from wok.web.dates import say_day_span
from wok.web.sentences import gettext as _
from wok.web.texts import said


def to_day(booking: Booking) -> str:
    """The day's lanes, at this entry."""
    day = weekly.local_day(booking.starts_at).isoformat()
    return url_for(".day", day=day, _anchor=f"entry-{booking.id}")


def name_of(booking: Booking) -> str:
    """What an entry is called when it is spoken of."""
    if booking.kind == staff_blocks.KIND:
        return staff_blocks.of(booking).words or _("Busy")
    return booking.contact_name


def told(booking: Booking) -> str:
    """Who will be told, and how; nobody of an own entry, nobody after a move back to the known time."""
    if booking.kind == staff_blocks.KIND or booking.undo_until is None:
        return ""
    return staff_moving.who_is_told(booking.contact_name, reach_of(booking))


def stored(booking: Booking) -> dict[str, str]:
    """What the form shows before anybody types."""
    found = {
        "version": str(booking.version),
        "day": weekly.local_day(booking.starts_at).isoformat(),
        "starts": f"{weekly.local_time(booking.starts_at):%H:%M}",
        "ends": f"{weekly.local_time(booking.ends_at):%H:%M}",
    }
    if booking.kind == "appointment":
        row = appointments.appointment(booking)
        found |= {"colleague": str(row.colleague_id or ""), "matter": str(row.matter_id), "place": row.place}
        found |= {"reason": booking.override_reason}
    if booking.kind == staff_blocks.KIND:
        block = staff_blocks.of(booking)
        found |= {"colleague": str(block.colleague_id), "words": block.words, "scope": staff_blocks.THIS}
    return found


def saved_facts(booking: Booking) -> list[tuple[str, str]]:
    """What is saved now, for whoever saved second."""
    facts = [(_("When"), say_day_span(booking.starts_at, booking.ends_at))]
    if booking.kind == "appointment":
        row = appointments.appointment(booking)
        facts += [
            (_("Colleague"), row.colleague.shown_as if row.colleague else ""),
            (_("Matter"), said(row.matter.name, g.lang).text),
            (_("Place"), place_name(row.place)),
        ]
    if booking.kind == staff_blocks.KIND:
        block = staff_blocks.of(booking)
        facts += [(_("Colleague"), block.colleague.shown_as), (_("Words for colleagues only"), block.words)]
    return facts
