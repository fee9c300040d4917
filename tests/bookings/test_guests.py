"""Nobody fills the house from one mailbox, and who comes every week is not hurt (PROMISES S5)."""

from datetime import timedelta

from sqlalchemy import func, select

from tests import make
from tests.make import NOW
from tests.oncall.thursday import at, thursday
from wok.bookings import guests, services
from wok.bookings.models import Booking
from wok.db import db, transaction
from wok.kernel.span import Span

FIRST, NEXT = "/en/lunch/2026-11-18", "/en/lunch/2026-11-25"
TYPED = {"name": "Bruno Silva", "reach": "email", "adults": "1", "note": "We like spinach"}


def _open(email: str, kind: str = "lunch") -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count()).where(Booking.kind == kind, Booking.contact_email == email))


def _fill_up(email: str) -> None:
    """So many lunches of later weeks that one more is the last."""
    with transaction():
        for week in range(guests.MOST_OPEN - _open(email) - 1):
            at = NOW + timedelta(weeks=week + 8)
            span = Span(at, at + timedelta(hours=2))
            who = make.contact(email=email)
            db.session.add(services.new_booking("lunch", who, span, 1, now=NOW, status="confirmed"))


def test_a_guest_without_account_books_for_many_dates_and_not_without_end(app, client):
    make.lunch(capacity=40)
    thursday()
    bruno = {**TYPED, "email": "Bruno@example.org"}
    for _party in range(guests.MOST_OF_A_DATE):
        assert client.fill(FIRST, **bruno).status_code == 303
    answer = client.fill(FIRST, **bruno)
    assert answer.status_code == 422 and "We like spinach" in answer.text
    assert "Several bookings stand open with this address" in answer.text and "58 77 1-1558" in answer.text
    assert client.fill(FIRST, **{**bruno, "email": "another@example.org"}).status_code == 303
    assert client.fill(NEXT, **bruno).status_code == 303
    _fill_up("bruno@example.org")
    assert client.fill(NEXT, **bruno).status_code == 303 and client.fill(NEXT, **bruno).status_code == 422
    asked = {"time": at(60).isoformat(), "topic": "papers", "name": "Bruno Silva", "reach": "email"}
    for email, status in (("bruno@example.org", 422), ("another@example.org", 303)):
        assert client.fill("/en/on-call/book", "", **asked, email=email).status_code == status
        assert _open(email, "oncall") == (status == 303)
    make.sign_in(client, make.person(email="bruno@example.org"))
    assert client.fill(FIRST, **TYPED).status_code == 303
