"""Deadlines of a date people sign up for: until when an offer holds its places, when a reminder goes out, what is late."""

from datetime import datetime, time, timedelta

from wok.kernel import weekly

OFFER_LASTS = timedelta(hours=24)
OFFER_LASTS_ON_THE_EVE = timedelta(hours=3)
LAST_OFFERS_AT = time(10, 0)  # from here on: "come and see"
LAST_OFFERS_BEFORE = timedelta(hours=2)  # or sooner, when it begins in the morning
REMINDER_AT = time(17, 0)  # on the day before
LATE = timedelta(hours=24)


def last_offers_at(starts_at: datetime) -> datetime:
    """10:00 on the day, two hours before the start at the latest: from here on nobody is made an offer (FLOWS.md, lunch 4)."""
    return min(weekly.instant(weekly.local_day(starts_at), LAST_OFFERS_AT), starts_at - LAST_OFFERS_BEFORE)


def offer_until(*, now: datetime, starts_at: datetime) -> datetime | None:
    """How long an offer holds its places: 24 hours, 3 on the eve and on the day; None once the last offers were made."""
    end = last_offers_at(starts_at)
    if now >= end:
        return None
    eve = weekly.day_span(weekly.local_day(starts_at) - timedelta(days=1)).start
    return min(end, now + (OFFER_LASTS_ON_THE_EVE if now >= eve else OFFER_LASTS))


def reminder_at(starts_at: datetime) -> datetime:
    """17:00 on the day before (Tuesday, when the lunch is on Wednesday)."""
    return weekly.instant(weekly.local_day(starts_at) - timedelta(days=1), REMINDER_AT)


def is_late(*, now: datetime, starts_at: datetime) -> bool:
    """Cancelled with less than a day to go; always possible, and recorded."""
    return starts_at - now < LATE
