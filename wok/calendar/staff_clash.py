"""What is in the way of an entry, said before it is saved; and the three nearest times that are free instead."""

from datetime import datetime, timedelta

from sqlalchemy import select

from wok.appointments import rules
from wok.bookings import series
from wok.bookings.models import Booking, Occurrence, Taking
from wok.db import db
from wok.kernel import slots, weekly
from wok.kernel.slots import Buffers
from wok.kernel.span import Span, join
from wok.kernel.values import dataclass
from wok.team import queries as team
from wok.team import rules as team_rules
from wok.team.models import BusySpan, Colleague, Duty
from wok.web.dates import say_clock_span, say_day
from wok.web.sentences import gettext as _

AROUND = timedelta(days=7)
RASTER = 15


@dataclass(frozen=True)
class Clash:
    """`taken`: bookings in the way, which nothing overrides; `outside`: why staff must say why, empty inside the hours."""

    taken: tuple[str, ...] = ()
    outside: str = ""

    def __bool__(self) -> bool:
        return bool(self.taken or self.outside)


def clash(colleague: Colleague, span: Span, *, buffers: Buffers = slots.NONE, but: Booking | None = None) -> Clash:
    """What stands in the way of a colleague's time; `but` is the entry that moves itself."""
    whole = span.widened(before=timedelta(minutes=buffers.before), after=timedelta(minutes=buffers.after))
    rows = db.session.execute(
        select(Booking.kind, Booking.contact_name, Booking.starts_at, Booking.ends_at)
        .join(Taking, Taking.booking_id == Booking.id)
        .where(
            Taking.resource_id == colleague.resource_id,
            Taking.ends_at > whole.start,
            Taking.starts_at < whole.end,
            Booking.id != (but.id if but else 0),
        )
        .order_by(Booking.starts_at)
        .limit(10)
    ).all()
    said = [
        _("%(what)s, %(time)s", what=_("Busy") if kind == "block" else name, time=say_clock_span(start, end))
        for kind, name, start, end in rows
    ]
    if said or any(one.covers(span) for one in free_of(colleague, span, but=but)):
        return Clash(tuple(said))
    return Clash(outside=_why_outside(colleague, span))


def free_of(colleague: Colleague, around: Span, *, but: Booking | None = None) -> list[Span]:
    """When the colleague is here and free on the days of `around`; the moving entry's own time counts as free."""
    first, last = weekly.local_day(around.start), weekly.local_day(around.end - timedelta(seconds=1))
    free = team.open_spans_of([colleague], first, last)[colleague.person_id]
    own = [Span(one.starts_at, one.ends_at) for one in but.takings] if but else []
    here = [part for one in own for there in _hours(colleague, around) if (part := one.common(there))]
    return join([*free, *here])


def _hours(colleague: Colleague, around: Span) -> list[Span]:
    """The colleague's weekly hours, whatever is in them; only for the moving entry's own time."""
    first, last = weekly.local_day(around.start), weekly.local_day(around.end - timedelta(seconds=1))
    rows = [team.stretch_of(row) for row in colleague.hours]
    return team_rules.open_spans(rows, [], [], [], first=first, last=last)


def _why_outside(colleague: Colleague, span: Span) -> str:
    day = weekly.local_day(span.start)
    if series.running_closures(day, day):
        return _("The Wok is closed that day.")
    if _touches_duty(colleague, span):
        return _("%(name)s is on call then.", name=colleague.shown_as)
    if _touches_busy(colleague, span):
        return _("%(name)s is busy elsewhere then.", name=colleague.shown_as)
    return _("%(name)s is not here then.", name=colleague.shown_as)


def _touches_duty(colleague: Colleague, span: Span) -> bool:
    chosen = (
        select(Duty.id)
        .join(Occurrence, Occurrence.id == Duty.occurrence_id)
        .where(Duty.colleague_id == colleague.person_id, Duty.state == "planned", Occurrence.status != "cancelled")
        .where(Occurrence.ends_at > span.start, Occurrence.starts_at < span.end)
    )
    return db.session.scalars(chosen.limit(1)).first() is not None


def _touches_busy(colleague: Colleague, span: Span) -> bool:
    chosen = select(BusySpan.id).where(
        BusySpan.calendar_id == colleague.person_id, BusySpan.ends_at > span.start, BusySpan.starts_at < span.end
    )
    return db.session.scalars(chosen.limit(1)).first() is not None


def nearest(
    colleague: Colleague, span: Span, *, buffers: Buffers = slots.NONE, but: Booking | None = None, now: datetime
) -> list[Span]:
    """The three free times of this length nearest to the wanted one, within a week before and after; in order."""
    around = Span(max(span.start - AROUND, now), max(span.end, now) + AROUND)
    minutes = int(span.length.total_seconds() // 60)
    starts = slots.starts(free_of(colleague, around, but=but), minutes, raster=RASTER, buffers=buffers)
    found = rules.nearest([at for at in starts if at > now and at != span.start], span.start)
    return [Span(at, at + span.length) for at in found]


def said(clash: Clash, span: Span) -> str:
    """A clash in one sentence, for listeners and for a drag that jumps back."""
    when = f"{say_day(span.start)}, {say_clock_span(span.start, span.end)}"
    if clash.taken:
        return _("%(when)s clashes with: %(what)s.", when=when, what="; ".join(clash.taken))
    return clash.outside
