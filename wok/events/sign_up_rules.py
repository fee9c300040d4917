"""Pure decisions of signing up: who comes, until when, what a page says of a date, when two shifts overlap."""

from collections.abc import Iterable
from dataclasses import field
from datetime import datetime, timedelta

from wok.kernel.span import Span
from wok.kernel.values import dataclass

FEW = 5


@dataclass(frozen=True)
class Party:
    """Who comes: everybody takes a place. `ages`: bands of the children's ages."""

    adults: int
    children: int = 0
    ages: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    diets: dict[str, int] = field(default_factory=dict)
    note: str = ""
    is_new: bool | None = None

    @property
    def seats(self) -> int:
        """Places the party takes."""
        return self.adults + self.children


def closes_at(starts_at: datetime, closes_hours: int) -> datetime:
    """Until when people can sign up; at the latest until it begins."""
    return starts_at - timedelta(hours=closes_hours)


@dataclass(frozen=True)
class Facts:
    """What decides how a date is shown. `status` is the occurrence's, `free` counts only what anybody may take now."""

    event_state: str
    status: str
    registration: str
    starts_at: datetime
    ends_at: datetime
    closes_hours: int
    free: int


def state_of(facts: Facts, *, now: datetime) -> str:
    """past, cancelled, needs_decision, no_sign_up, closed, full, few, open: the first that is true."""
    if facts.ends_at <= now:
        return "past"
    if facts.event_state == "cancelled" or facts.status == "cancelled":
        return "cancelled"
    if facts.status == "needs_decision":
        return "needs_decision"
    if facts.registration == "none":
        return "no_sign_up"
    if now >= closes_at(facts.starts_at, facts.closes_hours):
        return "closed"
    if facts.free <= 0:
        return "full"
    return "few" if facts.free <= FEW else "open"


def overlaps(span: Span, others: Iterable[Span]) -> bool:
    """True when somebody who helps in `others` could not help in `span`; shifts that touch do not overlap."""
    return any(span.start < other.end and other.start < span.end for other in others)
