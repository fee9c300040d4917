"""The calendars of single things and rooms, as the subscribe page offers them."""

from flask import request, url_for
from sqlalchemy import select

from wok.db import db
from wok.equipment.models import Item
from wok.feeds import words
from wok.feeds.queries import FeedKey, one_of
from wok.kernel.values import dataclass
from wok.space.models import Room


@dataclass(frozen=True)
class Choice:
    """One thing or room to follow; `code` is "item-3"."""

    code: str
    name: str

    @property
    def is_room(self) -> bool:
        """A room, not a thing."""
        return self.code.startswith("room")


def choices(language: str) -> list[Choice]:
    """All rooms on offer, then all that is lent, by name. Two statements."""
    rooms = db.session.execute(select(Room.id, Room.name).where(Room.paused_at.is_(None)).order_by(Room.position))
    lent = Item.accepted_at.is_not(None), Item.retired_at.is_(None)
    items = db.session.execute(select(Item.id, Item.name).where(*lent))
    found = [Choice(f"item-{row.id}", words.said(row.name, language)) for row in items]
    return [Choice(f"room-{row.id}", words.said(row.name, language)) for row in rooms] + sorted(
        found, key=lambda one: one.name.casefold()
    )


def chosen(language: str) -> FeedKey | None:
    """The thing or room of the address: "?of=item-3"; None when none or nonsense was asked."""
    kind, _dash, number = request.args.get("of", "").partition("-")
    is_number = number.isascii() and number.isdecimal() and len(number) < 10
    key = FeedKey(kind, language, int(number)) if is_number else None
    return key if key and key.is_of_one and one_of(key) is not None else None


def path(key: FeedKey) -> str:
    """Where calendar programs fetch it."""
    return url_for("feed_files.one_file", kind=key.kind, number=key.of, language=key.language)
