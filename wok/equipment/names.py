"""What the things behind resources are called in a language, for pages that know only the resource."""

from collections.abc import Collection

from sqlalchemy import select

from wok.db import db
from wok.equipment.models import Item
from wok.web.texts import said


def names_of(resource_ids: Collection[int], language: str) -> dict[int, str]:
    """The items' names, by resource: one statement."""
    rows = db.session.execute(select(Item.resource_id, Item.name).where(Item.resource_id.in_(resource_ids)))
    return {row.resource_id: said(row.name, language).text for row in rows}
