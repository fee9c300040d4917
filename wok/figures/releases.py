"""What is public: the figures of each closed quarter, published once and never changed; longer periods are their sums."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import select

from wok.db import db, transaction
from wok.figures import periods, sections, tables
from wok.figures.models import FigureRelease
from wok.figures.periods import Period
from wok.figures.tables import Grid
from wok.kernel import weekly
from wok.people import neighbourhoods

NOT_OVER_TIME = "waiting"  # a middle of middles says nothing


def publish(now: datetime) -> str:
    """The job: every quarter that is over and not public yet, each in its own transaction."""
    known = set(quarters())
    first = sections.first_day(now=now)
    due = [one for one in periods.closed_quarters(first, weekly.local_day(now)) if one.code not in known]
    return f"published {sum(_publish(one, now=now) for one in due)}"


def _publish(period: Period, *, now: datetime) -> bool:
    with transaction():
        if db.session.get(FigureRelease, period.code):
            return False
        places = neighbourhoods.all_of_them()
        found = sections.tables(period, sections.where(None, places), places, now=now)
        document = {"tables": [tables.stored(tables.public(one)) for one in found if one.is_public]}
        db.session.add(FigureRelease(quarter=period.code, tables=document, published_at=now))
    return True


def quarters() -> list[str]:
    """The codes of the quarters that are public, the earliest first."""
    return list(db.session.scalars(select(FigureRelease.quarter).order_by(FigureRelease.quarter)))


def grids(codes: Iterable[str]) -> list[Grid]:
    """These quarters together, from what was published of them alone: one statement."""
    chosen = select(FigureRelease).where(FigureRelease.quarter.in_(list(codes))).order_by(FigureRelease.quarter)
    by_key: dict[str, list[Grid]] = {}
    for row in db.session.scalars(chosen):
        for document in row.tables["tables"]:
            by_key.setdefault(document["key"], []).append(tables.read(document))
    return [tables.together(found) for key, found in by_key.items() if key != NOT_OVER_TIME or len(found) == 1]
