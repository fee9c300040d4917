"""Every door of the house: each address of the app with something behind it, and who knocks."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any

from flask import Flask
from sqlalchemy import event, select
from werkzeug.routing import Rule

from tests import make
from wok.bookings.models import Booking, Occurrence, Resource, Taking
from wok.db import Base, db, transaction
from wok.equipment.models import ItemSet, SetPart, Stocktake, Unit
from wok.lunches.models import Rsvp

NOON, TWO = datetime(2026, 11, 18, 11, tzinfo=UTC), datetime(2026, 11, 18, 13, tzinfo=UTC)
NOW = datetime(2026, 11, 16, 9, tzinfo=UTC)
CODE, LINK = "K7MT4WQX", "a-link-of-the-tests-alone-0001"
# What stands in an address for a name; numbers are 1, other words are "x".
VALUES = {
    "code": CODE,
    "token": LINK,
    "link": LINK,
    "link_token": LINK,
    "key": LINK,
    "day": "2026-11-18",
    "on": "2026-11-18",
    "month": "2026-11",
}
# Kept outside the booking core and written when read, or counting tries: they may change.
MAY_CHANGE = {"published_feed", "feed_bytes", "attempt"}


@dataclass(frozen=True)
class Door:
    """One address that answers to `method`."""

    endpoint: str
    method: str
    path: str
    rule: str


OWN = ("dancer@example.org", "621 987 654", "+352621987654")  # whoever the furniture belongs to is reached so


def furnish() -> None:
    """One lunch, and Amina's booking for three with its code and link; a tagged tent in a set, being counted."""
    amina = make.delegate(email=OWN[0], phone=OWN[2])
    tent = make.item("Tent", 1, slug="x", is_tagged=True)
    with transaction():
        seats = Resource(kind="lunch", name="Lunch", capacity=24)
        series = make.wednesdays(capacity=24, first_on=date(2026, 11, 4))
        lunch = Occurrence(
            series=series,
            original_on=NOON.date(),
            original_at=NOON,
            starts_at=NOON,
            ends_at=TWO,
            resource=seats,
            changed_at=NOW,
        )
        booking = Booking(
            kind="lunch", status="confirmed", quantity=3, starts_at=NOON, ends_at=TWO, occurrence=lunch, person_id=amina.id,
            contact_name=amina.name, contact_email=amina.email, reach="email", language="en", code=CODE, link_token=LINK,
            uid="booking-1@wok", created_at=NOW, changed_at=NOW,
            takings=[Taking(resource=seats, quantity=3, starts_at=NOON, ends_at=TWO)],
        )  # fmt: skip
        db.session.add_all([seats, series, lunch, booking])
        db.session.flush()
        db.session.add(Rsvp(booking_id=booking.id, adults=3))
        party = ItemSet(slug="x", name={"fr": "Fête"}, changed_at=NOW, parts=[SetPart(item_id=tent.id, quantity=1)])
        piece = Unit(item_id=tent.id, tag="X", changed_at=NOW)
        db.session.add_all([party, piece, Stocktake(began_at=NOW)])


def doors(app: Flask, method: str) -> list[Door]:
    """Every address of the app that answers to `method`, static files aside, in order."""
    rules = (
        rule
        for rule in app.url_map.iter_rules()
        if method in (rule.methods or ()) and not rule.rule.startswith("/static/")
    )
    found = (Door(rule.endpoint, method, _path(app, rule), rule.rule) for rule in rules)
    return sorted(found, key=lambda door: (door.rule, door.endpoint))


def _path(app: Flask, rule: Rule) -> str:
    values: dict[str, Any] = {name: _value(name, converter) for name, converter in rule._converters.items()}
    built = rule.build({**values, **(rule.defaults or {})}, append_unknown=False)
    assert built, f"no address could be made for {rule.rule}: give tests/house/doors.py a value for it"
    return built[1]


def _value(name: str, converter: Any) -> Any:
    kind = type(converter).__name__
    if kind == "LanguageConverter":
        return "en"
    if kind == "AnyConverter":
        return next(iter(converter.items))
    if kind in ("IntegerConverter", "FloatConverter"):
        return 2026 if name == "year" else 1
    if "Date" in kind:
        return NOON.date()
    return VALUES.get(name, "x")


def people(app: Flask) -> dict[str, make.Browser]:
    """The cast at the door: a stranger, a member (Amina), a member of staff (Claire)."""
    stranger, amina, claire = make.Browser(app), make.Browser(app), make.Browser(app)
    make.sign_in(amina, make.delegate("Les voisins", email="neighbour@example.org"))
    make.sign_in(claire, make.staff(email="claire@example.org"))
    return {"a stranger": stranger, "Amina": amina, "Claire": claire}


@dataclass
class Writing:
    """What is written while somebody goes from door to door: `at` is where they stand, `seen` where something was."""

    at: str = ""
    seen: set[str] = field(default_factory=set)


@contextmanager
def watched() -> Iterator[Writing]:
    """Note every statement that writes, so that a change can be told to its door without looking behind each."""
    writing = Writing()

    def note(_connection: Any, _cursor: Any, words: str, *_rest: Any) -> None:
        if words.lstrip().upper().startswith(("INSERT", "UPDATE", "DELETE")):
            writing.seen.add(f"{writing.at} ({words.split(None, 3)[1]} {words.split(None, 3)[2]})")

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        yield writing
    finally:
        event.remove(db.engine, "before_cursor_execute", note)


def state() -> dict[str, str]:
    """Table -> number of rows and fingerprint of all of them; a pure look."""
    db.session.rollback()
    found = {}
    for table in Base.metadata.sorted_tables:
        if table.name not in MAY_CHANGE:
            rows = sorted(repr(tuple(row)) for row in db.session.execute(select(table)))
            found[table.name] = f"{len(rows)} rows, {hashlib.sha256(repr(rows).encode()).hexdigest()[:12]}"
    return found


def changed(before: dict[str, str]) -> list[str]:
    """The tables that differ from `before`."""
    after = state()
    return [f"{name}: {before[name]} -> {after[name]}" for name in before if before[name] != after[name]]
