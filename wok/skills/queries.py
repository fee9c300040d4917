"""What is known of skills: offers, asks, who can help with what."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import joinedload, selectinload

from wok.bookings.models import Booking
from wok.db import db
from wok.kernel import weekly
from wok.people.models import Association, Membership, Person
from wok.skills import rules
from wok.skills.models import SkillAsk, SkillCall, SkillForThing, SkillOffer

LIVE = ("asked", "confirmed", "declined")
MOST = 300


def shown_offers(skill: str = "", language: str = "") -> list[SkillOffer]:
    """What is offered now, by association; of one skill and one language where they are given."""
    chosen = select(SkillOffer).join(Association).where(SkillOffer.state == "shown", Association.status == "accepted")
    if skill:
        chosen = chosen.where(SkillOffer.skill == skill)
    found = db.session.scalars(
        chosen.options(joinedload(SkillOffer.association)).order_by(Association.name, SkillOffer.id).limit(MOST)
    )
    return [one for one in found if rules.speaks(one.languages, language)]


def offer(offer_id: int) -> SkillOffer | None:
    """One offer with its association."""
    chosen = select(SkillOffer).options(joinedload(SkillOffer.association)).where(SkillOffer.id == offer_id)
    return db.session.scalar(chosen)


def offer_of_form(token: str) -> SkillOffer | None:
    """The offer this very form made already."""
    return db.session.scalar(select(SkillOffer).where(SkillOffer.form_token == token))


def ask_of_form(token: str) -> SkillAsk | None:
    """The ask this very form made already."""
    return db.session.scalar(select(SkillAsk).where(SkillAsk.form_token == token))


def offers_of(association_ids: Iterable[int]) -> list[SkillOffer]:
    """All offers of these associations, ended ones last."""
    chosen = (
        select(SkillOffer)
        .options(joinedload(SkillOffer.association))
        .where(SkillOffer.association_id.in_(list(association_ids)))
    )
    return list(db.session.scalars(chosen.order_by(SkillOffer.state == "ended", SkillOffer.id).limit(MOST)))


def offers_in(*states: str) -> list[SkillOffer]:
    """Offers in these states, oldest first."""
    chosen = select(SkillOffer).options(joinedload(SkillOffer.association)).where(SkillOffer.state.in_(states))
    return list(db.session.scalars(chosen.order_by(SkillOffer.changed_at, SkillOffer.id).limit(MOST)))


def ask_by_token(token: str) -> SkillAsk | None:
    """The ask of a mailed link."""
    return _one(SkillAsk.link_token == token)


def ask_by_id(ask_id: int) -> SkillAsk | None:
    """One ask with its people."""
    return _one(SkillAsk.id == ask_id)


def call_by_token(token: str) -> SkillCall | None:
    """The question of a helper's mailed link."""
    chosen = select(SkillCall).options(
        joinedload(SkillCall.offer).joinedload(SkillOffer.association), joinedload(SkillCall.ask)
    )
    return db.session.scalar(chosen.where(SkillCall.token == token))


def _one(condition: ColumnElement[bool]) -> SkillAsk | None:
    return next(iter(_asks(condition)), None)


def _asks(*conditions: ColumnElement[bool]) -> list[SkillAsk]:
    chosen = select(SkillAsk).options(
        joinedload(SkillAsk.association),
        joinedload(SkillAsk.booking),
        joinedload(SkillAsk.helper).joinedload(SkillOffer.association),
        selectinload(SkillAsk.calls).joinedload(SkillCall.offer).joinedload(SkillOffer.association),
    )
    return list(
        db.session.scalars(chosen.where(*conditions).order_by(SkillAsk.starts_at, SkillAsk.id).limit(MOST)).unique()
    )


def asks_of(association_ids: Iterable[int], *, now: datetime) -> list[SkillAsk]:
    """What these associations asked for and is not over, or waits for hours."""
    running = or_(SkillAsk.state.in_(LIVE) & (SkillAsk.ends_at > now), _wants_hours(now=now))
    return _asks(SkillAsk.association_id.in_(list(association_ids)), running)


def help_of(association_ids: Iterable[int], *, now: datetime) -> list[SkillCall]:
    """What these associations are asked to do, do soon, or should say the hours of; soonest first."""
    ours = list(association_ids)
    open_calls = (SkillCall.state == "asked") & (SkillAsk.state == "asked") & (SkillAsk.starts_at > now)
    given = (SkillCall.state == "yes") & (SkillAsk.state == "confirmed")
    chosen = (
        select(SkillCall)
        .join(SkillAsk, SkillAsk.id == SkillCall.ask_id)
        .join(SkillOffer, SkillOffer.id == SkillCall.offer_id)
        .where(SkillOffer.association_id.in_(ours), or_(open_calls, given))
        .options(joinedload(SkillCall.ask).joinedload(SkillAsk.association), joinedload(SkillCall.offer))
        .order_by(SkillAsk.starts_at, SkillCall.id)
        .limit(MOST)
    )
    return list(db.session.scalars(chosen))


def _wants_hours(*, now: datetime) -> ColumnElement[bool]:
    return (SkillAsk.state == "confirmed") & (SkillAsk.ends_at <= now)


def open_asks(*, now: datetime) -> list[SkillAsk]:
    """Asks of all that are still to come."""
    return _asks(SkillAsk.state.in_(LIVE), SkillAsk.ends_at > now)


def to_settle(*, now: datetime, silent_since: datetime) -> list[SkillAsk]:
    """Helped, but the two sides say different hours, or one has been silent for too long."""
    differ = SkillAsk.asker_halves.is_not(None) & SkillAsk.helper_halves.is_not(None)
    wok_asked = SkillAsk.association_id.is_(None) & SkillAsk.helper_halves.is_not(None)
    return _asks(_wants_hours(now=now), or_(differ, wok_asked, SkillAsk.ends_at <= silent_since))


def for_booking(booking_ids: Iterable[int]) -> dict[int, list[SkillAsk]]:
    """By booking, the asks that belong to it, the latest first."""
    found: dict[int, list[SkillAsk]] = defaultdict(list)
    for one in _asks(SkillAsk.booking_id.in_(list(booking_ids))):
        if one.booking_id is not None:
            found[one.booking_id].insert(0, one)
    return found


def for_cause(cause: str) -> list[SkillAsk]:
    """The asks of one project or event ("project-12"), soonest first."""
    return _asks(SkillAsk.cause == cause)


def matching(
    skill: str, language: str, *, halves: int, at: datetime, but: int | None = None
) -> list[tuple[SkillOffer, int]]:
    """Offers of this skill and language with enough hours left in the month of `at`, and those halves; most left first."""
    found = [one for one in shown_offers(skill, language) if one.association_id != but]
    left = halves_left(found, at)
    fitting = [(one, left[one.id]) for one in found if left[one.id] >= halves]
    return sorted(fitting, key=lambda row: (-row[1], row[0].id))


def halves_left(offers: Sequence[SkillOffer], at: datetime) -> dict[int, int]:
    """By offer, the halves of an hour still to be had in the month of `at`."""
    first = weekly.local_day(at).replace(day=1)
    start = weekly.day_span(first).start
    end = weekly.day_span((first + 31 * weekly.DAY).replace(day=1)).start
    chosen = (
        select(SkillAsk.helper_id, func.sum(SkillAsk.halves))
        .where(SkillAsk.helper_id.in_([one.id for one in offers]), SkillAsk.state.in_(("confirmed", "done")))
        .where(SkillAsk.starts_at >= start, SkillAsk.starts_at < end)
        .group_by(SkillAsk.helper_id)
    )
    taken = {helper: int(halves) for helper, halves in db.session.execute(chosen)}
    return {one.id: max(0, 2 * one.hours_a_month - taken.get(one.id, 0)) for one in offers}


def delegates(association_id: int) -> list[Person]:
    """Who may say yes for an association."""
    chosen = select(Person).join(Membership, Membership.person_id == Person.id)
    counts = Membership.confirmed_at.is_not(None), Membership.ended_at.is_(None), Membership.role == "delegate"
    return list(
        db.session.scalars(
            chosen.where(Membership.association_id == association_id, *counts, Person.left_at.is_(None)).order_by(
                Person.id
            )
        )
    )


def contacts_of(offer: SkillOffer) -> list[Person]:
    """The person named on the offer while they act for it, else every delegate."""
    known = delegates(offer.association_id)
    return [one for one in known if one.id == offer.person_id] or known


def things() -> dict[int, list[str]]:
    """By resource, the skills that can set it up."""
    found: dict[int, list[str]] = defaultdict(list)
    for row in db.session.scalars(select(SkillForThing).order_by(SkillForThing.skill)):
        found[row.resource_id].append(row.skill)
    return found


def asked_since(association_id: int, since: datetime) -> int:
    """How often an association has asked since a moment."""
    of_theirs = SkillAsk.association_id == association_id, SkillAsk.created_at > since
    return db.session.scalar(select(func.count()).where(*of_theirs)) or 0


def open_count(association_id: int, *, now: datetime) -> int:
    """Their asks that still wait for an answer."""
    waiting = SkillAsk.state == "asked", SkillAsk.starts_at > now
    return db.session.scalar(select(func.count()).where(SkillAsk.association_id == association_id, *waiting)) or 0


def booking(booking_id: int) -> Booking | None:
    """A booking by its number."""
    return db.session.get(Booking, booking_id)


def lock(row: SkillAsk | SkillOffer) -> None:
    """Hold this row until the transaction ends, and read it afresh; apart, as PostgreSQL locks no outer joins."""
    kind = type(row)
    db.session.flush()
    db.session.execute(select(kind.id).where(kind.id == row.id).with_for_update())
    db.session.refresh(row)
