"""The one blueprint of the public equipment pages; views.py gathers them."""

from flask import Blueprint, abort
from sqlalchemy import select

from wok.db import db
from wok.equipment.models import Item

bp = Blueprint("equipment", __name__)


def item_or_404(slug: str) -> Item:
    """An item of the catalogue, retired ones too: their page says so. What staff have not accepted is not there."""
    found = db.session.scalar(select(Item).where(Item.slug == slug, Item.accepted_at.is_not(None)))
    return found or abort(404)
