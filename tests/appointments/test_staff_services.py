"""Staff answer, decline, cancel with three proposals, and write down what came of it."""

from datetime import timedelta

import pytest

from tests import make
from tests.appointments.desk import FRIDAY, TUESDAY, WEDNESDAY, appointment_of, at, book, matter, told
from tests.make import NOW
from wok.appointments import changing, queries, staff_services
from wok.appointments.refusals import NothingToConfirm, ProposalOver, TimeGone
from wok.appointments.rules import Who
from wok.db import transaction
from wok.kernel import weekly

LATER = NOW + timedelta(minutes=5)


def do(what, booking, *given, now=LATER, **more):
    with transaction():
        return what(booking, *given, now=now, **more)


def free(subject):
    return queries.starts_of(queries.free_times(subject, Who("fr"), now=LATER))


def test_confirming_makes_it_certain_once(app):
    booking = book(matter(confirmation="by_staff"), at(FRIDAY, 10))
    do(staff_services.confirm, booking, video_link="https://meet.example.org/wok")
    assert (booking.status, booking.hold_until) == ("confirmed", None)
    assert told(booking) == [("asked", "due"), ("confirmed", "due")]
    with pytest.raises(NothingToConfirm):
        do(staff_services.confirm, booking)


def test_confirming_one_settles_its_rivals(app):
    claire = make.colleague()
    subject = matter(claire, confirmation="by_staff")
    first = book(subject, at(FRIDAY, 10), email="bruno@example.org")
    rival = book(subject, at(FRIDAY, 11))
    stranger = book(subject, at(FRIDAY, 12))
    with transaction():
        rival.contact_email = "bruno@example.org"
    do(staff_services.confirm, first)
    assert (rival.status, stranger.status) == ("cancelled", "held")
    assert told(rival)[-1] == ("settled", "due")
    assert at(FRIDAY, 11) in free(subject)


def test_declining_gives_the_time_back_with_the_reason(app):
    booking = book(matter(confirmation="by_staff"), at(FRIDAY, 10))
    do(staff_services.decline, booking, "Ask the commune first")
    assert booking.status == "cancelled"
    assert appointment_of(booking).reason == "Ask the commune first"
    assert told(booking)[-1] == ("declined", "due")
    do(changing.undo, booking, by="staff")
    assert (booking.status, appointment_of(booking).waits_for) == ("held", "staff")


def test_staff_cancel_with_three_times_kept_ahead_of_new_requests(app):
    subject = matter()
    booking = book(subject, at(WEDNESDAY, 10))
    do(staff_services.cancel_with_proposals, booking, "Claire is ill")
    proposed = queries.proposals(booking)
    assert [weekly.local_time(one.starts_at).hour for one in proposed] == [10, 10, 10]
    assert len({weekly.local_day(one.starts_at) for one in proposed}) == 3
    assert at(WEDNESDAY, 10) in free(subject)
    assert not {one.starts_at for one in proposed} & set(free(subject))
    with pytest.raises(TimeGone):
        book(subject, proposed[1].starts_at)
    assert told(booking)[-1] == ("proposals", "due")

    chosen = proposed[1]
    do(changing.take_proposal, booking, chosen.id)
    assert (booking.status, booking.starts_at) == ("confirmed", chosen.starts_at)
    assert {proposed[0].starts_at, proposed[2].starts_at} <= set(free(subject))
    assert [kind for kind, state in told(booking) if state == "due"] == ["confirmed"]


def test_cancelling_with_proposals_can_be_undone(app):
    booking = book(matter(), at(WEDNESDAY, 10))
    do(staff_services.cancel_with_proposals, booking, "Claire is ill")
    do(changing.undo, booking, by="staff")
    assert (booking.status, booking.starts_at, queries.proposals(booking)) == ("confirmed", at(WEDNESDAY, 10), [])
    assert len(booking.takings) == 1


def test_a_booker_who_moves_away_from_the_proposals_may_undo_that_too(app):
    booking = book(matter(), at(WEDNESDAY, 10))
    do(staff_services.cancel_with_proposals, booking, "Claire is ill")
    told_by_now = LATER + timedelta(minutes=20)
    do(changing.move, booking, at(FRIDAY, 15), now=told_by_now)
    assert (booking.status, queries.proposals(booking)) == ("confirmed", [])
    do(changing.undo, booking, now=told_by_now)
    assert (booking.status, len(queries.proposals(booking)), len(booking.takings)) == ("held", 3, 3)


def test_a_proposal_of_somebody_else_cannot_be_taken(app):
    subject = matter()
    booking, other = book(subject, at(WEDNESDAY, 10)), book(subject, at(FRIDAY, 10))
    do(staff_services.cancel_with_proposals, booking, "")
    with pytest.raises(ProposalOver):
        do(changing.take_proposal, other, queries.proposals(booking)[0].id)


def test_the_next_step_is_told_and_the_note_is_not(app):
    booking = book(matter(), at(TUESDAY, 10))
    do(
        staff_services.write_up,
        booking,
        now=at(TUESDAY, 11),
        outcome="to_follow",
        next_step="Bring the bank letter",
        note="Hesitant",
    )
    assert (appointment_of(booking).outcome, booking.attendance) == ("to_follow", "came")
    assert told(booking)[-1] == ("next_step", "due")
