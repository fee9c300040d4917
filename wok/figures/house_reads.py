"""What is counted in the Wok itself: lunches, Thursdays, appointments, requests, rooms. A few statements."""

from collections import defaultdict
from collections.abc import Sequence

from sqlalchemy import case, func, or_, select

from wok.appointments.models import Appointment
from wok.bookings.models import Booking, Occurrence
from wok.db import db
from wok.figures.tables import Table
from wok.kernel.span import Span
from wok.lunches.models import Rsvp, WalkIn
from wok.oncall.models import Visit
from wok.oncall.words import TOPICS
from wok.sharing.models import RequestPartner, SharePool, ShareRequest
from wok.space.models import Room, SpaceUse
from wok.team.words import SPOKEN

OUTCOMES = ("granted", "partly", "refused", "withdrawn", "open")
FAMILIES = ("equipment", "room")
ENOUGH_WAITS = 20  # fewer say nothing about waiting


def tables(span: Span) -> list[Table]:
    """Everything of the house within the span."""
    return [_lunches(span), *_visits(span), *_appointments(span), _requests(span), _rooms(span)]


def _lunches(span: Span) -> Table:
    within = (Occurrence.starts_at >= span.start, Occurrence.starts_at < span.end, Occurrence.status != "cancelled")
    signed = (
        select(func.coalesce(func.sum(func.coalesce(Booking.attended, Booking.quantity)), 0))
        .select_from(Booking)
        .join(Rsvp, Rsvp.booking_id == Booking.id)
        .join(Occurrence, Occurrence.id == Booking.occurrence_id)
        .where(Booking.attendance == "came", *within)
    )
    walked = (
        select(func.coalesce(func.sum(WalkIn.people), 0))
        .join(Occurrence, Occurrence.id == WalkIn.occurrence_id)
        .where(*within)
    )
    counts = {("signed", "people"): _number(signed), ("walk_in", "people"): _number(walked)}
    return Table("lunches", ("signed", "walk_in"), ("people",), counts)


def _number(statement: object) -> int:
    return int(db.session.scalar(statement) or 0)  # type: ignore[call-overload]


def _visits(span: Span) -> list[Table]:
    within = (Visit.started_at >= span.start, Visit.started_at < span.end)
    chosen = select(Visit.topic, Visit.language, func.count()).where(*within).group_by(Visit.topic, Visit.language)
    counts: dict[tuple[str, str], int] = defaultdict(int)
    for topic, language, number in db.session.execute(chosen):
        counts[topic if topic in TOPICS else "other", language if language in SPOKEN else "else"] += number
    spoken = [*SPOKEN, "else"]
    waits = select(Visit.arrived_at, Visit.started_at).where(
        Visit.lane == "walk_in", Visit.arrived_at.is_not(None), *within
    )
    minutes = sorted(int((row.started_at - row.arrived_at).total_seconds()) // 60 for row in db.session.execute(waits))
    return [Table("visits", list(TOPICS), spoken, counts, is_crossed=True), _waits(minutes)]


def _waits(minutes: Sequence[int]) -> Table:
    """The middle wait, and the one that nine of ten did not exceed."""
    counts = {}
    if len(minutes) >= ENOUGH_WAITS:
        counts = {
            ("middle", "minutes"): max(0, minutes[len(minutes) // 2]),
            ("nine_in_ten", "minutes"): max(0, minutes[len(minutes) * 9 // 10]),
        }
    opened = frozenset({"minutes"})
    rows = ("middle", "nine_in_ten")
    return Table("waiting", rows, ("minutes",), counts, has_total=False, adds_up=False, open=opened)


def _appointments(span: Span) -> list[Table]:
    """By language, and whether somebody interpreted; by matter for staff, for both count the same meetings."""
    with_help = or_(Appointment.wants_interpreter, Appointment.interpreter != "")
    met = case((Booking.status == "confirmed", "meetings"), else_="cancelled")
    chosen = (
        select(Appointment.language, with_help.label("help"), Appointment.matter_id, met.label("met"), func.count())
        .join(Booking, Booking.id == Appointment.booking_id)
        .where(Booking.status.in_(("confirmed", "cancelled")), Booking.starts_at >= span.start)
        .where(Booking.starts_at < span.end)
        .group_by(Appointment.language, with_help, Appointment.matter_id, met)
    )
    languages: dict[tuple[str, str], int] = defaultdict(int)
    matters: dict[tuple[str, str], int] = defaultdict(int)
    for language, is_helped, matter_id, state, number in db.session.execute(chosen):
        matters[f"m{matter_id}", state] += number
        if state == "meetings":
            languages[
                language if language in SPOKEN else "else", "interpreted" if is_helped else "not_interpreted"
            ] += number
    rows = sorted({row for row, _column in matters}, key=lambda one: int(one[1:]))
    columns = ("interpreted", "not_interpreted")
    return [
        Table("interpreting", [*SPOKEN, "else"], columns, languages, is_crossed=True),
        Table("matters", rows, ("meetings", "cancelled"), matters, is_public=False),
    ]


def _requests(span: Span) -> Table:
    """What was asked in the period and what became of it; a second choice is no request of its own."""
    chosen = (
        select(ShareRequest.state, SharePool.family, RequestPartner.association_id, func.count())
        .join(SharePool, SharePool.id == ShareRequest.pool_id)
        .join(RequestPartner, (RequestPartner.request_id == ShareRequest.id) & (RequestPartner.position == 0))
        .where(ShareRequest.instead_of_id.is_(None), SharePool.family.in_(FAMILIES))
        .where(ShareRequest.asked_at >= span.start, ShareRequest.asked_at < span.end)
        .group_by(ShareRequest.state, SharePool.family, RequestPartner.association_id)
    )
    counts: dict[tuple[str, str], int] = defaultdict(int)
    groups: dict[tuple[str, str], set[int]] = defaultdict(set)
    for state, family, association_id, number in db.session.execute(chosen):
        spot = (state if state in OUTCOMES else "refused", family)
        counts[spot] += number
        groups[spot].add(association_id or 0)
    return Table("requests", OUTCOMES, FAMILIES, counts, is_crossed=True, groups=groups)


def _rooms(span: Span) -> Table:
    """Uses that were kept; how many people were expected."""
    chosen = (
        select(SpaceUse.room_id, SpaceUse.people, Booking.starts_at, Booking.ends_at, Booking.association_id)
        .join(Booking, Booking.id == SpaceUse.booking_id)
        .where(Booking.status == "confirmed", SpaceUse.released_at.is_(None))
        .where(Booking.starts_at >= span.start, Booking.starts_at < span.end)
    )
    counts: dict[tuple[str, str], int] = defaultdict(int)
    groups: dict[tuple[str, str], set[int]] = defaultdict(set)
    for row in db.session.execute(chosen):
        code = f"r{row.room_id}"
        counts[code, "uses"] += 1
        counts[code, "hours"] += int((row.ends_at - row.starts_at).total_seconds()) // 60
        counts[code, "expected"] += row.people
        groups[code, "uses"].add(row.association_id or 0)
    # Every room has its line: that one was left out would say that nobody used it.
    rows = [f"r{number}" for number in db.session.scalars(select(Room.id).order_by(Room.position, Room.id))]
    staff = frozenset({"expected"})
    columns = ("uses", "hours", "expected")
    return Table("rooms", rows, columns, counts, behind={"hours": "uses"}, groups=groups, for_staff=staff)
