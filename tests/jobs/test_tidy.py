"""What the Wok no longer needs, it forgets (PROMISES D4)."""

from datetime import date, timedelta

from sqlalchemy import func, select, update

from tests import make
from tests.appointments.desk import TUESDAY, at, book, matter
from tests.equipment.desk import loan
from tests.make import NOW, lunch, rsvp
from tests.oncall.thursday import number, thursday
from wok.bookings import services
from wok.bookings.models import Booking, BookingEvent
from wok.db import db, transaction
from wok.equipment.models import Loan
from wok.equipment.movement_models import Handover
from wok.jobs import tidy
from wok.kernel.span import Span
from wok.mail.models import Message
from wok.oncall.models import Visit
from wok.people.models import Login, Person


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


def test_who_collected_a_loan_and_came_on_call_is_forgotten_after_two_years(app):
    booking = loan(make.item("Tent", 2), 1, date(2026, 11, 23), date(2026, 11, 25))
    visit, bruno = number(thursday(), nickname="Bruno"), make.person()
    with transaction():
        db.session.get(Loan, booking.id).collector, visit.person_id = "Bruno Silva", bruno.id
        db.session.add(
            Handover(booking_id=booking.id, at=NOW, collected_by="Bruno Silva", signature="paper", undo_until=NOW)
        )
    found = select(Loan.collector, Handover.collected_by, Handover.signature, Visit.person_id).select_from(Loan)
    found = found.join(Handover, Handover.booking_id == Loan.booking_id).join(Visit, Visit.id == visit.id)
    tidy.run(NOW + timedelta(days=729))
    assert db.session.execute(found).one()[:3] == ("Bruno Silva", "Bruno Silva", "paper")
    tidy.run(NOW + timedelta(days=760))
    assert db.session.execute(found).one() == ("", "", "", None)


def test_sent_mail_and_unused_logins_are_deleted_after_ninety_days_and_owed_mail_stays(app, client):
    rsvp(lunch(), 1)
    rsvp(lunch(), 2)
    with transaction():
        db.session.query(Message).order_by(Message.id).first().state = "sent"
    make.sign_in(client, make.person())
    tidy.run(NOW + timedelta(days=89))
    assert db.session.scalar(select(func.count()).select_from(Login)) == 1
    tidy.run(NOW + timedelta(days=91))
    assert [message.state for message in db.session.scalars(select(Message))] == ["due"]
    assert db.session.scalar(select(func.count()).select_from(Login)) == 0


def test_bookings_from_before_the_search_become_findable(app):
    booking = rsvp(lunch(), 1, name="Zoé Müller")
    line = booking.searched
    with transaction():
        db.session.execute(update(Booking).values(searched=None))
    tidy.run(NOW)
    db.session.expire_all()
    assert "zoe muller" in line
    assert db.session.get(Booking, booking.id).searched == line


def test_contacts_go_two_years_after_we_last_heard_from_an_association_unless_the_clock_was_set_ahead(app):
    silent, busy = make.delegate("Les danseurs", name="Amina Haddad"), make.delegate("FC Wok", name="Bruno Silva")
    mate, late = make.person(name="Chris Weber"), NOW + timedelta(days=760)
    make.membership(mate, busy.memberships[0].association, role="member")
    ours = busy.memberships[0].association_id
    tidy.run(late)  # nothing happened in between: the clock was set ahead
    assert db.session.get(Person, silent.id).name == "Amina Haddad"
    with transaction():
        for month in range(24):
            at = late - timedelta(days=30 * month + 5)
            who = make.contact(association_id=ours) if month == 3 else make.contact()
            span = Span(at, at + timedelta(hours=1))
            db.session.add(services.new_booking("lunch", who, span, 1, now=at, status="confirmed"))
    tidy.run(late)
    db.session.expire_all()
    found = db.session.execute(select(Person.name, Person.email.is_not(None)).order_by(Person.id)).all()
    assert found == [("–", False), ("Bruno Silva", True), ("Chris Weber", True)]
