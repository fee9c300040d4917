"""The demonstration's staff as people one can meet: languages, hours, days away, a year of Thursdays on duty."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from sqlalchemy import select

from wok.bookings import series as dates
from wok.bookings.models import Occurrence, Series
from wok.db import db
from wok.kernel import weekly
from wok.kernel.values import dataclass
from wok.people.models import Person
from wok.team import duties, effects, queries, rules, services
from wok.team.models import Colleague, Duty
from wok.team.rules import Stretch

MONDAY, TUESDAY, WEDNESDAY, THURSDAY, FRIDAY = range(5)
MORNING, AFTERNOON = (time(9), time(12)), (time(13, 30), time(17))


@dataclass(frozen=True)
class Present:
    """One colleague: languages, mornings and afternoons at work (weekdays)."""

    email: str
    languages: tuple[str, ...]
    mornings: tuple[int, ...]
    afternoons: tuple[int, ...]

    def week(self) -> list[Stretch]:
        """The weekly hours; the two who open late on Tuesday stay until seven."""
        stretches = [Stretch(day, *MORNING) for day in self.mornings] + [
            Stretch(day, *AFTERNOON) for day in self.afternoons
        ]
        late = TUESDAY not in self.mornings and TUESDAY in self.afternoons
        return [_until_seven(one) if late and one.weekday == TUESDAY else one for one in stretches]


def _until_seven(one: Stretch) -> Stretch:
    return Stretch(one.weekday, one.starts, time(19))


ALL = (MONDAY, TUESDAY, WEDNESDAY, THURSDAY, FRIDAY)
TEAM = (
    Present("claire@wok.example", ("fr", "lb", "de", "en"), ALL, (MONDAY, TUESDAY, WEDNESDAY, THURSDAY)),
    Present("tiago@wok.example", ("pt", "fr", "en", "es"), (MONDAY, WEDNESDAY, THURSDAY, FRIDAY), ALL),
    Present("nour@wok.example", ("ar", "fr", "de", "en"), (MONDAY, TUESDAY, WEDNESDAY, THURSDAY), (TUESDAY, WEDNESDAY)),
    Present("lynn@wok.example", ("lb", "de", "fr", "it"), (WEDNESDAY, THURSDAY, FRIDAY), (TUESDAY, THURSDAY, FRIDAY)),
)


def write(first_on: date, *, now: datetime) -> list[Colleague]:
    """The team, the on-call service since `first_on`, and who was and will be on duty. Runs inside `transaction()`."""
    team = [_colleague(one, now=now) for one in TEAM]
    series = duties.open_oncall(now=now, first_on=first_on)
    _days(team, now=now)
    _duties(series, team, now=now)
    return team


def _colleague(one: Present, *, now: datetime) -> Colleague:
    person = db.session.scalars(select(Person).where(Person.email == one.email)).one()
    made = services.add_colleague(person, shown_as=person.name.split()[0], languages=one.languages, now=now)
    services.set_hours(made, made.version, one.week(), now=now)
    made.before = made.undo_until = None
    return made


def _days(team: Sequence[Colleague], *, now: datetime) -> None:
    """A holiday week, a training morning, an open evening before a party."""
    monday = weekly.local_day(now) + timedelta(days=7 - weekly.local_day(now).weekday())
    claire, tiago, nour, lynn = team
    holiday = monday + timedelta(weeks=3)
    services.add_exception(tiago, "away", holiday, holiday + timedelta(days=4), note="Vacances à Braga", now=now)
    training = monday + timedelta(days=8)
    services.add_exception(nour, "away", training, training, starts=time(9), ends=time(12), note="Formation", now=now)
    evening = monday + timedelta(days=2)
    services.add_exception(lynn, "extra", evening, evening, starts=time(17), ends=time(19), now=now)
    services.add_exception(claire, "away", monday + timedelta(weeks=13), monday + timedelta(weeks=13, days=4), now=now)


def _duties(series: Series, team: Sequence[Colleague], *, now: datetime) -> None:
    """Two on duty in turn on each Thursday of the past; one on each of the coming year, who is away passed over."""
    chosen = select(Occurrence).where(Occurrence.series_id == series.id).order_by(Occurrence.starts_at)
    found = list(db.session.scalars(chosen))
    turns: list[int] = []
    for one in [thursday for thursday in found if thursday.ends_at <= now]:
        if one.status == "needs_decision":
            _skipped(one)
            continue
        for _place in range(2):
            present = [person.person_id for person in team if person.person_id not in turns[-1:]]
            turns.append(rules.next_on_duty(present, turns) or team[0].person_id)
            db.session.add(Duty(occurrence_id=one.id, colleague_id=turns[-1], changed_at=one.starts_at))
    db.session.flush()
    year = [one for one in found if now < one.ends_at <= now + timedelta(days=365)]
    duties.share_out(year, now=now)
    beside: list[int] = []
    away = effects.away_on(year)
    for one in [thursday for thursday in year if thursday.status == "planned"][:8]:
        busy = {duty.colleague_id for duty in queries.duties_on(one)} | away[one.id]
        person_id = rules.next_on_duty(
            [person.person_id for person in reversed(team) if person.person_id not in busy], beside
        )
        if person_id:
            beside.append(person_id)
            duties.set_duty(one, next(person for person in team if person.person_id == person_id), now=now)


def _skipped(one: Occurrence) -> None:
    """A Thursday of the past that fell on a closed day."""
    one.status, one.decided_at = "cancelled", one.starts_at - timedelta(days=60)
    one.reason = dict(one.closure.reason) if one.closure else {}
    dates.touch(one, now=one.decided_at)
