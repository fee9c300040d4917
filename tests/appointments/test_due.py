"""What the jobs owe: reminders, lapsed requests, times that opened; each once, and none too late."""

from datetime import timedelta

from tests import make
from tests.appointments.desk import FRIDAY, TUESDAY, WEDNESDAY, appointment_of, at, book, matter, told
from tests.make import NOW
from wok.appointments import changing, due, queries, services, staff_services
from wok.appointments.rules import Ask
from wok.db import db, transaction

MINUTE = timedelta(minutes=1)


def run(now):
    due.run(now)
    due.run_earlier(now)
    db.session.expire_all()


def kinds(booking):
    return [kind for kind, state in told(booking) if state != "void"]


def test_reminders_two_days_and_two_hours_before_once_each(app):
    booking = book(matter(), at(FRIDAY, 10))
    run(at(FRIDAY, 10) - timedelta(days=2) - MINUTE)
    assert kinds(booking) == ["confirmed"]
    for _twice in range(2):
        run(at(WEDNESDAY, 10))
    assert kinds(booking) == ["confirmed", "reminder"]
    for _twice in range(2):
        run(at(FRIDAY, 8))
    assert kinds(booking) == ["confirmed", "reminder", "reminder_soon"]


def test_who_books_for_tomorrow_is_reminded_two_hours_before_only(app):
    booking = book(matter(), at(TUESDAY, 10))
    run(NOW + MINUTE)
    run(at(TUESDAY, 8))
    assert kinds(booking) == ["confirmed", "reminder_soon"]


def test_cancelled_moved_and_uncertain_ones_are_not_reminded_of_the_old_time(app):
    subject = matter()
    cancelled, moved = book(subject, at(FRIDAY, 10)), book(subject, at(FRIDAY, 11))
    waiting = book(matter(make.colleague(make.staff()), confirmation="by_staff"), at(FRIDAY, 10))
    with transaction():
        changing.cancel(cancelled, now=NOW)
        changing.move(moved, at(FRIDAY, 15), now=NOW)
    run(at(WEDNESDAY, 9, 59))
    assert kinds(cancelled) == ["cancelled"]
    assert kinds(moved) == ["moved"]
    assert kinds(waiting) == ["asked"]


def test_a_request_nobody_answers_lapses_and_is_told(app):
    booking = book(matter(confirmation="by_staff"), at(FRIDAY, 10))
    run(at(WEDNESDAY, 9, 59))
    assert booking.status == "held"
    run(at(WEDNESDAY, 10))
    run(at(WEDNESDAY, 10) + MINUTE)
    assert (booking.status, kinds(booking), appointment_of(booking).waits_for) == ("cancelled", ["asked", "lapsed"], "")


def test_a_hold_that_another_booking_lapsed_is_told_all_the_same(app):
    subject = matter(confirmation="by_staff")
    booking = book(subject, at(FRIDAY, 10))
    book(subject, at(FRIDAY, 10), now=at(WEDNESDAY, 11))
    assert booking.status == "cancelled"
    run(at(WEDNESDAY, 11) + MINUTE)
    assert kinds(booking) == ["asked", "lapsed"]


def test_proposals_nobody_chooses_go_back(app):
    booking = book(matter(), at(WEDNESDAY, 10))
    with transaction():
        staff_services.cancel_with_proposals(booking, "", now=NOW)
    run(NOW + timedelta(days=4))
    assert (booking.status, booking.takings, queries.proposals(booking)) == ("cancelled", [], [])
    assert kinds(booking)[-1] == "lapsed"


def test_an_earlier_time_is_told_to_the_oldest_wish_first_and_an_hour_later_to_the_next(app):
    subject = matter(make.colleague(hours=(9, 10)), minutes=60)
    early = book(subject, at(TUESDAY, 9))
    first, second = book(subject, at(WEDNESDAY, 9)), book(subject, at(FRIDAY, 9))
    with transaction():
        services.wish_earlier(first, now=NOW)
        services.wish_earlier(second, now=NOW + MINUTE)
    run(NOW + 2 * MINUTE)
    assert "earlier" not in kinds(first)
    with transaction():
        changing.cancel(early, now=NOW + 2 * MINUTE)
    run(NOW + 5 * MINUTE)
    assert "earlier" not in kinds(first)  # it can still be taken back
    for _twice in range(2):
        run(NOW + 13 * MINUTE)
    assert (kinds(first).count("earlier"), kinds(second).count("earlier")) == (1, 0)
    run(NOW + 75 * MINUTE)
    assert (kinds(first).count("earlier"), kinds(second).count("earlier")) == (1, 1)


def test_at_most_three_messages_about_earlier_times(app):
    subject = matter(make.colleague(hours=(9, 10)), minutes=60, notice_hours=1)
    early = [book(subject, at(day, 9)) for day in (TUESDAY, WEDNESDAY, FRIDAY - timedelta(days=1), FRIDAY)]
    booking = book(subject, at(FRIDAY, 9) + timedelta(days=3))
    with transaction():
        services.wish_earlier(booking, now=NOW)
    now = NOW
    for one in reversed(early):
        now += timedelta(hours=2)
        with transaction():
            changing.cancel(one, now=now)
        run(now + 11 * MINUTE)
    assert kinds(booking).count("earlier") == 3
    assert queries.wish_of(booking) is None


def test_who_found_nothing_is_told_when_something_opens(app):
    subject = matter(make.colleague(days=(1,), hours=(9, 10)), minutes=60, horizon_days=2)
    taken = book(subject, at(TUESDAY, 9))
    with transaction():
        waiting = services.ask_for_time(subject, Ask(None, "wok", "fr"), make.contact(), now=NOW)
        changing.cancel(taken, now=NOW)
    run(NOW + 11 * MINUTE)
    assert kinds(waiting) == ["noted", "earlier"]


def test_needs_questions_and_notes_are_erased_after_thirty_days(app):
    booking = book(matter(), at(TUESDAY, 10), ask={"question": "How do we begin?", "needs": ("step_free",)})
    run(at(TUESDAY, 11) + timedelta(days=31))
    row = appointment_of(booking)
    assert (row.question, row.needs, row.erased_at is not None) == ("", [], True)
