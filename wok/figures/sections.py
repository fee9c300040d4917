"""The whole report: every table of a period, in a fixed number of statements."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from sqlalchemy import func, select

from wok.appointments.models import Matter
from wok.bookings.models import Occurrence
from wok.db import db
from wok.figures import built, group_reads, house_reads, months, tally
from wok.figures.periods import Period
from wok.figures.tables import Table
from wok.kernel import weekly
from wok.kernel.span import Span
from wok.people import neighbourhoods
from wok.people.neighbourhood_models import Neighbourhood
from wok.space.models import Room
from wok.web.texts import said


def tables(
    period: Period, place: int | None, places: Sequence[Neighbourhood], *, now: datetime, anew: bool = False
) -> list[Table]:
    """What was done in a period so far; of one neighbourhood only what has one. `anew`: nothing from the kept months."""
    span, named = _so_far(period, now=now), house_reads.places_of(places)
    counted = months.live(span, named) if anew else months.within(period, named, now=now)
    rooms = db.session.scalars(select(Room.id).order_by(Room.position, Room.id)).all()
    found = built.tables(tally.sums(counted, place), place, [one.id for one in places], rooms)
    return found + group_reads.tables(span, counted.took_part, place, named)


def _so_far(period: Period, *, now: datetime) -> Span:
    return Span(period.span.start, max(period.span.start, min(period.span.end, now)))


def first_day(*, now: datetime) -> date:
    """The first day there is anything of."""
    first = db.session.scalar(select(func.min(Occurrence.starts_at)))
    return weekly.local_day(min(first, now) if first else now)


def names(places: Sequence[Neighbourhood], language: str) -> Mapping[str, str]:
    """What the codes of neighbourhoods, rooms and matters are called: two statements."""
    found = {f"n{one.id}": neighbourhoods.full_name(one, language) for one in places}
    rooms, matters = select(Room.id, Room.name), select(Matter.id, Matter.name)
    found |= {f"r{row.id}": said(row.name, language).text for row in db.session.execute(rooms)}
    return found | {f"m{row.id}": said(row.name, language).text for row in db.session.execute(matters)}
