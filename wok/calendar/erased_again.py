"""Who was erased stays erased when a copy of the database is put back (PROMISES D3).

A file beside the database keeps numbers and instants alone: `wok erase-again` reads it after a restore. The instant a
person was written down is compared, as a number may have been given anew.
"""

from datetime import datetime
from pathlib import Path

from flask import current_app
from sqlalchemy import select

from wok.db import db, transaction
from wok.people import erasing
from wok.people.models import Person

FILE = "erased.txt"


def line_of(person: Person, *, now: datetime) -> str:
    """Number, when they were written down, when they were erased."""
    return f"{person.id} {person.created_at.isoformat()} {now.isoformat()}\n"


def path() -> Path:
    """Beside the database and the settings of this installation."""
    return Path(current_app.instance_path) / FILE


def keep(line: str) -> None:
    """Add one line; called once the erasing is committed."""
    with path().open("a", encoding="ascii") as file:
        file.write(line)


def apply(*, now: datetime) -> int:
    """Erase again whoever came back; returns how many."""
    done = 0
    for line in path().read_text(encoding="ascii").splitlines() if path().exists() else ():
        number, written_at, _erased_at = line.split()
        with transaction():
            person = db.session.scalar(select(Person).where(Person.id == int(number)))
            if person is None or person.created_at.isoformat() != written_at or person.name == erasing.NOBODY:
                continue
            erasing.erase(person, {}, now=now)
        done += 1
    return done
