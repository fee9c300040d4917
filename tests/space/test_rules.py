"""The rules of the space without a database: dates across a clock change, the door, the nearest free times."""

from datetime import date, time, timedelta

from tests.space.rooms import FRIDAY, at
from wok.kernel import weekly
from wok.kernel.span import Span
from wok.space import rules
from wok.space.rules import DoorUse


def test_a_weekly_use_keeps_its_local_hours_over_both_clock_changes():
    days = rules.dates_of(6, date(2026, 10, 18), date(2026, 11, 1))
    spans = [rules.span_on(day, time(18), time(20)) for day in days]
    assert [one.length for one in spans] == [timedelta(hours=2)] * 3
    assert [weekly.local_time(one.start) for one in spans] == [time(18)] * 3
    assert spans[1].start - spans[0].start == timedelta(days=7, hours=1)  # the night of 25 October is an hour longer
    assert rules.span_on(date(2026, 10, 25), time(2), time(4)).length == timedelta(hours=3)
    assert rules.span_on(date(2027, 3, 28), time(2), time(3)) is None  # the hour that spring skips


def test_the_door_says_free_soon_busy_and_free_now():
    opening = [Span(at(FRIDAY, 8), at(FRIDAY, 23))]
    uses = [
        DoorUse(at(FRIDAY, 10), at(FRIDAY, 12), name="Les danseurs"),
        DoorUse(at(FRIDAY, 14), at(FRIDAY, 16), is_released=True),
    ]
    states = {
        clock: rules.door(uses, opening, now=at(FRIDAY, *clock))
        for clock in ((7, 0), (8, 0), (9, 40), (10, 0), (12, 0), (14, 30), (22, 0))
    }
    assert [one.state for one in states.values()] == ["closed", "free", "soon", "busy", "free", "released", "free"]
    assert states[(10, 0)].use.name == "Les danseurs"
    assert states[(8, 0)].until == at(FRIDAY, 10)
    assert states[(14, 30)].until == at(FRIDAY, 23)


def test_the_nearest_free_times_come_from_different_days_and_in_order():
    starts = [at(FRIDAY, 9), at(FRIDAY, 10), at(FRIDAY, 20), at(date(2026, 11, 21), 18), at(date(2026, 11, 27), 18)]
    assert rules.nearest(starts, at(FRIDAY, 18)) == [
        at(FRIDAY, 20),
        at(date(2026, 11, 21), 18),
        at(date(2026, 11, 27), 18),
    ]
