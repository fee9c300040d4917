"""All that the page of one loan shows (P7), read in a fixed number of statements."""

from collections.abc import Sequence
from datetime import date, datetime

from markupsafe import Markup
from sqlalchemy import select

from wok.bookings import history, told
from wok.bookings.door import Sight
from wok.bookings.models import Booking, BookingEvent
from wok.db import db
from wok.equipment import holding, loan_changing, loan_messages, loans, opening, words
from wok.equipment.asking_shown import Thing, thing_of
from wok.equipment.models import Loan, LoanLine
from wok.kernel import weekly
from wok.kernel.values import dataclass
from wok.sharing import answer_shown, cancelling
from wok.sharing.answer_shown import Shown
from wok.sharing.answers import say_points
from wok.sharing.cancelling import CancelCost
from wok.web.dates import say_day
from wok.web.picture import picture_code
from wok.web.sentences import gettext as _
from wok.web.texts import Words, said

ALL = 100
CHANGEABLE = ("wish", "waiting", "offered", "confirmed")


@dataclass(frozen=True)
class ShownLine:
    """One thing of a loan; `state`: asked, granted, partly, refused, withdrawn, out, back."""

    line: LoanLine
    thing: Thing
    state: str
    included: Words
    pieces: list[tuple[int, Words]]


@dataclass(frozen=True)
class Sheet:
    """One loan as its page shows it to one reader."""

    booking: Booking
    loan: Loan
    lines: Sequence[ShownLine]
    sight: Sight
    now: datetime
    is_out: bool
    went_out: bool
    pick_up_hours: str
    return_hours: str
    deposit: str
    longer: Sequence[date]
    cost: CancelCost | None  # what cancelling costs in points; None where nothing was granted
    answers: Sequence[Shown]
    history: Sequence[history.Line]
    picture: Markup

    @property
    def state(self) -> str:
        """cancelled, out, past, confirmed, offered, wish, waiting."""
        if self.booking.status == "cancelled":
            return "cancelled"
        if self.is_out:
            return "out"
        if self.went_out or self.booking.ends_at <= self.now:
            return "past"
        if self.booking.status == "confirmed":
            return "confirmed"
        if self.booking.status == "held":
            return "offered"
        return "wish" if any(one.line.state == "asked" for one in self.lines) else "waiting"

    @property
    def to_read(self) -> list[Shown]:
        """Answers that ask for something or need their reasons in sight: all but what was given in full."""
        return [one for one in self.answers if one.offer or one.question or one.request.granted < one.request.quantity]

    @property
    def settled(self) -> list[Shown]:
        """Answers to what was given in full."""
        unread = {one.request.id for one in self.to_read}
        return [one for one in self.answers if one.request.id not in unread]

    @property
    def tag(self) -> str:
        """The state as the tags know it."""
        return {"offered": "held", "wish": "decision", "out": "mine"}.get(self.state, self.state)

    @property
    def is_open(self) -> bool:
        """It can still be changed or cancelled."""
        return self.state in CHANGEABLE

    @property
    def may_undo(self) -> bool:
        """The cancelling can still be taken back."""
        until = self.booking.undo_until
        return self.state == "cancelled" and until is not None and until >= self.now

    @property
    def is_overdue(self) -> bool:
        """The return day is over, and something is still out."""
        return self.is_out and weekly.local_day(self.now) > self.loan.return_on


def sheet(booking: Booking, sight: Sight, language: str, *, now: datetime) -> Sheet:
    """Read everything for one loan's page."""
    loan, lines, calendar = loans.loan_of(booking), loans.lines_of(booking), opening.calendar()
    movements = holding.movements_of([line.id for line in lines])
    out = {one.line_id for one in movements if one.back_at is None}
    gone = {one.line_id for one in movements}
    events = select(BookingEvent).where(BookingEvent.booking_id == booking.id).order_by(BookingEvent.id)
    granted = [line for line in lines if line.got]
    is_running = booking.status == "confirmed" and (bool(out) or booking.ends_at > now)
    return Sheet(
        booking=booking,
        loan=loan,
        lines=[_shown(line, language, out, gone) for line in lines],
        sight=sight,
        now=now,
        is_out=bool(out),
        went_out=bool(gone),
        pick_up_hours=loan_messages.hours(calendar, loan.pick_up_on),
        return_hours=loan_messages.hours(calendar, loan.return_on),
        deposit=words.euros(sum((line.item.deposit_cents or 0) * line.got for line in granted)),
        longer=loan_changing.longest(booking, now=now) if is_running and granted else [],
        cost=cancelling.cost_of_cancelling(booking, now=now) if granted and not gone else None,
        answers=answer_shown.of(booking, language, now=now),
        history=history.lines(db.session.scalars(events)),
        picture=picture_code(told.link(booking)),
    )


def _shown(line: LoanLine, language: str, out: set[int], gone: set[int]) -> ShownLine:
    state = "out" if line.id in out else "back" if line.id in gone else line.state
    return ShownLine(
        line=line,
        thing=thing_of(line.item, language),
        state=state,
        included=said(line.item.included, language),
        pieces=[(piece.quantity, said(piece.name, language)) for piece in line.item.pieces],
    )


def cost_words(cost: CancelCost, now: datetime) -> str:
    """What cancelling costs in points, said before it is pressed."""
    is_early = cost.early_until > now
    if cost.is_free:
        words = _("Cancelling costs you no points.")
    elif cost.kept_percent >= ALL:
        words = _("If you cancel now, all of its points still count.")
    else:
        words = _("If you cancel now, %(percent)s %% of its points still count.", percent=cost.kept_percent)
    if cost.penalty:
        words += " " + _("For cancelling late, %(points)s points are added.", points=say_points(cost.penalty))
    if is_early and not cost.is_free:
        words += " " + _("From %(day)s on it costs more.", day=say_day(cost.early_until))
    return str(words)
