"""A colleague's own calendar: named by its owner, read in by the jobs process, forgotten on request."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import CursorResult, delete, insert, or_, select, update

from wok.db import db
from wok.kernel.span import Span
from wok.kernel.values import dataclass
from wok.people.refusals import Clash
from wok.team.busy_queries import EVERY
from wok.team.models import BusyCalendar, BusySpan


@dataclass(frozen=True)
class Claim:
    """One calendar to fetch now; the address is a secret and is not printed."""

    colleague_id: int
    address: str
    etag: str

    def __repr__(self) -> str:
        return f"<Claim of colleague {self.colleague_id}>"


def name_address(person_id: int, address: str, *, version: int) -> None:
    """The owner pastes an address; another one forgets what the old one said. Raises Clash when the page was stale."""
    calendar = db.session.get(BusyCalendar, person_id, with_for_update=True, populate_existing=True)
    if (calendar.version if calendar else 0) != version:
        raise Clash
    if calendar is None:
        calendar = BusyCalendar(colleague_id=person_id, address=address)
        db.session.add(calendar)
    elif calendar.address != address:
        _drop_spans(person_id)
        calendar.address = address
        calendar.read_at = calendar.whole_at = None
        calendar.etag, calendar.fault, calendar.events, calendar.skipped = "", "", 0, 0
    calendar.tried_at = None
    db.session.flush()


def forget(person_id: int) -> None:
    """The owner takes the calendar away: address and busy times are gone."""
    _drop_spans(person_id)
    db.session.execute(delete(BusyCalendar).where(BusyCalendar.colleague_id == person_id))


def _drop_spans(person_id: int) -> None:
    db.session.execute(delete(BusySpan).where(BusySpan.calendar_id == person_id))


def claim(person_id: int, *, is_new_day: bool, now: datetime) -> Claim | None:
    """Take the turn to fetch; None when another has it. Without a mark the whole file is asked for."""
    old = or_(BusyCalendar.tried_at.is_(None), BusyCalendar.tried_at <= now - EVERY, BusyCalendar.tried_at > now)
    if not _change(BusyCalendar.colleague_id == person_id, old, tried_at=now):
        return None
    calendar = db.session.get_one(BusyCalendar, person_id, populate_existing=True)
    return Claim(person_id, calendar.address, "" if is_new_day else calendar.etag)


def note_fault(claim: Claim, code: str) -> None:
    """What went wrong; the last good copy stays."""
    _change(*_still(claim), fault=code)


def note_unchanged(claim: Claim, *, now: datetime) -> None:
    """The copy we have is still the newest."""
    _change(*_still(claim), fault="", read_at=now)


def keep(claim: Claim, spans: Iterable[Span], *, now: datetime, **facts: Any) -> bool:
    """Put the new busy times in place of the old ones, all or none. False when the owner named another address meanwhile."""
    if not _change(*_still(claim), fault="", read_at=now, whole_at=now, **facts):
        return False
    chosen = select(BusySpan.id, BusySpan.starts_at, BusySpan.ends_at).where(BusySpan.calendar_id == claim.colleague_id)
    had = {Span(start, end): number for number, start, end in db.session.execute(chosen)}
    wanted = set(spans)
    gone = [number for span, number in had.items() if span not in wanted]
    for first in range(0, len(gone), 500):
        db.session.execute(delete(BusySpan).where(BusySpan.id.in_(gone[first : first + 500])))
    new = [
        {"calendar_id": claim.colleague_id, "starts_at": span.start, "ends_at": span.end}
        for span in sorted(wanted - had.keys())
    ]
    if new:
        db.session.execute(insert(BusySpan), new)
    return True


def _still(claim: Claim) -> tuple[Any, Any]:
    return BusyCalendar.colleague_id == claim.colleague_id, BusyCalendar.address == claim.address


def _change(*which: Any, **values: Any) -> bool:
    """Change the row without a new version: the owner's open page stays good. True when there was one."""
    done = db.session.execute(
        update(BusyCalendar).where(*which).values(**values).execution_options(synchronize_session=False)
    )
    return isinstance(done, CursorResult) and done.rowcount == 1
