"""What sharing tells people: a wish received, the answer with its reasons, offers, and who is asked to share.

All words are fixed in the receiver's language at the moment a message is owed. Each function only owes a row;
it is called inside the transaction that changes what it tells.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select

from wok.bookings import told
from wok.bookings.models import Booking
from wok.db import db
from wok.mail import outbox
from wok.people.models import Association
from wok.people.services import recipient_of
from wok.sharing import answers, names
from wok.sharing.facts import decided_of, requests_of
from wok.sharing.ledger_models import ShareReview
from wok.sharing.models import RequestPartner, ShareOffer, ShareRequest
from wok.sharing.together_models import ShareTogether
from wok.web.addresses import whole
from wok.web.house import house
from wok.web.language import in_language


def answer_link(booking: Booking) -> str:
    """The page with the whole answer, as mailed."""
    return whole(f"/{booking.language}/answer/{booking.link_token}")


def received(booking: Booking, requests: Iterable[ShareRequest], *, now: datetime) -> None:
    """The wish is noted; the answer comes after the cut-off. Says nothing where no wish is open."""
    wishes = [one for one in requests if one.state == "open" and one.round is not None]
    closing = [one.round.closes_at for one in wishes if one.round is not None]
    if closing:
        cause = f"wish:{booking.id}:{booking.version}:{now.isoformat()}"
        _tell("received", booking, wishes, now=now, cause=cause, closes_at=min(closing).isoformat())


def answer(booking: Booking, requests: Iterable[ShareRequest], *, now: datetime) -> None:
    """What each thing asked for gets, and why; one message for all that was decided together."""
    told_of = [one for one in requests if one.state not in ("open", "withdrawn")]
    if not told_of:
        return
    known = [answer_facts(one, booking.language, now=now) for one in told_of]
    cause = f"answer:{'-'.join(str(one.id) for one in told_of)}:{now.isoformat()}"
    _tell("answer", booking, told_of, now=now, cause=cause, things=known, **_invitation(booking))
    _tell_partners(booking, told_of, cause, now=now)


def _invitation(booking: Booking) -> dict[str, Any]:
    """The date for a calendar: of a lunch the answer is all that is sent; loans and rooms send their own."""
    if booking.kind != "lunch" or booking.status != "confirmed":
        return {}
    return {"entry": told.entry_facts(booking, "lunch", told.place_words())}


def _tell_partners(booking: Booking, requests: Sequence[ShareRequest], cause: str, *, now: datetime) -> None:
    """Those who ask together read the answer as well; the points line by line are the asker's own."""
    joint = [one for request in requests for one in request.partners if one.position and one.confirmed_at]
    for partner in {one.association_id: one for one in joint if one.link_token}.values():
        theirs = [one for one in requests if _names(one, partner.association_id)]
        for person in delegates(partner.association):
            things = [answer_facts(one, person.language, now=now) for one in theirs]
            known = {
                "things": [{**one, "lines": [], "compared": [], "waiting": []} for one in things],
                "title": _titles(things),
                "answer": partner_link(partner, person.language),
                "phone": house("phone"),
            }
            to = recipient_of(person)
            outbox.owe("sharing/answer", cause=f"{cause}:{partner.id}", to=to, facts=known, now=now)


def displaced(booking: Booking, request: ShareRequest, *, now: datetime) -> None:
    """Staff took units away or gave some: what is left, and why."""
    answer(booking, [request], now=now)


def answer_facts(request: ShareRequest, language: str, *, now: datetime) -> dict[str, Any]:
    """One answer in words, for a mail in `language`."""
    with in_language(language):
        said = answers.answer(decided_of(request, now=now))
        return {
            **thing(request, language),
            "outcome": said.outcome,
            "why": said.why,
            "lines": [{"words": one.words, "points": one.points} for one in said.lines],
            "compared": said.compared,
            "waiting": said.waiting,
        }


def offer(made: ShareOffer, *, now: datetime) -> None:
    """Something is kept for them until a moment."""
    _of_offer("offer", made, now=now)


def lapsed(made: ShareOffer, *, now: datetime) -> None:
    """Nobody answered in time; it went on."""
    _of_offer("lapsed", made, now=now)


def passed(made: ShareOffer, *, now: datetime) -> None:
    """They let it go to the next."""
    _of_offer("passed", made, now=now)


def _of_offer(kind: str, made: ShareOffer, *, now: datetime) -> None:
    request = made.request
    _tell(
        kind,
        request.booking,
        [request],
        now=now,
        cause=f"offer:{made.id}",
        useful_until=made.until if kind == "offer" else None,
        quantity=made.quantity,
        offer_until=made.until.isoformat(),
    )


def partner_asked(booking: Booking, partner: RequestPartner, *, now: datetime) -> None:
    """Each delegate of a group named in a joint request is asked to say yes or no, once for all that is asked for."""
    theirs = [one for one in requests_of(booking) if _names(one, partner.association_id)]
    until = {one.id: at for one in theirs if (at := one.answers_until)}
    wishes = [one for one in theirs if one.id in until]
    if not wishes or wishes[0].id != partner.request_id:
        return
    asking = booking.association.name if booking.association else booking.contact_name
    before = _asked_before(booking, partner)
    for person in delegates(partner.association):
        for one in before:
            outbox.void(now=now, cause=f"partner:{one}:{person.id}")
        with in_language(person.language):
            things = [thing(one, person.language) for one in wishes]
        known = {
            "things": things,
            "title": _titles(things),
            "group": asking,
            "partner": partner.name,
            "closes_at": min(until.values()).isoformat(),
            "say": partner_link(partner, person.language),
            "phone": house("phone"),
        }
        to, cause = recipient_of(person), f"partner:{partner.id}:{person.id}"
        outbox.owe("sharing/partner", cause=cause, to=to, facts=known, now=now)


def _asked_before(booking: Booking, partner: RequestPartner) -> Sequence[int]:
    """Partners of what was withdrawn, to be asked anew for other days: a question not yet sent is not sent any more."""
    chosen = select(RequestPartner.id).join(ShareRequest).where(ShareRequest.booking_id == booking.id)
    same = (ShareRequest.state == "withdrawn", RequestPartner.association_id == partner.association_id)
    return db.session.scalars(chosen.where(*same).order_by(RequestPartner.id)).all()


def partner_link(partner: RequestPartner, language: str) -> str:
    """The page on which a partner says yes or no, and later reads the answer."""
    return whole(f"/{language}/together/{partner.link_token}")


def _names(request: ShareRequest, association_id: int | None) -> bool:
    return any(one.association_id == association_id for one in request.partners)


def _titles(things: Sequence[dict[str, Any]]) -> str:
    return ", ".join(one["name"] for one in things)


def would_share(asked: ShareTogether, request: ShareRequest, *, now: datetime) -> None:
    """The owner of one of two rival requests is asked whether they would share."""
    _tell(
        "together",
        request.booking,
        [request],
        now=now,
        cause=f"together:{asked.id}:{request.id}",
        useful_until=asked.until,
        closes_at=asked.until.isoformat(),
        say=answer_link(request.booking),
    )


def joined(asked: ShareTogether, request: ShareRequest, other: Booking, *, is_theirs: bool, now: datetime) -> None:
    """Both said yes: one request now, and how to reach each other. `is_theirs`: it stands under the other's booking."""
    reach = other.contact_email if other.reach == "email" else other.contact_phone if other.reach == "phone" else ""
    _tell(
        "joined",
        request.booking,
        [request],
        now=now,
        cause=f"joined:{asked.id}:{request.id}",
        group=other.association.name if other.association else other.contact_name,
        is_theirs=is_theirs,
        reach_words=f"{other.contact_name}, {reach}" if reach else "",
    )


def reviewed(review: ShareReview, *, now: datetime) -> None:
    """What a person found who looked at an answer again."""
    request = review.request
    _tell("reviewed", request.booking, [request], now=now, cause=f"review:{review.id}", found=review.answer)


def thing(request: ShareRequest, language: str) -> dict[str, Any]:
    """What was asked for and when, in the current language."""
    name = names.names_of([request.pool], language)[request.pool_id]
    count = f"{request.quantity} × " if request.pool.family != "room" and request.quantity > 1 else ""
    return {"name": f"{count}{name}", "period": names.days_of(request)}


def delegates(association: Association | None) -> list[Any]:
    """Who may say yes for an association."""
    if association is None:
        return []
    db.session.refresh(association, ["memberships"])
    counts = [one for one in association.memberships if one.confirmed_at and not one.ended_at]
    return [one.person for one in counts if one.role == "delegate" and one.person.left_at is None]


def _tell(
    kind: str,
    booking: Booking,
    requests: Sequence[ShareRequest],
    *,
    now: datetime,
    cause: str,
    useful_until: datetime | None = None,
    **more: Any,
) -> None:
    with in_language(booking.language):
        things = more.pop("things", None) or [thing(one, booking.language) for one in requests]
    known = {
        **told.facts(booking),
        "things": things,
        "title": _titles(things),
        "is_room": requests[0].pool.family == "room",
        "answer": answer_link(booking),
        **more,
    }
    told.owe(f"sharing/{kind}", booking, known, now=now, after=timedelta(0), useful_until=useful_until, cause=cause)
