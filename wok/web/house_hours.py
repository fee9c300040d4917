"""The weekly hours of the house as staff write them, one line for each weekday: "9:00-12:00, 13:30-17:30"."""

import re
from collections.abc import Sequence
from datetime import time
from itertools import pairwise
from typing import Any

from flask_babel.speaklater import LazyString
from wtforms.validators import ValidationError

from wok.kernel.weekly import Hours
from wok.web.dates import weekday_name
from wok.web.forms import LineField, at_most
from wok.web.sentences import gettext as _
from wok.web.text import clean

STRETCH = re.compile(
    r"(\d{1,2})(?:[:.h](\d{2}))?\s?h?\s*[-–—]\s*(\d{1,2})(?:[:.h](\d{2}))?\s?h?", re.ASCII | re.IGNORECASE
)


class HoursField(LineField):
    """The hours of one weekday; `rows()` gives them. Empty is closed."""

    def __init__(self, weekday: int, **given: Any) -> None:
        super().__init__(LazyString(weekday_name, weekday), [at_most(100)], **given)
        self.weekday = weekday

    def pre_validate(self, form: Any) -> None:
        """Only stretches, in order, none empty. Raises ValidationError with what to write instead."""
        self.rows()

    def rows(self) -> list[Hours]:
        """What was typed, in order."""
        typed = [part for part in clean(self.data or "").replace(";", ",").split(",") if part.strip()]
        rows = [self._row(STRETCH.fullmatch(part.strip())) for part in typed]
        if any(later.starts < earlier.ends for earlier, later in pairwise(rows)):
            raise ValidationError(how())
        return rows

    def _row(self, found: re.Match[str] | None) -> Hours:
        try:
            if found is None:
                raise ValueError
            first, first_minute, last, last_minute = (int(part or 0) for part in found.groups())
            hours = Hours(self.weekday, time(first, first_minute), time(last, last_minute))
            if hours.ends <= hours.starts:
                raise ValueError
        except ValueError:
            raise ValidationError(how()) from None
        return hours


def how() -> str:
    """How to write the hours of a day."""
    return str(_("Write the hours like 9:00-12:00, 13:30-17:30. Empty means closed."))


def said(rows: Sequence[Hours], weekday: int) -> str:
    """The hours of one weekday as they are typed."""
    return ", ".join(f"{_said(one.starts)}-{_said(one.ends)}" for one in rows if one.weekday == weekday)


def _said(at: time) -> str:
    return f"{at.hour}:{at:%M}"


def stored(rows: Sequence[Hours]) -> list[list[Any]]:
    """The hours as they are kept: weekday, from, to."""
    return [[one.weekday, f"{one.starts:%H:%M}", f"{one.ends:%H:%M}"] for one in rows]


def read(kept: Any) -> list[Hours]:
    """The kept hours again."""
    return [Hours(day, time.fromisoformat(starts), time.fromisoformat(ends)) for day, starts, ends in kept or ()]
