"""What is public: the figures of each closed quarter, published once and never changed; longer periods are their sums."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import select

from wok.db import db, transaction
from wok.figures import months, periods, sections, tables, waits
from wok.figures.models import FigureRelease
from wok.figures.periods import Period
from wok.figures.tables import Grid
from wok.kernel import weekly
from wok.people import neighbourhoods

NOT_OVER_TIME = "waiting"  # as once published: a middle of middles says nothing


def publish(*, now: datetime) -> str:
    """Every quarter that is over and not public yet, each in its own transaction."""
    known = set(quarters())
    first = sections.first_day(now=now)
    due = [one for one in periods.closed_quarters(first, weekly.local_day(now)) if one.code not in known]
    return f"published {sum(_publish(one, now=now) for one in due)}"


def run(now: datetime) -> str:
    """The job: what is due to be public, then the closed months for staff."""
    done = publish(now=now)
    return f"{done}, counted {months.count_closed(sections.first_day(now=now), now=now)}"


def _publish(period: Period, *, now: datetime) -> bool:
    with transaction():
        if db.session.get(FigureRelease, period.code):
            return False
        places = neighbourhoods.all_of_them()
        found = sections.tables(period, None, places, now=now, anew=True)
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
    rows = db.session.scalars(chosen).all()
    for row in rows:
        for document in row.tables["tables"]:
            by_key.setdefault(document["key"], []).append(tables.read(document))
    found = {key: tables.together(some, of=len(rows)) for key, some in by_key.items() if _says_something(key, some)}
    if (counted := found.get("waits")) and (middle := waits.middle_of(counted)):
        found[middle.key] = middle
    return list(found.values())


def _says_something(key: str, grids: list[Grid]) -> bool:
    return key != NOT_OVER_TIME or len(grids) == 1
