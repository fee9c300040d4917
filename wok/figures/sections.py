"""The whole report: every table of a period, in a fixed number of statements."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import func, select

from wok.appointments.models import Matter
from wok.bookings.models import Occurrence
from wok.db import db
from wok.figures import event_reads, group_reads, house_reads
from wok.figures.event_reads import Where
from wok.figures.periods import Period
from wok.figures.tables import Table
from wok.kernel import weekly
from wok.kernel.span import Span
from wok.people import neighbourhoods
from wok.people.neighbourhood_models import Neighbourhood
from wok.space.models import Room
from wok.web.texts import said


def tables(period: Period, where: Where, places: Sequence[Neighbourhood], *, now: datetime) -> list[Table]:
    """What was done in a period so far; of one neighbourhood only what has one."""
    whole = period.span
    span = Span(whole.start, max(whole.start, min(whole.end, now)))
    found = event_reads.tables(span, where, [one.id for one in places]) + group_reads.tables(span, where)
    return found if where.id else found + house_reads.tables(span)


def where(neighbourhood_id: int | None, places: Sequence[Neighbourhood]) -> Where:
    """The neighbourhood of that number; the whole town for none."""
    chosen = next((one for one in places if one.id == neighbourhood_id), None)
    return Where(chosen.id, frozenset(neighbourhoods.words_of(chosen))) if chosen else Where()


def first_day(*, now: datetime) -> date:
    """The first day there is anything of."""
    first = db.session.scalar(select(func.min(Occurrence.starts_at)))
    return weekly.local_day(min(first, now) if first else now)


def names(places: Sequence[Neighbourhood], language: str) -> dict[str, str]:
    """What the codes of neighbourhoods, rooms and matters are called: two statements."""
    found = {f"n{one.id}": neighbourhoods.full_name(one, language) for one in places}
    rooms, matters = select(Room.id, Room.name), select(Matter.id, Matter.name)
    found |= {f"r{row.id}": said(row.name, language).text for row in db.session.execute(rooms)}
    return found | {f"m{row.id}": said(row.name, language).text for row in db.session.execute(matters)}
