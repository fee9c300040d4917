"""Asking for help and answering: the first who says yes has it. All inside `transaction()`."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from wok.bookings import codes
from wok.bookings.models import Booking
from wok.db import db
from wok.kernel.span import Span
from wok.kernel.values import dataclass
from wok.skills import messages, queries, rules
from wok.skills.models import SkillAsk, SkillCall, SkillOffer
from wok.skills.refusals import (
    Answered,
    NobodyFits,
    NoHoursLeft,
    OfferAway,
    OwnOffer,
    SomebodyElse,
    TooManyAsks,
    TooManyToday,
    TooSoon,
)

OPEN = ("asked", "confirmed", "declined")


@dataclass(frozen=True)
class Wish:
    """What help is asked for. `association_id` None: the Wok asks. `offer`: of one helper; None: of whoever can."""

    association_id: int | None
    person_id: int | None
    skill: str
    span: Span
    halves: int
    language: str = ""
    purpose: str = ""
    place: str = ""
    written_in: str = "fr"
    offer: SkillOffer | None = None
    cause: str = ""
    by_staff: bool = False


def for_staff(wish: Wish) -> Wish:
    """The same wish beyond the limits that keep mailboxes quiet."""
    return replace(wish, by_staff=True)


def check(wish: Wish, *, now: datetime) -> list[SkillOffer]:
    """The offers it would go to. Raises the first Refusal that speaks against it."""
    if not now + rules.SHORTEST_NOTICE <= wish.span.start <= now + rules.HORIZON:
        raise TooSoon
    if wish.association_id is not None and not wish.by_staff:
        if queries.open_count(wish.association_id, now=now) >= rules.MOST_OPEN:
            raise TooManyAsks
        if queries.asked_since(wish.association_id, now - timedelta(days=1)) >= rules.MOST_A_DAY:
            raise TooManyToday
    return [_good(wish)] if wish.offer is not None else _all_fitting(wish)


def _good(wish: Wish) -> SkillOffer:
    one = wish.offer
    if one is None or one.state != "shown" or one.association.status != "accepted":
        raise OfferAway
    if one.association_id == wish.association_id:
        raise OwnOffer
    left = queries.halves_left([one], wish.span.start)[one.id]
    if left < wish.halves:
        raise NoHoursLeft(left // 2)
    return one


def _all_fitting(wish: Wish) -> list[SkillOffer]:
    found = queries.matching(wish.skill, wish.language, halves=wish.halves, at=wish.span.start, but=wish.association_id)
    if not found:
        raise NobodyFits
    return [one for one, _left in found[: rules.MOST_CALLED]]


def ask(wish: Wish, *, now: datetime, form_token: str | None = None, booking: Booking | None = None) -> SkillAsk:
    """Ask one helper, or all who can. Raises what `check` raises."""
    called = check(wish, now=now)
    row = SkillAsk(
        association_id=wish.association_id,
        person_id=wish.person_id,
        booking_id=booking.id if booking is not None else None,
        booking=booking,
        booking_at=booking.starts_at if booking is not None else None,
        cause=wish.cause,
        skill=wish.offer.skill if wish.offer is not None else wish.skill,
        language=wish.language,
        purpose=wish.purpose,
        place=wish.place,
        written_in=wish.written_in,
        starts_at=wish.span.start,
        ends_at=wish.span.end,
        halves=wish.halves,
        link_token=codes.new_link_token(),
        form_token=form_token,
        created_at=now,
        changed_at=now,
    )
    db.session.add(row)
    db.session.flush()
    call(row, called, now=now)
    return row


def call(row: SkillAsk, offers: Sequence[SkillOffer], *, now: datetime) -> None:
    """Put the question to these; who was asked before is not asked twice."""
    known = {one.offer_id for one in row.calls}
    new = [
        SkillCall(ask=row, offer=one, token=codes.new_link_token(), asked_at=now)
        for one in offers
        if one.id not in known
    ]
    db.session.add_all(new)
    db.session.flush()
    for one in new:
        messages.tell_helper("asked", one, now=now)


def ask_others(row: SkillAsk, *, now: datetime) -> None:
    """Nobody has said yes: all who can and were not asked are asked as well. Raises NobodyFits, Answered."""
    _lock(row)
    if row.state not in ("asked", "declined") or row.starts_at <= now:
        raise Answered
    known = {one.offer_id for one in row.calls}
    found = queries.matching(row.skill, row.language, halves=row.halves, at=row.starts_at, but=row.association_id)
    new = [one for one, _left in found if one.id not in known][: rules.MOST_CALLED]
    if not new:
        raise NobodyFits
    row.state, row.settled_at, row.changed_at = "asked", None, now
    call(row, new, now=now)


def _lock(row: SkillAsk) -> None:
    queries.lock(row)
    db.session.expire(row, ["calls"])


def say_yes(one: SkillCall, *, now: datetime) -> None:
    """This helper comes. Raises SomebodyElse, Answered. Saying it twice does no harm."""
    row = one.ask
    _lock(row)
    db.session.refresh(one)
    if row.state == "confirmed" and one.state == "yes":
        return
    if row.state == "confirmed":
        raise SomebodyElse
    if row.state not in ("asked", "declined") or row.starts_at <= now or one.state == "gone":
        raise Answered
    one.state, one.words, one.answered_at = "yes", "", now
    row.state, row.helper_id, row.settled_at, row.changed_at = "confirmed", one.offer_id, now, now
    row.helper = one.offer
    db.session.flush()
    _tell_yes(one, now=now)
    for other in row.calls:
        if other.id != one.id and other.state == "asked":
            other.state = "gone"
            messages.tell_helper("gone", other, now=now, why="other")
    db.session.flush()


def _tell_yes(one: SkillCall, *, now: datetime) -> None:
    row, theirs = one.ask, queries.contacts_of(one.offer)
    messages.tell_asker("confirmed", row, now=now, reach_words=messages.reach_words(theirs))
    messages.tell_helper("helping", one, now=now, reach_words=messages.reach_words(messages.askers(row)))
    messages.tell_booker(row, now=now)


def say_no(one: SkillCall, words: str, *, now: datetime) -> None:
    """This helper cannot, or can no longer. Raises Answered. The asker hears it when nobody is left to answer."""
    row = one.ask
    _lock(row)
    db.session.refresh(one)
    if row.state not in OPEN or one.state in ("no", "gone") or row.starts_at <= now:
        raise Answered
    was_coming = one.state == "yes"
    one.state, one.words, one.answered_at = "no", words, now
    if was_coming:
        row.helper_id, row.helper = None, None
        _open_again(row, now=now)
    row.state = rules.after_answers([other.state for other in row.calls])
    row.changed_at = now
    db.session.flush()
    if was_coming or row.state == "declined":
        messages.tell_asker(
            "declined", row, now=now, words=words, was_coming=was_coming, who=one.offer.association.name
        )


def _open_again(row: SkillAsk, *, now: datetime) -> None:
    """Those who were too late are asked after all."""
    row.settled_at = None
    for other in row.calls:
        if other.state == "gone":
            other.state = "asked"
            messages.tell_helper("asked", other, now=now, cause=f"again:{now.isoformat()}")


def withdraw(row: SkillAsk, *, now: datetime, why: str = "withdrawn") -> None:
    """No longer needed. Raises Answered once it is over. Everybody who was asked hears it."""
    _lock(row)
    if row.state not in OPEN or row.starts_at <= now:
        raise Answered
    row.state, row.settled_at, row.changed_at = "withdrawn", now, now
    db.session.flush()
    for one in row.calls:
        if one.state in ("asked", "yes"):
            one.state = "gone"
            messages.tell_helper("gone", one, now=now, why=why)
    db.session.flush()


def move(row: SkillAsk, span: Span, halves: int, *, now: datetime) -> None:
    """Another time: everybody is asked again, those who said no and the helper among them. Raises Answered, TooSoon."""
    _lock(row)
    if row.state not in OPEN or row.starts_at <= now:
        raise Answered
    if not now + rules.SHORTEST_NOTICE <= span.start <= now + rules.HORIZON:
        raise TooSoon
    row.starts_at, row.ends_at, row.halves = span.start, span.end, halves
    row.state, row.helper_id, row.helper, row.settled_at, row.changed_at = "asked", None, None, None, now
    for one in row.calls:
        one.state, one.words, one.answered_at = "asked", "", None
    db.session.flush()
    for one in row.calls:
        messages.tell_helper("moved", one, now=now)


def lapse(row: SkillAsk, *, now: datetime) -> None:
    """Nobody answered in time. Does nothing when somebody has meanwhile."""
    _lock(row)
    if row.state not in ("asked", "declined") or row.starts_at > now:
        return
    row.state, row.settled_at, row.changed_at = "lapsed", now, now
    for one in row.calls:
        one.state = "gone" if one.state == "asked" else one.state
    db.session.flush()
    messages.tell_asker("lapsed", row, now=now)
