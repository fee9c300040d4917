"""The room of an event of ours, for all its dates in one press (B4): what is free is booked, what is taken is shown first."""

from datetime import datetime
from typing import Any

from flask import abort, g, redirect, render_template, request, url_for

from wok import clock
from wok.bookings import causes
from wok.bookings.causes import Cause
from wok.bookings.models import Booking
from wok.db import db, transaction
from wok.errors import Refusal
from wok.kernel import weekly
from wok.kernel.span import Span
from wok.kernel.values import dataclass
from wok.space import displacing, queries, words
from wok.space.models import Room, SpaceUse
from wok.space.refusals import RoomGone, RoomTaken
from wok.space.services import Place
from wok.space.settling import hold, span_of
from wok.space.staff_blueprint import bp
from wok.web.access import staff_only
from wok.web.notices import notice
from wok.web.sentences import gettext as _
from wok.web.sentences import ngettext
from wok.web.texts import said

MOST = 200


@dataclass(frozen=True)
class DateLine:
    """One date of the event: the room is ours already, free, or somebody has it. `ask`: the page that shows whom it touches."""

    span: Span
    state: str  # ours, free, taken
    ask: str

    @property
    def value(self) -> str:
        """As the form carries it."""
        return words.write_instant(self.span.start)


@bp.route("/staff/space/event-dates", methods=["GET", "POST"])
@staff_only
def event_dates() -> Any:
    """Every date to come of one event, and its room."""
    cause = causes.read(request.values.get("for", "")[:40], g.person)
    if cause is None or not cause.spans:
        abort(404)
    room = queries.room_of(cause.resource_id) if cause.resource_id else None
    if room is None or room.paused_at is not None:
        notice(str(RoomGone().sentence), tone="warning")
        return redirect(cause.href, 303)
    now = clock.now()
    lines = _lines(cause, room, now=now)
    if request.method != "POST":
        return _page(cause, room, lines)
    chosen = set(request.form.getlist("on")[:MOST])
    wanted = [one.span for one in lines if one.value in chosen]
    try:
        with transaction():
            made = _book(cause, room, wanted, now=now)
    except Refusal as refusal:
        return _page(cause, room, _lines(cause, room, now=now), str(refusal.sentence)), 422
    if made:
        text = ngettext("The room is booked for %(num)s date.", "The room is booked for %(num)s dates.", len(made))
        undo = url_for(".undo_event_dates", ids=[one.id for one in made], **{"for": cause.value})  # type: ignore[arg-type]
        notice(text, undo=undo)
    return redirect(cause.href, 303)


def _lines(cause: Cause, room: Room, *, now: datetime) -> list[DateLine]:
    found = [one for one in cause.spans if one.start > now][:MOST]
    if not found:
        return []
    ours, (before, after) = _ours(cause, room), queries.buffers(room)
    first, last = weekly.local_day(found[0].start), weekly.local_day(max(one.end for one in found))
    empty = queries.free([room], first - weekly.DAY, last + weekly.DAY)[room.id].empty
    lines = []
    for span in found:
        whole = span.widened(before=before, after=after)
        is_ours, is_free = any(one.covers(span) for one in ours), any(one.covers(whole) for one in empty)
        state = "ours" if is_ours else "free" if is_free else "taken"
        lines.append(DateLine(span, state, _asked(cause, room, span)))
    return lines


def _ours(cause: Cause, room: Room) -> list[Span]:
    """When the room is booked for this event already."""
    booked = [one.id for one in causes.bookings_for(cause.kind, cause.of_id) if one.status in ("held", "confirmed")]
    uses = db.session.scalars(db.select(SpaceUse).where(SpaceUse.booking_id.in_(booked), SpaceUse.room_id == room.id))
    return [span_of(one.booking) for one in uses]


def _asked(cause: Cause, room: Room, span: Span) -> str:
    """The page that shows whom it touches, filled in."""
    start, end = weekly.local_time(span.start), weekly.local_time(span.end)
    asked: dict[str, Any] = {
        "room": room.id,
        "day": weekly.local_day(span.start).isoformat(),
        "starts": f"{start:%H:%M}",
        "ends": f"{end:%H:%M}",
        "title": cause.title[:120],
        "for": cause.value,
    }
    return url_for("space_staff.event", **asked)


def _book(cause: Cause, room: Room, wanted: list[Span], *, now: datetime) -> list[Booking]:
    """All the dates chosen, or none: who came first keeps it. Raises RoomTaken."""
    made = []
    for span in wanted:
        place = Place(room, span)
        if displacing.preview(place, now=now):
            raise RoomTaken
        booking = displacing.displace(place, cause.title[:120], cause.title[:400], {}, by=g.person, now=now)
        causes.tie(booking, cause)
        made.append(booking)
    return made


def _page(cause: Cause, room: Room, lines: list[DateLine], wrong: str = "") -> str:
    return render_template(
        "space_staff/event_dates.html", cause=cause, room=said(room.name, g.lang), lines=lines, wrong=wrong
    )


@bp.post("/staff/space/event-dates/undo")
@staff_only
def undo_event_dates() -> Any:
    """Take back what one press booked, within ten minutes."""
    ids = [number for text in request.args.getlist("ids")[:MOST] if (number := words.read_id(text)) is not None]
    cause = causes.read(request.args.get("for", "")[:40], g.person)
    ours = {one.id: one for one in causes.bookings_for(cause.kind, cause.of_id)} if cause else {}
    if cause is None:
        abort(404)
    try:
        with transaction():
            for number in ids:
                if number in ours:
                    hold(ours[number])
                    displacing.undo(ours[number], g.person, now=clock.now())
    except Refusal as refusal:
        notice(str(refusal.sentence), tone="warning")
    else:
        notice(_("Undone: all is as before, and nobody was told."))
    return redirect(cause.href, 303)
