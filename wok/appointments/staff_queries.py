"""What staff read of the appointments: what waits for them, what is to come, what one of them looks like."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import contains_eager, joinedload

from wok.appointments import queries, settling
from wok.appointments.models import Appointment, Matter
from wok.bookings.models import Booking
from wok.db import db
from wok.kernel import weekly
from wok.kernel.values import dataclass
from wok.team import effects
from wok.team.effects import Clash
from wok.team.models import Colleague

ONE_DAY = timedelta(days=1)
WINDOW = 14 * ONE_DAY  # days on a page
MOST = 200  # lines on a page


@dataclass(frozen=True)
class DayOf:
    """One local day, colleague by colleague in lane order."""

    day: date
    lanes: list[tuple[Colleague, list[Appointment]]]


def _chosen() -> Select[Appointment]:
    return (
        select(Appointment)
        .join(Booking, Booking.id == Appointment.booking_id)
        .options(
            contains_eager(Appointment.booking).joinedload(Booking.association),
            joinedload(Appointment.matter),
            joinedload(Appointment.colleague),
        )
    )


def waiting(*, now: datetime) -> list[Appointment]:
    """What waits for the staff: our yes, an interpreter, a time; the most urgent first."""
    held = and_(Booking.status == "held", Booking.hold_until > now, Appointment.waits_for.in_(("staff", "interpreter")))
    asked = and_(Booking.status == "waiting", Appointment.waits_for == "time", Booking.ends_at > now)
    chosen = _chosen().where(or_(held, asked))
    in_turn = (Booking.hold_until.is_(None), Booking.hold_until, Booking.id)
    return list(db.session.scalars(chosen.order_by(*in_turn).limit(MOST)))


def waiting_count(*, now: datetime) -> int:
    """How many wait for the staff."""
    held = and_(Booking.status == "held", Booking.hold_until > now, Appointment.waits_for.in_(("staff", "interpreter")))
    asked = and_(Booking.status == "waiting", Appointment.waits_for == "time", Booking.ends_at > now)
    chosen = select(func.count()).select_from(Appointment).join(Booking, Booking.id == Appointment.booking_id)
    return db.session.scalar(chosen.where(or_(held, asked))) or 0


def together(found: Sequence[Appointment]) -> list[list[Appointment]]:
    """Rivals side by side: those of the same association (else the same address) for the same matter; order kept."""
    groups: dict[object, list[Appointment]] = defaultdict(list)
    for one in found:
        booking = one.booking
        whose = booking.association_id or booking.contact_email or f"booking:{booking.id}"
        groups[(one.matter_id, booking.association_id is not None, whose)].append(one)
    return list(groups.values())


def unanswered(*, now: datetime) -> list[Appointment]:
    """Cancelled by us: we proposed times, the booker has not chosen yet."""
    chosen = _chosen().where(Appointment.waits_for == "booker", Booking.status == "held", Booking.hold_until > now)
    return list(db.session.scalars(chosen.order_by(Booking.hold_until, Booking.id).limit(MOST)))


def clashes(*, now: datetime) -> list[Clash]:
    """Appointments whose colleague is not there, or that lie on a closed day."""
    return [one for one in effects.clashes(now=now) if one.booking.kind == queries.KIND]


def within(start: datetime, end: datetime, *, colleague_id: int | None = None) -> list[Appointment]:
    """Appointments that take their time and begin in [start, end), in order; proposed times are not among them."""
    chosen = _chosen().where(
        Booking.starts_at >= start,
        Booking.starts_at < end,
        Booking.status.in_(queries.TAKES_TIME),
        Appointment.waits_for.in_(("", "staff", "interpreter")),
    )
    if colleague_id is not None:
        chosen = chosen.where(Appointment.colleague_id == colleague_id)
    return list(db.session.scalars(chosen.order_by(Booking.starts_at, Booking.id).limit(MOST)))


def days(first: date, *, colleague_id: int | None = None) -> list[DayOf]:
    """Fourteen days from `first` on, by day and colleague."""
    whole = weekly.day_span(first).start, weekly.day_span(first + WINDOW).start
    found: dict[date, dict[int, list[Appointment]]] = {}
    for one in within(*whole, colleague_id=colleague_id):
        lanes = found.setdefault(weekly.local_day(one.booking.starts_at), {})
        lanes.setdefault(one.colleague_id or 0, []).append(one)
    return [DayOf(day, _in_lane_order(lanes)) for day, lanes in found.items()]


def _in_lane_order(lanes: dict[int, list[Appointment]]) -> list[tuple[Colleague, list[Appointment]]]:
    rows = [(lines[0].colleague, lines) for lines in lanes.values()]
    known = [(one, lines) for one, lines in rows if one is not None]
    return sorted(known, key=lambda row: (row[0].position, row[0].person_id))


def next_day(after: date, *, colleague_id: int | None = None) -> date | None:
    """The first day from `after` on that has an appointment."""
    return _edge(func.min, Booking.starts_at >= weekly.day_span(after).start, colleague_id)


def last_day(before: date, *, colleague_id: int | None = None) -> date | None:
    """The last day before `before` that has one."""
    return _edge(func.max, Booking.starts_at < weekly.day_span(before).start, colleague_id)


def _edge(of: object, where: ColumnElement[bool], colleague_id: int | None) -> date | None:
    chosen = (
        select(of(Booking.starts_at))  # type: ignore[operator]  # func.min or func.max
        .join(Appointment, Appointment.booking_id == Booking.id)
        .where(where, Booking.status.in_(queries.TAKES_TIME), Appointment.waits_for != "booker")
    )
    if colleague_id is not None:
        chosen = chosen.where(Appointment.colleague_id == colleague_id)
    at = db.session.scalar(chosen)
    return weekly.local_day(at) if at else None


def rivals(booking: Booking, appointment: Appointment, *, now: datetime) -> list[Booking]:
    """Other requests that confirming this one would settle."""
    return list(settling.rivals_of(booking, appointment, now=now))


def taken_instead(booking: Booking, appointment: Appointment, *, now: datetime) -> Booking | None:
    """The certain appointment of the same people for the same matter, which settled this cancelled one."""
    if booking.status != "cancelled":
        return None
    same = [Booking.association_id == booking.association_id] if booking.association_id else []
    same += [Booking.contact_email == booking.contact_email] if booking.contact_email else []
    if not same:
        return None
    chosen = (
        select(Booking)
        .join(Appointment, Appointment.booking_id == Booking.id)
        .where(Appointment.matter_id == appointment.matter_id, Booking.status == "confirmed", Booking.ends_at > now)
    )
    return db.session.scalar(chosen.where(or_(*same)).order_by(Booking.starts_at).limit(1))


def open_count(matter: Matter, *, now: datetime) -> int:
    """How many open appointments a matter has: they stay when it is withdrawn."""
    chosen = select(func.count()).select_from(Appointment).join(Booking, Booking.id == Appointment.booking_id)
    is_open = (Booking.status.in_(queries.OPEN), Booking.ends_at > now, Appointment.matter_id == matter.id)
    return db.session.scalar(chosen.where(*is_open)) or 0
