"""What the pages of the meeting space show: rooms in words, the week picture, free times, all answers once more."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from wok.bookings.series import closure_on, running_closures
from wok.kernel import weekly
from wok.kernel.span import Span
from wok.kernel.values import dataclass
from wok.space import queries, rules, words
from wok.space.models import Room
from wok.space.queries import Free
from wok.space.settling import Wanted
from wok.web.sentences import ngettext
from wok.web.texts import Words, said

WEEK_DAYS = 7
SEARCHED_AROUND = timedelta(days=14)


@dataclass(frozen=True)
class ShownRoom:
    """A room in the reader's language."""

    id: int
    name: Words
    description: Words
    noise: Words
    inside: Words
    way_in: Words
    seats: int
    standing: int
    access: list[str]
    opened_by: str
    parts: list[Words]

    @property
    def holds(self) -> str:
        """How many people, in words."""
        seated = ngettext("%(num)s person seated", "%(num)s people seated", self.seats) if self.seats else ""
        stand = ngettext("%(num)s person standing", "%(num)s people standing", self.standing) if self.standing else ""
        return " · ".join(one for one in (seated, stand) if one)


def room(one: Room, language: str, parts: Sequence[Room] = ()) -> ShownRoom:
    """A room for its reader."""
    return ShownRoom(
        id=one.id,
        name=said(one.name, language),
        description=said(one.description, language),
        noise=said(one.noise, language),
        inside=said(one.inside, language),
        way_in=said(one.way_in, language),
        seats=one.seats,
        standing=one.standing,
        access=[str(words.ACCESS[code]) for code in words.ACCESS if code in one.access],
        opened_by=str(words.OPENED_BY[one.opened_by]),
        parts=[said(part.name, language) for part in parts],
    )


def rooms(found: Sequence[Room], language: str) -> dict[int, ShownRoom]:
    """Rooms for their reader, each with the names of its parts, by id and in order."""
    atoms, by_resource = queries.atoms_of(found), {one.resource_id: one for one in found}
    return {
        one.id: room(
            one,
            language,
            [by_resource[number] for number in atoms[one.id] if number != one.resource_id and number in by_resource],
        )
        for one in found
    }


@dataclass(frozen=True)
class Cell:
    """One room on one day. `state`: free, part, taken, closed, past; `free` and `taken` are stretches within its hours."""

    day: date
    state: str
    free: list[Span]
    taken: list[Span]
    reason: str = ""


def week(
    found: dict[int, Free], first: date, language: str, *, now: datetime, days: int = WEEK_DAYS
) -> dict[int, list[Cell]]:
    """The week picture: by room id, a cell for each day."""
    closures = running_closures()
    shown: dict[int, list[Cell]] = {}
    for number, one in found.items():
        shown[number] = []
        for day in (first + weekly.DAY * count for count in range(days)):
            closure = closure_on(closures, day)
            reason = said(closure.reason, language).text if closure else ""
            shown[number].append(_cell(one, day, reason, now=now))
    return shown


def _cell(one: Free, day: date, reason: str, *, now: datetime) -> Cell:
    whole = weekly.day_span(day)
    hours = [part for span in one.opening if (part := span.common(whole))]
    if not hours:
        return Cell(day, "closed", [], [], reason)
    free = [span for span in _inside(one.open_and_empty, whole) if span.end > now]
    free = [Span(max(span.start, _half_hour(now)), span.end) for span in free if span.end > _half_hour(now)]
    taken = [part for span in _inside(one.taken, whole) for hour in hours if (part := span.common(hour))]
    if hours[-1].end <= now:
        return Cell(day, "past", [], taken)
    state = "taken" if not free else "part" if taken else "free"
    return Cell(day, state, free, taken)


def _inside(spans: Sequence[Span], whole: Span) -> list[Span]:
    return [part for span in spans if (part := span.common(whole))]


def _half_hour(at: datetime) -> datetime:
    """The next start of a half hour."""
    minutes = -(-at.minute // rules.RASTER) * rules.RASTER
    return at.replace(minute=0, second=0, microsecond=0) + timedelta(minutes=minutes)


@dataclass(frozen=True)
class Fit:
    """Whether a room suits what was asked for. `state`: fits, small, access, taken, closed, or "" when nothing was asked."""

    state: str
    nearest: Sequence[datetime] = ()


def fit(one: Room, wanted: Wanted, span: Span | None, found: Free | None, *, now: datetime) -> Fit:
    """Size first, then access, then time; a clash comes with the nearest free times."""
    if wanted.people > rules.Limits(one.seats, one.standing).most(wanted.layout):
        return Fit("small")
    if set(wanted.needs) - set(one.access):
        return Fit("access")
    if span is None or found is None:
        return Fit("fits")
    if found.fits(span) and span.start > now:
        return Fit("fits")
    is_open = any(hours.covers(span) for hours in found.opening)
    near = rules.nearest([at for at in found.starts(span.length) if at > now], span.start)
    return Fit("taken" if is_open else "closed", near)


def nearest(one: Room, span: Span, *, now: datetime, but: Sequence[int] = ()) -> list[datetime]:
    """The three free starts nearest to a time that is taken, within two weeks."""
    day = weekly.local_day(span.start)
    first, last = max(day - SEARCHED_AROUND, weekly.local_day(now)), day + SEARCHED_AROUND
    found = queries.free([one], first, max(first, last), but=but)[one.id]
    return rules.nearest([at for at in found.starts(span.length) if at > now], span.start)
