"""Eight tents for one December weekend, and who asks for them: the round closes on Thursday 19 November at 18:00."""

from datetime import UTC, date, datetime, timedelta

from sqlalchemy import select

from tests import make
from wok.bookings import services as core
from wok.bookings.models import Resource
from wok.bookings.services import Contact
from wok.db import db, transaction
from wok.kernel import weekly
from wok.kernel.span import Span
from wok.mail.models import Message
from wok.people.models import Association, Person
from wok.sharing import asking, offers, pools, rounds, settling
from wok.sharing.models import SharePool, ShareRequest
from wok.sharing.settling import Change

NOW = make.NOW
SATURDAY = date(2026, 12, 12)
DRAWN = datetime(2026, 11, 19, 17, 5, tzinfo=UTC)


def tents(capacity: int = 8) -> SharePool:
    """The pool of tents, shared by rounds."""
    with transaction():
        resource = Resource(kind="equipment", name="Tent", capacity=capacity)
        db.session.add(resource)
        db.session.flush()
        return pools.open_pool(resource.id, "equipment", mode="window", q_ref=2)


def asks(
    person: Person,
    pool: SharePool,
    quantity: int,
    least: int = 1,
    *,
    now: datetime = NOW,
    partners: tuple[Association, ...] = (),
    **given: object,
) -> ShareRequest:
    """A delegate asks for tents on Saturday and Sunday, for the association and its partners."""
    group = person.memberships[0].association
    first, last = weekly.day_span(SATURDAY), weekly.day_span(SATURDAY + timedelta(days=1))
    span = Span(first.start, last.end)
    contact = Contact(
        person.name, person.language, person.reach, person.email, association_id=group.id, person_id=person.id
    )
    wish = asking.Wish(pool.resource_id, quantity, least, span, SATURDAY, SATURDAY + timedelta(days=1), **given)
    with transaction():
        booking = core.new_booking("loan", contact, span, quantity, now=now)
        return asking.ask(booking, [wish], [group.id, *(one.id for one in partners)], by="booker", now=now)[0]


def draw(now: datetime = DRAWN) -> None:
    """The jobs run."""
    rounds.run_due(now=now)
    db.session.rollback()
    db.session.expire_all()


def told(kind: str, person: Person | None = None) -> list[Message]:
    """The messages of a kind that are owed, to one person or to all."""
    chosen = select(Message).where(Message.kind == f"sharing/{kind}", Message.state == "due").order_by(Message.id)
    found = db.session.scalars(chosen).all()
    return [one for one in found if person is None or one.recipient == person.email]


def gives_back(request: ShareRequest, left: int, *, now: datetime) -> None:
    """All but `left` of a grant comes back, and the list is run."""
    with transaction():
        settling.lock([request], now=now)
        settling.settle(
            request.booking, [Change(request, granted=left, state="partly")], "changed", by="booker", now=now
        )
        offers.units_freed([request.pool.resource_id], now=now)
    draw(now + timedelta(minutes=1))
