"""Which window a wish falls into, and the round that will decide it."""

import secrets
from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import select

from wok.bookings.series import running_closures
from wok.db import db
from wok.kernel import lot, weekly
from wok.kernel.span import Span
from wok.kernel.weekly import ClosedDays
from wok.sharing import window_rules
from wok.sharing.models import SharePool, ShareRound
from wok.sharing.window_rules import FIRST_COME, Window

__all__ = ["Window", "closed_days", "round_of", "season_window_of", "window_of"]


def closed_days() -> list[ClosedDays]:
    """The days on which the Wok is closed."""
    return [ClosedDays(row.first_on, row.last_on) for row in running_closures()]


def window_of(pool: SharePool, span: Span, *, now: datetime, closed: Sequence[ClosedDays] | None = None) -> Window:
    """The window for what begins with this span; state "none" where it is first come. A round made already keeps its time."""
    if pool.mode == "first_come" or not window_rules.is_rationed(pool.window_hours, span):
        return FIRST_COME
    day = weekly.local_day(span.start)
    window = window_rules.week_window(pool.family, day, closed_days() if closed is None else closed, now=now)
    return _as_made(window, now=now)


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


def open_round(window: Window, kind: str, family: str) -> ShareRound:
    """A new round: from here on its secret is fixed, and everybody may read the commitment to it."""
    secret = secrets.token_hex(32)
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
