"""Coming to lunch: seats, the waiting list and its deadlines, undo, every Wednesday."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import func, select, update

from tests.make import NOW, contact, lunch, rsvp, waiting
from wok.bookings.models import Booking, Occurrence, Taking, WaitlistEntry
from wok.bookings.refusals import OfferOver, PlaceGone
from wok.db import db, transaction
from wok.lunches import desk, due, queries, services, standing_services
from wok.lunches.models import Rsvp, StandingRsvp
from wok.lunches.refusals import LunchFull, LunchNotOpen, NobodyComes
from wok.lunches.rules import Party
from wok.mail.models import Message

LATER = NOW + timedelta(minutes=11)  # the ten minutes of undo are over


def again(row):
    """The row as the database has it now."""
    db.session.expire_all()
    return db.session.get(type(row), row.id)


def told(kind: str, *, state: str = "due") -> list[Message]:
    return list(
        db.session.scalars(
            select(Message).where(Message.kind == f"lunches/{kind}", Message.state == state).order_by(Message.id)
        )
    )


def taken(occurrence: Occurrence) -> int:
    return db.session.scalar(
        select(func.coalesce(func.sum(Taking.quantity), 0)).where(Taking.resource_id == occurrence.resource_id)
    )


def cancel(booking: Booking, *, now: datetime = NOW) -> None:
    with transaction():
        services.cancel(again(booking), now=now)


def state(booking: Booking) -> str:
    return db.session.scalar(select(WaitlistEntry.state).where(WaitlistEntry.booking_id == booking.id))


def test_children_take_seats_and_prams_do_not(app):
    booking = rsvp(lunch(), 2, party={"children": 1, "prams": 1})
    assert (booking.status, booking.quantity, taken(lunch())) == ("confirmed", 3, 3)
    assert [message.recipient for message in told("confirmed")] == [booking.contact_email]


def test_nobody_and_too_many_are_refused(app):
    with pytest.raises(NobodyComes):
        rsvp(lunch(), 0)
    with pytest.raises(LunchFull) as full:
        rsvp(lunch(), 11)
    assert full.value.free == 10
    assert db.session.query(Booking).count() == 0


@pytest.mark.parametrize("status", ["cancelled", "needs_decision"])
def test_a_date_that_is_cancelled_or_undecided_takes_no_new_guests(app, status):
    occurrence = lunch()
    with transaction():
        db.session.get(Occurrence, occurrence.id).status = status
    with pytest.raises(LunchNotOpen):
        rsvp(lunch(), 2)


def test_freed_seats_wait_ten_minutes_and_then_go_to_the_oldest_entry_that_fits(app):
    occurrence = lunch()
    leaving, _staying = rsvp(occurrence, 4), rsvp(occurrence, 6)
    large, small = waiting(occurrence, 5), waiting(occurrence, 3, now=NOW + timedelta(minutes=1))
    cancel(leaving)
    assert (state(large), state(small)) == ("waiting", "waiting")
    assert due.settle_waiting(now=NOW) == 0
    assert due.settle_waiting(now=LATER) == 1
    assert (state(large), state(small)) == ("waiting", "offered")
    assert again(small).status == "held"
    assert [message.facts["free"] for message in told("fewer")] == [1]
    assert due.settle_waiting(now=LATER) == 0


def test_seats_the_list_can_use_are_not_for_newcomers(app):
    occurrence = lunch()
    leaving, _staying = rsvp(occurrence, 4), rsvp(occurrence, 6)
    waiting(occurrence, 3)
    cancel(leaving)
    with pytest.raises(LunchFull):
        rsvp(occurrence, 2)
    assert rsvp(occurrence, 1).status == "confirmed"


def test_with_nobody_waiting_a_freed_place_is_free_at_once_and_undo_may_come_too_late(app):
    occurrence = lunch()
    leaving, _staying = rsvp(occurrence, 4), rsvp(occurrence, 6)
    cancel(leaving)
    assert rsvp(occurrence, 4).status == "confirmed"
    with pytest.raises(PlaceGone), transaction():
        services.undo_cancel(again(leaving), now=NOW)


def test_undo_within_ten_minutes_comes_before_the_list_and_tells_nobody(app):
    occurrence = lunch()
    leaving, _staying = rsvp(occurrence, 4), rsvp(occurrence, 6)
    waiting(occurrence, 3)
    cancel(leaving)
    with transaction():
        services.undo_cancel(again(leaving), now=NOW + timedelta(minutes=9))
    assert (again(leaving).status, taken(occurrence)) == ("confirmed", 10)
    assert (told("cancelled"), len(told("cancelled", state="void"))) == ([], 1)


@pytest.mark.parametrize(("sent", "owed"), [("sent", 0), ("due", 1)])
def test_after_an_undo_a_confirmation_is_owed_unless_it_had_left(app, sent, owed):
    leaving = rsvp(lunch(), 4)
    with transaction():
        db.session.execute(update(Message).values(state=sent))
    cancel(leaving)
    with transaction():
        services.undo_cancel(again(leaving), now=NOW)
    assert len(told("confirmed")) == owed


def test_an_offer_is_taken_or_lapses_and_goes_on(app):
    occurrence = lunch()
    leaving, _staying = rsvp(occurrence, 4), rsvp(occurrence, 6)
    first, second = waiting(occurrence, 4), waiting(occurrence, 4)
    cancel(leaving)
    due.settle_waiting(now=LATER)
    until = queries.entry_of(first).offer_until
    assert until == LATER + timedelta(hours=24)
    due.settle_waiting(now=until)
    assert (state(first), again(first).status, state(second)) == ("lapsed", "cancelled", "offered")
    assert [message.booking_id for message in told("lapsed")] == [first.id]
    with pytest.raises(OfferOver), transaction():
        services.take_offer(again(first), now=until)
    with transaction():
        services.take_offer(again(second), now=until)
    assert (again(second).status, state(second), taken(occurrence)) == ("confirmed", "taken", 10)


def test_a_large_party_may_come_with_fewer(app):
    occurrence = lunch()
    rsvp(occurrence, 8)
    large = waiting(occurrence, 5)
    assert [message.facts["free"] for message in told("fewer")] == [2]
    with transaction():
        services.come_with_fewer(again(large), Party(adults=2), now=NOW)
    assert (again(large).status, again(large).quantity, taken(occurrence)) == ("confirmed", 2, 10)


def test_from_ten_on_the_day_there_are_no_offers_but_come_and_see(app):
    occurrence = lunch()
    leaving, _staying = rsvp(occurrence, 4), rsvp(occurrence, 6)
    hopeful = waiting(occurrence, 4)
    ten = datetime(2026, 11, 18, 9, 0, tzinfo=UTC)
    cancel(leaving, now=ten - timedelta(minutes=5))
    due.settle_waiting(now=ten + timedelta(minutes=6))
    due.settle_waiting(now=ten + timedelta(minutes=7))
    assert state(hopeful) == "waiting"
    assert [message.booking_id for message in told("come_and_see")] == [hopeful.id]


def test_a_late_cancellation_is_possible_and_recorded(app):
    early, late = rsvp(lunch(), 1), rsvp(lunch(), 1)
    cancel(early)
    cancel(late, now=datetime(2026, 11, 17, 11, 1, tzinfo=UTC))
    assert (again(early).cancelled_late, again(late).cancelled_late) == (False, True)


def test_fewer_always_passes_and_keeps_the_sequence(app):
    booking = rsvp(lunch(), 4)
    with transaction():
        services.change(again(booking), Party(adults=3, diets={"vegan": 1}), now=NOW)
    assert (again(booking).quantity, again(booking).sequence, taken(lunch())) == (3, 0, 3)
    assert len(told("changed")) == 1


def test_more_than_there_is_keeps_the_old_number(app):
    booking = rsvp(lunch(), 4)
    rsvp(lunch(), 5)
    with pytest.raises(LunchFull) as full, transaction():
        services.change(again(booking), Party(adults=6), now=NOW)
    assert (full.value.free, again(booking).quantity) == (5, 4)


def test_every_wednesday_books_eight_weeks_and_is_asked_again(app):
    booking = rsvp(lunch(), 2)
    with transaction():
        standing = standing_services.every_week(again(booking), now=NOW)
    assert db.session.query(Booking).count() == 8
    assert len(told("confirmed")) == 1
    assert due.look_after_standing(now=NOW + timedelta(weeks=7)) == 1
    assert due.look_after_standing(now=NOW + timedelta(weeks=7)) == 0
    assert len(told("standing_ask")) == 1
    due.look_after_standing(now=NOW + timedelta(weeks=8))
    assert again(standing).ended_at is not None
    assert len(told("standing_rests")) == 1


def test_the_reminder_goes_out_once_on_tuesday_at_five(app):
    booking = rsvp(lunch(), 2)
    five = datetime(2026, 11, 17, 16, 0, tzinfo=UTC)
    assert due.remind(now=five - timedelta(seconds=1)) == 0
    assert (due.remind(now=five), due.remind(now=five)) == (1, 0)
    assert told("reminder")[0].useful_until == datetime(2026, 11, 18, 10, 0, tzinfo=UTC)
    cancel(booking, now=five)
    assert told("reminder") == []


def test_who_books_after_the_reminder_or_is_late_gets_none(app):
    five = datetime(2026, 11, 17, 16, 0, tzinfo=UTC)
    rsvp(lunch(), 2, now=five + timedelta(minutes=1))
    assert due.remind(now=five + timedelta(hours=1)) == 0
    rsvp(lunch(), 2)
    assert due.remind(now=datetime(2026, 11, 18, 10, 30, tzinfo=UTC)) == 0


def test_two_no_shows_ask_for_one_reconfirmation_and_nothing_harsher(app):
    who = {"email": "late@example.org"}
    for day in (date(2026, 10, 28), date(2026, 11, 4)):
        missed = rsvp(lunch(day=day), 1, now=NOW - timedelta(weeks=3), **who)
        with transaction():
            again(missed).attendance = "no_show"
    booking = rsvp(lunch(), 1, **who)
    assert db.session.get(Rsvp, booking.id).must_reconfirm
    assert due.remind(now=datetime(2026, 11, 17, 16, 0, tzinfo=UTC)) == 1
    assert len(told("must_reconfirm")) == 1


def test_staff_may_go_over_the_places_with_a_reason(app):
    rsvp(lunch(), 10)
    with transaction():
        booking = services.come(
            lunch(), Party(adults=2), contact(reach="none", email=None), now=NOW, by="staff", override="the mayor"
        )
    assert (booking.status, booking.override_reason, again(lunch().resource).capacity) == ("confirmed", "the mayor", 12)


def test_diets_are_erased_after_thirty_days(app):
    booking = rsvp(lunch(), 2, party={"diets": {"halal": 1}, "needs": ("hearing_loop",), "note": "we sing"})
    with transaction():
        beside = desk.walk_in(lunch(), 2, "Mrs Reuter and son", now=NOW)
    due.erase_diets(now=booking.ends_at + timedelta(days=29))
    assert db.session.get(Rsvp, booking.id).diets == {"halal": 1} and beside.words
    due.erase_diets(now=booking.ends_at + timedelta(days=31))
    db.session.expire_all()
    row = db.session.get(Rsvp, booking.id)
    assert (row.diets, row.needs, row.note) == ({}, [], "")
    assert (beside.words, beside.people) == ("", 2)


def test_noon_stays_noon_across_both_clock_changes(app):
    lunch(first_on=date(2026, 10, 14))
    due.extend(now=NOW)
    starts = {row.original_on: row.starts_at.hour for row in db.session.query(Occurrence)}
    assert (starts[date(2026, 10, 21)], starts[date(2026, 10, 28)]) == (10, 11)
    assert (starts[date(2027, 3, 24)], starts[date(2027, 3, 31)]) == (11, 10)


def test_a_standing_rsvp_ends_and_may_give_its_dates_back(app):
    booking = rsvp(lunch(), 2)
    with transaction():
        standing = standing_services.every_week(again(booking), now=NOW)
    with transaction():
        assert (
            standing_services.end_standing(db.session.get(StandingRsvp, standing.id), now=NOW, keep_booked=False) == 8
        )
    assert db.session.query(Taking).count() == 0


def test_undoing_a_passed_offer_gives_the_place_in_line_back_and_not_the_seats(app):
    occurrence = lunch()
    leaving, _staying = rsvp(occurrence, 4), rsvp(occurrence, 6)
    hopeful = waiting(occurrence, 4)
    cancel(leaving)
    due.settle_waiting(now=LATER)
    cancel(hopeful, now=LATER)
    with transaction():
        services.undo_cancel(again(hopeful), now=LATER)
    assert (again(hopeful).status, state(hopeful), taken(occurrence)) == ("waiting", "waiting", 6)
