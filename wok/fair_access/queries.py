"""What is read of fair access: who is named, the cases a reader may see, their deadlines, and what is counted."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime, timedelta

from flask import abort
from sqlalchemy import ColumnElement, Select, select
from sqlalchemy.orm import joinedload

from wok.bookings import series
from wok.bookings.codes import read_code
from wok.db import db
from wok.fair_access import rules
from wok.fair_access.models import FairCase, FairLeftOut, FairLine, FairLook, FairReader
from wok.fair_access.words import KINDS, OUTCOMES
from wok.kernel import weekly
from wok.kernel.values import dataclass
from wok.mail.models import Message
from wok.people.models import Person

LARGEST = 2**31 - 1
SHOWN_CLOSED = timedelta(days=730)
MOST_LINES, MOST_LOOKS = 500, 500
Closed = Callable[[date], bool]


@dataclass(frozen=True)
class Standing:
    """One case with the day its next step is due; None once closed."""

    case: FairCase
    due_on: date | None
    is_overdue: bool
    calls: int = 0  # letters its writer must be called about


def readers() -> list[Person]:
    """The named colleagues who work here now, by name."""
    named = select(FairReader.person_id).where(FairReader.ended_at.is_(None))
    here = (Person.id.in_(named), Person.is_staff, Person.left_at.is_(None))
    return list(db.session.scalars(select(Person).where(*here).order_by(Person.name, Person.id)))


def is_reader(person: Person | None) -> bool:
    """Whether this person is one of them."""
    if person is None or not person.is_staff:
        return False
    row = db.session.get(FairReader, person.id)
    return row is not None and row.ended_at is None


def readers_of(case_id: int) -> list[Person]:
    """Those who may read this case."""
    out = set(db.session.scalars(select(FairLeftOut.person_id).where(FairLeftOut.case_id == case_id)))
    return [one for one in readers() if one.id not in out]


def left_out_of(case_id: int) -> list[Person]:
    """Colleagues who may not, by name."""
    out = select(FairLeftOut.person_id).where(FairLeftOut.case_id == case_id)
    return list(db.session.scalars(select(Person).where(Person.id.in_(out)).order_by(Person.name, Person.id)))


def may_read(person: Person) -> ColumnElement[bool]:
    """The cases this named colleague is not left out of."""
    return FairCase.id.not_in(select(FairLeftOut.case_id).where(FairLeftOut.person_id == person.id))


def case_or_404(person: Person, case_id: int) -> FairCase:
    """The case, for a named colleague who may read it; to anybody else there is none (PROMISES S1)."""
    if not is_reader(person) or not 0 < case_id <= LARGEST:
        abort(404)
    chosen = select(FairCase).options(joinedload(FairCase.assigned)).where(FairCase.id == case_id, may_read(person))
    return db.session.scalar(chosen) or abort(404)


def case_of(code: str, word_hash: str) -> FairCase | None:
    """The case behind a code and its word."""
    read = read_code(code)
    same = (FairCase.code == read, FairCase.word_hash == word_hash, FairCase.erased_at.is_(None))
    return db.session.scalar(select(FairCase).where(*same)) if read else None


def lines(case: FairCase) -> list[FairLine]:
    """Everything said and done, oldest first, as staff see it."""
    chosen = select(FairLine).options(joinedload(FairLine.by)).where(FairLine.case_id == case.id)
    return list(db.session.scalars(chosen.order_by(FairLine.at, FairLine.id).limit(MOST_LINES)))


def letters(case: FairCase, *, now: datetime) -> list[FairLine]:
    """What its writer reads: their own words and our letters, oldest first."""
    chosen = select(FairLine).where(
        FairLine.case_id == case.id,
        (FairLine.kind == "from_them") | (FairLine.kind == "step") | (FairLine.shows_at <= now),
    )
    return list(db.session.scalars(chosen.order_by(FairLine.at, FairLine.id).limit(MOST_LINES)))


def looks(case: FairCase) -> list[FairLook]:
    """Who opened it, latest first."""
    chosen = select(FairLook).options(joinedload(FairLook.person)).where(FairLook.case_id == case.id)
    return list(db.session.scalars(chosen.order_by(FairLook.at.desc(), FairLook.id.desc()).limit(MOST_LOOKS)))


def mail_states(case: FairCase) -> dict[str, str]:
    """The state of each mail about this case to its writer, by its cause."""
    ours = (Message.cause.startswith(f"fair:{case.id}:"), Message.kind != "fair_access/waits")
    rows = db.session.execute(select(Message.cause, Message.state).where(*ours))
    return {row.cause: row.state for row in rows}


def closed_days() -> Closed:
    """Whether the Wok is closed on a day. One statement."""
    closed = [weekly.ClosedDays(one.first_on, one.last_on) for one in series.running_closures()]
    return lambda day: any(one.includes(day) for one in closed)


def standing(case: FairCase, is_closed: Closed, *, now: datetime, calls: int = 0) -> Standing:
    """Until when its next step is due."""
    since = rules.Since(weekly.local_day(case.received_at), weekly.local_day(case.stepped_at))
    due = rules.due_on(case.state, since, is_closed)
    return Standing(case, due, due is not None and due < weekly.local_day(now), calls)


def _running() -> Select[FairCase]:
    return select(FairCase).where(FairCase.state != "closed", FairCase.erased_at.is_(None))


def open_cases(person: Person, *, now: datetime) -> list[Standing]:
    """The open cases this colleague may read, the most urgent first. Three statements."""
    chosen = _running().options(joinedload(FairCase.assigned)).where(may_read(person)).order_by(FairCase.id)
    is_closed, waiting = closed_days(), _calls()
    found = [standing(one, is_closed, now=now, calls=waiting.get(one.id, 0)) for one in db.session.scalars(chosen)]
    return sorted(found, key=lambda one: (one.due_on or date.max, one.case.id))


def _calls() -> dict[int, int]:
    """Letters whose writers are reached by phone and were not called, by case."""
    untold = (FairLine.kind == "to_them", FairLine.told_at.is_(None), FairCase.reach == "phone")
    found: dict[int, int] = {}
    for case_id in db.session.scalars(
        select(FairLine.case_id).join(FairCase, FairCase.id == FairLine.case_id).where(*untold)
    ):
        found[case_id] = found.get(case_id, 0) + 1
    return found


def closed_cases(person: Person, *, now: datetime) -> Sequence[FairCase]:
    """Those closed within two years that still have their words, latest first."""
    chosen = select(FairCase).where(
        FairCase.state == "closed", FairCase.erased_at.is_(None), FairCase.closed_at > now - SHOWN_CLOSED
    )
    return db.session.scalars(chosen.where(may_read(person)).order_by(FairCase.closed_at.desc(), FairCase.id)).all()


def overdue_count(*, now: datetime) -> int:
    """How many open cases are past the day of their next step, of all; a number without any detail."""
    is_closed = closed_days()
    return sum(standing(one, is_closed, now=now).is_overdue for one in db.session.scalars(_running()))


@dataclass(frozen=True)
class Figures:
    """What the public page says: reports by what they are about, and by how they ended."""

    about: list[rules.Years]
    ended: list[rules.Years]


def figures(*, now: datetime) -> Figures:
    """Counts of finished years; never a case."""
    this_year = weekly.local_day(now).year
    rows = db.session.execute(
        select(FairCase.id, FairCase.received_at, FairCase.kind, FairCase.counted_at, FairCase.counted_as)
    ).all()
    came = [rules.Counted(row.id, weekly.local_day(row.received_at).year, row.kind) for row in rows]
    over = [
        rules.Counted(row.id, weekly.local_day(row.counted_at).year, row.counted_as) for row in rows if row.counted_at
    ]
    return Figures(
        rules.published(came, tuple(KINDS), before=this_year), rules.published(over, tuple(OUTCOMES), before=this_year)
    )


def named(people: Iterable[Person]) -> list[tuple[int, str]]:
    """People as the choices of a form."""
    return [(one.id, one.name) for one in people]
