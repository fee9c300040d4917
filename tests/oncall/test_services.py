"""Numbers, the desk and the end of a Thursday, on both databases."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
from flask import Flask
from sqlalchemy import select

from tests import make
from tests.oncall.thursday import again, at, number, on_duty, serve, thursday, time, visits
from wok.bookings.models import Booking, Occurrence
from wok.db import db, transaction
from wok.errors import Refusal
from wok.mail.models import Message
from wok.oncall import booked, closing, desk, due, lookups, numbers, queries
from wok.oncall.models import BookedMatter, Visit
from wok.oncall.numbers import Wish
from wok.oncall.refusals import LastNumberGone, NoNumbersNow, TakenMeanwhile, TimeGone, TooManyNumbers


def do(what, *given, **more):
    with transaction():
        return what(*given, **more)


def line(date: Occurrence, minutes: int, colleague_id: int | None = None) -> list[tuple[int, str]]:
    db.session.rollback()
    found = queries.queue(date, now=at(minutes), colleague_id=colleague_id)
    return [(one.visit.number, one.reason) for one in found.line]


def test_sixteen_people_at_once_have_sixteen_numbers(app: Flask):
    date_id = thursday(colleagues=16).id

    def take(_number: int) -> int:
        with app.app_context():
            return number(db.session.get_one(Occurrence, date_id), 1).number

    with ThreadPoolExecutor(16) as people:
        taken = sorted(people.map(take, range(16)))
    assert taken == list(range(1, 17))
    assert [one.number for one in visits()] == taken


def test_one_phone_and_one_person_have_one_open_number(app: Flask):
    date, amina = thursday(3), make.person()
    wish = Wish("room", "fr", browser="this phone")
    first = do(numbers.take, date, wish, now=at(0), address="a")
    assert do(numbers.take, date, wish, now=at(1), address="a").id == first.id
    hers = do(numbers.take, date, Wish("room", "fr", person=amina), now=at(1), address="b")
    assert do(numbers.take, date, Wish("money", "fr", person=amina), now=at(2), address="c").id == hers.id
    do(numbers.leave, first, now=at(3))
    assert do(numbers.take, date, wish, now=at(4), address="a").id != first.id


def test_scripts_are_stopped_but_not_the_tablet(app: Flask, monkeypatch):
    date = thursday(20)
    monkeypatch.setattr(numbers, "FROM_ONE_ADDRESS", 3)
    for phone in range(3):
        do(numbers.take, date, Wish("room", "fr", browser=f"{phone}"), now=at(0), address="same")
    with pytest.raises(TooManyNumbers):
        do(numbers.take, date, Wish("room", "fr", browser="4"), now=at(0), address="same")
    assert number(date).number == 4


def test_no_number_outside_the_morning_and_none_after_the_last(app: Flask):
    date = thursday()
    with pytest.raises(NoNumbersNow):
        number(date, -31)
    given = 0
    with pytest.raises(LastNumberGone):
        while given < 40:
            given += number(date, 60) is not None
    assert 5 <= given <= 12  # two hours left, a quarter of an hour each
    staff = do(numbers.take, date, Wish("room", "fr"), now=at(61), where=numbers.DESK)
    assert staff.number == given + 1


def test_stepping_out_keeps_the_place(app: Flask):
    date = thursday()
    first, second = number(date, 0), number(date, 1)
    do(numbers.step_out, first, now=at(2))
    assert do(desk.call_next, date, None, now=at(3)).id == second.id
    do(numbers.come_back, first, now=at(4))
    third = number(date, 5)
    assert [one for one, _why in line(date, 6)] == [first.number, third.number]


def test_a_number_called_three_times_is_put_aside_not_deleted(app: Flask):
    date = thursday()
    me = on_duty()[0].person_id
    first, second = number(date, 0), number(date, 1)
    do(desk.call_next, date, me, now=at(2))
    for _press in range(2):  # a second press of one button is one call
        do(desk.call, first, me, now=at(3))
    do(desk.call, first, me, now=at(4))
    assert do(desk.call_next, date, me, now=at(5)).id == second.id
    assert (again(first).state, first.calls) == ("parked", 3)
    do(numbers.come_back, first, now=at(6))
    assert line(date, 7) == [(1, "first")]


def test_two_colleagues_cannot_call_the_same_number(app: Flask):
    date = thursday(2)
    claire, nour = (one.person_id for one in on_duty())
    first = number(date)
    do(desk.call, first, claire, now=at(1))
    with pytest.raises(TakenMeanwhile):
        do(desk.call, first, nour, now=at(1))
    do(numbers.undo, first, now=at(2))
    assert (again(first).state, first.colleague_id) == ("waiting", None)


def test_who_is_handed_on_comes_first_with_that_colleague(app: Flask):
    date = thursday(2)
    claire, nour = (one.person_id for one in on_duty())
    first, second = number(date, 0), number(date, 1)
    do(desk.start, second, claire, now=at(2))
    do(desk.hand_on, second, nour, now=at(3))
    assert line(date, 4, nour)[0] == (second.number, "handed")
    assert line(date, 4, claire) == [(first.number, "first")]


def test_the_same_question_is_answered_once(app: Flask):
    date = thursday()
    first, second = number(date, 0), number(date, 1)
    do(desk.merge, second, first, now=at(2))
    assert line(date, 3) == [(1, "first")]
    serve(first, 4)
    assert [one.state for one in visits()] == ["seen", "seen"]
    do(numbers.undo, first, now=at(15))
    assert [one.state for one in visits()] == ["with_us", "waiting"]


def test_a_second_visit_in_the_month_waits_behind_a_first_one(app: Flask):
    date = thursday()
    earlier = make.oncall_thursday(day=at(-7 * 24 * 60).date())
    amina = make.person()
    known = Wish("room", "fr", person=amina)
    week_ago = -7 * 24 * 60
    before = do(numbers.take, earlier, known, now=at(week_ago), where=numbers.TABLET)
    serve(before, week_ago + 5)
    do(numbers.take, date, known, now=at(0), where=numbers.TABLET)
    number(date, 5)
    assert line(date, 6) == [(2, "first"), (1, "again")]


def test_a_booked_time_is_one_lane_and_on_offer_one_in_three(app: Flask):
    date = thursday()
    offered = queries.free_times([date], now=make.NOW)[date.id]
    assert [span.start for span in offered] == [at(0), at(60), at(120)]
    time(date, 60)
    with pytest.raises(TimeGone):
        time(date, 60)
    with pytest.raises(TimeGone):
        time(date, 20)
    assert [span.start for span in queries.free_times([date], now=make.NOW)[date.id]] == [at(0), at(120)]


def test_booked_arrived_and_called_at_the_time(app: Flask):
    date = thursday()
    walk_in, booking = number(date, 0), time(date, 60)
    visit = do(numbers.arrive, booking, now=at(55))
    assert do(numbers.arrive, booking, now=at(56)).id == visit.id
    assert line(date, 59)[0] == (walk_in.number, "first")
    assert line(date, 60)[0] == (visit.number, "booked")
    serve(visit, 60)
    assert again(booking).attendance == "came"


def test_moving_gives_the_old_time_back_and_tells_once(app: Flask):
    date = thursday()
    booking = time(date, 0)
    sequence = booking.sequence
    do(booked.move, booking, date, at(120), now=make.NOW)
    assert again(booking).starts_at == at(120)
    assert booking.sequence == sequence + 1
    assert [span.start for span in queries.free_times([date], now=make.NOW)[date.id]] == [at(0), at(60)]
    kinds = list(db.session.scalars(select(Message.kind).order_by(Message.id)))
    assert kinds == ["oncall/booked", "oncall/moved"]


def test_who_was_not_seen_has_the_first_times_next_week(app: Flask):
    date = thursday()
    next_week = make.oncall_thursday(day=at(7 * 24 * 60).date())
    amina = make.person(email="amina@example.org")
    first = do(numbers.take, date, Wish("room", "fr", person=amina), now=at(0), where=numbers.TABLET)
    second, seen = number(date, 1), number(date, 2)
    serve(seen, 3)
    do(closing.close, date, now=at(180))
    assert [one.state for one in visits()] == ["next_week", "next_week", "seen"]
    week = 7 * 24 * 60
    assert again(first).next_booking.starts_at == at(week)
    assert again(second).next_booking.starts_at == at(week + 20)
    assert {first.next_booking.occurrence_id, second.next_booking.occurrence_id} == {next_week.id}
    told = {one.booking_id: one.channel for one in db.session.scalars(select(Message))}
    assert told == {first.next_booking_id: "email", second.next_booking_id: "none"}
    assert lookups.owed_appointments() == []


def test_called_off_the_booked_are_told_and_numbers_become_appointments(app: Flask):
    date = thursday()
    booking, waiting = time(date, 120), number(date, 0)
    do(closing.call_off, date, {"fr": "Malade"}, now=at(10))
    assert queries.queue(date, now=at(11)).phase == "off"
    assert again(booking).status == "cancelled"
    assert [one.id for one in lookups.owed_appointments()] == [waiting.id]
    message = db.session.scalar(select(Message).where(Message.kind == "oncall/date_cancelled"))
    assert (message.facts["reason"], message.due_at) == ("Malade", at(20))
    do(closing.undo_call_off, date, now=at(12))
    assert (again(booking).status, again(waiting).state, again(message).state) == ("confirmed", "waiting", "void")
    assert queries.queue(date, now=at(13)).phase == "open"


def test_ill_and_nobody_else_gives_no_numbers(app: Flask):
    from wok.team import duties
    from wok.team.models import Duty

    date = thursday()
    do(duties.mark_ill, db.session.query(Duty).one(), now=at(-60))
    assert queries.queue(date, now=at(0)).phase == "ill"
    with pytest.raises(NoNumbersNow):
        number(date, 0)


def test_reminders_go_out_two_days_and_two_hours_before_and_once(app: Flask):
    booking = time(thursday(), 120)
    due.run(at(120 - 2 * 24 * 60 - 1))
    assert _kinds(booking) == ["oncall/booked"]
    for _turn in range(2):
        due.run(at(120 - 2 * 24 * 60))
        due.run(at(0))
    assert _kinds(booking) == ["oncall/booked", "oncall/reminder_days", "oncall/reminder_hours"]
    other = time(db.session.query(Occurrence).filter_by(id=booking.occurrence_id).one(), 60)
    do(booked.cancel, other, now=make.NOW)
    due.run(at(0))
    assert "oncall/reminder_hours" not in _kinds(other)
    week_later = db.session.query(Occurrence).filter_by(original_on=date(2026, 11, 26)).one()
    do(booked.move, booking, week_later, at(120 + 7 * 24 * 60), now=at(30))
    for _turn in range(2):
        due.run(at(120 + 5 * 24 * 60))
    assert _kinds(booking)[-2:] == ["oncall/moved", "oncall/reminder_days"]


def test_words_are_erased_after_thirty_days(app: Flask):
    date = thursday()
    visit = number(date, 0, nickname="Le danseur")
    serve(visit, 1)
    do(desk.write_note, visit, "Needs help with statutes", now=at(20))
    due.run(at(31 * 24 * 60))
    assert (again(visit).nickname, visit.note, visit.state) == ("", "", "seen")
    assert db.session.query(Visit).count() == 1


def _kinds(booking: Booking) -> list[str]:
    db.session.rollback()
    return list(db.session.scalars(select(Message.kind).where(Message.booking_id == booking.id).order_by(Message.id)))


def test_a_refused_time_leaves_nothing_behind(app: Flask):
    date = thursday()
    with pytest.raises(Refusal):
        do(booked.book, date, at(7), make.contact(), BookedMatter(topic="room"), now=make.NOW)
    assert db.session.query(Booking).count() == 0


def test_who_is_in_the_line_already_moves_and_cancels_no_more(app: Flask):
    date = thursday()
    booking = time(date, 60)
    do(numbers.arrive, booking, now=at(50))
    with pytest.raises(TakenMeanwhile):
        do(booked.cancel, booking, now=at(51))
    with pytest.raises(TakenMeanwhile):
        do(booked.move, booking, date, at(120), now=at(51))
    assert again(booking).status == "confirmed"
