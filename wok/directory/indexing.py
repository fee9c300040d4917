"""The index stays right: whoever changes an association, its entry or a neighbourhood changes it in the same transaction."""

from collections.abc import Iterable
from functools import cache
from typing import Any

from sqlalchemy import event, select
from sqlalchemy.orm import Session

from wok.db import db
from wok.directory import search
from wok.directory.models import DirectoryEntry
from wok.people import neighbourhoods
from wok.people.models import Association
from wok.people.neighbourhood_models import Neighbourhood
from wok.people.spoken import SPOKEN
from wok.people.themes import THEMES
from wok.web.texts import translated

BATCH = 500
SHOWN = (Association.status == "accepted", Association.is_listed, DirectoryEntry.hidden_at.is_(None))
FACTS = select(
    Association.id,
    Association.name,
    Association.neighbourhood,
    DirectoryEntry.about,
    DirectoryEntry.looking_for,
    DirectoryEntry.offering,
    DirectoryEntry.themes,
    DirectoryEntry.languages,
).outerjoin(DirectoryEntry, DirectoryEntry.association_id == Association.id)


def bind() -> None:
    """Watch what is written."""
    if not event.contains(db.session, "after_flush", _after_flush):
        event.listen(db.session, "after_flush", _after_flush)


def _after_flush(session: Session, _context: Any) -> None:
    changed: set[int] = set()
    for row in (*session.new, *session.dirty, *session.deleted):
        if isinstance(row, Association):
            changed.add(row.id)
        elif isinstance(row, DirectoryEntry):
            changed.add(row.association_id)
        elif isinstance(row, Neighbourhood):
            changed |= _who_live_in(row)
    if changed:
        write(sorted(changed))


def _who_live_in(place: Neighbourhood) -> set[int]:
    named = Association.neighbourhood.in_(sorted(neighbourhoods.words_of(place)))
    return set(db.session.connection().scalars(select(Association.id).where(named)))


def write(ids: Iterable[int]) -> None:
    """Write these associations anew; those that are not shown leave the index."""
    wanted, connection = list(ids), db.session.connection()
    places = connection.execute(select(Neighbourhood.id, Neighbourhood.name, Neighbourhood.town)).all()
    for at in range(0, len(wanted), BATCH):
        some = wanted[at : at + BATCH]
        search.forget(some)
        facts = connection.execute(FACTS.where(Association.id.in_(some), *SHOWN)).all()
        if facts:
            search.keep([_row(one, places) for one in facts])


def rebuild() -> int:
    """Make the whole index anew, in one transaction of the caller's; returns how many can be found."""
    search.empty()
    ids = list(db.session.scalars(select(Association.id).where(Association.is_listed).order_by(Association.id)))
    write(ids)
    return len(ids)


def _row(one: Any, places: Iterable[Any]) -> search.Row:
    place = neighbourhoods.matching(one.neighbourhood, places)
    own = [words for texts in (one.about, one.looking_for, one.offering) for words in (texts or {}).values()]
    themes, languages = one.themes or [], one.languages or []
    around = [words for code in (*themes, *languages) for words in _in_every_language(code)]
    around += list(place.name.values()) if place else [one.neighbourhood]
    tags = [search.theme_tag(code) for code in themes] + [search.language_tag(code) for code in languages]
    tags += [search.neighbourhood_tag(place.id)] if place else []
    return search.Row(one.id, one.name, (*own, *around), tuple(tags))


@cache
def _in_every_language(code: str) -> tuple[str, ...]:
    words = THEMES.get(code, SPOKEN.get(code))
    return tuple(translated(words).values()) if words is not None else ()
