"""Saving a form that changes what others may change too: who saves second sees both (PROMISES B5)."""

import zlib
from collections.abc import Callable
from typing import Any

from wok.db import db, transaction
from wok.errors import Refusal
from wok.kernel.values import dataclass
from wok.web.forms import VersionForm


@dataclass(frozen=True)
class Saved:
    """What became of a form: 303 written, 422 refused, 409 somebody else was first."""

    code: int
    refusal: Refusal | None = None


def save(form: VersionForm, stands: Callable[[], int | None], write: Callable[[], object]) -> Saved:
    """Write what a good form says. `stands` locks what is changed and tells its version, None for something new.

    The form then says why it was refused, or lets the next save go over what stands, knowingly.
    """
    try:
        with transaction():
            version = stands()
            if version is not None and form.read_version() != version:
                form.now_stands(version)
                return Saved(409)
            write()
    except Refusal as refusal:
        form.refuse(refusal)
        return Saved(422, refusal)
    return Saved(303)


def number_of(facts: object) -> int:
    """A number that changes with what stands, where no row counts its versions."""
    return zlib.crc32(repr(facts).encode()) % 10**8


def read_again(row: Any) -> int:
    """The version of a row today; who writes at the same moment is told apart by the row's own count."""
    db.session.refresh(row)
    return int(row.version)


def save_row(form: VersionForm, row: Any | None, write: Callable[[], object]) -> int:
    """Write a row with a version, or a new one; tells with which status the page answers."""

    def stands() -> int | None:
        if row is None:
            return None
        db.session.refresh(row, with_for_update=True)
        return int(row.version)

    return save(form, stands, write).code
