"""The one blueprint of the staff's pages of sharing, and what all of them begin with; staff_views.py gathers them."""

from typing import Any, TypeVar

from flask import Blueprint, abort, g, request

from wok.db import Base, db
from wok.people.models import Person
from wok.people.queries import BIGGEST_ID
from wok.sharing import staff_queries
from wok.sharing.models import ShareRequest

bp = Blueprint("sharing_staff", __name__)
Row = TypeVar("Row", bound=Base)
LAST_PAGE = 500


def acting_staff() -> Person:
    """Who of the staff is doing this."""
    found: Any = g.person
    return db.session.get_one(Person, found.id)


def row_or_404(kind: type[Row], row_id: int) -> Row:
    """The row of this number."""
    found = db.session.get(kind, row_id) if 0 < row_id <= BIGGEST_ID else None
    return found or abort(404)


def request_or_404(request_id: int) -> ShareRequest:
    """One request with all its page needs."""
    if not 0 < request_id <= BIGGEST_ID:
        abort(404)
    found = db.session.scalar(staff_queries.whole().where(ShareRequest.id == request_id))
    return found or abort(404)


def read_page() -> int:
    """Which page of a list is asked for; 0 is the first."""
    typed = request.args.get("page", "")
    return min(int(typed), LAST_PAGE) if typed.isascii() and typed.isdecimal() and len(typed) < 5 else 0
