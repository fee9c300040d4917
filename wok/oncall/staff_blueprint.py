"""The one blueprint of the staff's on-call pages, and what all of them begin with; staff_views.py gathers them."""

from typing import Any

from flask import Blueprint, abort, g, redirect, url_for
from werkzeug import Response

from wok.bookings.models import Occurrence
from wok.db import db
from wok.oncall import queries
from wok.oncall.models import Visit
from wok.team.models import Colleague

LARGEST_ID = 2**31 - 1

bp = Blueprint("oncall_staff", __name__)


def me() -> int | None:
    """The colleague who is acting; None for staff whom nobody meets."""
    found = db.session.get(Colleague, g.person.id)
    return found.person_id if found and found.ended_at is None else None


def date_or_404(occurrence_id: int) -> Occurrence:
    """The on-call date of this number."""
    found = queries.date(occurrence_id) if occurrence_id <= LARGEST_ID else None
    return found or abort(404)


def visit_or_404(visit_id: int) -> Visit:
    """The visit of this number in our table."""
    found = db.session.get(Visit, visit_id) if visit_id <= LARGEST_ID else None
    return found or abort(404)


def to_desk(occurrence_id: int | None = None, **more: Any) -> Response:
    """Back to the desk, at the line that was pressed."""
    if occurrence_id is None:
        return redirect(url_for("oncall_staff.desk", **more), 303)
    return redirect(url_for("oncall_staff.date", occurrence_id=occurrence_id, **more), 303)
