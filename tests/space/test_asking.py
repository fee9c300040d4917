"""Asking for a room: a part against the whole, people, wishes, weekly use across the October change."""

from datetime import date, datetime, time

import pytest

from tests import make
from tests.make import NOW
from tests.space.rooms import EVENINGS, FRIDAY, at, in_weeks, large_room, room, span, told, use, use_of, who
from wok.bookings import series as dates
from wok.bookings.closures import new_closure
from wok.bookings.models import Taking
from wok.db import db, transaction
from wok.kernel import weekly
from wok.sharing import rounds
from wok.sharing.models import ShareRequest
from wok.space import changing, weekly_use
from wok.space.refusals import RoomTaken, TooManyPeople
from wok.space.services import How
from wok.space.settling import Wanted
from wok.space.weekly_use import Regular, Rule


def test_a_half_and_the_whole_exclude_each_other_and_the_other_half_stays_free(app):
    whole, half_a, half_b = large_room(setup_minutes=30, cleanup_minutes=30)
    first = use(half_a, span(FRIDAY))
    assert first.status == "confirmed"
    assert told(first) == [("confirmed", "due")]
    with pytest.raises(RoomTaken):
        use(whole, span(FRIDAY))
    with pytest.raises(RoomTaken):
        use(half_a, span(FRIDAY, 20, 22))  # within the clean-up
    use(half_b, span(FRIDAY))
    everything = use(whole, span(in_weeks(1)), people=50)
    assert len(everything.takings) == 2
    assert everything.takings[0].starts_at == at(in_weeks(1), 17, 30)
    with pytest.raises(RoomTaken):
        use(half_b, span(in_weeks(1), 19, 21))


def test_more_people_than_the_room_holds_are_refused_unless_staff_say_why(app):
    small = room()
    with pytest.raises(TooManyPeople):
        use(small, span(FRIDAY), people=9)
    claire = make.staff()
    how = How(by="staff", override="They bring no chairs", by_person=claire)
    assert use(small, span(FRIDAY), people=9, how=how).override_reason == "They bring no chairs"


def test_wished_hours_are_a_wish_weeks_ahead_and_first_come_afterwards(app):
    evening = room(hours=EVENINGS)
    soon, later = use(evening, span(FRIDAY)), use(evening, span(in_weeks(6)))
    morning = use(evening, span(in_weeks(6), 9, 11))
    rival = use(evening, span(in_weeks(6)))
    assert [soon.status, later.status, morning.status, rival.status] == ["confirmed", "waiting", "confirmed", "waiting"]
    assert told(later) == [("received", "due")]
    rounds.run(at(in_weeks(5), 9))
    db.session.expire_all()
    assert sorted(db.session.get_one(type(later), one.id).status for one in (later, rival)) == ["confirmed", "waiting"]


def test_a_taken_time_can_be_waited_for_and_comes_when_it_is_cancelled(app):
    small = room()
    first = use(small, span(in_weeks(2)))
    waits = use(small, span(in_weeks(2)), how=How(waits=True))
    assert waits.status == "waiting"
    with transaction():
        changing.cancel(use_of(first), now=NOW)
    rounds.run(datetime(2026, 11, 16, 9, 20, tzinfo=NOW.tzinfo))
    db.session.expire_all()
    assert db.session.get_one(type(waits), waits.id).status == "held"


def test_a_weekly_use_crosses_the_october_change_skips_what_clashes_and_takes_a_date_back(app):
    now = datetime(2026, 10, 5, 9, tzinfo=NOW.tzinfo)
    small, ours = room(), who()
    use(small, span(date(2026, 10, 20), 19, 21), now=now)
    with transaction():
        dates.close(new_closure("other", date(2026, 11, 3), date(2026, 11, 3), {"fr": "Travaux"}, now=now), now=now)
    rule = Rule(1, time(18), time(20), date(2026, 10, 13), date(2026, 11, 10))
    planned = weekly_use.plan(small, rule, now=now)
    assert [one.state for one in planned] == ["free", "taken", "free", "closed", "free"]
    assert planned[1].nearest
    choices = {date(2026, 10, 20): "keep", date(2026, 11, 3): "skip", date(2026, 11, 10): "skip"}
    with transaction():
        series, made = weekly_use.ask(Regular(small, rule, choices), Wanted("Choir", 8), ours, How(), now=now)
    assert [one.status for one in made] == ["confirmed", "waiting", "confirmed"]
    assert {weekly.local_time(one.starts_at) for one in made} == {time(18)}
    assert (made[2].starts_at - made[0].starts_at).total_seconds() == 14 * 86400 + 3600
    assert told(made[0]) == [("weekly", "due")]
    assert told(made[2]) == []
    with transaction():
        back = weekly_use.add_back(series, date(2026, 11, 10), "keep", ours, now=now)
    assert (back.status, series.skipped) == ("confirmed", ["2026-11-03"])


def test_cancelling_this_and_later_dates_is_one_message_and_one_undo(app):
    small, ours = room(), who()
    rule = Rule(4, time(18), time(20), FRIDAY, in_weeks(3))
    with transaction():
        series, made = weekly_use.ask(Regular(small, rule, {}), Wanted("Choir", 8), ours, How(), now=NOW)
    with transaction():
        gone = changing.cancel(use_of(made[1]), scope="later", now=NOW)
    assert len(gone) == 3
    assert [told(one)[-1:] for one in made[1:]] == [[("cancelled", "due")], [], []]
    assert len(series.skipped) == 3
    with transaction():
        changing.undo(use_of(made[2]), now=NOW)
    assert {db.session.get_one(type(one), one.id, populate_existing=True).status for one in made} == {"confirmed"}
    assert series.skipped == []
    assert ("cancelled", "due") not in told(made[1])


def test_all_dates_move_to_another_hour_and_back(app):
    small, ours = room(), who()
    rule = Rule(4, time(18), time(20), FRIDAY, in_weeks(2))
    with transaction():
        _series, made = weekly_use.ask(Regular(small, rule, {}), Wanted("Choir", 8), ours, How(), now=NOW)
    to = changing.Change(small, in_weeks(1), time(19), time(21), scope="all")
    with transaction():
        moved = changing.change(use_of(made[1]), to, Wanted("Choir", 7), now=NOW)
    assert [weekly.local_time(one.booking.starts_at) for one in moved] == [time(19)] * 3
    assert {one.people for one in moved} == {7}
    requests = db.session.query(ShareRequest).all()
    assert {(one.starts_at, one.granted) for one in requests} == {(one.booking.starts_at, 1) for one in moved}
    assert db.session.query(Taking).count() == 3
    with transaction():
        changing.undo(use_of(made[0]), now=NOW)
    assert {weekly.local_time(use_of(one).booking.starts_at) for one in made} == {time(18)}
