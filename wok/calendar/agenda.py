"""The public agenda (P2): a list four weeks at a time, and the month as a real table."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from flask import Blueprint, g, render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy import bindparam, select

from wok import clock
from wok.bookings.models import Closure
from wok.db import db
from wok.kernel import weekly
from wok.lunches import places, queries
from wok.lunches.queries import LunchDate
from wok.web.access import public

bp = Blueprint("agenda", __name__)

PERIOD = timedelta(weeks=4)
CLOSURES = (
    select(Closure.first_on, Closure.last_on, Closure.reason)
    .where(Closure.ended_at.is_(None), Closure.first_on < bindparam("end"), Closure.last_on >= bindparam("start"))
    .where(Closure.kind != "school_holiday")
    .order_by(Closure.first_on, Closure.id)
)
FIRST, LAST = date(2020, 1, 1), date(2099, 12, 1)


@dataclass(frozen=True)
class Closed:
    """A closed day and why."""

    day: date
    reason: str


@dataclass(frozen=True)
class Line:
    """One lunch in the agenda."""

    title: str
    href: str
    start: datetime
    end: datetime
    state: str
    words: str
    flavour: str = "lunch"

    @property
    def cancelled(self) -> bool:
        """Stays in the agenda, marked."""
        return self.state == "cancelled"


@dataclass(frozen=True)
class Day:
    """One day of the agenda with all that is on it; `in_month` is for the table alone."""

    day: date
    entries: list[Line]
    closed: str | None
    in_month: bool = True


@bp.get("/agenda")
@public
def show() -> Any:
    """Four weeks as a list; an empty period names the next date."""
    now = clock.now()
    today = weekly.local_day(now)
    start = _asked_day(today)
    end = start + PERIOD
    days = _days(start, end, now=now)
    later = queries.next_lunches(now) if not days else []
    return render_template(
        "agenda/show.html",
        days=days,
        start=start,
        end=end - weekly.DAY,
        today=today,
        later=later[0].occurrence if later else None,
        previous=_link(start - PERIOD),
        following=_link(end),
        is_past=end <= today,
    )


@bp.get("/agenda/month")
@public
def month() -> Any:
    """One month as a table, Monday first."""
    now = clock.now()
    today = weekly.local_day(now)
    first = _asked_month(today)
    following = (first + timedelta(days=32)).replace(day=1)
    before = (first - timedelta(days=1)).replace(day=1)
    start = first - timedelta(days=first.weekday())
    end = following + timedelta(days=-following.weekday() % 7)
    found = {one.day: one for one in _days(start, end, now=now)}
    every = [start + timedelta(days=number) for number in range((end - start).days)]
    cells = [_cell(found.get(day), day, first) for day in every]
    return render_template(
        "agenda/month.html",
        first=first,
        weeks=[cells[at : at + 7] for at in range(0, len(cells), 7)],
        today=today,
        previous=_month_link(before),
        following=_month_link(following),
        has_entries=any(cell.entries for cell in cells),
    )


def _cell(found: Day | None, day: date, first: date) -> Day:
    is_inside = (day.year, day.month) == (first.year, first.month)
    return Day(day, found.entries if found else [], found.closed if found else None, is_inside)


def _days(start: date, end: date, *, now: datetime) -> list[Day]:
    """Days of [start, end) with something on them, in order. Two statements."""
    span = (weekly.day_span(start).start, weekly.day_span(end - weekly.DAY).end)
    lines: dict[date, list[Line]] = {}
    for one in queries.lunch_dates(*span):
        lines.setdefault(weekly.local_day(one.occurrence.starts_at), []).append(_line(one, now=now))
    closed = {one.day: one.reason for one in _closed(start, end)}
    return [Day(day, lines.get(day, []), closed.get(day)) for day in sorted({*lines, *closed})]


def _line(one: LunchDate, *, now: datetime) -> Line:
    occurrence = one.occurrence
    topic = places.said(occurrence.topic, g.lang).text
    is_over = occurrence.ends_at <= now
    state = "past" if is_over and occurrence.status != "cancelled" else one.state
    return Line(
        title=_("Wednesday lunch: %(topic)s", topic=topic) if topic else _("Wednesday lunch"),
        href=url_for("lunches.show", day=weekly.local_day(occurrence.starts_at)),
        start=occurrence.starts_at,
        end=occurrence.ends_at,
        state={"needs_decision": "decision"}.get(state, state),
        words=places.said(occurrence.reason if one.state == "cancelled" else occurrence.menu, g.lang).text,
    )


def _closed(start: date, end: date) -> list[Closed]:
    """Closed days of [start, end), each day once."""
    rows = db.session.execute(CLOSURES, {"start": start, "end": end}).all()
    found: dict[date, Closed] = {}
    for row in rows:
        reason = places.said(row.reason, g.lang).text or _("Closed")
        for number in range((min(row.last_on, end - weekly.DAY) - max(row.first_on, start)).days + 1):
            day = max(row.first_on, start) + timedelta(days=number)
            found.setdefault(day, Closed(day, reason))
    return list(found.values())


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


def _link(day: date) -> str | None:
    given: dict[str, Any] = {"from": day.isoformat()}  # a keyword of Python's, so it cannot be written as one
    return url_for(".show", **given) if FIRST <= day <= LAST else None


def _month_link(first: date) -> str | None:
    return url_for(".month", month=f"{first:%Y-%m}") if FIRST <= first <= LAST else None
