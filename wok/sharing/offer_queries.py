"""What waits for an association's answer, and where it waits itself, in a fixed number of questions."""

from dataclasses import field, replace
from datetime import datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import joinedload, selectinload

from wok.bookings import door
from wok.bookings.models import Booking, WaitlistEntry
from wok.db import db
from wok.kernel.values import dataclass
from wok.people.models import Membership, Person
from wok.sharing.models import RequestPartner, ShareOffer, ShareRequest
from wok.sharing.together_models import ShareTogether

MOST = 30
TOKEN_LENGTH = 22


@dataclass(frozen=True)
class Ours:
    """What page A4 shows one person. Lunch places come from the booking core's own waiting list."""

    offers: list[ShareOffer] = field(default_factory=list)
    questions: list[tuple[ShareTogether, ShareRequest]] = field(default_factory=list)
    invited: list[RequestPartner] = field(default_factory=list)
    waiting: list[ShareRequest] = field(default_factory=list)
    lunches: list[WaitlistEntry] = field(default_factory=list)

    @property
    def requests(self) -> list[ShareRequest]:
        """Every request that is named on the page."""
        asked = [one for _question, one in self.questions]
        return [*(one.request for one in self.offers), *asked, *(one.request for one in self.invited), *self.waiting]

    @property
    def waits_for_us(self) -> int:
        """How many answers we owe."""
        held = [one for one in self.lunches if one.state == "offered"]
        return len(self.offers) + len(self.questions) + len(self.invited) + len(held)


def ours(person: Person, memberships: list[Membership], *, now: datetime) -> Ours:
    """All of it, soonest first."""
    asked = waits_for_us(person, memberships, now=now)
    offered = {one.request_id for one in asked.offers}
    return replace(
        asked,
        waiting=[one for one in _waiting(person, memberships, now=now) if one.id not in offered],
        lunches=_lunches(person, memberships, now=now),
    )


def waits_for_us(person: Person, memberships: list[Membership], *, now: datetime) -> Ours:
    """Only what we must answer, without lunches (My Wok has these itself)."""
    return Ours(
        offers=open_offers(person, memberships, now=now),
        questions=_questions(person, memberships, now=now),
        invited=_invited(memberships, now=now),
    )


def open_offers(person: Person, memberships: list[Membership], *, now: datetime) -> list[ShareOffer]:
    """Offers that can still be taken, the first to lapse first."""
    chosen = (
        select(ShareOffer)
        .join(ShareRequest, ShareRequest.id == ShareOffer.request_id)
        .join(Booking, Booking.id == ShareRequest.booking_id)
        .options(
            joinedload(ShareOffer.request).options(joinedload(ShareRequest.booking), joinedload(ShareRequest.pool))
        )
        .where(door.theirs(person, memberships), ShareOffer.state == "open", ShareOffer.until > now)
    )
    return list(db.session.scalars(chosen.order_by(ShareOffer.until, ShareOffer.id).limit(MOST)))


def _waiting(person: Person, memberships: list[Membership], *, now: datetime) -> list[ShareRequest]:
    chosen = (
        select(ShareRequest)
        .join(Booking, Booking.id == ShareRequest.booking_id)
        .options(joinedload(ShareRequest.booking), joinedload(ShareRequest.pool))
        .where(door.theirs(person, memberships), ShareRequest.waiting_since.is_not(None))
        .where(ShareRequest.starts_at > now)
    )
    return list(db.session.scalars(chosen.order_by(ShareRequest.starts_at, ShareRequest.id).limit(MOST)))


def _questions(
    person: Person, memberships: list[Membership], *, now: datetime
) -> list[tuple[ShareTogether, ShareRequest]]:
    mine = (
        select(ShareRequest.id)
        .join(Booking, Booking.id == ShareRequest.booking_id)
        .where(door.theirs(person, memberships), ShareRequest.state == "open")
    )
    read = (
        joinedload(side).options(joinedload(ShareRequest.booking), joinedload(ShareRequest.pool))
        for side in (ShareTogether.request, ShareTogether.other)
    )
    chosen = (
        select(ShareTogether)
        .options(*read)
        .where(ShareTogether.state == "asked", ShareTogether.until > now)
        .where(
            or_(
                ShareTogether.request_id.in_(mine) & ShareTogether.request_yes_at.is_(None),
                ShareTogether.other_id.in_(mine) & ShareTogether.other_yes_at.is_(None),
            )
        )
    )
    found = db.session.scalars(chosen.order_by(ShareTogether.until, ShareTogether.id).limit(MOST)).all()
    own = set(db.session.scalars(mine)) if found else set()
    return [
        (one, side)
        for one in found
        for side, said in ((one.request, one.request_yes_at), (one.other, one.other_yes_at))
        if side.id in own and said is None
    ]


def _invited(memberships: list[Membership], *, now: datetime) -> list[RequestPartner]:
    delegated = [one.association_id for one in memberships if one.role == "delegate"]
    if not delegated:
        return []
    request = joinedload(RequestPartner.request).options(
        joinedload(ShareRequest.booking).joinedload(Booking.association),
        joinedload(ShareRequest.pool),
        joinedload(ShareRequest.round),
    )
    chosen = (
        select(RequestPartner)
        .join(ShareRequest, ShareRequest.id == RequestPartner.request_id)
        .options(request)
        .where(RequestPartner.association_id.in_(delegated), RequestPartner.position > 0)
        .where(RequestPartner.confirmed_at.is_(None), RequestPartner.declined_at.is_(None))
        .where(ShareRequest.state.in_(("open", "granted", "partly")), ShareRequest.starts_at > now)
    )
    found = [
        one
        for one in db.session.scalars(chosen.order_by(RequestPartner.id).limit(MOST))
        if is_partner_open(one, now=now)
    ]
    first = {(one.request.booking_id, one.association_id): one for one in reversed(found)}
    return [one for one in found if one in first.values()]


def _lunches(person: Person, memberships: list[Membership], *, now: datetime) -> list[WaitlistEntry]:
    chosen = (
        select(WaitlistEntry)
        .join(Booking, Booking.id == WaitlistEntry.booking_id)
        .options(joinedload(WaitlistEntry.booking))
        .where(door.theirs(person, memberships), WaitlistEntry.state.in_(("waiting", "offered")))
        .where(Booking.starts_at > now, Booking.status.in_(("waiting", "held")))
    )
    return list(db.session.scalars(chosen.order_by(Booking.starts_at, WaitlistEntry.id).limit(MOST)))


def partner_by(token: str) -> RequestPartner | None:
    """The partner behind a mailed link; none once the request was withdrawn."""
    if len(token) != TOKEN_LENGTH or not token.isascii() or not token.isprintable():
        return None
    read = (
        selectinload(RequestPartner.request).joinedload(ShareRequest.booking),
        joinedload(RequestPartner.association),
    )
    return db.session.scalar(select(RequestPartner).options(*read).where(RequestPartner.link_token == token))


def is_partner_open(partner: RequestPartner, *, now: datetime) -> bool:
    """Whether a partner may still say yes or no, or change its mind."""
    until = partner.request.answers_until
    return partner.position > 0 and until is not None and now < until


def siblings(partner: RequestPartner) -> list[RequestPartner]:
    """The same group in everything asked for with the same booking: one yes counts for all of it."""
    chosen = (
        select(RequestPartner)
        .join(ShareRequest, ShareRequest.id == RequestPartner.request_id)
        .options(joinedload(RequestPartner.request).joinedload(ShareRequest.pool))
        .where(
            ShareRequest.booking_id == partner.request.booking_id,
            ShareRequest.state != "withdrawn",
            RequestPartner.association_id == partner.association_id,
        )
    )
    return list(db.session.scalars(chosen.order_by(RequestPartner.request_id)))
