"""The cast of the directory: the dancers who are shown, the footballers who write."""

from typing import Any

from sqlalchemy import select

from tests import make
from wok.db import db, transaction
from wok.directory.models import DirectoryEntry, Letter
from wok.mail.models import Message
from wok.people.models import Association, Person


def entry(association: Association, **given: Any) -> DirectoryEntry:
    """What an association shows of itself."""
    row = DirectoryEntry(association_id=association.id, changed_at=make.NOW, **given)
    with transaction():
        db.session.add(row)
    return row


def acting_for(name: str, *, who: dict[str, Any] | None = None, **given: Any) -> tuple[Association, Person]:
    """An association that is shown, and its delegate."""
    association = make.association(**{"name": name, "is_listed": True, **given})
    person = make.person(**(who or {}))
    make.membership(person, association)
    return association, person


def browser(app: Any, person: Person | None = None) -> make.Browser:
    """A browser of its own; signed in as this person."""
    one = make.Browser(app)
    if person is not None:
        make.sign_in(one, person)
    return one


def mails(kind: str = "", **only: Any) -> list[Message]:
    """What is owed or was sent, in order."""
    rows = db.session.scalars(select(Message).where(Message.kind.like(f"directory/{kind}%")).order_by(Message.id))
    return [one for one in rows if all(getattr(one, name) == value for name, value in only.items())]


def send_all() -> None:
    """The post went out."""
    with transaction():
        for one in mails():
            if one.state == "due":
                one.state = "sent"


def letters() -> list[Letter]:
    """Every letter, in order."""
    return list(db.session.scalars(select(Letter).order_by(Letter.id)))
