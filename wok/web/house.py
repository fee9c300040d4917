"""The house's own words: address, phone, way in, contact; staff edit them, templates ask `house(key)`."""

from typing import Any

from flask import Flask, g
from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError

from wok.db import db
from wok.web.models import HouseText
from wok.web.phones import Number
from wok.web.unchanged import kept

ALL = select(HouseText.key, HouseText.value)
DEFAULTS: dict[str, Any] = {
    "name": "Le Wok",
    "phone": "58 77 1-1558",
    "email": "",
    "street": "16-18, avenue de la Liberté",
    "town": "L-4601 Differdange",
    "place": "1535° Creative Hub, Differdange",
    "way_in": {},
    "hours": {},
    "weekly": [],  # weekday, from, to; web/house_hours.py reads them
    "is_step_free": False,  # no step on the way in, and a lift
    "neighbourhood": None,  # its number; people/neighbourhoods.py knows the usual one
}


def house(key: str) -> Any:
    """A text or setting of the house; texts in five languages come in the page's language, else French.

    Falls back to the default when the database cannot answer, so that error pages always render.
    """
    if "house_texts" not in g:
        try:
            g.house_texts = kept("house texts", _read)
        except (SQLAlchemyError, RuntimeError):
            g.house_texts = {}
    value = g.house_texts.get(key, DEFAULTS.get(key, ""))
    if isinstance(value, dict):
        return value.get(g.get("lang", "fr")) or value.get("fr") or next(iter(value.values()), "")
    return Number(value) if key == "phone" else value


def _read() -> dict[str, Any]:
    return {row.key: row.value for row in db.session.execute(ALL)}


def bind(app: Flask) -> None:
    """Give templates the house's words."""
    app.jinja_env.globals["house"] = house
