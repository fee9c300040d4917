"""Who may open one booking, and how far (PROMISES S1, MODEL.md "Codes"): the one place that fetches a booking for a reader.

A mailed link opens the page; names, contacts, needs and diets show only after the first three letters of
the booker's name, to the browser that booked, to its signed-in owners and to staff. A printed code
opens nothing before those letters. Unknown and foreign look the same.
"""

import unicodedata

from flask import abort, g, session
from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import joinedload

from wok.bookings.codes import read_code
from wok.bookings.models import Booking
from wok.db import db
from wok.kernel.values import dataclass
from wok.people.models import Membership, Person

KNOWN = "known_bookings"  # ids of bookings whose name this browser has given, newest last
MOST_KNOWN = 40  # a cookie is small
LETTERS = 3
LINK_LENGTH = 22


@dataclass(frozen=True)
class Sight:
    """What this reader may do with one booking."""

    may_see: bool
    may_change: bool
    sees_private: bool


ALL = Sight(True, True, True)
LINK = Sight(True, True, False)
MEMBER = Sight(True, False, False)
NOTHING = Sight(False, False, False)


def find(ref: str) -> Booking | None:
    """The booking behind a mailed link's 22 characters or a printed code, in any spelling."""
    code = read_code(ref) if len(ref) < LINK_LENGTH else None
    if not (code or (len(ref) == LINK_LENGTH and ref.isascii() and ref.isprintable())):
        return None
    same = Booking.code == code if code else Booking.link_token == ref
    return db.session.scalar(
        select(Booking).options(joinedload(Booking.association)).where(same, Booking.kind != "block")
    )


def looks_like_code(ref: str) -> bool:
    """True when `ref` could be a printed code; whether it is one, nobody learns before the letters."""
    return len(ref) < LINK_LENGTH and read_code(ref) is not None


def booking_or_404(ref: str) -> Booking:
    """The booking, or the page that says there is none."""
    return find(ref) or abort(404)


def sight_of(booking: Booking, ref: str) -> Sight:
    """How far the present reader sees, coming by `ref`."""
    if booking.id in session.get(KNOWN, []) or _is_theirs(booking, g.person, g.memberships):
        return ALL
    if ref == booking.link_token:
        return LINK
    is_member = any(one.association_id == booking.association_id for one in g.memberships)
    return MEMBER if is_member else NOTHING


def _is_theirs(booking: Booking, person: Person | None, memberships: list[Membership]) -> bool:
    if person is None:
        return False
    if person.is_staff or booking.person_id == person.id:
        return True
    if person.email and booking.contact_email == person.email:
        return True
    return any(one.association_id == booking.association_id and one.role == "delegate" for one in memberships)


def theirs(person: Person, memberships: list[Membership]) -> ColumnElement[bool]:
    """The bookings a signed-in person sees among "our bookings": their own and their associations'."""
    ours = [one.association_id for one in memberships]
    own = [Booking.person_id == person.id]
    if person.email:
        own.append(Booking.contact_email == person.email)
    if ours:
        own.append(Booking.association_id.in_(ours))
    return or_(*own)


def remember(booking: Booking) -> None:
    """This browser has shown that it knows the booker; kept in its signed session."""
    known = [one for one in session.get(KNOWN, []) if one != booking.id]
    session[KNOWN] = [*known, booking.id][-MOST_KNOWN:]


def is_name(booking: Booking, typed: str) -> bool:
    """True for the first three letters of the booker's name, or more; the whole name if it is shorter.

    Who counts the apostrophe of "O’Neil" as a letter is right, too.
    """
    name, given = _letters(booking.contact_name), _letters(typed)
    if bool(name) and len(given) >= min(LETTERS, len(name)) and name.startswith(given):
        return True
    signs = _signs(typed)
    return bool(given) and len(signs) >= LETTERS and _signs(booking.contact_name).startswith(signs)


def _signs(text: str) -> str:
    """As written, every sign that is no letter being as good as any other."""
    bare = unicodedata.normalize("NFKD", text.strip().casefold())
    return "".join(char if char.isalnum() else "'" for char in bare if not unicodedata.combining(char))


def _letters(text: str) -> str:
    bare = unicodedata.normalize("NFKD", text.casefold())
    return "".join(char for char in bare if char.isalnum())
