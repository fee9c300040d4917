"""What stands on the shelf in these tests: sets, pictures, and things taken on some days."""

from datetime import date
from io import BytesIO
from typing import Any

from tests.make import NOW
from wok.bookings import services
from wok.bookings.lines import Line, take_lines
from wok.bookings.services import Contact
from wok.db import db, transaction
from wok.equipment import opening, sets, stock
from wok.equipment.models import Item, ItemSet

FRIDAY, SATURDAY, MONDAY = date(2026, 11, 20), date(2026, 11, 21), date(2026, 11, 23)


def take(item: Item, quantity: int, first: date = FRIDAY, last: date = MONDAY) -> None:
    """So many are out from one day to the other, clean-up days after it."""
    with transaction():
        span = opening.taken_span(first, last, item.cleanup_days)
        booking = services.new_booking("loan", Contact(name="Bruno", language="pt"), span, quantity, now=NOW)
        booking.status = "confirmed"
        db.session.add(booking)
        db.session.flush()
        take_lines(booking, [Line(item.resource_id, quantity, span)], now=NOW)


def item_set(name: str, *parts: tuple[Item, int, bool], **facts: Any) -> ItemSet:
    """A set for a film evening."""
    with transaction():
        said = sets.SetFacts({"en": name, "fr": name}, {}, {}, **{"purposes": ["film"], **facts})
        return sets.write(None, said, [sets.Part(item.id, count, needed) for item, count, needed in parts], now=NOW)


def instead(item: Item, *others: Item) -> None:
    """What can be asked for instead."""
    with transaction():
        stock.set_substitutes(item, [one.id for one in others], now=NOW)


def photo(width: int = 60, height: int = 40, kind: str = "JPEG", **more: Any) -> bytes:
    """A picture file with a red left half."""
    from PIL import Image

    made = Image.new("RGB", (width, height), "blue")
    made.paste("red", (0, 0, width // 2, height))
    out = BytesIO()
    made.save(out, kind, **more)
    return out.getvalue()
