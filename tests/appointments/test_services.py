"""Booking, moving, cancelling and taking back an appointment, and what each tells its booker."""

from datetime import timedelta

import pytest

from tests import make
from tests.appointments.desk import FRIDAY, TUESDAY, WEDNESDAY, appointment_of, at, book, matter, told
from tests.make import NOW
from wok.appointments import changing, queries, rules, services, settling
from wok.appointments.refusals import AlreadyOpen, MatterGone, NoSuchPlace, OverAlready, TimeGone, TimeTakenMeanwhile
from wok.appointments.rules import Ask
from wok.bookings.refusals import AlreadyCancelled, TooLateToUndo
from wok.db import db, transaction

LATER = NOW + timedelta(minutes=5)


def do(what, booking, *given, now=LATER, **more):
    with transaction():
        return what(booking, *given, now=now, **more)


def test_a_matter_without_questions_is_certain_at_once_and_told(app):
    booking = book(matter(), at(TUESDAY, 10))
    assert (booking.status, booking.ends_at) == ("confirmed", at(TUESDAY, 10, 30))
    assert told(booking) == [("confirmed", "due")]
    assert settling.waits_for(appointment_of(booking).matter, needs_interpreter=False, is_staffs=False) == ""


@pytest.mark.parametrize(
    "start",
    [
        at(TUESDAY, 10, 5),
        at(TUESDAY, 8),
        at(TUESDAY, 16, 45),
        at(TUESDAY, 5),
        NOW - timedelta(days=3),
        at(TUESDAY, 9) - timedelta(days=1),
    ],
    ids=["off the raster", "before the hours", "beyond the hours", "without notice", "past", "today"],
)
def test_a_time_that_is_not_free_is_refused(app, start):
    with pytest.raises(TimeGone):
        book(matter(), start)


def test_a_saturday_a_withdrawn_matter_and_a_wrong_place_are_refused(app):
    subject = matter()
    with pytest.raises(TimeGone):
        book(subject, at(FRIDAY, 10) + timedelta(days=1))
    with pytest.raises(NoSuchPlace):
        book(subject, at(FRIDAY, 10), ask={"place": "video"})
    with transaction():
        subject.ended_at = NOW
    with pytest.raises(MatterGone):
        book(subject, at(FRIDAY, 10))


def test_a_matter_that_staff_confirm_keeps_the_time_for_two_working_days(app):
    booking = book(matter(confirmation="by_staff"), at(FRIDAY, 10))
    assert (booking.status, booking.hold_until) == ("held", at(WEDNESDAY, 10))
    assert told(booking) == [("asked", "due")]


def test_an_interpreter_keeps_it_provisional(app):
    wanted = book(matter(), at(FRIDAY, 10), ask={"wants_interpreter": True})
    assert (wanted.status, appointment_of(wanted).waits_for) == ("held", "interpreter")
    assert wanted.hold_until == at(FRIDAY, 10) - timedelta(days=1)
    spoken = book(matter(make.colleague(make.staff(), languages=["fr"])), at(FRIDAY, 10), ask={"language": "pt"})
    assert appointment_of(spoken).waits_for == "interpreter"


def test_an_association_has_one_open_appointment_for_a_matter(app):
    subject, other = matter(), matter(make.colleague(make.staff(), shown_as="Tom"))
    dancers, footballers = make.association(), make.association()
    first = book(subject, at(TUESDAY, 10), association_id=dancers.id)
    with pytest.raises(AlreadyOpen) as refused:
        book(subject, at(WEDNESDAY, 10), association_id=dancers.id)
    assert refused.value.booking_id == first.id
    book(subject, at(WEDNESDAY, 10), association_id=footballers.id)
    book(other, at(WEDNESDAY, 10), association_id=dancers.id)
    do(changing.cancel, first)
    book(subject, at(FRIDAY, 10), association_id=dancers.id)


def test_without_association_the_contact_counts_and_a_typed_name_proves_nothing(app):
    subject = matter()
    book(subject, at(TUESDAY, 10), email="bruno@example.org", association_said="Les danseurs")
    book(subject, at(TUESDAY, 11), association_said="Les danseurs")
    with pytest.raises(AlreadyOpen):
        book(subject, at(WEDNESDAY, 10), email="bruno@example.org")


def test_moving_is_told_after_the_ten_minutes_and_can_be_undone(app):
    booking = book(matter(), at(TUESDAY, 10))
    sequence = booking.sequence
    do(changing.move, booking, at(TUESDAY, 10, 15))
    assert (booking.starts_at, booking.sequence) == (at(TUESDAY, 10, 15), sequence + 1)
    assert told(booking) == [("confirmed", "void"), ("moved", "due")]
    do(changing.undo, booking, now=LATER + timedelta(minutes=9))
    assert (booking.starts_at, booking.status) == (at(TUESDAY, 10), "confirmed")
    assert [kind for kind, state in told(booking) if state == "due"] == ["confirmed"]  # it had not left before
    with pytest.raises(TooLateToUndo):
        do(changing.undo, booking)


def test_undo_says_so_when_somebody_has_the_old_time(app):
    subject = matter()
    booking = book(subject, at(TUESDAY, 10))
    do(changing.move, booking, at(TUESDAY, 14))
    book(subject, at(TUESDAY, 10))
    with pytest.raises(TimeTakenMeanwhile):
        do(changing.undo, booking)
    db.session.rollback()
    assert booking.starts_at == at(TUESDAY, 14)


def test_cancelling_gives_the_time_back_and_can_be_undone(app):
    subject = matter(confirmation="by_staff")
    booking = book(subject, at(WEDNESDAY, 10))
    do(changing.cancel, booking)
    assert at(WEDNESDAY, 10) in queries.starts_of(queries.free_times(subject, rules.Who("fr"), now=LATER))
    with pytest.raises(AlreadyCancelled):
        do(changing.cancel, booking)
    do(changing.undo, booking)
    assert (booking.status, appointment_of(booking).waits_for) == ("held", "staff")


def test_late_is_recorded_and_what_has_begun_is_not_cancelled(app):
    booking = book(matter(), at(TUESDAY, 10))
    with pytest.raises(OverAlready):
        do(changing.cancel, booking, now=at(TUESDAY, 10))
    do(changing.cancel, booking, now=at(TUESDAY, 8))
    assert booking.cancelled_late


def test_moving_keeps_the_colleague_who_has_it_if_they_can(app):
    claire, tom = make.colleague(), make.colleague(make.staff(name="Tom"), shown_as="Tom", days=(1,))
    subject = matter(claire, tom)
    book(subject, at(TUESDAY, 10))
    booking = book(subject, at(TUESDAY, 10))
    assert appointment_of(booking).colleague_id == tom.person_id
    do(changing.move, booking, at(TUESDAY, 14))
    assert appointment_of(booking).colleague_id == tom.person_id
    do(changing.move, booking, at(WEDNESDAY, 14))
    assert appointment_of(booking).colleague_id == claire.person_id


def test_when_nothing_suits_a_request_waits_and_moving_it_to_a_time_books_it(app):
    subject = matter()
    with transaction():
        booking = services.ask_for_time(subject, Ask(None, "phone", "fr"), make.contact(), now=NOW)
    assert (booking.status, booking.takings, told(booking)) == ("waiting", [], [("noted", "due")])
    assert queries.wish_of(booking)
    do(changing.move, booking, at(TUESDAY, 10))
    assert (booking.status, booking.ends_at - booking.starts_at) == ("confirmed", timedelta(minutes=30))
    assert queries.wish_of(booking) is None
    do(changing.undo, booking)
    assert (booking.status, booking.takings, appointment_of(booking).waits_for) == ("waiting", [], "time")


def test_staff_go_beyond_the_limits_with_a_reason_but_never_over_somebody_else(app):
    claire = make.colleague()
    subject = matter(claire)
    asked = {"colleague_id": claire.person_id}
    with transaction():
        booking = services.book(
            subject,
            Ask(at(TUESDAY, 18, 5), "wok", "fr", colleague_id=claire.person_id),
            make.contact(),
            now=NOW,
            by="staff",
            override="They work until six",
        )
    assert (booking.status, booking.override_reason) == ("confirmed", "They work until six")
    with pytest.raises(TimeGone):
        book(subject, at(TUESDAY, 18), ask=asked)
