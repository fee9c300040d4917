"""What is free (P11): things by day, a week at a glance, the same in words on a phone."""

from datetime import date, timedelta
from typing import Any

from flask import g, render_template, request, url_for

from wok import clock
from wok.equipment import catalogue, days, opening, schedule
from wok.equipment.blueprint import bp
from wok.equipment.catalogue_views import read_day
from wok.equipment.day_words import DayWords
from wok.equipment.words import CATEGORIES
from wok.kernel import weekly
from wok.web.access import public
from wok.web.sentences import gettext as _
from wok.web.texts import said

WEEK = timedelta(days=7)
DAY = timedelta(days=1)


@bp.get("/equipment/free")
@public
def free() -> Any:
    """Rows are things, columns the days of a week from Monday; a kind of thing is a filter."""
    now = clock.now()
    today = weekly.local_day(now)
    category = request.args.get("category", "")
    category = category if category in CATEGORIES else ""
    chosen = [one for one in catalogue.items() if not category or one.category == category]
    calendar = opening.calendar()
    asked = read_day(request.args.get("from", ""), today)
    first = schedule.monday(asked or calendar.next_open(today) or today)
    shown = schedule.schedule(chosen, first, first + WEEK - DAY, calendar, now=now)
    week = [first + DAY * count for count in range(7)]
    words, rows = DayWords(), []
    for one in chosen:
        coming = days.stretches([day for day in shown[one.id] if day.on >= today])
        rows.append((one, said(one.name, g.lang), words.cells(one, shown[one.id]), words.lines(one, coming)))
    return render_template(
        "equipment/free.html",
        rows=rows,
        week=week,
        today=today,
        open_days=[day for day in calendar.open_days(first, first + WEEK - DAY) if day >= today],
        next_open=calendar.next_open(max(today, first + WEEK)),
        kinds=_kinds(category, max(today, first)),
        category=category,
        earlier=_address(max(today, first - WEEK), category) if first > today else None,
        later=_address(first + WEEK, category),
    )


def _address(day: date, category: str) -> str:
    query: dict[str, Any] = {"from": day.isoformat(), "category": category or None}
    return url_for(".free", **query)


def _kinds(current: str, first: date) -> list[dict[str, Any]]:
    everything = {"text": _("Everything"), "url": _address(first, ""), "current": not current}
    rows = [
        {"text": words, "url": _address(first, code), "current": code == current} for code, words in CATEGORIES.items()
    ]
    return [everything, *rows]
