"""All that the page of one use shows, read in a fixed number of statements."""

from collections.abc import Sequence
from datetime import datetime

from markupsafe import Markup
from sqlalchemy import select

from wok.bookings import history, told
from wok.bookings.door import Sight
from wok.bookings.models import Booking, BookingEvent
from wok.db import db
from wok.kernel.values import dataclass
from wok.sharing import answer_shown
from wok.sharing.answer_shown import Shown
from wok.space import changing, queries, shown, words
from wok.space.models import SpaceDisplacement, SpaceUse
from wok.space.shown import ShownRoom
from wok.web.picture import picture_code


@dataclass(frozen=True)
class Sheet:
    """One use as its page shows it to one reader."""

    booking: Booking
    use: SpaceUse
    room: ShownRoom
    layout: str
    needs: list[str]
    sight: Sight
    now: datetime
    history: Sequence[history.Line]
    picture: Markup
    answers: Sequence[Shown]
    displacement: SpaceDisplacement | None

    @property
    def state(self) -> str:
        """cancelled, past, released, waiting, held, running, confirmed."""
        if self.booking.status == "cancelled":
            return "cancelled"
        if self.booking.ends_at <= self.now:
            return "past"
        if self.use.released_at is not None:
            return "released"
        if self.booking.status in ("waiting", "held"):
            return self.booking.status
        return "running" if self.booking.starts_at <= self.now else "confirmed"

    @property
    def tag(self) -> str:
        """The state as the tags know it."""
        return {"released": "past", "running": "confirmed"}.get(self.state, self.state)

    @property
    def is_open(self) -> bool:
        """It can still be changed or cancelled."""
        return self.state in ("confirmed", "waiting", "held") and self.booking.starts_at > self.now

    @property
    def may_undo(self) -> bool:
        """The last cancelling or moving can still be taken back."""
        return changing.may_undo(self.use, now=self.now)


def sheet(booking: Booking, sight: Sight, language: str, *, now: datetime) -> Sheet:
    """Read everything for one use's page."""
    use = queries.use_of(booking)
    events = select(BookingEvent).where(BookingEvent.booking_id == booking.id).order_by(BookingEvent.id)
    return Sheet(
        booking=booking,
        use=use,
        room=shown.room(use.room, language),
        layout=words.layout_name(use.layout),
        needs=[str(words.ASKED[code]) for code in use.needs if code in words.ASKED],
        sight=sight,
        now=now,
        history=history.lines(db.session.scalars(events)),
        picture=picture_code(told.link(booking)),
        answers=answer_shown.of(booking, language, now=now) if sight.sees_private and not use.is_own else [],
        displacement=queries.displacement_of(booking),
    )
