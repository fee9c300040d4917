"""Thursday's on-call service: its rule, and who is on duty on which date. All inside `transaction()`."""

from collections.abc import Sequence
from datetime import date, datetime, time

from sqlalchemy import select

from wok.bookings import codes
from wok.bookings import series as dates
from wok.bookings.models import Occurrence, Series
from wok.db import db
from wok.kernel import weekly
from wok.team import effects, queries, rules
from wok.team.models import Colleague, Duty
from wok.team.refusals import ColleagueLeft, DateIsOver

THURSDAY = 3
STARTS, ENDS = time(9), time(12)
BOOKED_ONE_IN = 3  # one slot in three can be booked ahead, the others are for those who walk in
DUTY_STATES = ("planned", "ill", "replaced")


def open_oncall(
    *,
    now: datetime,
    starts: time = STARTS,
    ends: time = ENDS,
    first_on: date | None = None,
    booked_one_in: int = BOOKED_ONE_IN,
    slot_minutes: int | None = None,
) -> Series:
    """The on-call service with its Thursdays stored 18 months ahead; the one there is, if there is one.

    Its capacity of 1 is one booked lane: at no time are two booked visits side by side.
    """
    series = queries.oncall_series()
    if series is None:
        series = Series(
            kind=queries.ONCALL,
            weekday=THURSDAY,
            starts_local=starts,
            ends_local=ends,
            capacity=1,
            booked_one_in=booked_one_in,
            slot_minutes=slot_minutes,
            first_on=first_on or weekly.local_day(now),
            uid=codes.new_uid(),
            changed_at=now,
        )
        db.session.add(series)
        db.session.flush()
    dates.extend(series, through=weekly.local_day(now) + dates.AHEAD, now=now)
    return series


def set_duty(occurrence: Occurrence, colleague: Colleague, *, now: datetime) -> Duty:
    """This colleague is on duty on this date, beside whoever is already. Raises ColleagueLeft, DateIsOver."""
    if not queries.is_active(colleague):
        raise ColleagueLeft
    if occurrence.ends_at <= now or occurrence.status == "cancelled":
        raise DateIsOver
    duty = db.session.scalar(
        select(Duty).where(Duty.occurrence_id == occurrence.id, Duty.colleague_id == colleague.person_id)
    )
    if duty is None:
        duty = Duty(occurrence_id=occurrence.id, colleague_id=colleague.person_id, changed_at=now)
        db.session.add(duty)
    duty.state, duty.changed_at = "planned", now
    db.session.flush()
    return duty


def clear_duty(duty: Duty, *, now: datetime) -> None:
    """Not on duty on that date after all."""
    duty.state, duty.changed_at = "replaced", now
    db.session.flush()


def mark_ill(duty: Duty, *, now: datetime) -> None:
    """The colleague told the team that they cannot come; the date may now have nobody."""
    duty.state, duty.changed_at = "ill", now
    db.session.flush()


def swap(duty: Duty, colleague: Colleague, *, now: datetime) -> Duty:
    """Somebody else takes this duty over. Raises ColleagueLeft, DateIsOver."""
    occurrence = db.session.get_one(Occurrence, duty.occurrence_id)
    new = set_duty(occurrence, colleague, now=now)
    if new is not duty and duty.state == "planned":
        clear_duty(duty, now=now)
    return new


def again(duty: Duty, *, now: datetime) -> None:
    """On duty after all. Raises ColleagueLeft, DateIsOver."""
    set_duty(db.session.get_one(Occurrence, duty.occurrence_id), duty.colleague, now=now)


def share_out(thursdays: Sequence[Occurrence], *, now: datetime) -> list[Duty]:
    """Somebody on duty on each of these dates that takes place and has nobody, in turn; returns the new duties.

    The turn is that of rules.next_on_duty: fewest duties among these dates first. Who is away is passed over,
    and so is a date on which everybody is.
    """
    team = [one.person_id for one in queries.colleagues()]
    known = {one.person_id: one for one in queries.colleagues()}
    on_duty, away = queries.duties_of(thursdays), effects.away_on(thursdays)
    turns = [duty.colleague_id for one in thursdays for duty in on_duty.get(one.id, [])]
    made: list[Duty] = []
    for one in effects.without_duty(thursdays):
        chosen = rules.next_on_duty([person for person in team if person not in away[one.id]], turns)
        if chosen is not None:
            turns.append(chosen)
            made.append(set_duty(one, known[chosen], now=now))
    return made


def take_back(duty_ids: Sequence[int], *, now: datetime) -> None:
    """Duties given by `share_out` are taken back."""
    for duty in db.session.scalars(select(Duty).where(Duty.id.in_(duty_ids), Duty.state == "planned")):
        clear_duty(duty, now=now)
