"""The staff's calendar (S4): a day in lanes, the week by colleague, the month; its whole address can be shared."""

from datetime import date, datetime, timedelta
from typing import Any

from flask import render_template, request, url_for

from wok import clock
from wok.calendar import staff_entry_actions, staff_entry_views, staff_moving, staff_new_views, staff_reads, staff_shown
from wok.calendar.staff_blueprint import LARGEST_ID
from wok.calendar.staff_blueprint import bp as bp
from wok.calendar.staff_reads import Period
from wok.calendar.staff_shown import Filters, Lane, Line
from wok.kernel import weekly
from wok.web import unchanged
from wok.web.access import staff_only
from wok.web.sentences import gettext as _

VIEWS = (staff_entry_views, staff_entry_actions, staff_new_views)  # they add their own pages to the blueprint
DAY, WEEK = timedelta(days=1), timedelta(days=7)
FIRST, LAST = date(2020, 1, 1), date(2099, 12, 1)


@bp.get("/staff/calendar")
@staff_only
def day() -> Any:
    """One day: a lane for each colleague, the lunch, the on-call and the rooms."""
    now, shown_on = clock.now(), asked_day()
    found, filters = staff_reads.period(shown_on, shown_on), asked_filters()
    rows = staff_shown.lanes(found, filters)
    first, last = staff_shown.hours_shown(found, rows)
    return render_template(
        "staff_calendar/day.html",
        lanes=rows,
        loans=staff_shown.loans(found, filters),
        hour=staff_shown.HOUR,
        told=_told,
        first=first,
        last=last,
        closed=staff_shown.closed_words(found, shown_on),
        is_today=shown_on == weekly.local_day(now),
        **_around(found, filters, "day", DAY, now=now),
    )


def _told(one: Line) -> str:
    """What a drag says beside the time: whom it will be told to."""
    return "" if one.kind == "block" else staff_moving.who_is_told(one.booker, one.reach)


@bp.get("/staff/calendar/week")
@staff_only
def week() -> Any:
    """Seven days, Monday first: a row for each colleague; a list where the page is narrow."""
    now, asked, filters = clock.now(), asked_day(), asked_filters()
    return unchanged.page("staff_calendar/week.html", (asked, filters), lambda: _week(asked, filters, now=now), now=now)


def _week(asked: date, filters: Filters, *, now: datetime) -> dict[str, Any]:
    monday = asked - DAY * asked.weekday()
    found = staff_reads.period(monday, monday + DAY * 6)
    rows = staff_shown.lanes(found, filters)
    return {
        "lanes": [(row, staff_shown.by_day(found, row.lines)) for row in rows],
        "days": [monday + DAY * number for number in range(7)],
        "closed": {one: staff_shown.closed_words(found, one) for one in found.closed},
        **_around(found, filters, "week", WEEK, now=now),
    }


@bp.get("/staff/calendar/month")
@staff_only
def month() -> Any:
    """One month as a table, Monday first."""
    now, asked, filters = clock.now(), asked_day(), asked_filters()
    return unchanged.page(
        "staff_calendar/month.html", (asked, filters), lambda: _month(asked, filters, now=now), now=now
    )


def _month(asked: date, filters: Filters, *, now: datetime) -> dict[str, Any]:
    start = asked.replace(day=1)
    following = (start + timedelta(days=32)).replace(day=1)
    begin = start - DAY * start.weekday()
    end = following + DAY * (-following.weekday() % 7)
    found = staff_reads.period(begin, end - DAY)
    cells = _cells(found, staff_shown.lanes(found, filters), start)
    context = _around(found, filters, "month", WEEK, now=now)
    context |= {
        "previous": _link("month", (start - DAY).replace(day=1), filters),
        "following": _link("month", following, filters),
    }
    weeks = [cells[at : at + 7] for at in range(0, len(cells), 7)]
    return {"start": start, "weeks": weeks, **context}


def _cells(found: Period, rows: list[Lane], start: date) -> list[dict[str, Any]]:
    """One cell a day; a colleague's name stands with each of their entries."""
    shown: list[list[tuple[str, Line]]] = [[] for _number in range((found.last - found.first).days + 1)]
    for row in rows:
        lines = [one for one in row.lines if not one.is_echo and (one.kind not in ("duty", "busy") or row.who is None)]
        for number, of_day in enumerate(staff_shown.by_day(found, lines)):
            shown[number] += [(row.name if row.who or row.room else "", one) for one in of_day]
    cells = []
    for number, here in enumerate(shown):
        day = found.first + DAY * number
        here.sort(key=lambda pair: (pair[1].start, pair[1].end))
        cells.append(
            {
                "day": day,
                "in_month": day.month == start.month,
                "closed": staff_shown.closed_words(found, day),
                "entries": here,
            }
        )
    return cells


def _around(found: Period, filters: Filters, view: str, step: timedelta, *, now: datetime) -> dict[str, Any]:
    """What the three pages have in common: filters, ways to see it, the days before and after."""
    shown_on = found.first if view != "month" else asked_day()
    return {
        "now": now,
        "today": weekly.local_day(now),
        "shown_on": shown_on,
        "filters": _filter_words(found, filters, view, shown_on),
        "ways": [
            {"text": text, "url": _link(code, asked_day(), filters), "current": code == view}
            for code, text in (("day", _("Day")), ("week", _("Week")), ("month", _("Month")))
        ],
        "previous": _link(view, shown_on - step, filters),
        "following": _link(view, shown_on + step, filters),
        "to_today": _link(view, weekly.local_day(now), filters),
    }


def _filter_words(found: Period, filters: Filters, view: str, shown_on: date) -> list[dict[str, Any]]:
    """Every kind and colleague as a word; a chosen one can be taken away."""
    words = []
    for kind, text in staff_shown.kind_names().items():
        kinds = tuple(one for one in filters.kinds if one != kind)
        is_on = kind in filters.kinds
        other = Filters(kinds if is_on else (*kinds, kind), filters.people)
        flavour = staff_shown.FLAVOURS.get(kind, "event")
        url = _link(view, shown_on, other)
        words.append({"text": text, "url": url, "current": is_on, "removable": is_on, "flavour": flavour})
    for one in found.people:
        people = tuple(number for number in filters.people if number != one.person_id)
        is_on = one.person_id in filters.people
        other = Filters(filters.kinds, people if is_on else (*people, one.person_id))
        words.append({"text": one.shown_as, "url": _link(view, shown_on, other), "current": is_on, "removable": is_on})
    return words


def _link(view: str, day: date, filters: Filters) -> str | None:
    if not FIRST <= day <= LAST:
        return None
    return url_for(f".{view}", day=day.isoformat(), kind=list(filters.kinds), who=list(filters.people))


def asked_day() -> date:
    """The day of the address, within sensible years; today when none or nonsense was asked."""
    try:
        found = date.fromisoformat(request.args.get("day", ""))
    except ValueError:
        found = weekly.local_day(clock.now())
    return min(max(found, FIRST), LAST)


def asked_filters() -> Filters:
    """Kinds and colleagues of the address; what cannot be one counts for nothing."""
    known = staff_shown.kind_names()
    kinds = tuple(dict.fromkeys(one for one in request.args.getlist("kind") if one in known))
    typed = [one for one in request.args.getlist("who")[:20] if one.isascii() and one.isdecimal() and len(one) < 11]
    return Filters(kinds, tuple(dict.fromkeys(int(one) for one in typed if int(one) <= LARGEST_ID)))
