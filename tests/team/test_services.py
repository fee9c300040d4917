"""The team in the database: when each can be met, days away, duties on Thursday, the on-call rule."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from sqlalchemy import event, select
from sqlalchemy.orm.exc import StaleDataError

from tests import make
from tests.make import NOW
from wok.bookings import services as core
from wok.bookings.models import Closure, Occurrence
from wok.db import db, transaction
from wok.kernel import weekly
from wok.kernel.span import Span
from wok.team import queries, services
from wok.team.models import BusyCalendar, BusySpan
from wok.team.refusals import AlreadyColleague, ColleagueLeft, DateIsOver, DaysReversed, HoursOverlap, NotStaff
from wok.team.rules import Stretch

MONDAY, THURSDAY = date(2026, 11, 23), date(2026, 11, 19)


@pytest.fixture
def claire(app):
    return make.colleague()


def at(day, hour):
    return weekly.instant(day, time(hour))


def appointment(colleague, day, start, end):
    """Bruno meets this colleague."""
    with transaction():
        booking = core.new_booking(
            "appointment", make.contact(), Span(at(day, start), at(day, end)), 1, now=NOW, status="confirmed"
        )
        return core.add(booking, db.session.get_one(core.Resource, colleague.resource_id), now=NOW)


def free_on(day, *colleagues):
    found = queries.open_spans_of(colleagues, day, day)
    return [
        [f"{weekly.local_time(span.start):%H}-{weekly.local_time(span.end):%H}" for span in found[one.person_id]]
        for one in colleagues
    ]


def test_what_is_booked_away_closed_on_call_or_busy_elsewhere_is_not_free(claire):
    nour = make.colleague(shown_as="Nour", languages=["ar"])
    appointment(claire, MONDAY, 10, 11)
    make.oncall_thursday(nour)
    with transaction():
        services.add_exception(claire, "away", MONDAY, MONDAY, starts=time(13), ends=time(14), now=NOW)
        db.session.add(BusyCalendar(colleague_id=nour.person_id, address="https://calendar.example/nour"))
        db.session.flush()
        db.session.add(BusySpan(calendar_id=nour.person_id, starts_at=at(MONDAY, 15), ends_at=at(MONDAY, 16)))
        db.session.add(
            Closure(
                kind="school_holiday",
                first_on=date(2026, 11, 24),
                last_on=date(2026, 11, 24),
                reason={},
                uid="x",
                changed_at=NOW,
            )
        )
    assert free_on(MONDAY, claire, nour) == [["09-10", "11-13", "14-17"], ["09-15", "16-17"]]
    assert free_on(THURSDAY, claire, nour) == [["09-17"], ["12-17"]]
    assert free_on(date(2026, 11, 24), claire, nour) == [[], []]


def test_free_times_cost_the_same_for_one_and_for_many(claire):
    statements = []
    event.listen(db.engine, "before_cursor_execute", lambda *args: statements.append(args[2]))
    counts = []
    for _number in range(3):
        db.session.rollback()
        statements.clear()
        queries.open_spans_of(queries.colleagues(), MONDAY, MONDAY + timedelta(days=60))
        counts.append(len(statements))
        make.colleague(shown_as="Nour")
    assert counts[0] <= 8 and set(counts) == {counts[0]}  # with SQLite's own BEGIN


def test_only_staff_can_be_met_and_each_once(claire):
    amina = make.person()
    with pytest.raises(NotStaff), transaction():
        services.add_colleague(amina, shown_as="Amina", languages=[], now=NOW)
    with pytest.raises(AlreadyColleague), transaction():
        services.add_colleague(claire.person, shown_as="Claire", languages=[], now=NOW)


def test_who_left_is_not_met_any_more_and_may_come_back(claire):
    thursday = make.oncall_thursday(claire)
    with transaction():
        services.end_colleague(claire, now=NOW)
    assert queries.colleagues() == [] and services.duties_on(thursday) == []
    with pytest.raises(ColleagueLeft), transaction():
        services.set_duty(thursday, claire, now=NOW)
    with transaction():
        services.add_colleague(claire.person, shown_as="Claire", languages=["fr"], now=NOW)
    assert [one.person_id for one in queries.colleagues()] == [claire.person_id]


def test_new_hours_hold_from_their_day_and_can_be_undone(claire):
    with transaction():
        services.set_hours(claire, claire.version, [Stretch(0, time(14), time(18))], from_on=MONDAY, now=NOW)
    before, after = MONDAY - timedelta(days=7), MONDAY + timedelta(days=7)
    assert [free_on(day, claire)[0] for day in (before, MONDAY, after)] == [["09-17"], ["14-18"], ["14-18"]]
    with transaction():
        assert services.undo_hours(claire, now=NOW + timedelta(minutes=9))
    assert free_on(MONDAY, claire)[0] == ["09-17"]
    with transaction():
        assert not services.undo_hours(claire, now=NOW)


def test_two_who_change_the_same_hours_do_not_overwrite_each_other(claire):
    version = claire.version
    with transaction():
        services.set_hours(claire, version, [Stretch(0, time(8), time(12))], now=NOW)
    with pytest.raises(StaleDataError), transaction():
        services.set_hours(claire, version, [Stretch(0, time(14), time(18))], now=NOW)
    assert free_on(MONDAY, claire)[0] == ["08-12"]


@pytest.mark.parametrize(
    "week",
    ([Stretch(0, time(12), time(9))], [Stretch(0, time(9), time(12)), Stretch(0, time(11), time(13))]),
    ids=["reversed", "overlapping"],
)
def test_hours_that_cannot_be_are_refused(claire, week):
    with pytest.raises(HoursOverlap), transaction():
        services.set_hours(claire, claire.version, week, now=NOW)


def test_days_that_cannot_be_are_refused(claire):
    with pytest.raises(DaysReversed), transaction():
        services.add_exception(claire, "away", MONDAY, MONDAY - timedelta(days=1), now=NOW)
    with pytest.raises(HoursOverlap), transaction():
        services.add_exception(claire, "extra", MONDAY, MONDAY, now=NOW)


def test_a_withdrawn_absence_frees_the_days_again(claire):
    with transaction():
        row = services.add_exception(claire, "ill", MONDAY, MONDAY, now=NOW)
        services.end_exception(row, now=NOW)
    assert free_on(MONDAY, claire)[0] == ["09-17"]
    with transaction():
        services.put_back_exception(row)
    assert free_on(MONDAY, claire)[0] == []


def test_an_absence_names_the_bookings_it_touches_and_throws_nobody_out(claire):
    booking = appointment(claire, MONDAY, 10, 11)
    assert services.touched_by(claire, weekly.day_span(MONDAY)) == [booking]
    assert services.touched_by(claire, Span(at(MONDAY, 11), at(MONDAY, 12))) == []


def test_thursdays_are_stored_18_months_ahead_and_ascension_waits_for_a_decision(app):
    with transaction():
        db.session.add(
            Closure(
                kind="public_holiday",
                first_on=date(2027, 5, 6),
                last_on=date(2027, 5, 6),
                reason={},
                uid="x",
                changed_at=NOW,
            )
        )
    make.oncall_thursday()
    found = list(db.session.scalars(select(Occurrence).order_by(Occurrence.starts_at)))
    assert all(weekly.local_day(one.starts_at).weekday() == 3 for one in found)
    assert {f"{weekly.local_time(one.starts_at):%H:%M}" for one in found} == {"09:00"}
    assert found[-1].original_on > date(2028, 5, 1) and {one.resource.capacity for one in found} == {1}
    assert [one.original_on for one in found if one.status == "needs_decision"] == [date(2027, 5, 6)]
    with transaction():
        again = services.open_oncall(now=NOW)
    assert again.booked_one_in == 3 and db.session.query(Occurrence).count() == len(found)


def test_duty_can_be_given_swapped_and_given_back_when_ill(claire):
    nour = make.colleague(shown_as="Nour")
    thursday = make.oncall_thursday(claire)
    duty = services.duties_on(thursday)[0]
    with transaction():
        services.swap(duty, nour, now=NOW)
    assert [one.colleague.shown_as for one in services.duties_on(thursday)] == ["Nour"]
    with transaction():
        services.mark_ill(services.duties_on(thursday)[0], now=NOW)
    assert services.duties_on(thursday) == [] and free_on(THURSDAY, nour)[0] == ["09-17"]
    with transaction():
        services.set_duty(thursday, claire, now=NOW)
    assert [one.colleague.shown_as for one in services.duties_on(thursday)] == ["Claire"]


def test_a_thursday_that_is_over_takes_no_duty(claire):
    thursday = make.oncall_thursday()
    with pytest.raises(DateIsOver), transaction():
        services.set_duty(thursday, claire, now=datetime(2026, 11, 20, tzinfo=UTC))
