"""The Wok's own events outrank with notice and an equal offer; an empty room is free again; reminders and weekly questions."""

from datetime import date, time, timedelta

import pytest

from tests import make
from tests.make import NOW
from tests.space.rooms import FRIDAY, at, in_weeks, large_room, room, span, told, use, use_of, who
from wok.bookings.models import Booking, Taking
from wok.bookings.refusals import TooLateToUndo
from wok.db import db, transaction
from wok.sharing.ledger_models import Contribution, ShareCharge
from wok.space import changing, displacing, door_services, due, moving, weekly_use
from wok.space.models import SpaceSeries
from wok.space.refusals import NoEqualOffer, NotReleased, TooSoonToDisplace
from wok.space.room_facts import Stretch
from wok.space.services import How, Place
from wok.space.settling import Wanted
from wok.space.weekly_use import Regular, Rule


def test_an_event_of_the_wok_moves_others_to_an_equal_room_and_can_be_undone(app):
    whole, half_a, half_b = large_room()
    claire, theirs = make.staff(), use(half_a, span(in_weeks(3)))
    late = use(half_a, span(FRIDAY))
    with pytest.raises(TooSoonToDisplace), transaction():
        displacing.displace(Place(whole, span(FRIDAY)), "Open day", "The town comes", {}, by=claire, now=NOW)
    event_at = Place(half_a, span(in_weeks(3), 17, 22))
    offers = displacing.preview(event_at, now=NOW)[0].offers
    assert (offers[0].room.id, offers[0].span) == (half_b.id, span(in_weeks(3)))
    with transaction():
        event = displacing.displace(event_at, "Open day", "The town comes", {}, by=claire, now=NOW)
    assert use_of(theirs).room_id == half_b.id
    assert told(theirs) == [("confirmed", "due"), ("displaced", "due")]
    assert use_of(event).is_own
    with transaction():
        displacing.undo(event, claire, now=NOW + timedelta(minutes=5))
    assert use_of(theirs).room_id == half_a.id
    assert told(theirs) == [("confirmed", "due")]
    assert use_of(late).booking.status == "confirmed"


def test_who_gave_way_is_credited_and_may_cancel_at_no_cost(app):
    small, ours, claire = room(), who(), make.staff()
    theirs = use(small, span(in_weeks(3)), asks=ours)
    with transaction():
        displacing.displace(Place(small, span(in_weeks(3))), "Open day", "The town comes", {}, by=claire, now=NOW)
    moved = use_of(theirs)
    assert moved.booking.starts_at != at(in_weeks(3), 18)
    assert "credits" in due.run(NOW + timedelta(minutes=11))
    assert db.session.query(Contribution).one().points == displacing.CREDIT
    assert "credits" not in due.run(NOW + timedelta(minutes=12))
    with transaction():
        changing.cancel(use_of(theirs), now=moved.booking.starts_at - timedelta(hours=1))
    assert sum(one.points * one.kept_percent for one in db.session.query(ShareCharge)) == 0
    assert not db.session.get_one(Booking, theirs.id, populate_existing=True).cancelled_late


def test_nobody_gives_way_without_an_equal_offer(app):
    only_day = (Stretch(FRIDAY.weekday(), time(18), time(20)),)
    small = room(hours=only_day)
    taken = [use(small, span(in_weeks(week))) for week in (1, 2, 3, 4, 5)]
    claire = make.staff()
    with pytest.raises(NoEqualOffer), transaction():
        displacing.displace(Place(small, span(in_weeks(3))), "Open day", "The town comes", {}, by=claire, now=NOW)
    assert use_of(taken[2]).booking.starts_at == at(in_weeks(3), 18)


def test_nobody_came_so_the_room_is_free_now_until_they_come_after_all(app):
    small = room()
    theirs, present = use(small, span(FRIDAY)), use(room("Kitchen"), span(FRIDAY))
    with transaction():
        door_services.arrive(use_of(present), now=at(FRIDAY, 17, 50))
    with pytest.raises(NotReleased), transaction():
        door_services.release(use_of(theirs), now=at(FRIDAY, 18, 10))
    assert "1 rooms given free" in due.run(at(FRIDAY, 18, 20))
    assert "given free" not in due.run(at(FRIDAY, 18, 21))
    found = use_of(theirs)
    assert (found.booking.status, found.booking.attendance, found.released_at) == (
        "confirmed",
        None,
        at(FRIDAY, 18, 20),
    )
    assert db.session.query(Taking).filter_by(booking_id=theirs.id).count() == 0
    with transaction():
        door_services.arrive(use_of(theirs), now=at(FRIDAY, 18, 30))
    assert db.session.query(Taking).filter_by(booking_id=theirs.id).one().starts_at == at(FRIDAY, 18, 30)
    assert "given free" not in due.run(at(FRIDAY, 19, 30))


def test_the_day_before_brings_one_reminder_and_the_end_of_a_weekly_use_one_question(app):
    small, ours = room(), who()
    rule = Rule(4, time(18), time(20), FRIDAY, in_weeks(3))
    with transaction():
        series, made = weekly_use.ask(Regular(small, rule, {}), Wanted("Choir", 8), ours, How(), now=NOW)
    assert "weekly uses asked" in due.run(NOW)
    assert due.run(at(FRIDAY, 9) - timedelta(days=1)) == ""
    assert due.run(at(FRIDAY, 19) - timedelta(days=1)) == "1 reminders"
    assert due.run(at(FRIDAY, 19) - timedelta(days=1)) == ""
    assert [kind for kind, _state in told(made[0])] == ["weekly", "reminder"]
    assert [kind for kind, _state in told(made[-1])] == ["go_on"]
    with transaction():  # moved after the reminder: the new time gets one of its own
        moving.move(use_of(made[0]), small, span(in_weeks(5), 18, 20), by="staff", now=at(FRIDAY, 9))
    assert due.run(at(in_weeks(5), 19) - timedelta(days=1)) == "1 reminders"
    assert due.run(at(in_weeks(5), 19) - timedelta(days=1)) == ""
    with transaction():
        asked = db.session.get_one(SpaceSeries, series.id)
        weekly_use.end(asked, now=NOW)
        weekly_use.undo_end(asked, now=NOW + timedelta(minutes=9))  # "No" pressed by mistake
        assert asked.ended_at is None and asked.asked_at is not None
        weekly_use.end(asked, now=NOW)
        with pytest.raises(TooLateToUndo):
            weekly_use.undo_end(asked, now=NOW + timedelta(minutes=11))
        weekly_use.undo_end(asked, now=NOW)
        again = weekly_use.go_on(db.session.get_one(SpaceSeries, series.id), {}, ours, now=NOW)
    assert again[0].starts_at == at(in_weeks(4), 18)
    assert series.last_on > date(2027, 6, 1)
