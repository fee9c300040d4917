"""Which window a wish falls into, and the round that will decide it."""

import secrets
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, timedelta

from sqlalchemy import select

from wok.bookings.series import running_closures
from wok.db import db
from wok.kernel import lot, weekly
from wok.kernel.span import Span
from wok.kernel.weekly import ClosedDays
from wok.sharing import window_rules
from wok.sharing.models import SharePool, ShareRound
from wok.sharing.window_rules import FIRST_COME, Window

FAR_PAST = datetime(2000, 1, 1, tzinfo=UTC)
__all__ = ["Window", "closed_days", "round_of", "season_window_of", "window_of"]


def closed_days() -> list[ClosedDays]:
    """The days on which the Wok is closed."""
    return [ClosedDays(row.first_on, row.last_on) for row in running_closures()]


def window_of(pool: SharePool, span: Span, *, now: datetime, closed: Sequence[ClosedDays] | None = None) -> Window:
    """The window that decides what begins with this span; state "none" where it is first come.

    What reaches into a later week whose window still runs is decided there, so nobody takes that week's units by
    asking for the week before. A round made already keeps its time.
    """
    if pool.mode == "first_come" or not window_rules.is_rationed(pool.window_hours, span):
        return FIRST_COME
    found = windows_of(pool.family, span, now=now, closed=closed_days() if closed is None else closed)
    return next((one for one in found if one.state != "closed"), found[0])


def windows_of(family: str, span: Span, *, now: datetime, closed: Sequence[ClosedDays]) -> list[Window]:
    """The window of each week that a span touches, in order."""
    day, last = window_rules.monday(weekly.local_day(span.start)), weekly.local_day(span.end - timedelta(seconds=1))
    found = []
    while day <= last:
        found.append(_as_made(window_rules.week_window(family, day, closed, now=now), now=now))
        day += weekly.DAY * 7
    return found


def open_weeks(families: Iterable[str], first: date, last: date, *, now: datetime) -> set[tuple[str, date]]:
    """The families and Mondays of weeks whose window runs (or has not begun), in two statements."""
    closed, day = closed_days(), window_rules.monday(first)
    weeks: dict[str, tuple[str, date, Window]] = {}
    while day <= last:
        for family in families:
            window = window_rules.week_window(family, day, closed, now=now)
            weeks[window.key] = (family, day, window)
        day += weekly.DAY * 7
    made = {row.key: row for row in db.session.scalars(select(ShareRound).where(ShareRound.key.in_(list(weeks))))}
    return {
        (family, monday)
        for key, (family, monday, window) in weeks.items()
        if (made[key].state == "open" and now < made[key].closes_at if key in made else window.state != "closed")
    }


def is_over(row: ShareRound | None, *, now: datetime) -> bool:
    """True once a round takes no wishes any more, drawn or not."""
    return row is not None and (row.state != "open" or row.closes_at <= now)


def is_pending(pool: SharePool, span: Span, *, now: datetime) -> bool:
    """True while a round over these days is over and not drawn yet: nothing is given before it."""
    if pool.mode == "first_come":
        return False
    keys = [one.key for one in windows_of(pool.family, span, now=FAR_PAST, closed=())]
    is_over = (ShareRound.state == "closed") | ((ShareRound.state == "open") & (ShareRound.closes_at <= now))
    pending = ShareRound.key.in_(keys), is_over
    return db.session.scalar(select(ShareRound.id).where(*pending).limit(1)) is not None


def season_window_of(family: str, day: date, *, now: datetime) -> Window:
    """The season round for the half-year in which `day` lies."""
    return _as_made(window_rules.season_window(family, day, closed_days(), now=now), now=now)


def _as_made(window: Window, *, now: datetime) -> Window:
    """What the stored round says, when there is one: a clock set back never opens it again."""
    row = round_named(window.key)
    if row is None:
        return window
    state = "closed" if row.state != "open" or now >= row.closes_at else "open" if now >= row.opens_at else "before"
    return Window(state, window.key, row.opens_at, row.closes_at)


def round_named(key: str) -> ShareRound | None:
    """The round of that name, read afresh."""
    return db.session.scalar(select(ShareRound).where(ShareRound.key == key))


def round_of(window: Window, kind: str, family: str) -> ShareRound:
    """The round behind a window; made now, with its secret and the commitment to it, if this is the first wish."""
    found = round_named(window.key)
    return found or open_round(window, kind, family)


def open_round(window: Window, kind: str, family: str, *, secret: str = "") -> ShareRound:
    """A new round: from here on its secret is fixed, and everybody may read the commitment to it."""
    secret = secret or secrets.token_hex(32)
    row = ShareRound(
        kind=kind,
        family=family,
        key=window.key,
        opens_at=window.opens_at,
        closes_at=window.closes_at,
        commitment=lot.commitment(secret),
        secret=secret,
    )
    db.session.add(row)
    db.session.flush()
    return row


def closing_of(row: ShareRound, closed: Sequence[ClosedDays]) -> datetime:
    """When this round closes by the closed days known now."""
    if row.kind == "week":
        _family, _blank, week = row.key.partition(" ")
        return window_rules.closing(row.family, datetime.strptime(f"{week}-1", "%G-W%V-%u").date(), closed)  # noqa: DTZ007
    if row.kind == "season":
        return window_rules.season_closing(window_rules.season_begins(row.key.rpartition(" ")[2]), closed)
    return row.closes_at
