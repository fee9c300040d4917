"""Events in calendars: all of them, or those of one kind, neighbourhood, language or organiser (CALENDAR.md 15).

Each date is an entry of its own: an event's dates follow no rule. Cancelled ones stay until their day has passed.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row, Select, String, cast, func, literal, or_, select

from wok.bookings.models import Occurrence, Series
from wok.db import db
from wok.events.models import Event, Organisation
from wok.feeds import words
from wok.kernel import entry as rfc
from wok.kernel import weekly
from wok.kernel.entry import Entry
from wok.kernel.span import Span
from wok.people.models import Association
from wok.people.neighbourhood_models import Neighbourhood
from wok.programme import choices, reading
from wok.programme.filters import Wanted
from wok.programme.words import KINDS
from wok.space.models import Room
from wok.web.sentences import gettext as _

PAST = timedelta(days=90)
AHEAD = timedelta(days=3 * 366)
MOST = 25_000
ALL_EVENTS = Wanted(kind="event")
IS_OFF = or_(func.coalesce(Event.state, "") != "published", Occurrence.status == "cancelled")
UID = (literal("date-") + cast(Occurrence.id, String) + literal("-") + Series.uid).label("uid")


def entries(wanted: Wanted, language: str, *, now: datetime) -> list[Entry]:
    """Dates of events anybody may see and this reader looks for."""
    rows = [row for chosen in shown(wanted, now=now) for row in db.session.execute(chosen)]
    return words.each_alone(_entry, rows, language)


def entries_of(numbers: Sequence[int], language: str) -> dict[int, Entry]:
    """The entry of each of these dates, without those that cannot be made."""
    rows = reading.dates_of(numbers)
    by_uid = {_uid(row): row.id for row in rows}
    return {by_uid[entry.uid]: entry for entry in words.each_alone(_entry, rows, language)}


def shown(wanted: Wanted, *, now: datetime) -> list[Select[Any]]:
    """The dates that calendars show: two statements, as those of withdrawn events are found another way."""
    if not wanted.has_events:
        return []
    midnight = weekly.day_span(weekly.local_day(now)).start
    public = reading.dates_within(wanted, Span(now - PAST, now + AHEAD)).where(
        ~IS_OFF | (Occurrence.ends_at > midnight)
    )
    withdrawn = reading.dates_within(wanted, Span(midnight, now + AHEAD), withdrawn=True)
    return [public.limit(MOST), withdrawn.limit(MOST)]


def feed_name(wanted: Wanted, language: str) -> str:
    """What calendar programs call it: the Wok, and what is looked for."""
    return _("The Wok: %(what)s", what=choices.said(wanted, language))


def is_known(wanted: Wanted) -> bool:
    """False when the neighbourhood or the organiser does not exist: nobody can fill our table with names."""
    if wanted.near:
        near = db.session.get(Neighbourhood, wanted.near)
        if near is None or not near.is_shown:
            return False
    return wanted.by == "" or reading.organiser_name(wanted.by) is not None


def mark() -> tuple[Any, ...]:
    """What the dates of events are made from, beside the dates themselves."""
    tables: tuple[Any, ...] = (Event, Organisation, Association, Neighbourhood, Room)
    counts = [select(func.sum(one.version)).scalar_subquery() for one in tables]
    rows = [select(func.count(one.id)).scalar_subquery() for one in tables]
    return tuple(db.session.execute(select(*counts, *rows)).one())


def _uid(row: Row[Any]) -> str:
    """Each date has its own, for ever; `UID` says the same."""
    return f"date-{row.id}-{row.uid}"


def _is_off(row: Row[Any]) -> bool:
    return bool(row.state != "published" or row.status == "cancelled")


def _entry(row: Row[Any], language: str) -> Entry:
    changed_at = max(row.changed_at, row.event_changed_at)
    is_off = _is_off(row)
    return Entry(
        uid=_uid(row),
        sequence=max(row.sequence, row.series_sequence),
        dtstamp=changed_at,
        last_modified=changed_at,
        dtstart=row.starts_at,
        dtend=row.ends_at,
        summary=_title(row, language),
        description=_description(row, language),
        location=_location(row, language),
        url=words.address("events.show", language, event_id=row.event_id),
        status=rfc.CANCELLED if is_off else rfc.TENTATIVE if row.status == "needs_decision" else rfc.CONFIRMED,
        transp=rfc.TRANSPARENT if is_off else rfc.OPAQUE,
        categories=(str(KINDS[row.kind]) if row.kind != "other" else words.category("event"),),
    )


def _title(row: Row[Any], language: str) -> str:
    title = words.said(row.title, language)
    if _is_off(row):
        return words.cancelled(title)
    return _("To be confirmed: %(title)s", title=title) if row.status == "needs_decision" else title


def _description(row: Row[Any], language: str) -> str:
    organiser = row.association or row.organisation
    lines = [
        words.said(row.reason, language) if row.status != "planned" else "",
        words.said(row.summary, language),
        _("by %(name)s", name=organiser) if organiser else "",
        str(_("Free of charge")) if row.is_free else "",
    ]
    return "\n".join(line for line in lines if line)


def _location(row: Row[Any], language: str) -> str:
    """The room and the Wok's address, or the organiser's words and the neighbourhood."""
    own = words.said(row.place, language)
    if row.room:
        return ", ".join(part for part in (words.said(row.room, language), own, words.location()) if part)
    return ", ".join(part for part in (own, words.said(row.neighbourhood, language)) if part) or words.location()
