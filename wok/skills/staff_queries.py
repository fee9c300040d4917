"""What waits for staff among skills, and the bookings that need an interpreter with those who could come."""

from datetime import datetime

from sqlalchemy import func, select

from wok.bookings import interpreting
from wok.bookings.interpreting import Needed
from wok.bookings.models import Booking, Resource
from wok.db import db
from wok.kernel.values import dataclass
from wok.skills import queries, rules
from wok.skills.models import SkillAsk, SkillOffer
from wok.skills.words import INTERPRETING

SHOWN_OFFERS = 5


@dataclass(frozen=True)
class Interpreter:
    """One booking that needs an interpreter: the latest ask for one, and who could come. `language`: spoken there."""

    booking: Booking
    language: str
    ask: SkillAsk | None
    offers: list[SkillOffer]

    @property
    def is_open(self) -> bool:
        """Nobody is found, and nobody has been asked."""
        return self.ask is None or self.ask.state not in ("asked", "confirmed", "done")


@dataclass(frozen=True)
class Waits:
    """How much waits: offers to look at, asks soon without an answer, bookings without interpreter, hours to settle."""

    offers: int
    asks: int
    interpreters: int
    hours: int


def waits(*, now: datetime) -> Waits:
    """For the staff's day; a fixed number of statements."""
    checking = db.session.scalar(select(func.count()).where(SkillOffer.state == "checking")) or 0
    unanswered = [one for one in queries.open_asks(now=now) if needs_staff(one, now=now)]
    needed = [one for one in interpreters(now=now) if one.is_open]
    return Waits(checking, len(unanswered), len(needed), len(hours(now=now)))


def needs_staff(ask: SkillAsk, *, now: datetime) -> bool:
    """Nobody is left to answer, or nobody has and it is soon."""
    return ask.state == "declined" or (ask.state == "asked" and rules.is_soon(ask.starts_at, now=now))


def hours(*, now: datetime) -> list[SkillAsk]:
    """Hours that staff settle."""
    return queries.to_settle(now=now, silent_since=now - rules.STAFF_AFTER)


def interpreters(*, now: datetime) -> list[Interpreter]:
    """Bookings that need one, soonest first."""
    needed = interpreting.needed(now=now)
    asks = queries.for_booking([one.booking.id for one in needed]) if needed else {}
    offers = [one for one in queries.shown_offers() if one.skill in INTERPRETING] if needed else []
    return [_interpreter(one, asks.get(one.booking.id, []), offers) for one in needed]


def _interpreter(one: Needed, asks: list[SkillAsk], offers: list[SkillOffer]) -> Interpreter:
    latest = [ask for ask in asks if ask.skill in INTERPRETING]
    fitting = [offer for offer in offers if one.language in offer.languages or offer.skill == "sign_language"]
    return Interpreter(one.booking, one.language, next(iter(latest), None), fitting[:SHOWN_OFFERS])


def equipment() -> list[Resource]:
    """Things that are lent, by name."""
    chosen = select(Resource).where(Resource.kind == "equipment", Resource.capacity > 0)
    return list(db.session.scalars(chosen.order_by(Resource.name, Resource.id)))
