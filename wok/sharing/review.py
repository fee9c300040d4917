"""A person looks at an answer again: asked on its page, answered by staff (FAIRNESS.md 1 and 7)."""

from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from wok.bookings import services as core
from wok.db import db
from wok.people.models import Person
from wok.sharing import messages
from wok.sharing.ledger_models import ShareReview
from wok.sharing.models import ShareRequest
from wok.sharing.refusals import NothingToReview, ReviewWaits

MOST = 2  # of one answer
ASKED_WITHIN = timedelta(days=30)  # after the days are over


def ask(request: ShareRequest, words: str, *, now: datetime, form_token: str | None = None) -> ShareReview:
    """Ask a person to look at an answer again. One form is one question. Raises ReviewWaits, NothingToReview."""
    before = db.session.scalar(select(ShareReview).where(ShareReview.form_token == form_token)) if form_token else None
    if before is not None:
        return before
    if not has_answer(request) or request.ends_at + ASKED_WITHIN < now:
        raise NothingToReview
    asked = reviews_of([request.id])
    if len(asked) >= MOST or any(one.answered_at is None for one in asked):
        raise ReviewWaits
    review = ShareReview(request_id=request.id, asked_at=now, words=words, form_token=form_token)
    db.session.add(review)
    core.note(request.booking, "review", by=core.BOOKER, now=now)
    return review


def answer(review: ShareReview, words: str, by: Person, *, now: datetime) -> None:
    """What a person found; who asked is told. What was answered already stays as it is."""
    if review.answered_at is not None:
        return
    review.answered_at, review.answer, review.answered_by_id = now, words, by.id
    core.note(review.request.booking, "reviewed", by=core.STAFF, now=now, person_id=by.id)
    messages.reviewed(review, now=now)


def has_answer(request: ShareRequest) -> bool:
    """The request is decided, one way or another."""
    return request.state not in ("open", "withdrawn") and request.decided_at is not None


def may_ask(request: ShareRequest, reviews: list[ShareReview], *, now: datetime) -> bool:
    """Whether the button is shown."""
    is_waiting = any(one.answered_at is None for one in reviews)
    return has_answer(request) and request.ends_at + ASKED_WITHIN >= now and len(reviews) < MOST and not is_waiting


def reviews_of(request_ids: list[int]) -> list[ShareReview]:
    """All that was asked and found about these requests, oldest first."""
    chosen = select(ShareReview).where(ShareReview.request_id.in_(request_ids))
    return list(db.session.scalars(chosen.order_by(ShareReview.id)))


def open_reviews() -> list[ShareReview]:
    """Those that wait for a person, oldest first (S1)."""
    chosen = select(ShareReview).options(joinedload(ShareReview.request)).where(ShareReview.answered_at.is_(None))
    return list(db.session.scalars(chosen.order_by(ShareReview.asked_at, ShareReview.id)))


def open_count() -> int:
    """How many wait for a person."""
    return int(db.session.scalar(select(func.count()).where(ShareReview.answered_at.is_(None))) or 0)
