"""What is due in sharing: offers that lapse, rounds to close and draw, lists to run, windows to open.

The jobs process asks every few seconds; each item is one transaction and claims its row, so that running twice, a
crash or a clock that jumps changes nothing (PROMISES M7). Due is "at or before now and not yet done".
"""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import aliased

from wok.alone import alone
from wok.bookings import services as core
from wok.db import db, transaction
from wok.kernel import weekly
from wok.kernel.weekly import ClosedDays
from wok.people.models import Person
from wok.sharing import drawing, granting, list_runs, offers, settling, window_rules, windows
from wok.sharing.asking_refusals import NumbersDiffer, NumberTyped, WishesClosed
from wok.sharing.decided import follow
from wok.sharing.models import ShareOffer, SharePool, ShareRequest, ShareRound

AHEAD = 5  # so many weeks whose rounds stand ready, their commitment published
BATCH = 200


def run_due(*, now: datetime) -> str:
    """Do all that is due; returns what was done in words, for the jobs page."""
    done = {
        "offers lapsed": _each(offers.overdue(now=now), lambda one: _lapse(one, now=now)),
        "rounds closed": _each(_due_to_close(now=now), lambda one: drawing.close(one, now=now)),
        "rounds drawn": _each(_due_to_draw(now=now), lambda one: drawing.draw(one, now=now)),
        "second choices dropped": _each(_needless(), lambda one: _drop_needless(one, now=now)),
        "offers made": _run_lists(now=now),
        "lists ended": _end_lists(now=now),
    }
    return ", ".join(f"{count} {what}" for what, count in done.items() if count)


def run(now: datetime) -> str:
    """For the written-out list of jobs."""
    return run_due(now=now)


def look_ahead(now: datetime) -> str:
    """Rounds of the coming weeks stand ready, and follow the closed days; lists are looked at in case one was missed."""
    closed = windows.closed_days()
    families = list(db.session.scalars(select(SharePool.family).where(SharePool.mode == "window").distinct()))
    opened = _each(sorted(families), lambda family: bool(_open_ahead(family, closed, now=now)))
    moved = _each(_open_rounds(now=now), lambda one: _keep_time(one, closed, now=now))
    with transaction():
        offers.units_freed(_waited_for(now=now), now=now)
    return ", ".join(f"{count} {what}" for what, count in (("families", opened), ("rounds moved", moved)) if count)


def _each(items: Sequence[Any], deed: Callable[[Any], bool]) -> int:
    """Do each in its own transaction; one that fails is logged and keeps nobody else waiting (PROMISES F7)."""
    done = 0
    for item in items:
        with alone(f"sharing {item}"):
            done += bool(deed(item))
    return done


def _lapse(offer_id: int, *, now: datetime) -> bool:
    return offers.lapse(db.session.get_one(ShareOffer, offer_id), now=now)


def _due_to_close(*, now: datetime) -> list[int]:
    due = ShareRound.state == "open", ShareRound.closes_at <= now
    return list(db.session.scalars(select(ShareRound.id).where(*due).order_by(ShareRound.closes_at, ShareRound.id)))


def _due_to_draw(*, now: datetime) -> list[int]:
    """Closed rounds whose public number is there, or came too late."""
    ready = ShareRound.public_number.is_not(None) | (ShareRound.number_until <= now) | ~ShareRound.wants_number
    chosen = select(ShareRound.id).where(ShareRound.state == "closed", ready)
    return list(db.session.scalars(chosen.order_by(ShareRound.closes_at, ShareRound.id)))


def _needless() -> list[int]:
    """Second choices still in a round to come, although the first choice was given."""
    first = aliased(ShareRequest)
    chosen = select(ShareRequest.id).join(first, first.id == ShareRequest.instead_of_id)
    return list(db.session.scalars(chosen.where(ShareRequest.state == "open", first.granted > 0)))


def _drop_needless(request_id: int, *, now: datetime) -> bool:
    request = db.session.get_one(ShareRequest, request_id)
    settling.lock([request], now=now)
    if request.state != "open":
        return False
    granting.drop(request, now=now)
    settling.announce(request.booking, [request], "withdrawn", by=core.WOK, now=now)
    return True


def _run_lists(*, now: datetime) -> int:
    made = 0

    def run_one(group: list[int]) -> bool:
        nonlocal made
        made += list_runs.run_list(group, now=now)
        return True

    _each(offers.due_pools(now=now), run_one)
    return made


def _end_lists(*, now: datetime) -> int:
    """Who still waits when the time has begun waits no more."""
    over = ShareRequest.waiting_since.is_not(None), ShareRequest.starts_at <= now
    ids = list(db.session.scalars(select(ShareRequest.id).where(*over).order_by(ShareRequest.id).limit(BATCH)))
    return _each(ids, lambda one: _end_waiting(one, now=now))


def _end_waiting(request_id: int, *, now: datetime) -> bool:
    request = db.session.get_one(ShareRequest, request_id)
    settling.lock([request], now=now)
    offers.withdraw_offer(request, now=now)
    request.waiting_since = None
    settling.restate(request.booking, now=now)
    core.note(request.booking, "list_ended", by=core.WOK, now=now, request=request.id)
    follow(request.booking, [request], "left", now=now)
    return True


def _waited_for(*, now: datetime) -> list[int]:
    chosen = (
        select(SharePool.resource_id)
        .join(ShareRequest, ShareRequest.pool_id == SharePool.id)
        .where(ShareRequest.waiting_since.is_not(None), ShareRequest.starts_at > now)
    )
    return list(db.session.scalars(chosen.distinct()))


def _open_ahead(family: str, closed: Sequence[ClosedDays], *, now: datetime) -> int:
    """Make the rounds of the coming weeks, so that the commitment to their secret is known before anybody asks."""
    made, day, wanted = 0, window_rules.monday(weekly.local_day(now)), AHEAD
    while wanted:
        window = window_rules.week_window(family, day, closed, now=now)
        if window.state == "open":
            wanted -= 1
            if windows.round_named(window.key) is None:
                windows.open_round(window, "week", family)
                made += 1
        day += timedelta(weeks=1)
    return made


def _open_rounds(*, now: datetime) -> list[int]:
    chosen = select(ShareRound.id).where(ShareRound.state == "open", ShareRound.closes_at > now)
    return list(db.session.scalars(chosen.order_by(ShareRound.id)))


def _keep_time(round_id: int, closed: Sequence[ClosedDays], *, now: datetime) -> bool:
    """A closed day that was announced later moves a closing still to come, never to a moment that is over."""
    row = db.session.get_one(ShareRound, round_id, with_for_update=True, populate_existing=True)
    due = windows.closing_of(row, closed)
    if row.state != "open" or due == row.closes_at or due <= now:
        return False
    row.closes_at = due
    return True


def want_number(row: ShareRound, until: datetime | None) -> None:
    """Staff will type a public number after the closing; the draw waits for it until then."""
    row.wants_number, row.number_until = until is not None, until
    db.session.flush()


def type_number(row: ShareRound, number: str, by: Person, *, now: datetime) -> bool:
    """The public number, typed by two staff; True once they agree, and the round is drawn with it.

    Raises WishesClosed outside the time for it, NumberTyped, NumbersDiffer.
    """
    db.session.refresh(row, with_for_update=True)
    if row.state != "closed" or not row.wants_number or row.public_number is not None:
        raise WishesClosed
    if row.number_typed is None or row.number_typed_by == by.id:
        if row.number_typed == number:
            raise NumberTyped
        row.number_typed, row.number_typed_by = number, by.id
        db.session.flush()
        return False
    if row.number_typed != number:
        raise NumbersDiffer
    row.public_number = number
    db.session.flush()
    return True


def published(row: ShareRound) -> str | None:
    """The file of a drawn round, byte for byte; None before the draw."""
    return row.document
