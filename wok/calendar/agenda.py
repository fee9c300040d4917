"""The public agenda (P2): a list four weeks at a time, and the week and the month as real tables."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from flask import Blueprint, g, request, url_for

from wok import clock
from wok.kernel import weekly
from wok.programme import choices, filters, lines
from wok.programme.filters import Wanted
from wok.programme.lines import Day
from wok.web import unchanged
from wok.web.access import public

bp = Blueprint("agenda", __name__)

PERIOD = timedelta(weeks=4)
WEEK = timedelta(weeks=1)
MOST = 60  # entries of a list: past that it ends with a whole day, and the next page begins there
FIRST, LAST = date(2020, 1, 1), date(2099, 12, 1)


@bp.get("/agenda")
@public
def show() -> Any:
    """Four weeks as a list, or as many days as fit; an empty period names the next date."""
    now = clock.now()
    start, wanted = _asked_day(weekly.local_day(now)), filters.read(request.args)
    return unchanged.page("agenda/show.html", (start, wanted), lambda: _list(start, wanted, now=now), now=now)


def _list(start: date, wanted: Wanted, *, now: datetime) -> dict[str, Any]:
    found = _read_days(start, wanted, now=now)
    kept = _whole_days(found)
    end = start + PERIOD if len(kept) == len(found) else kept[-1].day + weekly.DAY
    return {
        "days": kept,
        "end": end - weekly.DAY,
        "previous": _day_link(start - PERIOD, wanted),
        "following": _day_link(end, wanted),
        "is_past": end <= weekly.local_day(now),
        **_shared(kept, wanted, start, now=now),
    }


@bp.get("/agenda/week")
@public
def week() -> Any:
    """One week as a table, Monday first."""
    now = clock.now()
    asked, wanted = _asked_day(weekly.local_day(now)), filters.read(request.args)
    monday = asked - timedelta(days=asked.weekday())
    return unchanged.page("agenda/week.html", (monday, wanted), lambda: _week(monday, wanted, now=now), now=now)


def _week(monday: date, wanted: Wanted, *, now: datetime) -> dict[str, Any]:
    cells = _cells(monday, monday + WEEK, wanted, lambda day: True, now=now)
    return {
        "weeks": [cells],
        "previous": _day_link(monday - WEEK, wanted, ".week"),
        "following": _day_link(monday + WEEK, wanted, ".week"),
        **_shared(cells, wanted, monday, now=now),
    }


@bp.get("/agenda/month")
@public
def month() -> Any:
    """One month as a table, Monday first."""
    now = clock.now()
    first, wanted = _asked_month(weekly.local_day(now)), filters.read(request.args)
    return unchanged.page("agenda/month.html", (first, wanted), lambda: _month(first, wanted, now=now), now=now)


def _month(first: date, wanted: Wanted, *, now: datetime) -> dict[str, Any]:
    following = (first + timedelta(days=32)).replace(day=1)
    start = first - timedelta(days=first.weekday())
    end = following + timedelta(days=-following.weekday() % 7)
    cells = _cells(start, end, wanted, lambda day: (day.year, day.month) == (first.year, first.month), now=now)
    return {
        "weeks": [cells[at : at + 7] for at in range(0, len(cells), 7)],
        "previous": _month_link((first - weekly.DAY).replace(day=1), wanted),
        "following": _month_link(following, wanted),
        **_shared(cells, wanted, first, now=now),
    }


def _shared(shown: list[Day], wanted: Wanted, start: date, *, now: datetime) -> dict[str, Any]:
    """What list, week and month say alike; the filters lead to the same view of the same days."""
    entries = [line for day in shown for line in day.entries]
    endpoint, path = str(request.endpoint), url_for(str(request.endpoint))  # the router would be asked fifty times
    days: dict[str, Any] = {"month": f"{start:%Y-%m}"} if endpoint == "agenda.month" else {"from": start.isoformat()}
    return {
        "start": start,
        "today": weekly.local_day(now),
        "shown": choices.shown(
            wanted,
            lines.neighbourhood_names(g.lang),
            lines.names_of(entries),
            lambda other: f"{path}?{urlencode({**days, **other.query})}",
        ),
        "views": _views(start, wanted),
        "later": None if entries else lines.next_line(wanted, now=now),
        "has_entries": bool(entries),
    }


def _views(start: date, wanted: Wanted) -> dict[str, str]:
    """The same days seen otherwise, and what can be made of them."""
    day: dict[str, Any] = {"from": start.isoformat()}  # a keyword of Python's, so it cannot be written as one
    return {
        "show": url_for(".show", **day, **wanted.query),
        "week": url_for(".week", **day, **wanted.query),
        "month": url_for(".month", month=f"{start:%Y-%m}", **wanted.query),
        "paper": url_for("programme.month", month=f"{start:%Y-%m}", **wanted.query),
        "calendar": url_for("feeds.subscribe", **wanted.query, _anchor=None if wanted.is_any else "chosen"),
    }


def _read_days(start: date, wanted: Wanted, *, now: datetime) -> list[Day]:
    """The period's days; no more of them than a page can show, and each of those whole."""
    found = lines.days(start, start + PERIOD, wanted, now=now, limit=2 * MOST)
    is_partial = bool(found) and len(found[0].entries) >= 2 * MOST
    return lines.days(start, start + PERIOD, wanted, now=now) if is_partial else found


def _whole_days(found: list[Day]) -> list[Day]:
    """Days from the first on, as long as there is room; never a part of a day, and never none."""
    kept: list[Day] = []
    count = 0
    for day in found:
        count += len(day.entries)
        if kept and count > MOST:
            break
        kept.append(day)
    return kept


def _cells(start: date, end: date, wanted: Wanted, is_inside: Callable[[date], bool], *, now: datetime) -> list[Day]:
    """Every day of [start, end), empty ones too."""
    found = {one.day: one for one in lines.days(start, end, wanted, now=now)}
    every = [start + timedelta(days=number) for number in range((end - start).days)]
    cells = [found.get(day, Day(day, [])) for day in every]
    return [Day(one.day, one.entries, one.closed, is_inside(one.day)) for one in cells]


def _asked_day(today: date) -> date:
    """The day the list begins with, within sensible years; today when none or nonsense was asked."""
    return min(max(_read(request.args.get("from", "")) or today, FIRST), LAST)


def _asked_month(today: date) -> date:
    asked = _read(f"{request.args.get('month', '')}-01") or today
    return min(max(asked, FIRST), LAST).replace(day=1)


def _read(text: str) -> date | None:
    try:
        found = date.fromisoformat(text)
    except ValueError:
        return None
    return found if found.isoformat() == text else None


def _day_link(day: date, wanted: Wanted, endpoint: str = ".show") -> str | None:
    given: dict[str, Any] = {"from": day.isoformat()}
    return url_for(endpoint, **given, **wanted.query) if FIRST <= day <= LAST else None


def _month_link(first: date, wanted: Wanted) -> str | None:
    return url_for(".month", month=f"{first:%Y-%m}", **wanted.query) if FIRST <= first <= LAST else None
