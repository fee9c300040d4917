"""A use of a room moved in the calendar, by pointer or keys; its form is the room's own. Told once, undoable for ten minutes."""

from datetime import date, datetime, time
from typing import Any

from flask import g, jsonify, redirect, request, url_for

from wok import clock
from wok.bookings.models import Booking
from wok.bookings.services import STAFF
from wok.calendar import staff_said as said_of
from wok.calendar.staff_blueprint import wants_json
from wok.db import transaction
from wok.errors import Refusal
from wok.kernel import weekly
from wok.kernel.span import Span
from wok.space import changing, queries, words
from wok.space.changing import Change
from wok.space.models import Room, SpaceUse
from wok.space.refusals import RoomTaken
from wok.space.settling import hold, wanted_of
from wok.web.dates import say_clock_span, say_day, say_day_span
from wok.web.notices import notice
from wok.web.sentences import gettext as _
from wok.web.texts import said

KIND = "space"


class Outdated(Exception):
    """Somebody else saved this use after the page was drawn (PROMISES B5)."""


def entry(booking: Booking) -> Any:
    """Its page; what the pointer and the keys post is saved at once or refused with the reason."""
    if request.method != "POST":
        return redirect(url_for("space_staff.use", booking_id=booking.id), 303)
    return _move(booking, now=clock.now())


def _move(booking: Booking, *, now: datetime) -> Any:
    before = (booking.starts_at, booking.ends_at)
    use = queries.use_of(booking)
    to = _asked(use)
    if to is None or use.is_own:
        return _refused(booking, _("Choose a day and times."), 422)
    try:
        with transaction():
            hold(booking)
            if str(booking.version) != request.form.get("version"):
                raise Outdated
            moved = changing.change(use, to, wanted_of(use), by=STAFF, now=now)
    except Outdated:
        return _refused(booking, _("Somebody else has changed this entry meanwhile. Open it to see both."), 409)
    except RoomTaken as refusal:
        return _refused(booking, _in_the_way(booking, to) or str(refusal.sentence), 422)
    except Refusal as refusal:
        return _refused(booking, str(refusal.sentence), 422)
    is_changed = bool(moved) or before != (booking.starts_at, booking.ends_at)
    return _saved(booking, is_changed=is_changed)


def _asked(use: SpaceUse) -> Change | None:
    """Where it was let go; the room stays when none is named."""
    day = words.read_day(request.form.get("day"))
    starts, ends = words.read_clock(request.form.get("starts")), words.read_clock(request.form.get("ends"))
    typed = request.form.get("colleague", "").removeprefix("room-")
    room = queries.room(words.read_id(typed), paused=True) if typed else use.room
    return Change(room, day, starts, ends) if _is_whole(room, day, starts, ends) else None  # type: ignore[arg-type]


def _is_whole(room: Room | None, day: date | None, starts: time | None, ends: time | None) -> bool:
    return None not in (room, day, starts, ends)


def _in_the_way(booking: Booking, to: Change) -> str:
    """Who has the room then."""
    start, end = weekly.nearest(to.day, to.starts), weekly.nearest(to.day, to.ends, late=True)
    if start >= end:
        return ""
    span = Span(start, end)
    others = [one for one in queries.touching(to.room, start, end) if one.booking_id != booking.id]
    said_of_them = [
        _(
            "%(what)s, %(time)s",
            what=one.booking.association.name if one.booking.association else one.booking.contact_name,
            time=say_clock_span(one.booking.starts_at, one.booking.ends_at),
        )
        for one in others
    ]
    when = f"{say_day(span.start)}, {say_clock_span(span.start, span.end)}"
    return _("%(when)s clashes with: %(what)s.", when=when, what="; ".join(said_of_them)) if others else ""


def _saved(booking: Booking, *, is_changed: bool) -> Any:
    if not is_changed:
        sentence = _("Nothing was changed.")
        notice(sentence, tone="info")
    else:
        room = said(queries.use_of(booking).room.name, g.lang).text
        when = f"{say_day_span(booking.starts_at, booking.ends_at)}, {room}"
        sentence = (
            f"{_('%(name)s is now on %(when)s.', name=said_of.name_of(booking), when=when)} {said_of.told(booking)}"
        )
        notice(sentence.strip(), undo=url_for("staff_calendar.undo", booking_id=booking.id))
    return jsonify(said=sentence.strip()) if wants_json() else redirect(said_of.to_day(booking), 303)


def _refused(booking: Booking, sentence: str, code: int) -> Any:
    """The reason, and the form where it can be overridden."""
    form = url_for("space_staff.change", booking_id=booking.id)
    if wants_json():
        return jsonify(said=sentence, form=form), code
    notice(sentence, tone="warning")
    return redirect(form, 303)
