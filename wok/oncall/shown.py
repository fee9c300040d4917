"""What the public pages know of Thursday: today's queue, the next dates with who is there and what can still be booked."""

from collections.abc import Sequence
from datetime import datetime

from wok.bookings.models import Occurrence
from wok.kernel.span import Span
from wok.kernel.values import dataclass
from wok.oncall import queries
from wok.oncall.queries import Queue
from wok.team.models import Duty
from wok.team.queries import duties_of


@dataclass(frozen=True)
class Words:
    """A text of the staff and the language it is in, which may not be the page's."""

    text: str
    language: str


@dataclass(frozen=True)
class DateShown:
    """One Thursday to come. `state`: open (times left), full, cancelled, needs_decision."""

    occurrence: Occurrence
    state: str
    free: Sequence[Span]
    duties: Sequence[Duty]
    reason: Words


def reason_of(occurrence: Occurrence, language: str) -> Words:
    """Why a date does not take place, in this language, else in French, else in any."""
    closure = occurrence.closure if occurrence.status != "planned" else None
    texts = {code: text for code, text in (occurrence.reason or (closure.reason if closure else {})).items() if text}
    for code in (language, "fr", *texts):
        if code in texts:
            return Words(texts[code], code)
    return Words("", language)


def today(*, now: datetime) -> Queue | None:
    """The queue of today's Thursday; None on other days."""
    found = queries.today(now=now)
    return queries.queue(found, now=now) if found else None


def coming(language: str, *, now: datetime, count: int = 4) -> list[DateShown]:
    """The next Thursdays, in order; four statements however many."""
    dates = queries.coming(now=now, count=count)
    free, duties = queries.free_times(dates, now=now), duties_of(dates)
    return [
        DateShown(
            one,
            ("open" if free.get(one.id) else "full") if one.status in queries.HAPPENS else one.status,
            free.get(one.id, []),
            duties.get(one.id, []),
            reason_of(one, language),
        )
        for one in dates
    ]


def bookable(dates: Sequence[DateShown]) -> list[DateShown]:
    """Those with a free time."""
    return [one for one in dates if one.free]
