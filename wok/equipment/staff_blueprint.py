"""The one blueprint of the staff's equipment pages; staff_views.py gathers them."""

from flask import Blueprint, abort

from wok.db import db
from wok.equipment.models import Item, ItemSet, Unit

BIGGEST_ID = 2**31 - 1

bp = Blueprint("equipment_staff", __name__)


def item_or_404(item_id: int) -> Item:
    """An item, retired or not."""
    found = db.session.get(Item, item_id) if item_id <= BIGGEST_ID else None
    return found or abort(404)


def set_or_404(set_id: int) -> ItemSet:
    """A set, retired or not."""
    found = db.session.get(ItemSet, set_id) if set_id <= BIGGEST_ID else None
    return found or abort(404)


def unit_or_404(unit_id: int) -> Unit:
    """A tagged piece, in whatever state."""
    found = db.session.get(Unit, unit_id) if unit_id <= BIGGEST_ID else None
    return found or abort(404)
