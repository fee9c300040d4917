"""When some room of the Wok is free: asked from below by features that do not know rooms; contents.py says who answers."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

from flask import current_app

EXTENSION = "wok-free-rooms"

# From the first to the last local day, for so long: each moment at which some room could be used.
Finder = Callable[[date, date, timedelta], set[datetime]]


def bind(finder: Finder, extensions: dict[str, object]) -> None:
    """Tell the application who knows the rooms."""
    extensions[EXTENSION] = finder


def starts(first: date, last: date, length: timedelta) -> set[datetime]:
    """When a use of some room, as long as that, could begin."""
    finder: Finder = current_app.extensions[EXTENSION]
    return finder(first, last, length)
