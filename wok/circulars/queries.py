"""What is read of messages to many: the history, and for one of them who got it and how it stands."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta

from flask import abort
from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from wok.bookings.models import Occurrence, Series
from wok.circulars.models import Circular, CircularRecipient
from wok.db import Texts, db
from wok.events.models import Event
from wok.kernel.values import dataclass
from wok.mail.models import Message

LARGEST = 2**31 - 1
MOST = 100
DATES = 60
BACK, AHEAD = timedelta(days=14), timedelta(days=60)


def circular_or_404(circular_id: int) -> Circular:
    """The message, for staff."""
    chosen = select(Circular).options(joinedload(Circular.written_by)).where(Circular.id == circular_id)
    found = db.session.scalar(chosen) if 0 < circular_id <= LARGEST else None
    return found or abort(404)


def history() -> Sequence[Circular]:
    """Drafts first, then what was sent, latest first; a hundred of them."""
    chosen = select(Circular).options(joinedload(Circular.written_by)).where(Circular.state != "discarded")
    order = (Circular.sent_at.is_not(None), Circular.sent_at.desc(), Circular.changed_at.desc(), Circular.id.desc())
    return db.session.scalars(chosen.order_by(*order).limit(MOST)).all()


def counts(circulars: Sequence[Circular]) -> dict[int, int]:
    """To how many people each went."""
    ids = [one.id for one in circulars]
    rows = db.session.execute(
        select(CircularRecipient.circular_id.label("id"), func.count(CircularRecipient.id).label("many"))
        .where(CircularRecipient.circular_id.in_(ids))
        .group_by(CircularRecipient.circular_id)
    )
    return {row.id: row.many for row in rows}


@dataclass(frozen=True)
class Sent:
    """How a message stands: each row of the outbox, and how many of each state."""

    messages: Sequence[Message]
    states: Counter[str]
    forgotten: int  # people whose rows of the outbox are gone by now


def sent(circular: Circular) -> Sent:
    """What became of it, by name. Failed ones and calls first."""
    rows = db.session.scalars(select(Message).where(Message.cause == circular.cause)).all() if circular.cause else []
    rank = {"failed": 0, "due": 1, "sending": 2}
    shown = sorted(rows, key=lambda one: (rank.get(one.state, 3), one.channel == "email", one.name, one.id))
    told = counts([circular]).get(circular.id, 0)
    states = Counter("call" if one.state == "due" and one.channel != "email" else one.state for one in rows)
    return Sent(shown, states, max(0, told - len(rows)))


@dataclass(frozen=True)
class Date:
    """One lunch or one date of an event that people signed up for."""

    id: int
    title: Texts | None  # of an event; a lunch has none
    starts_at: datetime


def dates(*, now: datetime) -> list[Date]:
    """Lunches and dates of events, from two weeks ago to two months ahead."""
    rows = db.session.execute(
        select(Occurrence.id, Occurrence.starts_at, Series.kind, Event.title)
        .join(Series, Series.id == Occurrence.series_id)
        .outerjoin(Event, Event.series_id == Series.id)
        .where(Occurrence.starts_at > now - BACK, Occurrence.starts_at < now + AHEAD)
        .where((Series.kind == "lunch") | Event.id.is_not(None))
        .order_by(Occurrence.starts_at, Occurrence.id)
        .limit(DATES)
    )
    return [Date(row.id, row.title, row.starts_at) for row in rows]
