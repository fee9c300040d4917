"""The staff's calendar in words: entries with their flavour, state and address, in lanes for a day, in cells for more."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any

from flask import g, url_for

from wok.bookings.models import Occurrence
from wok.calendar import staff_shared
from wok.calendar.staff_lines import FLAVOURS as FLAVOURS
from wok.calendar.staff_lines import Lane as Lane
from wok.calendar.staff_lines import Line as Line
from wok.calendar.staff_reads import Period
from wok.events.queries import EventDate
from wok.kernel import weekly
from wok.kernel.span import Span
from wok.kernel.values import dataclass
from wok.lunches.queries import LunchDate
from wok.team import queries as team
from wok.team.models import Colleague
from wok.team.words import KINDS as AWAY
from wok.team.words import spoken
from wok.web.sentences import gettext as _
from wok.web.texts import said

FIRST_HOUR, LAST_HOUR = 8, 18
HOUR = timedelta(hours=1)


@dataclass(frozen=True)
class Filters:
    """What the reader asked to see; nothing asked is everything."""

    kinds: tuple[str, ...] = ()
    people: tuple[int, ...] = ()

    def shows_kind(self, kind: str) -> bool:
        """Whether entries of this kind are shown; what makes somebody unavailable goes with their own entries."""
        asked = {"duty": "oncall", "busy": "block", "away": "block"}.get(kind, kind)
        return not self.kinds or asked in self.kinds

    def shows(self, lane: Lane) -> bool:
        """Whether a lane is shown."""
        return not self.people or lane.who in self.people


def kind_names() -> dict[str, str]:
    """The kinds one can ask for."""
    return {
        "appointment": _("Appointments"),
        "block": _("Own entries"),
        "oncall": _("On-call service"),
        "lunch": _("Wednesday lunch"),
        "event": _("Events"),
        "room": _("Rooms"),
        "loan": _("Loans"),
    }


def lanes(found: Period, filters: Filters) -> list[Lane]:
    """All lanes: the colleagues in order, then lunch, on-call, rooms and loans."""
    by_person = _by_person(found)
    rows = [_colleague_lane(one, found, by_person[one.person_id], filters) for one in found.people]
    lunches = [_lunch(one) for one in found.lunches if filters.shows_kind("lunch")]
    if lunches:
        rows.append(Lane(_("Wednesday lunch"), "", lunches, []))
    events = [_event(one) for one in found.events if filters.shows_kind("event")]
    if events:
        rows.append(Lane(_("Events"), "", events, []))
    rows += _oncall_lanes(found, filters)
    if filters.shows_kind("room"):
        rows += staff_shared.room_lanes(found.lent)
    if found.first != found.last and (lent := loans(found, filters)):
        rows.append(Lane(_("Loans"), "", lent, []))
    return [row for row in rows if filters.shows(row)]


def loans(found: Period, filters: Filters) -> list[Line]:
    """Pick-ups and returns; of a day a list above its lanes."""
    return staff_shared.loan_lines(found.lent) if filters.shows_kind("loan") and not filters.people else []


def _by_person(found: Period) -> dict[int, list[Line]]:
    lines: dict[int, list[Line]] = defaultdict(list)
    entry = url_for("staff_calendar.entry", booking_id=0).removesuffix("0")
    for row in found.bookings:
        who = row.meets or row.blocks
        if who is not None and row.kind != "oncall":
            lines[who].append(_booked(row, who, found, entry))
    for occurrence in found.thursdays:
        for duty in found.duties.get(occurrence.id, []) if occurrence.status != "cancelled" else []:
            lines[duty.colleague_id].append(_duty(occurrence))
    for who, spans in found.busy.items():
        lines[who] += [Line("busy", _("Busy elsewhere"), span.start, span.end) for span in spans]
    for who, gone in found.away.items():
        lines[who] += [
            Line("away", str(AWAY[kind]), span.start, span.end, url_for("team.days", person_id=who))
            for span, kind in gone
        ]
    return lines


def _booked(row: Any, who: int | None, found: Period, entry: str) -> Line:
    """An appointment, an own entry or a booked time; `entry` is what the addresses of all of them begin with."""
    association = row.association or row.association_said
    # Isolates (UAX 9): an Arabic name and a French association keep their own order.
    name = f"\u2068{row.contact_name}\u2069, \u2068{association}\u2069" if association else row.contact_name
    is_pending = row.status == "held"
    return Line(
        kind=row.kind,
        title=(row.words or _("Busy")) if row.kind == "block" else name,
        start=row.starts_at,
        end=row.ends_at,
        href=f"{entry}{row.id}",
        words=_("to confirm") if is_pending else found.matters.get(row.matter_id, ""),
        state="draft" if is_pending else None,
        booking_id=row.id,
        version=row.version,
        who=who,
        reach=reach_of(row),
        booker=row.contact_name,
    )


def reach_of(row: Any) -> str:
    """How the booker of a row is told: email, phone, association or none."""
    address = {"email": row.contact_email, "phone": row.contact_phone}.get(row.reach)
    return row.reach if address or row.reach == "association" else "none"


def _duty(occurrence: Occurrence) -> Line:
    href = url_for("team.thursday", occurrence_id=occurrence.id)
    return Line("duty", _("On call"), occurrence.starts_at, occurrence.ends_at, href)


def _lunch(one: LunchDate) -> Line:
    occurrence, is_off = one.occurrence, one.occurrence.status == "cancelled"
    words = _("Cancelled") if is_off else _("%(taken)s of %(capacity)s places", taken=one.taken, capacity=one.capacity)
    title = said(occurrence.topic, g.lang).text or _("Wednesday lunch")
    href = url_for("lunch_staff.show", occurrence_id=occurrence.id)
    return Line("lunch", title, occurrence.starts_at, occurrence.ends_at, href, words, "cancelled" if is_off else None)


def _event(one: EventDate) -> Line:
    """One date of an event, for its organiser's page."""
    date, is_off = one.occurrence, "cancelled" in (one.occurrence.status, one.event.state)
    words = _("Cancelled") if is_off else said(one.event.place, g.lang).text
    href = url_for("events_staff.show", event_id=one.event.id)
    title = said(one.event.title, g.lang).text
    return Line("event", title, date.starts_at, date.ends_at, href, words, "cancelled" if is_off else None)


def _oncall_lanes(found: Period, filters: Filters) -> list[Lane]:
    """The booked times; of a single day the lane's own words say who is on duty, else an entry on each Thursday."""
    if not found.thursdays or not filters.shows_kind("oncall"):
        return []
    services = [_service(one, found) for one in found.thursdays]
    entry = url_for("staff_calendar.entry", booking_id=0).removesuffix("0")
    lines = [_booked(row, None, found, entry) for row in found.bookings if row.kind == "oncall"]
    there = [Span(one.start, one.end) for one in services if one.state != "cancelled"]
    if found.first == found.last:
        return [Lane(_("On-call service"), services[0].words, _in_order(lines), there, href=services[0].href)]
    return [Lane(_("On-call service"), "", _in_order([*services, *lines]), there)]


def _service(one: Occurrence, found: Period) -> Line:
    names = ", ".join(duty.colleague.shown_as for duty in found.duties.get(one.id, []))
    is_off = one.status == "cancelled"
    words = _("Cancelled") if is_off else names or _("Nobody is on duty yet.")
    href = url_for("team.thursday", occurrence_id=one.id)
    state = "cancelled" if is_off else None
    return Line("duty", _("On-call service"), one.starts_at, one.ends_at, href, words, state)


def _colleague_lane(one: Colleague, found: Period, lines: list[Line], filters: Filters) -> Lane:
    there = found.there.get(one.person_id, [])
    words = ", ".join(spoken(code) for code in one.languages)
    if not team.is_active(one):
        words = _("no longer works here")
    free = _free_hours(found, there, lines) if found.first == found.last and team.is_active(one) else ()
    shown = [_clipped(line, found) for line in lines if filters.shows_kind(line.kind)]
    return Lane(one.shown_as, words, _in_order(shown), there, one.person_id, free=free)


def _clipped(line: Line, found: Period) -> Line:
    """What goes on for days, within those that are shown."""
    if line.kind not in ("busy", "away"):
        return line
    start, end = weekly.day_span(found.first).start, weekly.day_span(found.last).end
    return replace(line, start=max(line.start, start), end=min(line.end, end))


def _in_order(lines: Iterable[Line]) -> list[Line]:
    return sorted(lines, key=lambda one: (one.start, one.end))


def _free_hours(found: Period, there: list[Span], lines: list[Line]) -> tuple[datetime, ...]:
    """Whole hours of the day in which a colleague is here and nothing is yet."""
    start, hours = weekly.day_span(found.first).start, []
    for number in range(25):
        hour = Span(start + HOUR * number, start + HOUR * (number + 1))
        is_here = any(span.covers(hour) for span in there)
        if is_here and not any(Span(one.start, one.end).overlaps(hour) for one in lines):
            hours.append(hour.start)
    return tuple(hours)


def hours_shown(found: Period, rows: list[Lane]) -> tuple[int, int]:
    """First and last local hour of a day's lanes: 8 to 18, more when something lies outside."""
    day = weekly.day_span(found.first)
    spans = [Span(one.start, one.end) for row in rows for one in row.lines if one.kind not in ("away", "busy")]
    inside = [both for span in [*spans, *(one for row in rows for one in row.there)] if (both := span.common(day))]
    starts = [weekly.local_time(one.start).hour for one in inside]
    ends = [
        24 if one.end == day.end else weekly.local_time(one.end + HOUR - timedelta(minutes=1)).hour for one in inside
    ]
    return min([FIRST_HOUR, *starts]), max([LAST_HOUR, *ends])


def by_day(found: Period, lines: Iterable[Line]) -> list[list[Line]]:
    """The entries of each day shown, in their order; what goes over midnight stands on both days."""
    days: list[list[Line]] = [[] for _number in range((found.last - found.first).days + 1)]
    for one in lines:
        first, last = day_of(one.start), day_of(one.end - timedelta(microseconds=1))
        for number in range(max(0, (first - found.first).days), min(len(days) - 1, (last - found.first).days) + 1):
            days[number].append(one)
    return days


@lru_cache(maxsize=20_000)  # a week of 640 entries begins at a few dozen instants
def day_of(at: datetime) -> date:
    """The local day of an instant."""
    return weekly.local_day(at)


def closed_words(found: Period, day: date) -> str | None:
    """Why a day is closed, in the page's language; None when it is not."""
    reason = found.closed.get(day)
    return None if reason is None else said(reason, g.lang).text or _("Closed")
