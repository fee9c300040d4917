"""Which calendar entries each feed has, in its language (CALENDAR.md 5 to 9, 14, 15).

The weekly lunch is one master with a rule; dates that were moved, cancelled or given a topic are its overrides.
"""

import logging
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, or_, select
from sqlalchemy.orm import joinedload

from wok.alone import where
from wok.appointments.models import Appointment
from wok.bookings.models import Booking, Closure, Series, WaitlistEntry
from wok.db import db
from wok.equipment.models import Item
from wok.feeds import desk, meetings, programme, shared, taken, words
from wok.feeds import helping as agreed
from wok.feeds.dates import date_entries
from wok.feeds.event_texts import Written, written
from wok.feeds.shared import Shared
from wok.kernel import entry as rfc
from wok.kernel import weekly
from wok.kernel.entry import Entry
from wok.kernel.values import dataclass
from wok.people.models import Association, Person
from wok.programme.filters import Wanted, from_slug
from wok.programme.reading import of_house
from wok.space.models import Room

PUBLIC_FEEDS = ("all", "lunch", "oncall", "events", "space", "closures")
OF_ONE = ("item", "room")  # public feeds of one thing, one room
PROGRAMME = "programme"  # what somebody looks for: a kind, a neighbourhood, a language, …
WITH_EVENTS = ("all", "events", PROGRAMME)
WEEKLY = ("lunch", "oncall")
PAST_BOOKINGS = timedelta(days=365)  # how long one's own past bookings stay in one's feed
COLORS = {
    "all": "firebrick",
    "lunch": "darkgoldenrod",
    "oncall": "steelblue",
    "events": "sienna",
    "programme": "sienna",
    "closures": "dimgray",
    "space": "seagreen",
    "item": "steelblue",
    "room": "seagreen",
    "mine": "teal",
    "association": "seagreen",
}

log = logging.getLogger("wok.feeds")


@dataclass(frozen=True)
class FeedKey:
    """Which feed, in which language.

    `of` is the id of the thing, room, person or association, `detail` how much it
    tells, `slug` what is looked for in the programme.
    """

    kind: str
    language: str
    of: int | None = None
    detail: str = "full"
    slug: str = ""

    @property
    def text(self) -> str:
        """As it stands in the table: "all.fr", "item-3.de", "programme-course.en"; private ones "mine:12.pt.busy"."""
        if self.slug:
            return f"{self.kind}-{self.slug}.{self.language}"
        of = "" if self.of is None else f"-{self.of}" if self.is_of_one else f":{self.of}"
        detail = "" if self.detail == "full" else f".{self.detail}"
        return f"{self.kind}{of}.{self.language}{detail}"

    @property
    def is_of_one(self) -> bool:
        """The public calendar of one thing or one room."""
        return self.kind in OF_ONE


def feed_name(key: FeedKey) -> str:
    """What calendar programs call it; inside `in_language`."""
    if key.kind == "association":
        association = db.session.get(Association, key.of)
        return words.association_feed(association.name if association else "")
    if key.is_of_one:
        row = one_of(key)
        return words.association_feed(words.said(row.name, key.language) if row else "")
    if key.kind == PROGRAMME:
        return programme.feed_name(_wanted(key), key.language)
    return words.feed_name(key.kind)


def _wanted(key: FeedKey) -> Wanted:
    return (from_slug(key.slug) if key.kind == PROGRAMME else None) or programme.ALL_EVENTS


def one_of(key: FeedKey) -> Item | Room | None:
    """The thing or the room whose calendar this is; nothing that staff have not accepted."""
    if key.kind == "item":
        item = db.session.get(Item, key.of)
        return item if item and item.accepted_at else None
    return db.session.get(Room, key.of)


def event_texts(key: FeedKey, *, now: datetime) -> list[Written]:
    """The events of a public feed, written; inside `in_language`."""
    return written(_wanted(key), key.language, now=now) if key.kind in WITH_EVENTS else []


def feed_entries(key: FeedKey, *, now: datetime) -> list[Entry]:
    """The entries of one feed, but for the events of a public one; inside `in_language`."""
    if key.kind in ("space", *OF_ONE):
        return _taken(key, now=now)
    if key.of is not None:
        return [words.told(entry, key.detail, key.language) for entry in _private(key, now=now)]
    dates = _dates([kind for kind in WEEKLY if _has_weekly(key, kind)], key.language)
    closures = _closures(key.language, now=now) if key.kind in ("all", "closures") else []
    return dates + closures


def _has_weekly(key: FeedKey, kind: str) -> bool:
    if key.kind == PROGRAMME:
        return of_house(_wanted(key), kind)
    return key.kind in ("all", kind)


def _taken(key: FeedKey, *, now: datetime) -> list[Entry]:
    """Busy only."""
    if key.kind == "space":
        return taken.space_entries(key.language, now=now)
    row = one_of(key)
    if isinstance(row, Item):
        return taken.item_entries(row, key.language, now=now)
    return taken.room_entries(row, key.language, now=now) if row else []


def _private(key: FeedKey, *, now: datetime) -> list[Entry]:
    if key.kind == "association":
        events = programme.entries(Wanted(kind="event", by=f"association{key.of}"), key.language, now=now)
        help_of = agreed.of_association(key.of, key.language, now=now) if key.of else []
        return _bookings(Booking.association_id == key.of, key.language, now=now) + events + help_of
    person = db.session.get(Person, key.of)
    if person is None:
        return []
    mine = _bookings(_of_person(person), key.language, now=now)
    known = {entry.uid for entry in mine}
    more = desk.entries(person, key.language, now=now) + agreed.of_person(person, key.language, now=now)
    return mine + [entry for entry in more if entry.uid not in known]


def booking_entry(
    booking: Booking, language: str, meeting: Appointment | None = None, lent: Shared | None = None
) -> Entry:
    """A person's own booking as it stands in their feed and as it goes with their mail: same UID, same SEQUENCE."""
    occurrence = booking.occurrence
    changed_at = max(booking.changed_at, occurrence.changed_at) if occurrence else booking.changed_at
    is_cancelled = booking.status == "cancelled"
    status = {"held": rfc.TENTATIVE, "waiting": rfc.TENTATIVE, "cancelled": rfc.CANCELLED}.get(booking.status)
    entry = Entry(
        uid=booking.uid,
        sequence=booking.sequence,
        dtstamp=changed_at,
        last_modified=changed_at,
        dtstart=booking.starts_at,
        dtend=booking.ends_at,
        summary=words.booking_title(booking, meeting, language, lent.title if lent else ""),
        description=words.booking_description(booking, meeting, language, lent.lines if lent else ()),
        location=lent.location if lent else words.booking_location(meeting),
        url=words.date_address(booking.kind, language, occurrence.original_on if occurrence else None),
        status=status or rfc.CONFIRMED,
        transp=rfc.TRANSPARENT if is_cancelled else rfc.OPAQUE,
        categories=(words.category(booking.kind),),
        class_=rfc.PRIVATE,
    )
    return shared.in_days(entry, lent) if lent else entry


def _dates(kinds: list[str], language: str) -> list[Entry]:
    series = db.session.scalars(select(Series).where(Series.kind.in_(kinds)).order_by(Series.id))
    entries: list[Entry] = []
    for one in series:
        try:
            entries += date_entries(one, language)
        except Exception as fault:  # the rim of a job: the other series and the closed days stay (PROMISES F7)
            log.error("the dates of series %s cannot be listed: %s", one.id, where(fault))
    return entries


def _closures(language: str, *, now: datetime) -> list[Entry]:
    """Closed days; withdrawn ones stay as cancelled until their date has passed."""
    rows = db.session.scalars(select(Closure).order_by(Closure.first_on, Closure.id))
    today = weekly.local_day(now)
    return words.each_alone(_closure, [row for row in rows if row.ended_at is None or row.last_on >= today], language)


def _closure(closure: Closure, language: str) -> Entry:
    title = words.closure_title(closure, language)
    return Entry(
        uid=closure.uid,
        sequence=closure.sequence,
        dtstamp=closure.changed_at,
        last_modified=closure.changed_at,
        dtstart=closure.first_on,
        dtend=closure.last_on + timedelta(days=1),
        summary=words.cancelled(title) if closure.ended_at else title,
        location=words.location(),
        url=words.address("agenda.show", language),
        status=rfc.CANCELLED if closure.ended_at else rfc.CONFIRMED,
        transp=rfc.TRANSPARENT,
        categories=(words.category("closure"),),
    )


def _of_person(person: Person) -> ColumnElement[bool]:
    """The bookings of a person: signed in, or with the e-mail that is theirs."""
    if not person.email:
        return Booking.person_id == person.id
    return or_(Booking.person_id == person.id, Booking.contact_email == person.email)


def _bookings(whose: ColumnElement[bool], language: str, *, now: datetime) -> list[Entry]:
    rows: list[Booking] = list(db.session.scalars(bookings_of(whose, weekly.local_day(now))))
    unseen = shared.never_had(rows)
    rows = [row for row in rows if row.id not in unseen]
    found, lent = meetings.load(rows), shared.load(rows, language)
    return words.each_alone(
        lambda row, said_in: booking_entry(row, said_in, found.get(row.id), lent.get(row.id)), rows, language
    )


def bookings_of(whose: ColumnElement[bool], today: date) -> Select[Any]:
    """Held and confirmed bookings; cancelled ones until their date has passed; never those that only waited."""
    midnight = weekly.day_span(today).start
    only_waited = select(WaitlistEntry.id).where(WaitlistEntry.booking_id == Booking.id, WaitlistEntry.offers_made == 0)
    return (
        select(Booking)
        .options(joinedload(Booking.occurrence))
        .where(whose, Booking.ends_at > midnight - PAST_BOOKINGS, ~meetings.has_no_time())
        .where(
            or_(
                Booking.status.in_(("held", "confirmed")),
                (Booking.status == "cancelled") & (Booking.ends_at > midnight) & ~only_waited.exists(),
            )
        )
        .order_by(Booking.starts_at, Booking.id)
    )
