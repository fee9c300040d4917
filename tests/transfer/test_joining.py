"""Two that are one become one, and two again; nothing of what they did is lost."""

from datetime import timedelta

from sqlalchemy import func, select

from tests import make
from tests.transfer.lists import Desk
from wok.bookings.models import Booking
from wok.db import db, transaction
from wok.people.models import Association, Login, Membership, Person
from wok.sharing import circles
from wok.sharing.models import CircleMember
from wok.transfer import joining
from wok.transfer.models import TransferNote


def test_two_associations_become_one_with_all_they_did_and_two_again(app, clock_at):
    desk = Desk(app)
    amina, bruno = make.person(), make.person(name="Bruno")
    kept = make.association(name="Les danseurs asbl", purpose="")
    left = make.association(name="Danseurs", purpose="We dance.", rcs_number="F12", is_listed=True)
    for somebody, group in ((amina, kept), (amina, left), (bruno, left)):
        make.membership(somebody, group)
    booking = make.rsvp(make.lunch())
    with transaction():
        booking.association_id = left.id
        circles.circle_of(left.id, now=make.NOW)
        circles.circle_of(kept.id, now=make.NOW)
    address = f"/en/staff/doubles/association/{kept.id}/{left.id}"
    assert "Danseurs" in desk.text("/en/staff/doubles") and address in desk.text("/en/staff/doubles")
    assert "First link the two" in desk.text(address), "two accounts are linked by two of the staff, and never here"
    with transaction():
        circles.link([kept.id, left.id], "Danseurs", now=make.NOW)
    shown = desk.text(address)
    assert "Bookings: 1" in shown and "Memberships: 2" in shown and "Make them one" in shown
    assert desk.browser.fill(address, address).status_code == 303
    db.session.expire_all()
    assert (kept.rcs_number, kept.purpose, left.status, left.is_listed) == ("F12", "We dance.", "inactive", False)
    assert booking.association_id == kept.id and db.session.scalar(select(func.count()).select_from(CircleMember)) == 2
    of_kept = set(db.session.scalars(select(Membership.person_id).where(Membership.association_id == kept.id)))
    assert of_kept == {amina.id, bruno.id}
    assert "Keep the accepted one" in desk.text(f"/en/staff/doubles/association/{left.id}/{kept.id}")
    other = make.rsvp(make.lunch(day=make.NOW.date() + timedelta(days=9)))
    with transaction():
        other.association_id = kept.id
    row_id = db.session.scalar(select(joining.Joining.id))
    assert desk.browser.fill("/en/staff/doubles", f"/en/staff/doubles/{row_id}/part").status_code == 303
    db.session.expire_all()
    assert (kept.rcs_number, kept.purpose, left.status, left.is_listed) == (None, "", "accepted", True)
    assert (booking.association_id, other.association_id) == (left.id, kept.id)
    assert list(db.session.scalars(select(TransferNote.what).order_by(TransferNote.id))) == ["joined", "join_undone"]


def test_two_rows_of_one_person_become_one_and_the_second_opens_nothing(app, clock_at):
    desk = Desk(app)
    kept = make.person(name="Amina Haddad", email=None, phone="+352621123456", reach="phone")
    left = make.person(name="Haddad Amina", email="amina@example.org", phone="+352621123456")
    make.membership(left, make.association())
    booking = make.rsvp(make.lunch())
    with transaction():
        booking.person_id = left.id
    phone = app.test_client()
    make.sign_in(phone, left)
    address = f"/en/staff/doubles/person/{kept.id}/{left.id}"
    assert address in desk.text("/en/staff/doubles")
    assert "kept: join the other way round" in desk.text(f"/en/staff/doubles/person/{kept.id}/{desk.claire.id}")
    assert "one and the same" in desk.text(f"/en/staff/doubles/person/{kept.id}/{kept.id}")
    assert desk.browser.fill(address, address).status_code == 303
    db.session.expire_all()
    assert kept.email == "amina@example.org" and left.email is None and left.left_at == make.NOW
    assert booking.person_id == kept.id and kept.memberships and not left.memberships
    assert phone.get("/en/my").status_code == 303, "a browser that knew the one does not open the other"
    assert db.session.scalar(select(Login.person_id).where(Login.ended_at.is_not(None))) == left.id

    with transaction():
        joining.part(db.session.scalar(select(joining.Joining)), desk.claire, now=make.NOW)
    db.session.expire_all()
    assert kept.email is None and left.email == "amina@example.org" and left.left_at is None
    assert booking.person_id == left.id and left.memberships
    with transaction():
        joining.join("person", kept.id, left.id, desk.claire, now=make.NOW)
    with transaction():
        assert joining.forget(now=make.NOW + timedelta(days=31)) == 2
    db.session.expire_all()
    assert (left.name, left.phone) == ("–", None) and kept.name == "Amina Haddad"
    assert db.session.scalar(select(Booking.person_id)) == kept.id
    assert db.session.scalar(select(func.count()).select_from(Person)) == 3 and db.session.get(Association, 1)
