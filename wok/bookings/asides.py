"""What else belongs to a booking: the project it is for, the interpreter, somebody who sets things up.

A feature names its reader in contents.py; the booking's own page shows what they know, in a fixed number of statements.
"""

from collections.abc import Callable, Sequence

from flask import current_app, g

from wok.bookings import causes
from wok.bookings.models import Booking
from wok.kernel.values import dataclass
from wok.web.sentences import gettext as _

EXTENSION = "wok-asides"


@dataclass(frozen=True)
class Aside:
    """One line beside a booking. `state`: a tag's (waiting, confirmed, draft …) or empty; `own`: people's own words."""

    words: str
    own: str = ""
    href: str = ""
    state: str = ""
    state_words: str = ""


Reader = Callable[[Booking], list[Aside]]


def bind(readers: Sequence[Reader], extensions: dict[str, object]) -> None:
    """Tell the application who knows something of bookings (contents.py writes the list out)."""
    extensions[EXTENSION] = tuple(readers)


def of(booking: Booking) -> list[Aside]:
    """All that is known beside this booking."""
    readers: tuple[Reader, ...] = current_app.extensions[EXTENSION]
    return [one for reader in readers for one in reader(booking)]


def cause_of(booking: Booking) -> list[Aside]:
    """The project or event it is for, to those who may book for it."""
    found = causes.causes_of([booking.id]).get(booking.id)
    cause = causes.read(f"{found[0]}-{found[1]}", g.get("person")) if found else None
    return [Aside(_("For:"), cause.title, cause.href)] if cause else []
