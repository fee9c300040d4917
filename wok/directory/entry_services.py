"""What an association shows of itself is kept right by its delegates, and hidden by the staff where it must be."""

from datetime import datetime

from sqlalchemy import select

from wok.db import db
from wok.directory.entry_facts import WORDS, Shown
from wok.directory.models import DirectoryEntry
from wok.people.models import Association
from wok.people.refusals import Clash


def entry_of(association_id: int) -> DirectoryEntry | None:
    """The entry, if there is one already."""
    return db.session.scalar(select(DirectoryEntry).where(DirectoryEntry.association_id == association_id))


def save(association: Association, shown: Shown, *, version: int, now: datetime) -> DirectoryEntry:
    """Keep the entry right; words in other languages stay. Raises Clash. Informal groups never show a contact."""
    db.session.scalar(select(Association.id).where(Association.id == association.id).with_for_update())
    entry = entry_of(association.id)
    if (entry.version if entry else 0) != version:
        raise Clash
    if entry is None:
        entry = DirectoryEntry(association_id=association.id, about={}, looking_for={}, offering={}, changed_at=now)
        db.session.add(entry)
    for name in WORDS:
        texts = {**getattr(entry, name), shown.language: getattr(shown, name)}
        setattr(entry, name, {code: words for code, words in texts.items() if words})
    entry.themes, entry.languages, entry.website = shown.themes, shown.languages, shown.website
    entry.takes_letters, entry.changed_at = shown.takes_letters, now
    is_formal = association.form == "formal"
    entry.contact_email = shown.contact_email if is_formal else None
    entry.contact_phone = shown.contact_phone if is_formal else None
    db.session.flush()
    return entry


def hide(association: Association, why: str, *, now: datetime) -> None:
    """The staff take an entry off the public pages; the association reads why."""
    entry = entry_of(association.id)
    if entry is None:
        entry = DirectoryEntry(association_id=association.id, about={}, looking_for={}, offering={}, changed_at=now)
        db.session.add(entry)
    entry.hidden_at, entry.hidden_why = now, why
    db.session.flush()


def unhide(association: Association) -> None:
    """The staff show it again."""
    entry = entry_of(association.id)
    if entry is not None:
        entry.hidden_at, entry.hidden_why = None, ""
        db.session.flush()
