"""What the tests of the staff's pages share: the first lunch, its guests, Claire's browser."""

from datetime import UTC, date, datetime
from typing import Any

from flask.testing import FlaskClient
from sqlalchemy import select

from tests import make
from wok.bookings import series as dates
from wok.bookings.closures import new_closure
from wok.bookings.models import Booking, Occurrence, Series
from wok.bookings.services import Contact
from wok.db import db, transaction
from wok.lunches import services
from wok.lunches.rules import Party

NOW = make.NOW
NOON = datetime(2026, 11, 18, 11, 0, tzinfo=UTC)  # the Wednesday, 12:00 in Luxembourg


def first_lunch() -> Occurrence:
    """The lunch of Wednesday 18 November, 40 places; those after it are stored, too."""
    with transaction():
        rule = db.session.scalar(select(Series).where(Series.kind == "lunch"))
        if rule is None:
            rule = make.wednesdays(capacity=40, first_on=date(2026, 11, 18))
            db.session.add(rule)
            db.session.flush()
        dates.extend(rule, through=date(2027, 1, 31), now=NOW)
    return on(date(2026, 11, 18))


def on(day: date) -> Occurrence:
    """The lunch of a day."""
    return db.session.scalars(select(Occurrence).where(Occurrence.original_on == day)).one()


def guest(lunch: Occurrence, name: str = "Amina Haddad", adults: int = 2, **contact: Any) -> Booking:
    """Somebody who comes to this lunch."""
    party = contact.pop("party", None) or Party(adults)
    with transaction():
        return services.come(lunch, party, Contact(name, "en", **contact), now=NOW)


def signed_in(client: FlaskClient) -> FlaskClient:
    """Claire's browser."""
    make.sign_in(client, make.staff())
    return client


def page(lunch: Occurrence, more: str = "", language: str = "en") -> str:
    """The address of one of the lunch's pages."""
    return f"/{language}/staff/lunches/{lunch.id}{more}"


def read(client: FlaskClient, address: str, code: int = 200) -> str:
    """The page at an address."""
    answer = client.get(address)
    assert answer.status_code == code, f"{address} answers {answer.status_code}"
    return answer.get_data(as_text=True)


def again(row: Any) -> Any:
    """A row as it stands in the database now."""
    db.session.refresh(row)
    return row


def close_the_day(day: date) -> None:
    """The Wok is closed on this day."""
    with transaction():
        dates.close(new_closure("other", day, day, {"fr": "Fermé pour travaux"}, now=NOW), now=NOW)
