"""Every 15 minutes each busy calendar is fetched and read, each by itself and outside any transaction (PROMISES M5, F7)."""

import logging
from datetime import datetime, timedelta

from sqlalchemy import delete as sql_delete
from sqlalchemy import exists, select

from wok.db import db, transaction
from wok.kernel import weekly
from wok.team import busy_services, fetch
from wok.team.busy.limits import Fault
from wok.team.busy.spans import busy_spans
from wok.team.busy_queries import due
from wok.team.busy_services import Claim
from wok.team.models import BusyCalendar, BusySpan

BEHIND, AHEAD = timedelta(days=1), timedelta(days=200)
KEPT = timedelta(days=2)

log = logging.getLogger("wok.jobs")


def run(now: datetime, *, ways: fetch.Ways = fetch.Ways()) -> str:
    """Read what is due; says how many were read and how many could not be."""
    forget_past(now=now)
    done = [read(person_id, now=now, ways=ways) for person_id in due(now=now)]
    return f"{sum(done)} busy calendars, {done.count(False)} faults" if done else ""


def read(person_id: int, *, now: datetime, ways: fetch.Ways) -> bool:
    """Fetch one calendar and keep what it says. False when it could not be had or read; the last good copy stays."""
    calendar = db.session.get_one(BusyCalendar, person_id, populate_existing=True)
    today = weekly.local_day(now)
    is_new_day = calendar.whole_at is None or weekly.local_day(calendar.whole_at) != today
    with transaction():
        claim = busy_services.claim(person_id, is_new_day=is_new_day, now=now)
    db.session.rollback()  # no transaction stays open while the net takes its time
    if claim is None:
        return True
    try:
        _fetch_and_keep(claim, now=now, ways=ways)
    except Fault as fault:
        return _note(claim, fault.code)
    except Exception as fault:  # the rim: one calendar never spoils the others; its words may hold the address (D6)
        log.error("the busy calendar of colleague %s failed: %s", person_id, type(fault).__name__)
        return _note(claim, "our_fault")
    return True


def _fetch_and_keep(claim: Claim, *, now: datetime, ways: fetch.Ways) -> None:
    got = fetch.fetch(claim.address, etag=claim.etag, ways=ways)
    if got.body is None:
        with transaction():
            busy_services.note_unchanged(claim, now=now)
        return
    first, last = weekly.local_day(now - BEHIND), weekly.local_day(now + AHEAD)
    reading = busy_spans(got.body, first=first, last=last)
    with transaction():
        busy_services.keep(claim, reading.spans, now=now, etag=got.etag, events=reading.events, skipped=reading.skipped)


def _note(claim: Claim, code: str) -> bool:
    with transaction():
        busy_services.note_fault(claim, code)
    return False


def forget_past(*, now: datetime) -> None:
    """Busy times of past days go, also of a calendar that no longer answers (PROMISES D4)."""
    past = BusySpan.ends_at < now - KEPT
    if db.session.scalar(select(exists().where(past))):
        with transaction():
            db.session.execute(sql_delete(BusySpan).where(past))
