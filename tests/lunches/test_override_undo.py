"""Staff give a party at a lunch fewer seats than it has, and take it back before anybody was told."""

from datetime import timedelta

from sqlalchemy import select

from tests import make, share
from tests.lunches.table import lunches
from tests.make import NOW, contact
from wok.bookings.models import Booking, Taking
from wok.db import db, transaction
from wok.lunches import due, services, switching
from wok.lunches.models import Rsvp
from wok.lunches.rules import Party
from wok.mail.models import Message
from wok.sharing.models import ShareRequest

DRAWN = NOW + timedelta(hours=2, seconds=5)


def test_a_party_made_smaller_by_staff_is_as_large_as_before_after_undo(app, client, clock_at):
    lunch = lunches(6)[0]
    make.sign_in(client, make.staff())
    with transaction():
        switching.take_wishes(lunch, now=NOW)
    with transaction():
        wish = services.come(lunch, Party(3, 1, diets={"vegetarian": 4}), contact(), now=NOW)
        other = services.come(lunch, Party(1), contact(), now=NOW)
    request = db.session.scalars(select(ShareRequest).where(ShareRequest.booking_id == wish.id)).one()
    page = f"/en/staff/requests/{request.id}"

    def stands() -> tuple:
        db.session.expire_all()
        row, rsvp = db.session.get_one(Booking, wish.id), db.session.get_one(Rsvp, wish.id)
        seats = sum(db.session.scalars(select(Taking.quantity).where(Taking.booking_id == wish.id)))
        return row.status, row.quantity, seats, rsvp.adults, rsvp.children, rsvp.diets

    def answers() -> list[Message]:
        chosen = select(Message).where(Message.booking_id == wish.id, Message.kind == "sharing/answer")
        return list(db.session.scalars(chosen.where(Message.state != "void")))

    asked = ("waiting", 4, 0, 3, 1, {"vegetarian": 4})
    assert stands() == asked
    decided = client.fill(page, "decide", quantity="2", reason="A class of thirty comes")
    assert stands() == ("confirmed", 2, 2, 1, 1, {"vegetarian": 2})
    assert client.fill(decided.location, "/undo").status_code == 303
    assert (stands(), answers()) == (asked, [])
    clock_at(NOW + timedelta(minutes=1))
    declined = client.fill(page, "decide", decline="y", reason="A class of thirty comes")
    assert stands()[0] == "cancelled"
    client.fill(declined.location, "/undo")
    assert stands() == asked

    clock_at(DRAWN)
    share.draw(DRAWN)
    given = ("confirmed", 4, 4, 3, 1, {"vegetarian": 4})
    assert stands() == given
    clock_at(DRAWN + timedelta(minutes=1))
    decided = client.fill(page, "decide", quantity="3", reason="A wheelchair needs room")
    due.settle_waiting(now=DRAWN + timedelta(minutes=2))
    assert stands()[:3] == ("confirmed", 3, 3)
    client.fill(decided.location, "/undo")
    assert stands() == given and db.session.get_one(Booking, other.id).status == "confirmed"
