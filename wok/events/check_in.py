"""The day itself: who came, who walked in, how many stood at the door. All writing inside `transaction()`."""

from collections import Counter
from datetime import datetime

from sqlalchemy import Select, select, update

from wok.bookings import at_door, codes
from wok.bookings import services as core
from wok.bookings.models import Booking, Occurrence
from wok.bookings.services import STAFF
from wok.db import db
from wok.events import sign_up_reads
from wok.events.door_models import DoorCount, EventWalkIn
from wok.events.models import Shift
from wok.events.sign_up_reads import Guest
from wok.kernel.letters import fold
from wok.kernel.values import dataclass

MOST_COUNTED = 100_000


@dataclass(frozen=True)
class DayList:
    """Everybody of one date: by state, walk-ins, the count at the door, helpers' shifts."""

    coming: list[Guest]
    offered: list[Guest]
    waiting: list[Guest]
    cancelled: list[Guest]
    walk_ins: list[EventWalkIn]
    door: DoorCount | None
    shifts: list[Shift]

    @property
    def booked(self) -> int:
        """People who signed up and are expected."""
        return sum(one.booking.quantity for one in self.coming)

    @property
    def arrived(self) -> int:
        """People ticked as come."""
        return sum(one.booking.attended or 0 for one in self.coming if one.booking.attendance == "came")

    @property
    def walked_in(self) -> int:
        """People who came without signing up."""
        return sum(one.people for one in self.walk_ins)

    @property
    def counted(self) -> int:
        """Everybody counted at the door."""
        return self.door.adults + self.door.children if self.door else 0

    @property
    def came(self) -> int:
        """How many came: the count at the door where there is one, else the list and the walk-ins."""
        return self.counted or self.arrived + self.walked_in

    @property
    def needs(self) -> Counter[str]:
        """Needs and diets of those expected, as numbers without names (PROMISES D1)."""
        found: Counter[str] = Counter()
        for one in self.coming:
            found.update(one.registration.needs)
            found.update(one.registration.diets)
        return found


def day_list(occurrence: Occurrence) -> DayList:
    """The list of one date; a fixed number of statements."""
    guests = sorted(sign_up_reads.guests(occurrence), key=lambda one: fold(one.booking.contact_name))
    by_status = {name: [one for one in guests if one.booking.status == name] for name in _STATUSES}
    walk_ins = select(EventWalkIn).where(EventWalkIn.occurrence_id == occurrence.id).order_by(EventWalkIn.id)
    shifts = select(Shift).where(Shift.occurrence_id == occurrence.id, Shift.ended_at.is_(None))
    return DayList(
        by_status["confirmed"],
        by_status["held"],
        sorted(by_status["waiting"], key=lambda one: (one.booking.created_at, one.booking.id)),
        by_status["cancelled"],
        list(db.session.scalars(walk_ins)),
        db.session.get(DoorCount, occurrence.id),
        list(db.session.scalars(shifts.order_by(Shift.starts_at, Shift.id))),
    )


_STATUSES = ("confirmed", "held", "waiting", "cancelled")


def came_on(occurrence: Occurrence) -> int:
    """How many came to a date; the numbers stay when names are erased (PROMISES D4)."""
    return day_list(occurrence).came


def matching(guests: list[Guest], words: str) -> list[Guest]:
    """Guests whose name, association or code holds these words; all of them without words."""
    if not words:
        return guests
    code, low = read_code(words), fold(words)
    return [one for one in guests if one.booking.code == code or low in _names(one.booking)]


def _names(booking: Booking) -> str:
    return fold(
        f"{booking.contact_name}\n{booking.association.name if booking.association else booking.association_said}"
    )


def read_code(typed: str) -> str | None:
    """A code, typed or as the address a camera reads from a card."""
    return codes.read_code(at_door.read_ref(typed))


def by_code(occurrence: Occurrence, typed: str) -> Booking | None:
    """The sign-up of this date behind a code or a card's address."""
    return at_door.among(occurrence, typed)


def mark(booking: Booking, attendance: str | None, *, attended: int | None = None, now: datetime, by_id: int) -> None:
    """Tick the list: came (with how many), told_us, no_show, or None for unknown. A no-show is only recorded."""
    booking.attendance = attendance
    booking.attended = (attended if attended is not None else booking.quantity) if attendance == "came" else None
    what = f"marked_{attendance or 'unknown'}"
    core.note(booking, what, by=STAFF, now=now, person_id=by_id, attended=booking.attended)


def walk_in(occurrence: Occurrence, people: int, words: str, *, form_token: str | None, now: datetime) -> EventWalkIn:
    """People who came without signing up: attendance, never refused."""
    row = EventWalkIn(occurrence_id=occurrence.id, people=people, words=words, at=now, form_token=form_token)
    db.session.add(row)
    db.session.flush()
    return row


def count(occurrence: Occurrence, *, adults: int = 0, children: int = 0, first_time: int = 0, now: datetime) -> None:
    """One more (or less) at the door; never below nobody, and no more newcomers than people."""
    core.lock([occurrence.resource_id], now=now)
    row = db.session.get(DoorCount, occurrence.id, populate_existing=True)
    if row is None:
        row = DoorCount(occurrence_id=occurrence.id, adults=0, children=0, first_time=0, changed_at=now)
        db.session.add(row)
    row.adults = min(MOST_COUNTED, max(0, row.adults + adults))
    row.children = min(MOST_COUNTED, max(0, row.children + children))
    row.first_time = min(row.adults + row.children, max(0, row.first_time + first_time))
    row.changed_at = now
    db.session.flush()


def with_old_words(before: datetime) -> Select[int]:
    """Dates that ended before then and still have words beside walk-ins."""
    chosen = select(EventWalkIn.occurrence_id).join(Occurrence, Occurrence.id == EventWalkIn.occurrence_id)
    return chosen.where(EventWalkIn.words != "", Occurrence.ends_at < before).distinct()


def forget_words(occurrence_ids: list[int]) -> None:
    """The words beside walk-ins go, their numbers stay."""
    old = (EventWalkIn.occurrence_id.in_(occurrence_ids), EventWalkIn.words != "")
    db.session.execute(update(EventWalkIn).where(*old).values(words=""))
