"""The way through the four pages of asking, as a browser goes it; NOW is Monday 16 November 2026, 10:00."""

from collections import Counter
from datetime import date
from typing import Any

from werkzeug.test import TestResponse

from tests import make
from tests.make import NOW, Browser
from wok.bookings.models import Booking
from wok.db import db, transaction
from wok.equipment import asking
from wok.equipment.asking import Order
from wok.equipment.basket import Wanted
from wok.equipment.loan_rules import Days
from wok.equipment.models import Item, LoanLine
from wok.mail.models import Message
from wok.people.models import Association
from wok.sharing import pools
from wok.sharing.models import ShareRequest

WEDNESDAY, THURSDAY, FRIDAY, MONDAY = date(2026, 11, 25), date(2026, 11, 26), date(2026, 11, 27), date(2026, 11, 30)
FAR, FAR_END = date(2026, 12, 11), date(2026, 12, 14)  # its wishes close on Thursday 19 November, 18:00
TYPED = {"purpose": "Street party", "klass": "B", "klass_words": "Open to all"}


def query(numbers: dict[Item, int | str], first: date | str = THURSDAY, last: date | str = FRIDAY) -> str:
    """What and when, as the address carries it."""
    things = "&".join(f"q{item.id}={number}" for item, number in numbers.items())
    return f"{things}&first={first}&last={last}"


def to_check(client: Browser, asked: str, **typed: Any) -> TestResponse:
    """Fill in what it is for; the answer is the check page, or the form with what is wrong."""
    return client.fill(f"/en/equipment/ask/use?{asked}", "/check", **{**TYPED, **typed})


def press(client: Browser, page: TestResponse, **typed: Any) -> TestResponse:
    """The main button of the check page."""
    form = make.form_of(page.get_data(as_text=True), "/send")
    return client.post(form.action, data={**form.values, **typed})


def ask(client: Browser, asked: str, **typed: Any) -> TestResponse:
    """All the way."""
    return press(client, to_check(client, asked, **typed))


def lend(
    association: Association,
    numbers: dict[Item, int],
    first: date = THURSDAY,
    last: date = FRIDAY,
    *,
    now: Any = NOW,
    **given: Any,
) -> Booking:
    """A loan asked for by its rules, without the pages."""
    things = tuple(Wanted(item, number, 1) for item, number in numbers.items())
    who = make.contact(language="en", association_id=association.id)
    with transaction():
        order = Order(Days(first, last), things, association, "Street party", **given)
        return asking.ask(order, who, now=now)


def rationed(item: Item) -> Item:
    """The item is shared by weekly rounds."""
    pool = pools.pool_of(item.resource_id)
    assert pool
    with transaction():
        pools.set_mode(pool, "window")
    return item


def loan(number: int = 0) -> Booking:
    """A loan, the first one unless told otherwise, read afresh."""
    db.session.rollback()
    return list(db.session.query(Booking).filter_by(kind="loan").order_by(Booking.id))[number]


def requests(booking: Booking) -> list[ShareRequest]:
    """What was asked with it, the first choice first."""
    db.session.rollback()
    return list(db.session.query(ShareRequest).filter_by(booking_id=booking.id).order_by(ShareRequest.id))


def retire(item: Item) -> None:
    """It is lent no more."""
    with transaction():
        db.session.get_one(Item, item.id).retired_at = NOW


def lines(booking: Booking) -> list[tuple[int, int, str]]:
    """Asked, got and state of each line."""
    db.session.expire_all()
    rows = db.session.query(LoanLine).filter_by(booking_id=booking.id).order_by(LoanLine.id)
    return [(one.asked, one.got, one.state) for one in rows]


def told(booking: Booking) -> list[tuple[str, str]]:
    """What the booker was or will be told, oldest first: kind and state."""
    db.session.rollback()
    return [
        (one.kind, one.state) for one in db.session.query(Message).filter_by(booking_id=booking.id).order_by(Message.id)
    ]


def sent(kind: str) -> int:
    """How many messages of this kind were or will be sent to anybody."""
    return db.session.query(Message).filter(Message.kind == kind, Message.state != "void").count()


def line_ids(booking: Booking) -> list[int]:
    """Its lines, in order."""
    rows = db.session.query(LoanLine).filter_by(booking_id=booking.id).order_by(LoanLine.id)
    return [one.id for one in rows]


def taken(booking: Booking) -> dict[int, int]:
    """Item -> how many the loan takes now."""
    db.session.expire_all()
    of_resource = {one.resource_id: one.id for one in db.session.query(Item)}
    found: Counter[int] = Counter()
    for one in booking.takings:
        found[of_resource[one.resource_id]] += one.quantity
    return dict(found)
