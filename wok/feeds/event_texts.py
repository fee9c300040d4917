"""The calendar texts of events, each made once: writing one is slow (SPEED.md 1), and a change touches one of thousands.

A text is good while its stamp is the same: the versions of all it was made from, the house's own words, and the
sentences and code that wrote it. What is not stored yet is made on the way, and stored by the publishing job alone.
"""

import hashlib
from collections.abc import Iterable
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

from flask import current_app
from sqlalchemy import Row, Select, String, and_, bindparam, case, cast, delete, func, insert, select

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
STORED = and_(EntryText.occurrence_id == Occurrence.id, EntryText.language == bindparam("said_in"))
CHANGES: tuple[Any, ...] = (
    Occurrence.changed_at,
    Event.changed_at,
    *(one.version for one in (Occurrence, Series, Event, Association, Organisation, Neighbourhood, Room)),
)
STAMP: Any = bindparam("house", type_=String)
for change in CHANGES:
    STAMP = STAMP + "." + func.coalesce(cast(change, String), "")
GOOD = case((EntryText.stamp == STAMP, EntryText.body))

Written = tuple[str, bytes]  # the entry's UID, and its text


def written(wanted: Wanted, language: str, *, now: datetime) -> list[Written]:
    """The texts of the dates this reader looks for; those that are not stored are made. Inside `in_language`."""
    columns = (Occurrence.id, programme.UID, GOOD.label("body"))
    rows = _read(programme.shown(wanted, now=now), columns, language)
    made = _made([row.id for row in rows if row.body is None], language)
    found = ((row.uid, made.get(row.id) if row.body is None else row.body) for row in rows)
    return [(uid, body) for uid, body in found if body is not None]


def keep(language: str, *, now: datetime) -> None:
    """Store what `written` would have to make. Owns its transactions; inside `in_language`."""
    missing = [chosen.where(GOOD.is_(None)) for chosen in programme.shown(programme.ALL_EVENTS, now=now)]
    rows = _read(missing, (Occurrence.id, STAMP.label("stamp")), language)
    for start in range(0, len(rows), BATCH):
        batch = {row.id: row.stamp for row in rows[start : start + BATCH]}
        made = [
            {"occurrence_id": number, "language": language, "stamp": batch[number], "body": body}
            for number, body in _made(list(batch), language).items()
        ]
        old = EntryText.occurrence_id.in_(batch), EntryText.language == language
        with transaction():
            db.session.execute(delete(EntryText).where(*old))
            if made:
                db.session.execute(insert(EntryText), made)


def forget(*, now: datetime) -> None:
    """Drop the texts of dates that no calendar shows any more. Owns its transaction."""
    over = select(Occurrence.id).where(Occurrence.ends_at < now - programme.PAST)
    if db.session.scalar(select(EntryText.occurrence_id).where(EntryText.occurrence_id.in_(over)).limit(1)):
        with transaction():
            db.session.execute(delete(EntryText).where(EntryText.occurrence_id.in_(over)))


def _read(chosen: Iterable[Select[Any]], columns: tuple[Any, ...], language: str) -> list[Row[Any]]:
    """These columns of the dates, with the texts that are stored. By Core: there are thousands of rows."""
    given = {"house": _stamp_of_house(language), "said_in": language}
    connection = db.session.connection()
    rows: list[Row[Any]] = []
    for one in chosen:
        statement: Any = one.with_only_columns(*columns, maintain_column_froms=True).outerjoin(EntryText, STORED)
        rows += connection.execute(statement, given).all()
    return rows


def _made(numbers: list[int], language: str) -> dict[int, bytes]:
    """The text of each of these dates, without those that cannot be written."""
    found: dict[int, bytes] = {}
    for start in range(0, len(numbers), BATCH):
        for number, entry in programme.entries_of(numbers[start : start + BATCH], language).items():
            text = ics.text_or_none(entry)
            if text is not None:
                found[number] = text
    return found


def _stamp_of_house(language: str) -> str:
    """Changes with the Wok's address on earth and in the web, and with the words and the code that write entries."""
    said = f"{current_app.config['BASE_URL']} {words.location()} {_recipe(language)}"
    return hashlib.sha256(said.encode("utf-8", "surrogatepass")).hexdigest()[:16]


@cache
def _recipe(language: str) -> str:
    sentences = CATALOGUES / language / "LC_MESSAGES" / "messages.po"
    files = [*sorted(HERE.glob("*.py")), Path(programme_words.__file__), *([sentences] if sentences.exists() else [])]
    return hashlib.sha256(b"".join(file.read_bytes() for file in files)).hexdigest()
