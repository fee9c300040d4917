"""The uses of a day at the staff's desk: keys, who is here, what is free again; weekly uses that wait for an answer."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from flask import g, redirect, render_template, request, url_for
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from wok import clock
from wok.db import db, transaction
from wok.errors import Refusal
from wok.kernel import weekly
from wok.space import door_services, queries, rules, shown, words
from wok.space import staff_event as staff_event
from wok.space import staff_event_dates as staff_event_dates
from wok.space import staff_new as staff_new
from wok.space import staff_room_views as staff_room_views
from wok.space import staff_use_views as staff_use_views
from wok.space.models import SpaceSeries, SpaceUse
from wok.space.settling import hold
from wok.space.staff_blueprint import bp as bp
from wok.space.staff_blueprint import use_or_404
from wok.web.access import staff_only
from wok.web.notices import notice
from wok.web.sentences import lazy_gettext as _l


@bp.get("/staff/space")
@staff_only
def day() -> Any:
    """One day's uses, room by room in order of time."""
    now = clock.now()
    today = weekly.local_day(now)
    on = words.read_day(request.args.get("day")) or today
    span = weekly.day_span(on)
    uses = queries.uses(span.start, span.end)
    return render_template(
        "space_staff/day.html",
        on=on,
        today=today,
        uses=uses,
        rooms=shown.rooms(queries.rooms(paused=True), g.lang),
        closure=queries.closure_on(on),
        may_arrive={one.booking_id for one in uses if door_services.may_arrive(one, now=now)},
        empty_ones={one.booking_id for one in uses if door_services.is_empty(one, now=now)},
        unanswered=unanswered(now=now),
        previous=_link(on - weekly.DAY),
        following=_link(on + weekly.DAY),
        now=now,
    )


def _link(on: date) -> str:
    return url_for(".day", day=on.isoformat())


def unanswered(*, now: datetime) -> list[SpaceSeries]:
    """Weekly uses that were asked whether they go on, and have not said so within two weeks."""
    chosen = (
        select(SpaceSeries)
        .options(joinedload(SpaceSeries.association), joinedload(SpaceSeries.room))
        .where(SpaceSeries.asked_at < now - rules.ANSWER_WITHIN, SpaceSeries.ended_at.is_(None))
    )
    return list(db.session.scalars(chosen.order_by(SpaceSeries.last_on)))


DEEDS: dict[str, Callable[[SpaceUse, datetime], object]] = {
    "here": lambda use, now: door_services.arrive(use, now=now),
    "not-here": lambda use, now: door_services.undo_arrive(use, now=now),
    "free": lambda use, now: door_services.release(use, now=now),
    "keys-out": lambda use, now: door_services.keys_out(use, now=now),
    "keys-back": lambda use, now: door_services.keys_back(use, now=now),
    "keys-undo": lambda use, _now: door_services.undo_keys(use),
}


@bp.post("/staff/space/use/<int:booking_id>/<any('here','not-here','free','keys-out','keys-back','keys-undo'):what>")
@staff_only
def mark(booking_id: int, what: str) -> Any:
    """One press at a use: here, free again, keys out and back."""
    use, now = use_or_404(booking_id), clock.now()
    try:
        with transaction():
            hold(use.booking)
            DEEDS[what](use, now)
    except Refusal as refusal:
        notice(str(refusal.sentence), tone="warning")
    return _to_day(use)


MISSED = {
    "missed": ("no_show", _l("Noted: they did not come.")),
    "told": ("told_us", _l("Saved.")),
    "unmarked": (None, _l("Saved.")),
}


@bp.post("/staff/space/use/<int:booking_id>/<any(missed, told, unmarked):what>")
@staff_only
def missed(booking_id: int, what: str) -> Any:
    """They did not come, or told us: said by staff alone, never by the clock; undone for ten minutes, excused later."""
    use, (said, words_of_it) = use_or_404(booking_id), MISSED[what]
    try:
        with transaction():
            hold(use.booking)
            door_services.missed(use, said, now=clock.now())
    except Refusal as refusal:
        notice(str(refusal.sentence), tone="warning")
    else:
        undo = url_for(".missed", booking_id=booking_id, what="unmarked")
        notice(str(words_of_it), undo=undo if said else None)
    return _to_day(use)


def _to_day(use: SpaceUse) -> Any:
    on = weekly.local_day(use.booking.starts_at)
    return redirect(url_for(".day", day=on.isoformat(), _anchor=f"use-{use.booking_id}"), 303)
