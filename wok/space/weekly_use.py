"""Regular use: what a weekly rule gives date by date, asked for in one press, dates added back, gone on with."""

from collections.abc import Mapping, Sequence
from dataclasses import field
from datetime import date, datetime, time, timedelta

from wok.bookings import codes
from wok.bookings.models import Booking, Closure
from wok.bookings.refusals import TooLateToUndo
from wok.bookings.series import closure_on, running_closures
from wok.bookings.services import BOOKER
from wok.bookings.told import undo_time
from wok.db import Texts, db
from wok.kernel import weekly
from wok.kernel.span import Span
from wok.kernel.values import dataclass
from wok.kernel.weekly import ClosedDays
from wok.mail import outbox
from wok.space import queries, rules, words
from wok.space.messages import tell_series
from wok.space.models import Room, SpaceSeries
from wok.space.queries import Free
from wok.space.refusals import NoDateLeft, OverAlready, RoomTaken
from wok.space.services import ANSWERED, How, Place, Who, place_one, wish
from wok.space.settling import Wanted, read_wanted

KEEP, SKIP = "keep", "skip"
NEARBY = timedelta(days=3)


@dataclass(frozen=True)
class Rule:
    """Every week on this weekday from one local time to another."""

    weekday: int
    starts: time
    ends: time
    first: date
    last: date


@dataclass(frozen=True)
class Planned:
    """One date of the rule. `state`: free, taken, closed, outside (the room's hours, or the clocks skip it), past."""

    day: date
    span: Span | None
    state: str
    reason: Texts = field(default_factory=dict)
    nearest: Sequence[datetime] = ()

    @property
    def is_clash(self) -> bool:
        """It needs a choice."""
        return self.state != "free"

    @property
    def may_wait(self) -> bool:
        """It can be kept on the waiting list."""
        return self.state == "taken"


Choices = Mapping[date, str]  # keep, skip, or the instant to move to as words.write_instant writes it


def plan(room: Room, rule: Rule, *, now: datetime, but: Sequence[int] = ()) -> list[Planned]:
    """Every date of the rule and whether the room is free then; clashes with the nearest free times. Fixed statements."""
    days = rules.dates_of(rule.weekday, rule.first, rule.last)
    if not days:
        return []
    closures = running_closures()
    closed = [ClosedDays(one.first_on, one.last_on) for one in closures]
    found = queries.free([room], days[0] - NEARBY, days[-1] + NEARBY, but=but, closed=closed)[room.id]
    length = _length(rule)
    starts = found.starts(length) if length else []
    return [_planned(day, rule, found, closures, starts=[at for at in starts if at > now], now=now) for day in days]


def _length(rule: Rule) -> timedelta | None:
    """How long it lasts on a day without a change of the clocks."""
    span = rules.span_on(date(2026, 1, 5), rule.starts, rule.ends)
    return span.length if span else None


def _planned(
    day: date, rule: Rule, found: Free, closures: list[Closure], *, starts: Sequence[datetime], now: datetime
) -> Planned:
    span, closure = rules.span_on(day, rule.starts, rule.ends), closure_on(closures, day)
    near = [at for at in starts if abs(weekly.local_day(at) - day) <= NEARBY]
    around = rules.nearest(near, span.start) if span else []
    if closure is not None:
        return Planned(day, span, "closed", closure.reason, around)
    if span is None or not any(one.covers(span) for one in found.opening):
        return Planned(day, span, "outside", {}, around)
    if span.start <= now:
        return Planned(day, span, "past")
    return Planned(day, span, "free") if found.fits(span) else Planned(day, span, "taken", {}, around)


def chosen_span(one: Planned, choice: str) -> Span | None:
    """When this date is to take place after the choice; None when it is left out."""
    if choice == SKIP or one.span is None:
        return None
    if choice == KEEP:
        return one.span if one.state in ("free", "taken") else None
    moved = words.read_instant(choice)
    return Span(moved, moved + one.span.length) if moved else None


def default_choice(one: Planned) -> str:
    """What stands chosen at first: free dates are kept, clashes left out."""
    return SKIP if one.is_clash else KEEP


@dataclass(frozen=True)
class Regular:
    """A weekly use as it is asked for: where, how often, and in a season round with which rank."""

    room: Room
    rule: Rule
    choices: Choices
    is_season: bool = False
    rank: int = 0


def ask(regular: Regular, wanted: Wanted, who: Who, how: How, *, now: datetime) -> tuple[SpaceSeries, list[Booking]]:
    """All kept dates in one press, each a booking of its own, told in one message. Raises NoDateLeft and as `ask` does."""
    rule = regular.rule
    series = SpaceSeries(
        room_id=regular.room.id,
        room=regular.room,
        association_id=who.association_id,
        weekday=rule.weekday,
        starts_local=rule.starts,
        ends_local=rule.ends,
        first_on=rule.first,
        last_on=rule.last,
        said=wanted.facts(),
        link_token=codes.new_link_token(),
        form_token=how.form_token,
        created_at=now,
        confirmed_at=now,
    )
    db.session.add(series)
    db.session.flush()
    made = _fill(series, regular, wanted, who, how=how, now=now)
    tell_series("weekly", series, made, now=now, is_season=regular.is_season)
    return series, made


def _fill(series: SpaceSeries, regular: Regular, wanted: Wanted, who: Who, *, how: How, now: datetime) -> list[Booking]:
    """Book every kept date of the rule; the others are noted as skipped."""
    bundle = codes.new_link_token() if regular.is_season else None
    series.request_uid = bundle or series.request_uid
    made, skipped = [], list(series.skipped)
    for one in plan(regular.room, regular.rule, now=now):
        choice = regular.choices.get(one.day, default_choice(one))
        span = chosen_span(one, choice)
        if span is None:
            skipped.append(one.day.isoformat())
            continue
        place = Place(regular.room, span)
        asked = wish(place, rank=regular.rank, bundle=bundle, is_season=regular.is_season)
        each = How(by=how.by, waits=choice == KEEP, override=how.override)
        made.append(place_one(place, wanted, who, each, now=now, series=series, original_on=one.day, asked=asked))
    if not made:
        raise NoDateLeft
    series.skipped = skipped
    db.session.flush()
    for booking in made:
        outbox.void(now=now, booking_id=booking.id, kinds=ANSWERED)
    return made


def skip(series: SpaceSeries, days: Sequence[date]) -> None:
    """Dates that were cancelled can be added back later."""
    series.skipped = sorted({*series.skipped, *(day.isoformat() for day in days)})
    db.session.flush()


def rule_of(series: SpaceSeries) -> Rule:
    """The rule as it stands."""
    return Rule(series.weekday, series.starts_local, series.ends_local, series.first_on, series.last_on)


def addable(series: SpaceSeries, *, now: datetime) -> list[Planned]:
    """Skipped dates still to come, with what is free then."""
    days = sorted(date.fromisoformat(text) for text in series.skipped)
    coming = [day for day in days if day > weekly.local_day(now)]
    if not coming or series.ended_at is not None:
        return []
    rule = rule_of(series)
    found = plan(series.room, Rule(rule.weekday, rule.starts, rule.ends, coming[0], coming[-1]), now=now)
    return [one for one in found if one.day in coming]


def add_back(series: SpaceSeries, day: date, choice: str, who: Who, *, by: str = BOOKER, now: datetime) -> Booking:
    """A skipped date after all: at its own hours, or moved to the chosen time. Raises RoomTaken."""
    db.session.refresh(series, with_for_update=True)
    found = next((one for one in addable(series, now=now) if one.day == day), None)
    span = chosen_span(found, choice) if found else None
    if found is None or span is None or (found.is_clash and choice == KEEP):
        raise RoomTaken
    place = Place(series.room, span)
    wanted = read_wanted(series.said)
    made = place_one(place, wanted, who, How(by=by), now=now, series=series, original_on=day)
    series.skipped = [text for text in series.skipped if text != day.isoformat()]
    db.session.flush()
    outbox.void(now=now, booking_id=made.id, kinds=ANSWERED)
    tell_series("weekly", series, [made], now=now, is_season=False)
    return made


def next_rule(series: SpaceSeries) -> Rule:
    """The half-year after the last date."""
    first = series.last_on + timedelta(days=1)
    last = min(first + timedelta(days=rules.SERIES_DAYS - 8), first + rules.HORIZON)
    return Rule(series.weekday, series.starts_local, series.ends_local, first, last)


def go_on(series: SpaceSeries, choices: Choices, who: Who, *, by: str = BOOKER, now: datetime) -> list[Booking]:
    """Yes, we still need it: another half-year. Raises OverAlready, NoDateLeft."""
    db.session.refresh(series, with_for_update=True)
    if series.ended_at is not None:
        raise OverAlready
    rule = next_rule(series)
    made = _fill(series, Regular(series.room, rule, choices), read_wanted(series.said), who, how=How(by=by), now=now)
    series.last_on, series.confirmed_at, series.asked_at = rule.last, now, None
    db.session.flush()
    tell_series("weekly", series, made, now=now, is_season=False)
    return made


def end(series: SpaceSeries, *, now: datetime) -> None:
    """No, it ends with its last date; what is booked stays."""
    series.ended_at, series.asked_at = now, None
    db.session.flush()


def undo_end(series: SpaceSeries, *, now: datetime) -> None:
    """Pressed by mistake: we still wait for the answer. Raises TooLateToUndo."""
    db.session.refresh(series, with_for_update=True)
    if series.ended_at is None or now > series.ended_at + undo_time():
        raise TooLateToUndo
    series.ended_at, series.asked_at = None, now
    db.session.flush()
