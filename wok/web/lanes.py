"""Where an entry stands in a day's lane: classes for the hour and the five minutes of its start and end (UX.md S4).

No style attribute may say a place (a strict Content-Security-Policy), so `calendar.css` has one class for each.
"""

from datetime import datetime, timedelta

from flask import Flask

from wok.web.dates import LUXEMBOURG

STEP = 5
"""Minutes in one row of a lane."""


def hour(value: datetime) -> int:
    """The hour of the day in Luxembourg."""
    return value.astimezone(LUXEMBOURG).hour


def place(start: datetime, end: datetime) -> str:
    """The four classes of [start, end): "h9 m20 to-h10 to-m0"; an end on another day is midnight."""
    begins, ends = start.astimezone(LUXEMBOURG), (end + timedelta(minutes=STEP - 1)).astimezone(LUXEMBOURG)
    until = (ends.hour, ends.minute // STEP * STEP) if ends.date() == begins.date() else (24, 0)
    return f"h{begins.hour} m{begins.minute // STEP * STEP} to-h{until[0]} to-m{until[1]}"


def is_before_noon(value: datetime) -> bool:
    """Whether the instant falls in the morning in Luxembourg."""
    return hour(value) < 12


def bind(app: Flask) -> None:
    """Give templates the filters, and the test `before_noon`."""
    app.jinja_env.filters.update(lane_hour=hour, lane_place=place)
    app.jinja_env.tests.update(before_noon=is_before_noon)
