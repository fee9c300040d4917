"""Entry: one calendar line in RFC 5545 words, before anything is written down."""

from datetime import date, datetime

from wok.kernel.values import dataclass

CONFIRMED, TENTATIVE, CANCELLED = "CONFIRMED", "TENTATIVE", "CANCELLED"
OPAQUE, TRANSPARENT = "OPAQUE", "TRANSPARENT"
PUBLIC, PRIVATE = "PUBLIC", "PRIVATE"
PUBLISH, REQUEST, CANCEL = "PUBLISH", "REQUEST", "CANCEL"


@dataclass(frozen=True)
class Weekly:
    """RRULE: every week on `weekday` (Monday is 0), up to `until` (an instant, included) or for ever."""

    weekday: int
    until: datetime | None = None


@dataclass(frozen=True)
class Entry:
    """One VEVENT. Instants are aware; whole days are dates, then `dtend` is the day after the last one.

    A master carries `rrule` and `exdates`; an override carries its master's `uid` and a `recurrence_id`,
    the instant the rule gives. `dtstamp` is the time of the last revision, never of rendering.
    """

    uid: str
    sequence: int
    dtstamp: datetime
    last_modified: datetime
    dtstart: date
    dtend: date
    summary: str
    url: str
    description: str = ""
    location: str = ""
    status: str = CONFIRMED
    transp: str = OPAQUE
    categories: tuple[str, ...] = ()
    class_: str = PUBLIC
    rrule: Weekly | None = None
    exdates: tuple[datetime, ...] = ()
    recurrence_id: datetime | None = None

    @property
    def is_all_day(self) -> bool:
        """True for whole days (VALUE=DATE)."""
        return not isinstance(self.dtstart, datetime)


@dataclass(frozen=True)
class Invitation:
    """Who invites and who is invited (RFC 5546): `organizer` is the mailbox that reads the answers, one per booking."""

    organizer: str
    attendee: str


def method_of(entry: Entry, invitation: Invitation | None) -> str:
    """METHOD: without a mailbox that reads answers a date is only published; a cancelled one is called off."""
    if invitation is None:
        return PUBLISH
    return CANCEL if entry.status == CANCELLED else REQUEST
