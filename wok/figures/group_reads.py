"""What is counted of associations: who took part, joint projects, their partners and what they pooled. A few statements."""

from collections import Counter
from collections.abc import Sequence
from collections.abc import Set as AbstractSet

from sqlalchemy import select, union

from wok.bookings.models import Booking, Occurrence
from wok.db import db
from wok.events.models import Event, Shift, ShiftHelper
from wok.figures.event_reads import confirmed, published, took_place
from wok.figures.house_reads import Places
from wok.figures.tables import Table
from wok.figures.tally import NO_PLACE, Tally
from wok.kernel.span import Span
from wok.people.models import Association
from wok.projects import figures as projects
from wok.projects.words import KINDS, STATES

FORMS = ("formal", "informal")
SIZES = ("up_to_25", "up_to_100", "above")


def count(span: Span, into: Tally) -> None:
    """Each association that booked, organised or helped."""
    booked = select(Booking.association_id).where(
        Booking.association_id.is_not(None),
        confirmed(),
        Booking.starts_at >= span.start,
        Booking.starts_at < span.end,
    )
    organised = (
        select(Event.association_id)
        .join(Occurrence, Occurrence.series_id == Event.series_id)
        .where(Event.association_id.is_not(None), published(), *took_place(span))
    )
    helped = (
        select(ShiftHelper.association_id)
        .join(Shift, Shift.id == ShiftHelper.shift_id)
        .join(Occurrence, Occurrence.id == Shift.occurrence_id)
        .where(ShiftHelper.association_id.is_not(None), ShiftHelper.state == "came", *took_place(span))
    )
    for number in db.session.scalars(union(booked, organised, helped)):
        into.behind(NO_PLACE, "took_part", ("", ""), int(number or 0))


def tables(span: Span, took_part: AbstractSet[int], place: int | None, places: Places) -> list[Table]:
    """Associations by form and size, their projects, what was pooled; all read now."""
    found = [one for one in projects.projects_within(span.start, span.end) if place in (None, one.neighbourhood_id)]
    partners = projects.partner_ids(span.start, span.end)
    return [
        _associations(took_part | partners, place, places),
        _projects(found),
        _pooled(span, place),
    ]


def _associations(who: AbstractSet[int], place: int | None, places: Places) -> Table:
    """Each once that booked, organised, helped or carried a project."""
    counts: Counter[tuple[str, str]] = Counter()
    columns = (Association.id, Association.form, Association.size_band, Association.neighbourhood)
    for row in db.session.execute(select(*columns)):
        if row.id in who and place in (None, places.of(row.neighbourhood)):
            counts[row.form, row.size_band if row.size_band in SIZES else SIZES[0]] += 1
    return Table("associations", FORMS, SIZES, counts, is_crossed=True, adds_up=False)


def _projects(found: Sequence[projects.ProjectFigures]) -> Table:
    """By the state they are in today; joint ones are carried by two at least, and each of their partners counts there."""
    counts: Counter[tuple[str, str]] = Counter()
    for one in found:
        counts[one.state, "all"] += 1
        if one.partners > 1:
            counts[one.state, "joint"] += 1
            counts[one.state, "partners"] += one.partners
    staff = frozenset({"all", "partners"})
    return Table("projects", list(STATES), ("joint", "partners", "all"), counts, adds_up=False, for_staff=staff)


def _pooled(span: Span, place: int | None) -> Table:
    counts: dict[tuple[str, str], int] = {}
    for one in projects.pooled(span.start, span.end, place):
        counts[one.kind, "groups"], counts[one.kind, "times"] = one.associations, one.pledges
        if one.kind in ("money", "people"):
            counts[one.kind, "cents" if one.kind == "money" else "heads"] = one.amount
    staff = frozenset({"times", "cents", "heads"})
    columns = ("groups", "times", "heads", "cents")
    return Table("pooled", list(KINDS), columns, counts, has_total=False, adds_up=False, for_staff=staff)
