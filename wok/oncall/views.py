"""Thursday's on-call for everybody (P5): how it stands now, the next dates, and the tiny answer that open pages ask for."""

from typing import Any

from flask import g, make_response, render_template, request

from wok import clock
from wok.oncall import book_views, booking_views, lookups, number_views, queries, shown, tablet_views
from wok.oncall.blueprint import api, bp, browser, visitor
from wok.oncall.words import spoken
from wok.web.access import public
from wok.web.strangers import same_for_strangers

__all__ = ["api", "book_views", "booking_views", "bp", "number_views", "tablet_views"]

bp.add_app_template_global(spoken, "spoken_language")


@bp.get("/on-call")
@public
@same_for_strangers
def show() -> Any:
    """Open now or not, who is there, how many wait; the next Thursdays and their free times."""
    now = clock.now()
    queue = shown.today(now=now)
    mine = lookups.open_visit(queue.occurrence, browser=browser(), person=visitor()) if queue else None
    return render_template(
        "oncall/show.html",
        queue=queue,
        reason=shown.reason_of(queue.occurrence, g.lang) if queue else None,
        mine=mine,
        dates=[
            one for one in shown.coming(g.lang, now=now) if queue is None or one.occurrence.id != queue.occurrence.id
        ],
        stamp=queries.stamp(now=now),
        now=now,
    )


@api.get("/api/on-call")
@public
def poll() -> Any:
    """Whether the queue changed: a stamp, or 304. One indexed read, whatever the number of open phones."""
    stamp = queries.stamp(now=clock.now())
    answer = make_response({"stamp": stamp})
    answer.set_etag(stamp)
    answer.headers["Cache-Control"] = "no-cache, private"
    return answer.make_conditional(request)
