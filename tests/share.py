"""What sharing's tests begin with: a pool, wishes, who asks, and the jobs that draw the rounds. Each really commits."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import select

from tests import make
from tests.make import NOW
from wok import verify
from wok.bookings import services as core
from wok.bookings.models import Booking, Resource, ResourcePart
from wok.db import db, transaction
from wok.kernel import weekly
from wok.kernel.span import Span
from wok.people.models import Association
from wok.sharing import asking, circles, pools, rounds
from wok.sharing.asking import Wish
from wok.sharing.ledger_models import ShareCharge
from wok.sharing.models import SharePool, ShareRequest, ShareRound

SATURDAY = date(2026, 12, 19)  # week 51: its window closes on Thursday 26 November at 18:00
CLOSES = datetime(2026, 11, 26, 17, tzinfo=UTC)
DRAWN = CLOSES + timedelta(minutes=1)


def pool(
    capacity: int = 8, family: str = "equipment", mode: str = "window", name: str = "Tent", **given: Any
) -> SharePool:
    """Eight tents, decided by rounds; a typical loan is two of them for two days."""
    with transaction():
        resource = Resource(kind={"room": "space"}.get(family, family), name=name, capacity=capacity)
        db.session.add(resource)
        db.session.flush()
        return pools.open_pool(resource.id, family, mode=mode, **given)


def rooms() -> tuple[SharePool, SharePool, SharePool]:
    """The large room and its two halves, decided by rounds."""
    half_a, half_b = (pool(1, "room", name=name) for name in ("Half A", "Half B"))
    with transaction():
        whole = Resource(kind="space", name="Large room", capacity=1)
        db.session.add(whole)
        db.session.flush()
        parts = [half_a.resource_id, half_b.resource_id]
        db.session.add_all(ResourcePart(whole_id=whole.id, part_id=part) for part in parts)
        return pools.open_pool(whole.id, "room", mode="window"), half_a, half_b


def days_span(first: date, days: int = 2) -> Span:
    """Whole local days."""
    return Span(weekly.day_span(first).start, weekly.day_span(first + timedelta(days=days - 1)).end)


def wish(
    pool: SharePool, quantity: int = 2, least: int = 1, first_on: date = SATURDAY, days: int = 2, **given: Any
) -> Wish:
    """Two units for a weekend."""
    span = given.pop("span", None) or days_span(first_on, days)
    return Wish(pool.resource_id, quantity, least, span, first_on, first_on + timedelta(days=days - 1), **given)


def asked(
    association: Association,
    *wishes: Wish,
    kind: str = "loan",
    now: datetime = NOW,
    partners: Sequence[Association] = (),
) -> list[ShareRequest]:
    """An association asks for all this with one booking; its requests, in order."""
    with transaction():
        contact = make.contact(association_id=association.id)
        pieces = sum(one.quantity for one in wishes)
        booking = core.new_booking(kind, contact, wishes[0].span, pieces, now=now)
        ours = [association.id, *(one.id for one in partners)]
        return asking.ask(booking, wishes, ours, by="booker", now=now)


def draw(now: datetime = DRAWN) -> str:
    """The jobs run; what the test had read is read afresh. Every file of a round must hold."""
    done = rounds.run_due(now=now)
    db.session.rollback()
    db.session.expire_all()
    for text in db.session.scalars(select(ShareRound.document).where(ShareRound.document.is_not(None))):
        assert not list(verify.differences(verify.opened(text.encode()), text.encode()))
    return done


def round_over(pool: SharePool, first_on: date = SATURDAY) -> ShareRound:
    """The round of that day's week, drawn."""
    week = first_on.isocalendar()
    row = db.session.scalars(
        select(ShareRound).where(ShareRound.key == f"{pool.family} {week.year}-W{week.week:02}")
    ).one()
    draw(row.closes_at + timedelta(minutes=1))
    return row


def had(
    association: Association, points: int, days_ago: int = 0, *, family: str = "equipment", now: datetime = NOW
) -> None:
    """The association was charged so many points so long ago."""
    with transaction():
        circle = circles.circle_of(association.id, now=now)
        on = weekly.local_day(now) - timedelta(days=days_ago)
        facts: dict[str, Any] = {"circle_id": circle.id, "family": family, "on": on, "points": points}
        db.session.add(ShareCharge(**facts, why="grant", quantity=1, made_at=now - timedelta(days=days_ago)))


def charged(association: Association, *, family: str = "equipment") -> list[tuple[int, int]]:
    """The points of every grant of an association and how much of it is kept, in order."""
    with transaction():
        circle = circles.circle_of(association.id, now=NOW)
        chosen = select(ShareCharge).where(ShareCharge.circle_id == circle.id, ShareCharge.family == family)
        rows = db.session.scalars(chosen.where(ShareCharge.why == "grant").order_by(ShareCharge.id)).all()
    return [(row.points, row.kept_percent) for row in rows]


def booking_of(request: ShareRequest) -> Booking:
    """The booking as it stands now."""
    db.session.rollback()
    db.session.expire_all()
    return db.session.get_one(Booking, request.booking_id)
