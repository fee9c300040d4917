"""Which times are free: notice, horizon, hours, buffers, daily cap, language; and who is to take a meeting."""

from datetime import date, timedelta

import pytest
from sqlalchemy import event

from tests import make
from tests.appointments.desk import FRIDAY, TUESDAY, WEDNESDAY, at, book, matter
from tests.make import NOW
from wok.appointments import matter_services, queries, rules
from wok.appointments.rules import Candidate, Who
from wok.bookings import closures, series
from wok.db import db, transaction

FRENCH = Who("fr")


def days(subject, who=FRENCH, **given):
    return {
        one.day: [f"{at.astimezone(rules.weekly.ZONE):%H:%M}" for at in one.starts]
        for one in queries.free_times(subject, who, now=NOW, **given)
    }


def test_the_notice_and_the_horizon_are_kept(app):
    claire = make.colleague(hours=(9, 11))
    found = days(matter(claire, notice_hours=24, horizon_days=3))
    assert found == {
        TUESDAY: ["10:00", "10:15", "10:30"],
        WEDNESDAY: ["09:00", "09:15", "09:30", "09:45", "10:00", "10:15", "10:30"],
        date(2026, 11, 19): ["09:00", "09:15", "09:30", "09:45", "10:00", "10:15", "10:30"],
    }


def test_what_is_taken_with_its_buffers_is_not_free(app):
    subject = matter(make.colleague(hours=(9, 12)), buffer_before=10, buffer_after=5)
    book(subject, at(TUESDAY, 10))
    assert days(subject)[TUESDAY] == ["09:15", "10:45", "11:00", "11:15"]


def test_a_closed_day_and_a_full_day_have_no_times(app):
    subject = matter(make.colleague(hours=(9, 10)), daily_cap=1)
    book(subject, at(TUESDAY, 9))
    with transaction():
        series.close(closures.new_closure("other", WEDNESDAY, WEDNESDAY, {"fr": "Inventaire"}, now=NOW), now=NOW)
    found = days(subject)
    assert TUESDAY not in found
    assert WEDNESDAY not in found
    assert found[FRIDAY] == ["09:00", "09:15", "09:30"]


@pytest.mark.parametrize("sunday", [date(2026, 3, 29), date(2026, 10, 25)], ids=["spring", "autumn"])
def test_nine_stays_nine_in_the_weeks_the_clocks_change(app, sunday):
    subject = matter(make.colleague(days=(4, 6, 0), hours=(9, 10)))
    now = at(sunday - timedelta(days=4), 9)
    found = queries.free_times(subject, FRENCH, now=now, first=sunday - timedelta(days=2), days=4)
    clocks = [[f"{one.astimezone(rules.weekly.ZONE):%H:%M}" for one in day.starts] for day in found]
    assert clocks == [["09:00", "09:15", "09:30"]] * 3


def test_who_speaks_the_language_is_offered_and_others_only_with_an_interpreter(app):
    claire = make.colleague(hours=(9, 10), languages=["fr"])
    joao = make.colleague(make.staff(name="João"), hours=(14, 15), languages=["pt"], shown_as="João")
    subject = matter(claire, joao)
    assert days(subject, Who("pt"))[TUESDAY] == ["14:00", "14:15", "14:30"]
    assert days(subject, Who("pt", with_interpreter=True))[TUESDAY][0] == "09:00"
    assert days(subject, Who("de"))[TUESDAY][0] == "09:00"
    assert days(subject, Who("pt", colleague_id=claire.person_id))[TUESDAY][-1] == "09:30"


def test_the_work_is_spread_evenly_among_those_who_are_free(app):
    people = [make.colleague(make.staff(name=name), shown_as=name) for name in ("Claire", "Tom", "Ana")]
    subject = matter(*people)
    taken = [book(subject, at(day, 10)) for day in (TUESDAY, WEDNESDAY, FRIDAY) for _number in range(3)]
    met = [db.session.get(queries.Appointment, one.id).colleague_id for one in taken]
    assert sorted(met) == sorted([one.person_id for one in people] * 3)
    assert met[:3] == [one.person_id for one in people]


def test_language_counts_before_load_and_load_before_order():
    turn = rules.in_turn([Candidate(1, False, 0, 0), Candidate(2, True, 5, 1), Candidate(3, True, 2, 2)])
    assert turn == [3, 2, 1]


def test_a_withdrawn_matter_or_colleague_has_no_times(app):
    claire, tom = make.colleague(), make.colleague(make.staff(name="Tom"), shown_as="Tom")
    subject = matter(claire, tom)
    with transaction():
        claire.ended_at = NOW
    assert queries.handlers(subject) == [tom]
    with transaction():
        matter_services.withdraw(subject, now=NOW)
    assert queries.matter(subject.id) is None


def test_free_times_cost_the_same_number_of_statements_however_much_is_booked(app):
    people = [make.colleague(make.staff(name=name), shown_as=name) for name in ("Claire", "Tom", "Ana")]
    subject = matter(*people, daily_cap=50)

    asked: list[str] = []
    event.listen(db.engine, "before_cursor_execute", lambda *given: asked.append(given[2]))

    def statements() -> int:
        db.session.rollback()
        db.session.expire_all()
        asked.clear()
        assert queries.free_times(subject, FRENCH, now=NOW)
        return len(asked)

    before = statements()
    for hour in range(10, 16):
        book(subject, at(TUESDAY, hour))
    assert statements() == before <= 11


def test_the_nearest_three_times():
    starts = [at(TUESDAY, hour) for hour in (9, 10, 11, 14, 15)]
    assert rules.nearest(starts, at(TUESDAY, 12)) == [at(TUESDAY, 10), at(TUESDAY, 11), at(TUESDAY, 14)]
    assert rules.nearest(starts[:2], at(TUESDAY, 12)) == starts[:2]
