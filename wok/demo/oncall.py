"""The demonstration's Thursdays: a year of visits in bulk, booked times to come, and a queue when it is Thursday morning."""

import random
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import insert

from wok.bookings import codes
from wok.bookings.models import Booking, Occurrence, Taking
from wok.db import db
from wok.demo.people import Regular
from wok.kernel.span import Span
from wok.oncall import booked, desk, numbers, queries, rules
from wok.oncall.models import BookedMatter, OncallDay, Visit
from wok.oncall.numbers import Wish
from wok.oncall.words import TOPICS
from wok.team.models import Duty
from wok.team.queries import duties_of, oncall_dates

Row = dict[str, Any]
NICKNAMES = ("", "", "", "Zé", "Mia", "Le jardinier", "Tante Anna", "Yara", "Nico", "Bola", "Rosa", "Coach")
NOTES = (
    "",
    "",
    "",
    "Statuts à relire",
    "Salle pour les répétitions",
    "Subside: délai fin du mois",
    "Revient avec les papiers",
)
TO_COME = 4  # booked times over the next Thursdays


def write(regulars: Sequence[Regular], rng: random.Random, *, now: datetime) -> int:
    """Fill the Thursdays that demo/team.py has opened; returns how many visits there were. Runs inside `transaction()`."""
    dates = oncall_dates(now - timedelta(days=4000), now + timedelta(weeks=10))
    on_duty = duties_of(dates)
    over = [one for one in dates if one.ends_at <= now and one.status == "planned"]
    coming = [one for one in dates if one.ends_at > now and one.status == "planned"]
    visits = [row for date in over for row in _past(date, regulars, on_duty[date.id], rng, now=now)]
    db.session.flush()
    if visits:
        db.session.execute(insert(Visit), visits)
    by_mail = [one for one in regulars if one.contact.reach == "email"]
    _to_come(coming, by_mail, rng, now=now)
    today = next((one for one in coming if one.starts_at <= now), None)
    return len(visits) + (_queue(today, on_duty[today.id], rng, now=now) if today else 0)


def _past(
    date: Occurrence, regulars: Sequence[Regular], duties: Sequence[Duty], rng: random.Random, *, now: datetime
) -> list[Row]:
    """A morning that is over: who came, how long it took, how it ended."""
    db.session.add(OncallDay(occurrence_id=date.id, closed_at=date.ends_at, changed_at=date.ends_at))
    return _morning(date, regulars, [one.colleague_id for one in duties], rng, now=now) if duties else []


def _morning(
    date: Occurrence, regulars: Sequence[Regular], pair: Sequence[int], rng: random.Random, *, now: datetime
) -> list[Row]:
    """One morning: two or three booked times and the walk-ins, seen one after the other by two colleagues."""
    offered = rules.offered(Span(date.starts_at, date.ends_at), date.series.slot, 3)
    who = rng.sample(list(regulars), k=min(len(regulars), 3))
    guests = [(slot, one) for slot, one in zip(offered, who, strict=False) if rng.random() < 0.75]
    rows = [_booked_visit(date, slot, one, rng) for slot, one in guests]
    rows += [_walk_in(date, rng) for _ in range(rng.randint(3, 8))]
    rows.sort(key=lambda row: row["arrived_at"])
    free_at = [date.starts_at] * len(pair)
    for number, row in enumerate(rows, start=1):
        turn = free_at.index(min(free_at))
        started = max(free_at[turn], row["arrived_at"]) + timedelta(minutes=1)
        ended = started + timedelta(minutes=rng.choice((6, 9, 12, 14, 15, 18, 22, 30)))
        row.update(number=number, calls=1, is_first_this_month=rng.random() < 0.7)
        is_seen = ended <= date.ends_at + timedelta(minutes=15) and rng.random() > 0.05
        if is_seen:
            free_at[turn] = ended
            row.update(state="seen", called_at=started, started_at=started, ended_at=ended, colleague_id=pair[turn],
                       outcome=rng.choices(("answered", "appointment", "elsewhere", "returns"), (70, 12, 8, 10))[0])  # fmt: skip
        else:
            row.update(state="left", called_at=None, started_at=None, ended_at=started, colleague_id=None, outcome=None)
        if now - date.ends_at < timedelta(days=30):
            row.update(nickname=rng.choice(NICKNAMES) if not row["booking_id"] else "", note=rng.choice(NOTES))
    return rows


def _base(date: Occurrence, arrived_at: datetime, rng: random.Random) -> Row:
    return {
        "occurrence_id": date.id,
        "lane": "walk_in",
        "booking_id": None,
        "topic": rng.choice(list(TOPICS)),
        "language": rng.choices(("fr", "pt", "en", "de", "lb", "ar"), (40, 25, 10, 8, 12, 5))[0],
        "nickname": "",
        "note": "",
        "link_token": codes.new_link_token(),
        "taken_where": rng.choice(("phone", "tablet", "tablet", "desk")),
        "taken_at": arrived_at,
        "arrived_at": arrived_at,
    }


def _walk_in(date: Occurrence, rng: random.Random) -> Row:
    return _base(date, date.starts_at + timedelta(minutes=rng.randint(-10, 130)), rng)


def _booked_visit(date: Occurrence, slot: Span, regular: Regular, rng: random.Random) -> Row:
    """A booked time that was kept, with its booking."""
    contact, at = regular.contact, date.starts_at - timedelta(days=rng.randint(1, 12))
    booking = Booking(
        kind="oncall", status="confirmed", quantity=1, starts_at=slot.start, ends_at=slot.end, occurrence_id=date.id,
        association_id=contact.association_id, person_id=contact.person_id, contact_name=contact.name,
        contact_email=contact.email, contact_phone=contact.phone, reach=contact.reach, language=contact.language,
        code=codes.new_code(), link_token=codes.new_link_token(), uid=codes.new_uid(), created_at=at, changed_at=at,
        attendance="came", attended=1,
    )  # fmt: skip
    booking.takings = [Taking(resource_id=date.resource_id, quantity=1, starts_at=slot.start, ends_at=slot.end)]
    db.session.add(booking)
    db.session.flush()
    row = _base(date, slot.start - timedelta(minutes=rng.randint(0, 8)), rng)
    db.session.add(BookedMatter(booking_id=booking.id, topic=row["topic"]))
    return {**row, "lane": "booked", "booking_id": booking.id, "taken_where": "booking", "language": contact.language}


def _to_come(coming: Sequence[Occurrence], by_mail: Sequence[Regular], rng: random.Random, *, now: datetime) -> None:
    """A few booked times on the next Thursdays, by the Wok's own rules."""
    dates = [one for one in coming if one.status == "planned"][:3]
    free = queries.free_times(dates, now=now)
    times = [(date, span) for date in dates for span in free.get(date.id, [])]
    for (date, span), regular in zip(times[::2][:TO_COME], by_mail, strict=False):
        at = now - timedelta(hours=rng.randint(2, 60))
        matter = BookedMatter(topic=rng.choice(list(TOPICS)), note="")
        booked.book(date, span.start, regular.contact, matter, now=at)


def _queue(date: Occurrence, duties: Sequence[Duty], rng: random.Random, *, now: datetime) -> int:
    """A believable line: some seen, one with us, one called when two are on duty, some waiting, one outside."""
    here: list[int | None] = [one.colleague_id for one in duties] or [None]
    minutes = max(5, int((now - date.starts_at).total_seconds() // 60))
    seen = min(4, minutes // 20)
    count = seen + 2 + 2 * min(2, len(here))
    taken = []
    for number in range(count):
        arrived = date.starts_at + timedelta(minutes=min(minutes - 1, number * max(1, minutes // count)))
        language = rng.choice(("fr", "pt", "fr", "lb", "uk"))
        wish = Wish(rng.choice(list(TOPICS)), language, rng.choice(NICKNAMES), seen_this_month=rng.random() < 0.3)
        taken.append(numbers.take(date, wish, now=arrived, where=numbers.DESK))
    for number, visit in enumerate(taken[:seen]):
        start = date.starts_at + timedelta(minutes=18 * number + 1)
        desk.start(visit, here[number % len(here)], now=start)
        desk.finish(visit, desk.End(), now=min(now, start + timedelta(minutes=rng.randint(8, 17))))
    desk.start(taken[seen], here[0], now=now - timedelta(minutes=rng.randint(2, 9)))
    if len(here) > 1:
        desk.call(taken[seen + 1], here[1], now=now - timedelta(minutes=1))
    numbers.step_out(taken[-1], now=now - timedelta(minutes=3))
    return len(taken)
