"""The weekly lunch and the weekly on-call: one master with a rule and its overrides (CALENDAR.md 5, 7, 9)."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import select

from wok.bookings.models import Occurrence, Series
from wok.db import db
from wok.feeds import words
from wok.kernel import entry as rfc
from wok.kernel import weekly
from wok.kernel.entry import Entry, Weekly
from wok.kernel.values import dataclass

STATUS = {"needs_decision": rfc.TENTATIVE, "cancelled": rfc.CANCELLED}


def date_entries(series: Series, language: str) -> list[Entry]:
    """The master and its overrides; nothing before the first date is stored.

    Dates off the rule stand alone: those of another weekday it had, and those that kept it when the rule changed.
    """
    stored = db.session.scalars(
        select(Occurrence).where(Occurrence.series_id == series.id).order_by(Occurrence.original_on)
    ).all()
    on_rule = [one for one in stored if _is_on_rule(series, one.original_on)]
    alone = [one for one in stored if not _is_on_rule(series, one.original_on)]
    entries = words.each_alone(_Date(series, False).entry, alone, language)
    if not on_rule:
        return entries
    changed = [one for one in on_rule if _is_override(series, one)]
    overrides = words.each_alone(_Date(series, True).entry, changed, language)
    return [_master(series, stored, language), *overrides, *entries]


def _is_on_rule(series: Series, day: date) -> bool:
    is_within = series.first_on <= day and (series.last_on is None or day <= series.last_on)
    return is_within and day.weekday() == series.weekday


def _is_override(series: Series, one: Occurrence) -> bool:
    """True for a date that differs from the rule, or ever did: its SEQUENCE must never fall back."""
    starts_at = weekly.nearest(one.original_on, series.starts_local)
    ends_at = weekly.nearest(one.original_on, series.ends_local)
    is_elsewhere = (one.starts_at, one.ends_at) != (starts_at, ends_at)
    return is_elsewhere or one.status != "planned" or one.sequence > 0 or bool(one.topic) or bool(one.menu)


def _master(series: Series, stored: Sequence[Occurrence], language: str) -> Entry:
    """The rule from its first stored date on. Dates within it that never were are its EXDATEs."""
    days = {one.original_on for one in stored if _is_on_rule(series, one.original_on)}
    first, last = min(days), max(days)
    missing = [day for day in weekly.dates(series.weekday, first, last) if day not in days]
    changed_at = max([series.changed_at, *(one.changed_at for one in stored)])  # a removed override raises it, too
    return Entry(
        uid=series.uid,
        sequence=series.sequence,
        dtstamp=changed_at,
        last_modified=changed_at,
        dtstart=weekly.nearest(first, series.starts_local),
        dtend=weekly.nearest(first, series.ends_local),
        summary=words.date_title(series.kind, {}, language),
        description=words.date_description(series.kind, None, language),
        location=words.location(),
        url=words.date_address(series.kind, language, None),
        categories=(words.category(series.kind),),
        rrule=Weekly(series.weekday, _until(series)),
        exdates=tuple(weekly.nearest(day, series.starts_local) for day in missing),
    )


def _until(series: Series) -> datetime | None:
    """The last date's own start: UNTIL is included."""
    if series.last_on is None:
        return None
    last = weekly.dates(series.weekday, series.first_on, series.last_on)[-1]
    return weekly.nearest(last, series.starts_local)


@dataclass(frozen=True)
class _Date:
    """How one date of the series becomes an entry: as an override of its master, or alone with a UID of its own."""

    series: Series
    is_override: bool

    def entry(self, one: Occurrence, language: str) -> Entry:
        changed_at = max(one.changed_at, self.series.changed_at)
        is_cancelled = one.status == "cancelled"
        rule_at = weekly.nearest(one.original_on, self.series.starts_local) if self.is_override else None
        return Entry(
            uid=self.series.uid if self.is_override else f"date-{one.id}-{self.series.uid}",
            sequence=max(self.series.sequence, one.sequence),
            dtstamp=changed_at,
            last_modified=changed_at,
            dtstart=one.starts_at,
            dtend=one.ends_at,
            summary=words.occurrence_title(self.series.kind, one, language),
            description=words.date_description(self.series.kind, one, language),
            location=words.location(),
            url=words.date_address(self.series.kind, language, one.original_on),
            status=STATUS.get(one.status, rfc.CONFIRMED),
            transp=rfc.TRANSPARENT if is_cancelled else rfc.OPAQUE,
            categories=(words.category(self.series.kind),),
            recurrence_id=rule_at,
        )
