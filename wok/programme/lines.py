"""Lines of the programme: every lunch, on-call day and event of some days, in the reader's language; rooms stay private."""

from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from flask import current_app, g, url_for
from markupsafe import Markup, escape
from sqlalchemy import Row

from wok.bookings.models import Occurrence
from wok.kernel import weekly
from wok.kernel.span import Span
from wok.kernel.values import dataclass
from wok.lunches import queries
from wok.lunches.queries import LunchDate
from wok.people import neighbourhoods
from wok.programme import reading
from wok.programme.filters import Wanted
from wok.web.sentences import gettext as _
from wok.web.texts import Words, said

FEW = 5
FLAVOURS = {"lunch": "lunch", "oncall": "oncall"}
NOTHING = Words("", "")


@dataclass(frozen=True)
class Line:
    """One date. `state`: open, few, full, cancelled, decision, moved, past or nothing; `key` names it in a newsletter."""

    key: str
    kind: str
    name: Words
    href: str
    start: datetime
    end: datetime
    state: str = ""
    more: Words = NOTHING
    place: str = ""
    by: str = "wok"
    organiser: str = ""
    neighbourhood_id: int | None = None
    is_free: bool = False
    is_step_free: bool = False
    languages: Sequence[str] = ()

    @property
    def flavour(self) -> str:
        """Colour and icon."""
        return FLAVOURS.get(self.kind, "event")

    @property
    def title(self) -> str:
        """Its name as a page shows it: an organiser's words are marked with their language."""
        if self.flavour != "event":
            return self.name.text
        name = escape(self.name.text)
        return Markup(
            f'<bdi data-user-content lang="{escape(self.name.language)}">{name}</bdi>'
        )  # format() takes ten times as long

    @property
    def cancelled(self) -> bool:
        """Stays in the programme, marked."""
        return self.state == "cancelled"


@dataclass(frozen=True)
class Day:
    """One day with all that is on it; `closed` is why the Wok is closed. `in_month` is for the table alone."""

    day: date
    entries: Sequence[Line]
    closed: str | None = None
    in_month: bool = True


def days(start: date, end: date, wanted: Wanted, *, now: datetime, limit: int = reading.MOST) -> list[Day]:
    """Days of [start, end) with something on them, in order. What began before `start` stands on `start`.

    At most `limit` dates of events are read, so that the last day may not be whole.
    """
    by_day: dict[date, list[Line]] = {}
    span = Span(weekly.day_span(start).start, weekly.day_span(end - weekly.DAY).end)
    for line in lines(span, wanted, now=now, limit=limit):
        by_day.setdefault(max(weekly.local_day(line.start), start), []).append(line)
    closed = (
        closed_reasons(start, end) if reading.of_house(wanted, "lunch") or reading.of_house(wanted, "oncall") else {}
    )
    return [Day(day, by_day.get(day, []), closed.get(day)) for day in sorted({*by_day, *closed})]


def closed_reasons(start: date, end: date) -> dict[date, str]:
    """Closed days of [start, end) and why, in words."""
    return {one.day: said(one.reason, g.lang).text or _("Closed") for one in reading.closed_days(start, end)}


def lines(span: Span, wanted: Wanted, *, now: datetime, limit: int = reading.MOST) -> list[Line]:
    """What touches the span and is looked for, in order of start: three statements at most."""
    found = (
        [_lunch(one, now=now) for one in queries.lunch_dates(*_ends(span))] if reading.of_house(wanted, "lunch") else []
    )
    if reading.of_house(wanted, "oncall"):
        found += [_oncall(one, now=now) for one in reading.oncall_dates(span)]
    address = event_address()
    found += [_event(row, address(row.event_id), now=now) for row in reading.event_dates(wanted, span, limit=limit)]
    return sorted(found, key=lambda one: (one.start, one.kind, one.key))


def _ends(span: Span) -> tuple[datetime, datetime]:
    return span.start, span.end


def next_line(wanted: Wanted, *, now: datetime) -> Line | None:
    """The first date to come that takes place and is looked for."""
    found: list[Line] = []
    if reading.of_house(wanted, "lunch"):
        found += [_lunch(one, now=now) for one in queries.next_lunches(now=now)]
    if reading.of_house(wanted, "oncall"):
        ahead = reading.oncall_dates(Span(now, now + timedelta(days=60)))
        found += [_oncall(one, now=now) for one in ahead if one.status in ("planned", "moved")][:1]
    row = reading.next_event(wanted, now=now)
    if row is not None:
        found.append(_event(row, event_address()(row.event_id), now=now))
    return min(found, key=lambda one: one.start, default=None)


def event_address() -> Callable[[int], str]:
    """How an event's page is addressed: the router is asked once, not for each of many lines."""
    if "events.show" not in current_app.view_functions:
        return lambda _number: url_for("agenda.show")
    head, tail = url_for("events.show", event_id=999_999_999).split("999999999")
    return lambda number: f"{head}{number}{tail}"


def _lunch(one: LunchDate, *, now: datetime) -> Line:
    occurrence = one.occurrence
    topic = said(occurrence.topic, g.lang)
    state = {"needs_decision": "decision"}.get(one.state, one.state)
    return Line(
        key=f"d{occurrence.id}",
        kind="lunch",
        name=Words(
            _("Wednesday lunch: %(topic)s", topic=topic.text) if topic else _("Wednesday lunch"),
            g.lang,
        ),
        href=url_for("lunches.show", day=weekly.local_day(occurrence.starts_at)),
        start=occurrence.starts_at,
        end=occurrence.ends_at,
        state="past" if occurrence.ends_at <= now and state != "cancelled" else state,
        more=said(occurrence.reason if one.state == "cancelled" else occurrence.menu, g.lang),
    )


def _oncall(one: Occurrence, *, now: datetime) -> Line:
    return Line(
        key=f"d{one.id}",
        kind="oncall",
        name=Words(_("On-call service at the Wok"), g.lang),
        href=url_for("oncall.show"),
        start=one.starts_at,
        end=one.ends_at,
        state=_state(one.status, one.ends_at, now=now),
        more=said(one.reason, g.lang) if one.status in ("cancelled", "moved") else NOTHING,
    )


def _event(row: Row[Any], href: str, *, now: datetime) -> Line:
    status = "cancelled" if row.state == "cancelled" else row.status
    state = _state(status, row.ends_at, now=now) or _places(row, now=now)
    return Line(
        key=f"d{row.id}",
        kind=row.kind,
        name=said(row.title, g.lang),
        href=href,
        start=row.starts_at,
        end=row.ends_at,
        state=state or ("moved" if status == "moved" else ""),
        more=said(row.reason if status == "cancelled" and row.reason else row.summary, g.lang),
        place=place_of(row, g.lang),
        by=reading.organiser_code(row),
        organiser=row.association or row.organisation or "",
        neighbourhood_id=row.neighbourhood_id,
        is_free=row.is_free,
        is_step_free=row.is_step_free,
        languages=row.languages,
    )


def _state(status: str, ends_at: datetime, *, now: datetime) -> str:
    if status == "cancelled":
        return "cancelled"
    if ends_at <= now:
        return "past"
    return "decision" if status == "needs_decision" else ""


def _places(row: Row[Any], *, now: datetime) -> str:
    """How many may still sign up; nothing once nobody may."""
    if row.registration != "open" or now >= row.starts_at - timedelta(hours=row.closes_hours):
        return ""
    free = row.capacity - row.taken
    return "full" if free <= 0 else "few" if free <= FEW else "open"


def place_of(row: Row[Any], language: str) -> str:
    """Where: the organiser's words or the room, and the neighbourhood."""
    where = said(row.place, language).text or said(row.room, language).text
    return ", ".join(part for part in (where, said(row.neighbourhood, language).text) if part)


def names_of(found: Sequence[Line]) -> dict[str, str]:
    """Who organises what is shown, by code, in order of name; the Wok itself has no name here."""
    known = {line.by: line.organiser for line in found}
    return dict(sorted(known.items(), key=lambda pair: pair[1].casefold()))


def neighbourhood_names(language: str) -> dict[int, str]:
    """Neighbourhoods that can be looked for, in the staff's order."""
    return dict(neighbourhoods.choices(language))
