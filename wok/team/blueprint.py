"""The one blueprint of the team's pages, and what all of them begin with; views.py gathers them."""

from flask import Blueprint, abort
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from wok.bookings.models import Occurrence, Series
from wok.db import db
from wok.team import queries
from wok.team.models import Colleague, Duty, HoursException

LARGEST_ID = 2**31 - 1

bp = Blueprint("team", __name__)


def colleague_or_404(person_id: int) -> Colleague:
    """The colleague of this number, whether they still work here or not."""
    found = queries.colleague(person_id) if person_id <= LARGEST_ID else None
    return found or abort(404)


def days_or_404(exception_id: int) -> HoursException:
    """Days that differ, by their number."""
    found = db.session.get(HoursException, exception_id) if exception_id <= LARGEST_ID else None
    return found or abort(404)


def thursday_or_404(occurrence_id: int) -> Occurrence:
    """The on-call date of this number."""
    chosen = (
        select(Occurrence)
        .options(joinedload(Occurrence.closure), joinedload(Occurrence.series))
        .join(Series, Series.id == Occurrence.series_id)
        .where(Series.kind == queries.ONCALL, Occurrence.id == occurrence_id)
    )
    found = db.session.scalar(chosen) if occurrence_id <= LARGEST_ID else None
    return found or abort(404)


def duty_or_404(occurrence: Occurrence, duty_id: int) -> Duty:
    """A duty of this very date."""
    found = db.session.get(Duty, duty_id) if duty_id <= LARGEST_ID else None
    if found is None or found.occurrence_id != occurrence.id:
        abort(404)
    return found
