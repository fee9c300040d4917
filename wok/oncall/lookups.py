"""Finding one visit of the on-call: by its link, by whose it is, or by what staff still owe it; and what people brought along."""

from collections.abc import Iterable, Sequence

from sqlalchemy import func, or_, select
from sqlalchemy.orm import joinedload

from wok.bookings.models import Booking, Occurrence
from wok.db import db
from wok.kernel import weekly
from wok.kernel.values import dataclass
from wok.oncall.models import BookedMatter, Visit
from wok.oncall.queries import OPEN_STATES
from wok.people.models import Association, Person


def visit_by_link(link: str) -> Visit | None:
    """The visit behind a number's page."""
    if not (len(link) == 22 and link.isascii() and link.isprintable()):
        return None
    return db.session.scalar(
        select(Visit).options(joinedload(Visit.occurrence), joinedload(Visit.booking)).where(Visit.link_token == link)
    )


def visit_of(booking: Booking) -> Visit | None:
    """The number of somebody who booked and is here."""
    return db.session.scalar(select(Visit).where(Visit.booking_id == booking.id))


def open_visit(
    occurrence: Occurrence, *, browser: str | None = None, person: Person | None = None, booking: Booking | None = None
) -> Visit | None:
    """The open number of this phone, person or booking on a date, if there is one."""
    same = []
    if browser:
        same.append(Visit.browser == browser)
    if person:
        same.append(Visit.person_id == person.id)
    if booking:
        same.append(Visit.booking_id == booking.id)
    if not same:
        return None
    return db.session.scalar(
        select(Visit)
        .where(Visit.occurrence_id == occurrence.id, Visit.state.in_(OPEN_STATES), or_(*same))
        .order_by(Visit.number.desc())
        .limit(1)
    )


def has_been_here_this_month(
    occurrence: Occurrence, *, browser: str | None, person: Person | None, association: Association | None
) -> bool:
    """True when this phone, person or association was seen on an earlier date of the same month."""
    first = weekly.local_day(occurrence.starts_at).replace(day=1)
    same = [Visit.browser == browser] if browser else []
    same += [Visit.person_id == person.id] if person else []
    same += [Visit.association_id == association.id] if association else []
    if not same:
        return False
    chosen = select(func.count(Visit.id)).where(
        Visit.taken_at >= weekly.day_span(first).start,
        Visit.occurrence_id != occurrence.id,
        Visit.state == "seen",
        or_(*same),
    )
    return bool(db.session.scalar(chosen))


def matter_of(booking: Booking) -> BookedMatter | None:
    """What a booked time is about."""
    return db.session.get(BookedMatter, booking.id)


def owed_appointments() -> list[Visit]:
    """Visits for which staff still owe an appointment, oldest first."""
    return list(
        db.session.scalars(
            select(Visit)
            .options(joinedload(Visit.occurrence), joinedload(Visit.booking))
            .where(Visit.follow_up.is_(True), Visit.followed_at.is_(None), Visit.state.in_(("seen", "next_week")))
            .order_by(Visit.id)
            .limit(200)
        )
    )


@dataclass(frozen=True)
class Brought:
    """What colleagues should know beforehand: needs said once in the profile, and what the booker wrote."""

    needs: Sequence[str] = ()
    note: str = ""


@dataclass(frozen=True)
class AllBrought:
    """The same of a whole morning."""

    needs: dict[int, list[str]]  # of a person
    notes: dict[int, str]  # of a booking

    def of(self, one: Visit | Booking) -> Brought:
        """By a visit, or by a booking nobody has come for yet."""
        booking_id = one.booking_id if isinstance(one, Visit) else one.id
        return Brought(self.needs.get(one.person_id or 0, []), self.notes.get(booking_id or 0, ""))


def brought(visits: Iterable[Visit], expected: Iterable[Booking]) -> AllBrought:
    """Two statements, however many."""
    everybody: list[Visit | Booking] = [*visits, *expected]
    people = {one.person_id for one in everybody if one.person_id}
    booked = {one.booking_id if isinstance(one, Visit) else one.id for one in everybody}
    needs = db.session.execute(select(Person.id, Person.needs).where(Person.id.in_(people))).all()
    notes = select(BookedMatter.booking_id, BookedMatter.note).where(BookedMatter.booking_id.in_(booked - {None}))
    return AllBrought(
        {person_id: codes for person_id, codes in needs if codes},
        {booking_id: note for booking_id, note in db.session.execute(notes).all() if note},
    )
