"""What is counted of associations: who took part, joint projects and what they pooled, skills. A few statements."""

from collections import Counter, defaultdict

from sqlalchemy import func, select, union

from wok.bookings.models import Booking, Occurrence
from wok.db import db
from wok.events.models import Event, Shift, ShiftHelper
from wok.figures.event_reads import Where
from wok.figures.tables import Table
from wok.kernel.span import Span
from wok.people.models import Association
from wok.projects import figures as projects
from wok.projects.words import KINDS, STATES
from wok.skills.models import SkillAsk, SkillOffer
from wok.skills.words import SKILLS

FORMS = ("formal", "informal")
SIZES = ("up_to_25", "up_to_100", "above")


def tables(span: Span, where: Where) -> list[Table]:
    """Associations by form and size, their projects, what was pooled, what they did for one another."""
    found = [_associations(span, where), _projects(span, where)]
    return found if where.id else [*found, _pooled(span), _skills(span)]


def _associations(span: Span, where: Where) -> Table:
    """Each association once that booked, organised, helped or carried a project."""
    within = (Occurrence.starts_at >= span.start, Occurrence.starts_at < span.end, Occurrence.status != "cancelled")
    booked = select(Booking.association_id).where(
        Booking.association_id.is_not(None),
        Booking.status == "confirmed",
        Booking.starts_at >= span.start,
        Booking.starts_at < span.end,
    )
    organised = (
        select(Event.association_id)
        .join(Occurrence, Occurrence.series_id == Event.series_id)
        .where(Event.association_id.is_not(None), Event.state == "published", *within)
    )
    helped = (
        select(ShiftHelper.association_id)
        .join(Shift, Shift.id == ShiftHelper.shift_id)
        .join(Occurrence, Occurrence.id == Shift.occurrence_id)
        .where(ShiftHelper.association_id.is_not(None), ShiftHelper.state == "came", *within)
    )
    took_part = union(booked, organised, helped).subquery()
    partners = projects.partner_ids(span.start, span.end)
    chosen = select(Association.form, Association.size_band, func.count()).where(
        Association.id.in_(select(took_part.c.association_id)) | Association.id.in_(sorted(partners))
    )
    if where.id:
        chosen = chosen.where(Association.neighbourhood.in_(sorted(where.names)))
    grouped = chosen.group_by(Association.form, Association.size_band)
    counts: dict[tuple[str, str], int] = {}
    for form, size, number in db.session.execute(grouped):
        spot = (form, size if size in SIZES else SIZES[0])
        counts[spot] = counts.get(spot, 0) + number
    return Table("associations", FORMS, SIZES, counts, is_crossed=True, adds_up=False)


def _projects(span: Span, where: Where) -> Table:
    """By the state they are in today; joint ones are carried by two at least."""
    found = projects.projects_within(span.start, span.end)
    here = [one for one in found if where.id in (None, one.neighbourhood_id)]
    counts: Counter[tuple[str, str]] = Counter()
    for one in here:
        counts[one.state, "all"] += 1
        counts[one.state, "joint"] += one.partners > 1
    staff = frozenset({"all"})
    return Table("projects", list(STATES), ("joint", "all"), counts, adds_up=False, for_staff=staff)


def _pooled(span: Span) -> Table:
    counts: dict[tuple[str, str], int] = {}
    for one in projects.pooled(span.start, span.end):
        counts[one.kind, "groups"], counts[one.kind, "times"] = one.associations, one.pledges
        if one.kind in ("money", "people"):
            counts[one.kind, "cents" if one.kind == "money" else "heads"] = one.amount
    staff = frozenset({"times", "cents", "heads"})
    columns = ("groups", "times", "heads", "cents")
    return Table("pooled", list(KINDS), columns, counts, has_total=False, adds_up=False, for_staff=staff)


def _skills(span: Span) -> Table:
    """Help that was given: who asked and who helped said the same hours, or staff settled them."""
    chosen = (
        select(SkillAsk.skill, SkillOffer.association_id, func.count(), func.sum(SkillAsk.agreed_halves))
        .join(SkillOffer, SkillOffer.id == SkillAsk.helper_id)
        .where(SkillAsk.agreed_halves > 0, SkillAsk.starts_at >= span.start, SkillAsk.starts_at < span.end)
        .group_by(SkillAsk.skill, SkillOffer.association_id)
    )
    counts: dict[tuple[str, str], int] = defaultdict(int)
    groups: dict[tuple[str, str], set[int]] = defaultdict(set)
    for skill, association_id, times, halves in db.session.execute(chosen):
        counts[skill, "times"] += times
        counts[skill, "hours"] += int(halves or 0) * 30
        groups[skill, "times"].add(association_id)
    return Table("skills", list(SKILLS), ("times", "hours"), counts, behind={"hours": "times"}, groups=groups)
