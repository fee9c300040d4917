"""One lunch date as a page says it: its state, its places, its words in the reader's language, and what lies near."""

from datetime import datetime

from sqlalchemy import bindparam, select

from wok.bookings import waitlist
from wok.bookings.models import Booking, Occurrence
from wok.db import db
from wok.kernel.span import Span
from wok.kernel.values import dataclass
from wok.lunches import queries, wish_state
from wok.lunches.queries import LunchDate

OF_FORM = select(Booking).where(Booking.form_token == bindparam("token"))
FEW = 5
NEAREST = 3


@dataclass(frozen=True)
class Words:
    """A text of the staff and the language it is in, which may not be the page's."""

    text: str
    language: str

    def __bool__(self) -> bool:
        return bool(self.text)


def said(texts: dict[str, str] | None, language: str) -> Words:
    """A text in this language, else in French, else in any."""
    known = {code: text for code, text in (texts or {}).items() if text}
    for code in (language, "fr", *known):
        if code in known:
            return Words(known[code], code)
    return Words("", language)


@dataclass(frozen=True)
class Shown:
    """What the page of one date knows. `state`: open, few, full, wishes, cancelled, needs_decision, past."""

    occurrence: Occurrence
    state: str
    free: int
    capacity: int
    taken: int
    waiting: int
    topic: Words
    menu: Words
    reason: Words
    closes_at: datetime | None = None  # wishes are taken until then
    looks: str = ""  # enough, nearly or more than there is, so far

    @property
    def takes_place(self) -> bool:
        """True when somebody may still say that they come, or wait."""
        return self.state in ("open", "few", "full", "wishes")


def shown(lunch: LunchDate, language: str, *, now: datetime) -> Shown:
    """The date for its page: places anybody may book now, without those the waiting list can use."""
    one = lunch.occurrence
    free = lunch.free
    if lunch.waiting:
        free = max(0, waitlist.public_free(one.resource, Span(one.starts_at, one.ends_at)))
    why = one.reason or (one.closure.reason if one.closure and one.status != "planned" else {})
    closes_at = wish_state.closes_at(one, now=now) if lunch.mode == "window" else None
    state = _state(lunch, free, now=now)
    is_wished = closes_at is not None and state in ("open", "few", "full")
    return Shown(
        occurrence=one,
        state="wishes" if is_wished else state,
        free=free,
        capacity=lunch.capacity,
        taken=lunch.taken,
        waiting=lunch.waiting,
        topic=said(one.topic, language),
        menu=said(one.menu, language),
        reason=said(why, language),
        closes_at=closes_at if is_wished else None,
        looks=wish_state.looks(one, now=now) if is_wished else "",
    )


def wishes_until(lunch: LunchDate, *, now: datetime) -> datetime | None:
    """Until when wishes are taken for a date that takes place; None where it is first come."""
    is_asked = lunch.mode == "window" and lunch.occurrence.status in ("planned", "moved")
    return wish_state.closes_at(lunch.occurrence, now=now) if is_asked else None


def _state(lunch: LunchDate, free: int, *, now: datetime) -> str:
    if lunch.occurrence.ends_at <= now:
        return "past"
    if lunch.occurrence.status in ("cancelled", "needs_decision"):
        return lunch.occurrence.status
    if free <= 0:
        return "full"
    return "few" if free <= FEW else "open"


def nearest(occurrence: Occurrence, seats: int, *, now: datetime) -> list[LunchDate]:
    """The three lunches nearest to this one with room for `seats`, in order of date."""
    room = [
        one
        for one in queries.next_lunches(now=now, count=40, only_open=True, seats=seats)
        if one.occurrence.id != occurrence.id
    ]
    room.sort(key=lambda one: abs(one.occurrence.starts_at - occurrence.starts_at))
    return sorted(room[:NEAREST], key=lambda one: one.occurrence.starts_at)


def of_form(token: str) -> Booking | None:
    """The booking that this rendered form has made already (PROMISES B3)."""
    return db.session.scalar(OF_FORM, {"token": token})
