"""Every Wednesday: what was said stays while the dates it was said on are forgotten, and dates in doubt are not lost."""

from datetime import UTC, date, datetime, timedelta

from tests.lunches.desk import close_the_day, on
from tests.lunches.test_services import LATER, again, told
from tests.make import NOW, lunch, rsvp
from wok.bookings.models import Booking
from wok.db import db, transaction
from wok.jobs import tidy
from wok.kernel.span import Span
from wok.lunches import due, staff_services, standing_services
from wok.lunches.models import Rsvp

REASON = {"fr": "La cuisine est en panne.", "pt": "A cozinha está avariada."}


def test_a_standing_rsvp_goes_on_for_eight_weeks_and_again_with_its_diets_and_its_name(app):
    booking = rsvp(lunch(), 2, party={"diets": {"nuts": 1}, "needs": ("step_free",)})
    name, address = booking.contact_name, booking.contact_email
    with transaction():
        standing = standing_services.every_week(again(booking), now=NOW)
    due.extend(now=NOW)
    for weeks, more in ((7, 7), (14, 7)):
        at = NOW + timedelta(weeks=weeks)
        due.look_after_standing(now=at)
        due.erase_diets(now=at)
        tidy.forget_names(now=at)
        with transaction():
            assert standing_services.confirm_standing(again(standing), now=at) == more
        assert again(standing).confirm_by == at + timedelta(weeks=8)
    last = standing_services.last_of(standing)
    assert again(booking).contact_name == "" and db.session.get_one(Rsvp, booking.id).diets == {}
    assert (last.contact_name, last.contact_email) == (name, address)
    assert (db.session.get_one(Rsvp, last.id).diets, db.session.get_one(Rsvp, last.id).needs) == (
        {"nuts": 1},
        ["step_free"],
    )


def test_who_comes_every_week_is_counted_in_on_a_date_that_takes_place_after_all(app):
    booking, feast, party = rsvp(lunch(), 2), date(2026, 12, 2), date(2026, 12, 9)
    close_the_day(feast)
    close_the_day(party)
    with transaction():
        standing_services.every_week(again(booking), now=NOW)
    held, moved = on(feast), on(party)
    assert db.session.query(Booking).filter(Booking.occurrence_id.in_([held.id, moved.id])).count() == 0
    span = Span(datetime(2026, 12, 10, 11, tzinfo=UTC), datetime(2026, 12, 10, 13, tzinfo=UTC))
    with transaction():
        staff_services.hold_date(again(held), now=NOW, staff_id=1)
        staff_services.move_date(again(moved), span, REASON, now=NOW, staff_id=1)
    assert due.book_passed_over(now=NOW + timedelta(minutes=2)) == 0  # it may still be undone
    assert (due.book_passed_over(now=LATER), due.book_passed_over(now=LATER)) == (2, 0)
    assert [db.session.query(Booking).filter_by(occurrence_id=one.id).one().status for one in (held, moved)] == [
        "confirmed",
        "confirmed",
    ]
    (asked,) = told("date_moved")
    assert (asked.facts["standing"], asked.facts["reason"]) == (True, REASON["pt"])
    assert db.session.get_one(Rsvp, asked.booking_id).must_reconfirm
    assert len(told("confirmed")) == 2
