"""What the answers of one booking look like: each thing, what it gets and why, and what can be done about it."""

from collections.abc import Sequence
from datetime import datetime

from wok.bookings import door
from wok.bookings.models import Booking
from wok.kernel.values import dataclass
from wok.sharing import advice, answers, names, review, together, waiting
from wok.sharing.answers import Answer
from wok.sharing.facts import decided_of, requests_of
from wok.sharing.ledger_models import ShareReview
from wok.sharing.models import ShareOffer, ShareRequest
from wok.sharing.together_models import ShareTogether


@dataclass(frozen=True)
class Shown:
    """One thing asked for, as its page shows it."""

    request: ShareRequest
    name: str
    days: str
    answer: Answer | None  # None while it is open
    offer: ShareOffer | None
    is_on_list: bool
    reviews: list[ShareReview]
    may_review: bool
    question: ShareTogether | None  # would you share?, not answered yet
    partners: list[str]
    sees_private: bool  # names and people's own words; a forwarded link alone does not show them

    @property
    def tone(self) -> str:
        """How the outcome is coloured; its words say it all."""
        if self.answer is None or self.offer is not None:
            return "info"
        if self.request.granted >= self.request.quantity:
            return "done"
        return "warning" if self.request.granted else "past"


def of(booking: Booking, language: str, *, now: datetime, with_advice: bool = True) -> list[Shown]:
    """The answers to all that was asked with a booking, in the order asked."""
    found = requests_of(booking)
    ids = [one.id for one in found]
    called = names.names_of([one.pool for one in found], language)
    reviews = review.reviews_of(ids) if found else []
    sees_private = door.sight_of(booking, "").sees_private
    questions = together.questions_of(ids) if any(one.state == "open" for one in found) else []
    return [
        _shown(
            one, called[one.pool_id], reviews, questions, sees_private=sees_private, now=now, with_advice=with_advice
        )
        for one in found
    ]


def _shown(
    request: ShareRequest,
    name: str,
    reviews: list[ShareReview],
    questions: Sequence[ShareTogether],
    *,
    sees_private: bool,
    now: datetime,
    with_advice: bool,
) -> Shown:
    own = [one for one in reviews if one.request_id == request.id]
    offer = open_offer(request, now=now)
    is_on_list = request.waiting_since is not None and request.starts_at > now and offer is None
    return Shown(
        request=request,
        name=name,
        days=names.days_of(request),
        answer=_answer(request, is_on_list, now=now, with_advice=with_advice),
        offer=offer,
        is_on_list=is_on_list,
        reviews=own,
        may_review=review.may_ask(request, own, now=now),
        question=next(
            (one for one in questions if _is_for(one, request) and together.is_asked(one, request.id, now=now)), None
        ),
        partners=[one.name for one in request.partners if one.position and one.confirmed_at and sees_private],
        sees_private=sees_private,
    )


def _is_for(asked: ShareTogether, request: ShareRequest) -> bool:
    return request.id in (asked.request_id, asked.other_id)


def _answer(request: ShareRequest, is_on_list: bool, *, now: datetime, with_advice: bool) -> Answer | None:
    if request.state == "open":
        return None
    position = waiting.place_on_list(request) if is_on_list else None
    said = answers.answer(decided_of(request, now=now, position=position))
    wants = with_advice and request.granted < request.quantity and request.starts_at > now
    said.advice.extend(advice.advice(request, now=now) if wants else [])
    return said


def open_offer(request: ShareRequest, *, now: datetime) -> ShareOffer | None:
    """What is kept for this request at the moment."""
    return next((one for one in request.offers if one.state == "open" and one.until > now), None)
