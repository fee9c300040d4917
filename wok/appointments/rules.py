"""Pure decisions of the appointments: within which days, with whom, until when a request is kept, what is near."""

from bisect import bisect_left
from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime, timedelta

from wok.kernel import weekly
from wok.kernel.span import Span
from wok.kernel.values import dataclass

RASTER = 15  # minutes
WORKING_DAYS = 2  # staff answer within them
PROPOSAL_DAYS = 3  # working days in which a booker chooses one of our times
NEAREST = 3
LATE = timedelta(hours=24)
SURROUNDING = timedelta(days=14)  # each side: the four weeks around a meeting
REMINDERS = (("reminder", timedelta(days=2)), ("reminder_soon", timedelta(hours=2)))
MOST_MESSAGES = 3
BETWEEN_MESSAGES = timedelta(hours=1)


@dataclass(frozen=True)
class Ask:
    """What somebody asks for; `start` is None when no time suited. `colleague_id` only when the person matters."""

    start: datetime | None
    place: str
    language: str
    wants_interpreter: bool = False
    needs: tuple[str, ...] = ()
    question: str = ""
    colleague_id: int | None = None


@dataclass(frozen=True)
class Who:
    """Whom somebody would meet: whoever speaks `language`; with an interpreter, anybody; or one person."""

    language: str
    colleague_id: int | None = None
    with_interpreter: bool = False


@dataclass(frozen=True)
class MatterFacts:
    """All that staff say about a matter."""

    name: dict[str, str]
    description: dict[str, str]
    minutes: int
    places: tuple[str, ...]
    notice_hours: int
    horizon_days: int
    buffer_before: int
    buffer_after: int
    daily_cap: int | None
    confirmation: str
    colleague_ids: tuple[int, ...]


@dataclass(frozen=True)
class Candidate:
    """A colleague who is free at the asked time."""

    colleague_id: int
    speaks: bool  # the asked language
    nearby: int  # appointments they have in the surrounding four weeks
    position: int  # lane order


def in_turn(candidates: Iterable[Candidate]) -> list[int]:
    """Whom to give the meeting to, the best first.

    Who speaks the asked language comes before who does not. Among those the work is spread evenly: fewest
    appointments in the surrounding four weeks (two before the meeting, two after) first, then lane order.
    """
    turn = sorted(candidates, key=lambda one: (not one.speaks, one.nearby, one.position, one.colleague_id))
    return [one.colleague_id for one in turn]


def window(notice_hours: int, horizon_days: int, *, now: datetime) -> Span:
    """From when to when a meeting may begin: after the notice, up to the end of the horizon's last local day."""
    first = now + timedelta(hours=notice_hours)
    last = weekly.day_span(weekly.local_day(now) + timedelta(days=horizon_days)).end
    return Span(first, max(last, first + timedelta(minutes=RASTER)))


def nearest(starts: Sequence[datetime], wanted: datetime) -> list[datetime]:
    """The three starts nearest to the wanted one, in order of time; of two as near the earlier one."""
    at = bisect_left(starts, wanted)
    around = starts[max(0, at - NEAREST) : at + NEAREST]
    return sorted(sorted(around, key=lambda one: (abs(one - wanted), one))[:NEAREST])


def working_days_later(*, now: datetime, days: int, closed: Collection[date]) -> datetime:
    """The same time of day after so many working days: Monday to Friday, without closed days."""
    day = weekly.local_day(now)
    while days > 0:
        day += timedelta(days=1)
        days -= day.weekday() < 5 and day not in closed
    return weekly.nearest(day, weekly.local_time(now).replace(microsecond=0))


def hold_until(start: datetime, closed: Collection[date], *, for_interpreter: bool, now: datetime) -> datetime:
    """How long a request keeps its time: two working days; for an interpreter up to the day before. Never past the start."""
    answer = working_days_later(now=now, days=WORKING_DAYS, closed=closed)
    if for_interpreter:
        answer = max(answer, start - LATE)
    return min(answer, start)


def is_late(start: datetime, *, now: datetime) -> bool:
    """Cancelled within the last day; always possible, only recorded."""
    return now > start - LATE


def reminders_due(start: datetime, placed_at: datetime, *, now: datetime) -> list[str]:
    """Which reminders are due and still useful: two days and two hours before, for whoever booked before then.

    The first is no longer sent once the second is due.
    """
    due = [kind for kind, before in REMINDERS if placed_at < start - before <= now < start]
    return due[-1:]


def is_news(earliest: datetime | None, known: datetime | None, before: datetime | None) -> bool:
    """Whether a free time is worth a message: earlier than what was free when we last looked, and than the booked one."""
    if earliest is None or (before is not None and earliest >= before):
        return False
    return known is None or earliest < known


def propose(days: Sequence[Sequence[datetime]], around: datetime) -> list[datetime]:
    """Three times instead of `around`: on the next days that have any, each nearest to the old time of day; then others."""
    wanted = weekly.local_time(around)
    minute = wanted.hour * 60 + wanted.minute

    def off(at: datetime) -> tuple[int, datetime]:
        clock = weekly.local_time(at)
        return abs(clock.hour * 60 + clock.minute - minute), at

    chosen = [min(day, key=off) for day in days if day][:NEAREST]
    others = (at for day in days for at in day if at not in chosen)
    return sorted([*chosen, *(at for at, _number in zip(others, range(NEAREST - len(chosen)), strict=False))])
