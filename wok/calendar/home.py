"""The front page (P1): what is on next in words, and the three doors: Come, Get help, Share."""

from datetime import datetime, timedelta
from typing import Any

from flask import Blueprint, g, render_template

from wok import clock
from wok.events import queries as event_queries
from wok.events.queries import EventDate
from wok.lunches import places, queries, topics
from wok.web.access import public
from wok.web.strangers import same_for_strangers
from wok.web.texts import said

bp = Blueprint("home", __name__)

LOOKED_AT = 6  # coming dates, to find the next one that takes place
AHEAD = timedelta(days=28)
EVENTS = 3


@bp.get("/")
@public
@same_for_strangers
def show() -> Any:
    """The next lunch, and when it cannot be, the one after."""
    now = clock.now()
    coming = queries.next_lunches(now=now, count=LOOKED_AT)
    lunch = places.shown(coming[0], g.lang, now=now) if coming else None
    is_on = lunch is not None and lunch.state in ("open", "few", "wishes")
    after = next((one for one in coming[1:] if one.state in ("open", "few") and not one.waiting), None)
    return render_template(
        "home/show.html",
        lunch=lunch,
        after=None if is_on else after,
        chips=queries.chips(lunch.occurrence)[:3] if lunch else [],
        directions=topics.DIRECTIONS,
        events=_next_events(now=now),
        said=lambda texts: said(texts, g.lang),
    )


def _next_events(*, now: datetime) -> list[EventDate]:
    """The next date of each of the next few events."""
    coming = event_queries.published(now, now + AHEAD, limit=6 * EVENTS)
    held = [one for one in coming if one.occurrence.status not in ("cancelled", "needs_decision")]
    first = {one.event.id: one for one in reversed(held) if one.event.state == "published"}
    return sorted(first.values(), key=lambda one: (one.occurrence.starts_at, one.occurrence.id))[:EVENTS]
