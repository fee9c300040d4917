"""The calendar texts of events, each made once: writing one is slow (SPEED.md 1), and a change touches one of thousands.

A text is good while its stamp is the same: the versions of all it was made from, the house's own words, and the
sentences and code that wrote it. What is not stored yet is made on the way, and stored by the publishing job alone.
"""

import hashlib
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

from flask import current_app
from sqlalchemy import Row, and_, delete, insert, select

from wok.bookings.models import Occurrence, Series
from wok.db import db, transaction
from wok.events.models import Event, Organisation
from wok.feeds import ics, programme, words
from wok.feeds.models import EntryText
from wok.people.models import Association
from wok.people.neighbourhood_models import Neighbourhood
from wok.programme import words as programme_words
from wok.programme.filters import Wanted
from wok.space.models import Room
from wok.web.language import CATALOGUES

HERE = Path(__file__).parent
BATCH = 500
VERSIONS = tuple(
    one.version.label(f"version_{one.__tablename__}")
    for one in (Occurrence, Series, Event, Association, Organisation, Neighbourhood, Room)
)
KNOWN = (
    Occurrence.id, Occurrence.ends_at, Occurrence.status, Occurrence.changed_at, Event.state,
    Event.changed_at.label("event_changed_at"), Series.uid, *VERSIONS, EntryText.stamp, EntryText.body,
)  # fmt: skip

Written = tuple[str, bytes]  # the entry's UID, and its text


def written(wanted: Wanted, language: str, *, now: datetime) -> list[Written]:
    """The texts of the dates this reader looks for; those that are not stored are made. Inside `in_language`."""
    rows, house = _known(wanted, language, now=now), _stamp_of_house(language)
    good = {row.id: row.body for row in rows if row.stamp == _stamp(row, house)}
    found = good | _made([row.id for row in rows if row.id not in good], language)
    return [(programme.uid(row), found[row.id]) for row in rows if row.id in found]


def keep(language: str, *, now: datetime) -> None:
    """Store what `written` would have to make. Owns its transactions; inside `in_language`."""
    house = _stamp_of_house(language)
    rows = _known(programme.ALL_EVENTS, language, now=now)
    stamps = {row.id: stamp for row in rows if row.stamp != (stamp := _stamp(row, house))}
    numbers = list(stamps)
    for start in range(0, len(numbers), BATCH):
        batch = numbers[start : start + BATCH]
        made = [
            {"occurrence_id": number, "language": language, "stamp": stamps[number], "body": body}
            for number, body in _made(batch, language).items()
        ]
        with transaction():
            db.session.execute(
                delete(EntryText).where(EntryText.occurrence_id.in_(batch), EntryText.language == language)
            )
            db.session.execute(insert(EntryText), made) if made else None


def forget(now: datetime) -> None:
    """Drop the texts of dates that no calendar shows any more. Owns its transaction."""
    over = select(Occurrence.id).where(Occurrence.ends_at < now - programme.PAST)
    if db.session.scalar(select(EntryText.occurrence_id).where(EntryText.occurrence_id.in_(over)).limit(1)):
        with transaction():
            db.session.execute(delete(EntryText).where(EntryText.occurrence_id.in_(over)))


def _known(wanted: Wanted, language: str, *, now: datetime) -> list[Row[Any]]:
    """The dates with what says whether their text is good; past ones that were called off have left."""
    stored = and_(EntryText.occurrence_id == Occurrence.id, EntryText.language == language)
    return programme.rows(
        wanted,
        lambda chosen: chosen.with_only_columns(*KNOWN, maintain_column_froms=True).outerjoin(EntryText, stored),
        now=now,
    )


def _made(numbers: list[int], language: str) -> dict[int, bytes]:
    """The text of each of these dates, without those that cannot be written."""
    found: dict[int, bytes] = {}
    for start in range(0, len(numbers), BATCH):
        for number, entry in programme.entries_of(numbers[start : start + BATCH], language).items():
            text = ics.text_or_none(entry)
            if text is not None:
                found[number] = text
    return found


def _stamp(row: Row[Any], house: str) -> str:
    changes = f"{row.changed_at.timestamp()}-{row.event_changed_at.timestamp()}"
    return f"{house}-{changes}-" + ".".join(["" if one is None else str(one) for one in row[-2 - len(VERSIONS) : -2]])


def _stamp_of_house(language: str) -> str:
    """Changes with the Wok's address on earth and in the web, and with the words and the code that write entries."""
    said = f"{current_app.config['BASE_URL']} {words.location()} {_recipe(language)}"
    return hashlib.sha256(said.encode("utf-8", "surrogatepass")).hexdigest()[:16]


@cache
def _recipe(language: str) -> str:
    sentences = CATALOGUES / language / "LC_MESSAGES" / "messages.po"
    files = [*sorted(HERE.glob("*.py")), Path(programme_words.__file__), *([sentences] if sentences.exists() else [])]
    return hashlib.sha256(b"".join(file.read_bytes() for file in files)).hexdigest()
