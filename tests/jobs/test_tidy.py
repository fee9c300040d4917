"""What the Wok no longer needs, it forgets (PROMISES D4)."""

from datetime import date, datetime, timedelta

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
from wok.people import still_here
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
    assert tidy.forget_names(now=booking.ends_at + timedelta(days=729)) == 0
    assert tidy.forget_names(now=booking.ends_at + timedelta(days=731)) == 1
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


def _book_each_month(until: datetime, ours: int) -> None:
    with transaction():
        for month in range(24):
            at = until - timedelta(days=30 * month + 5)
            who = make.contact(association_id=ours) if month == 3 else make.contact()
            span = Span(at, at + timedelta(hours=1))
            db.session.add(services.new_booking("lunch", who, span, 1, now=at, status="confirmed"))


def _words() -> list[tuple[str, str, str]]:
    found = select(Message.channel, Message.recipient, Message.language).where(Message.kind == still_here.KIND)
    return [tuple(row) for row in db.session.execute(found.order_by(Message.id))]


def test_contacts_go_two_years_after_we_last_heard_from_an_association_unless_they_answer(app, client, clock_at):
    silent, busy = make.delegate("Les danseurs", name="Amina Haddad"), make.delegate("FC Wok", name="Bruno Silva")
    answers = make.delegate("Théâtre", name="Dora Klein", language="pt")
    by_phone = make.delegate("Échecs", name="Emil Roth", email=None, phone="+352621111222", reach="phone")
    mate, late = make.person(name="Chris Weber"), NOW + timedelta(days=760)
    make.membership(mate, busy.memberships[0].association, role="member")
    tidy.run(late)  # nothing happened in between: the clock was set ahead
    assert (db.session.get(Person, silent.id).name, _words()) == ("Amina Haddad", [])
    _book_each_month(late, busy.memberships[0].association_id)
    tidy.run(late)
    tidy.run(late)
    told = [("email", silent.email, "en"), ("email", answers.email, "pt"), ("phone", "+352621111222", "en")]
    assert _words() == told
    clock_at(late)
    make.sign_in(client, make.staff(email="claire@example.org"), now=late)
    shown = client.get("/en/staff/health").text
    assert all(name in shown for name in ("Amina Haddad", "Dora Klein", "Emil Roth")) and "Bruno" not in shown
    page = db.session.scalar(select(Message).where(Message.recipient == answers.email)).facts["link"]
    path = page.removeprefix("http://localhost")
    stranger = make.Browser(app)
    assert stranger.get(path).status_code == 200 and "Dora Klein" in client.get("/en/staff/health").text
    assert stranger.get(path[:-1] + "x").status_code == 404
    assert stranger.fill(path, path).status_code == 303
    assert "Dora Klein" not in client.get("/en/staff/health").text
    tidy.run(late + timedelta(days=31))  # Amina’s mail never left the house
    assert db.session.get(Person, silent.id).name == "Amina Haddad"
    with transaction():
        db.session.execute(update(Message).where(Message.channel == "email").values(state="sent"))
    tidy.run(late + timedelta(days=29))
    db.session.expire_all()
    assert db.session.get(Person, silent.id).name == "Amina Haddad"
    tidy.run(late + timedelta(days=31))
    db.session.expire_all()
    left = select(Person.name).where(Person.left_at.is_(None), ~Person.is_staff).order_by(Person.id)
    assert list(db.session.scalars(left)) == ["Bruno Silva", "Dora Klein", "Chris Weber"]
    assert (silent.name, silent.email, by_phone.name, by_phone.phone) == ("–", None, "–", None)
    assert stranger.get(f"/en/still-here/{still_here.key_of(silent)}").status_code == 404
