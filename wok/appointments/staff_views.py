"""The staff's page of appointments (S1, S6): what waits for an answer or a decision, today's and coming ones by day."""

from datetime import date
from typing import Any

from flask import render_template, request, url_for

from wok import clock
from wok.appointments import matter_views as matter_views
from wok.appointments import staff_booking_views as staff_booking_views
from wok.appointments import staff_change_views as staff_change_views
from wok.appointments import staff_new as staff_new
from wok.appointments import staff_queries
from wok.appointments.forms import read_id
from wok.appointments.staff_blueprint import bp as bp
from wok.appointments.staff_change_views import read_day
from wok.kernel import weekly
from wok.team import queries as team
from wok.web.access import staff_only
from wok.web.sentences import gettext as _


@bp.get("/staff/appointments")
@staff_only
def index() -> Any:
    """What waits, then fourteen days; with whom is a filter."""
    now, person_id = clock.now(), read_id(request.args.get("person"))
    today = weekly.local_day(now)
    first = read_day(request.args.get("from", "")) or today
    days = staff_queries.days(first, colleague_id=person_id)
    is_beginning = first == today
    return render_template(
        "appointments_staff/index.html",
        now=now,
        today=today,
        first=first,
        is_beginning=is_beginning,
        waiting=staff_queries.together(staff_queries.waiting(now=now)) if is_beginning else [],
        clashes=staff_queries.clashes(now=now) if is_beginning else [],
        unanswered=staff_queries.unanswered(now=now) if is_beginning else [],
        days=days,
        filters=_people(person_id, first if not is_beginning else None),
        person_id=person_id,
        **_pages(first, person_id),
    )


def _people(person_id: int | None, first: date | None) -> list[dict[str, Any]]:
    """With whom, as words: everybody, then each colleague."""
    query: dict[str, Any] = {"from": first.isoformat()} if first else {}
    found = [{"text": _("Everybody"), "url": url_for(".index", **query), "current": person_id is None}]
    for one in team.colleagues():
        found.append(
            {
                "text": one.shown_as,
                "url": url_for(".index", person=one.person_id, **query),
                "current": person_id == one.person_id,
            }
        )
    return found


def _pages(first: date, person_id: int | None) -> dict[str, date | None]:
    """Where earlier and later appointments begin: nobody leafs through empty weeks."""
    later = staff_queries.next_day(first + staff_queries.WINDOW, colleague_id=person_id)
    earlier = staff_queries.last_day(first, colleague_id=person_id)
    return {"later": later, "earlier": earlier - staff_queries.WINDOW + staff_queries.ONE_DAY if earlier else None}
