"""What the Wok no longer needs, it forgets (PROMISES D4)."""

from datetime import timedelta

from sqlalchemy import func, select, update

from tests.appointments.desk import TUESDAY, at, book, matter
from tests.make import NOW, lunch, rsvp
from wok.bookings.models import Booking, BookingEvent
from wok.db import db, transaction
from wok.jobs import tidy
from wok.mail.models import Message


def test_names_of_a_lunch_are_forgotten_after_ninety_days_and_counts_stay(app):
    booking = rsvp(lunch(), 3)
    tidy.run(booking.ends_at + timedelta(days=89))
    assert db.session.get(Booking, booking.id).contact_name == "Bruno Silva"
    tidy.run(booking.ends_at + timedelta(days=91))
    db.session.expire_all()
    row = db.session.get(Booking, booking.id)
    assert (row.contact_name, row.contact_email, row.searched, row.quantity) == ("", None, "", 3)
    assert db.session.scalar(select(func.count()).select_from(BookingEvent)) == 1


def test_names_of_an_appointment_are_forgotten_after_two_years(app):
    booking = book(matter(), at(TUESDAY, 10), name="Bruno Silva")
    assert tidy.forget_names(booking.ends_at + timedelta(days=729)) == 0
    assert tidy.forget_names(booking.ends_at + timedelta(days=731)) == 1
    db.session.expire_all()
    assert (booking.contact_name, booking.contact_email) == ("", None)


def test_sent_mail_is_deleted_after_ninety_days_and_owed_mail_stays(app):
    rsvp(lunch(), 1)
    rsvp(lunch(), 2)
    with transaction():
        db.session.query(Message).order_by(Message.id).first().state = "sent"
    tidy.run(NOW + timedelta(days=91))
    assert [message.state for message in db.session.scalars(select(Message))] == ["due"]


def test_bookings_from_before_the_search_become_findable(app):
    booking = rsvp(lunch(), 1, name="Zoé Müller")
    line = booking.searched
    with transaction():
        db.session.execute(update(Booking).values(searched=None))
    tidy.run(NOW)
    db.session.expire_all()
    assert "zoe muller" in line
    assert db.session.get(Booking, booking.id).searched == line
