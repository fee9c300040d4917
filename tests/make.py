"""The people of the tests, made by plain functions with keyword overrides, and the browser they use.

Each function really commits; what it returns belongs to the test's own database session, which
begins afresh after each request of a Browser.
"""

import itertools
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from flask.testing import FlaskClient
from sqlalchemy import event
from werkzeug.test import TestResponse

from tests.forms import PostForm as PostForm
from tests.forms import form_of as form_of
from tests.forms import forms_of as forms_of
from wok.bookings import series
from wok.bookings.models import Booking, Occurrence, Resource, Series
from wok.bookings.services import Contact
from wok.db import db, transaction
from wok.equipment import opening
from wok.equipment.models import HandoverHours, Item
from wok.lunches import services as lunches
from wok.lunches.rules import Party
from wok.people import sessions
from wok.people.models import Association, Login, Membership, Person
from wok.sharing.models import SharePool
from wok.team import duties
from wok.team import services as team
from wok.team.models import Colleague
from wok.team.rules import Stretch

NOW = datetime(2026, 11, 16, 9, 0, tzinfo=UTC)  # a Monday, 10:00 in Luxembourg
_numbers = itertools.count(1)


def _save(row: Any) -> Any:
    with transaction():
        db.session.add(row)
    return row


def person(**given: Any) -> Person:
    """Amina, unless told otherwise."""
    number = next(_numbers)
    facts: dict[str, Any] = {
        "name": "Amina Haddad",
        "email": f"amina{number}@example.org",
        "phone": None,
        "reach": "email",
        "language": "en",
        "needs": [],
        "diets": [],
        "created_at": NOW,
    }
    return _save(Person(**{**facts, **given}))


def association(**given: Any) -> Association:
    """The dancers, accepted, unless told otherwise."""
    facts: dict[str, Any] = {
        "name": f"Les danseurs {next(_numbers)}",
        "form": "formal",
        "purpose": "We dance.",
        "neighbourhood": "Oberkorn",
        "status": "accepted",
        "asked_at": NOW,
        "accepted_at": NOW,
    }
    return _save(Association(**{**facts, **given}))


def membership(person: Person, association: Association, **given: Any) -> Membership:
    """`person` is a confirmed delegate of `association`, unless told otherwise."""
    facts: dict[str, Any] = {"role": "delegate", "confirmed_at": NOW}
    return _save(Membership(person_id=person.id, association_id=association.id, **{**facts, **given}))


def delegate(association_name: str = "Les danseurs", **given: Any) -> Person:
    """A person who is the confirmed delegate of a new association of that name."""
    somebody = person(**given)
    membership(somebody, association(name=association_name))
    return somebody


def staff(**given: Any) -> Person:
    """Claire of the Wok."""
    return person(**{"name": "Claire Weber", "is_staff": True, **given})


def sign_in(client: FlaskClient, person: Person, *, now: datetime = NOW) -> str:
    """Give `client` a real login of `person`; returns the cookie's secret."""
    secret = f"{next(_numbers):08d}-a-login-of-the-tests-alone"
    cookie = sessions.fingerprint(secret)
    _save(Login(cookie_hash=cookie, person_id=person.id, browser="test", began_at=now, seen_at=now))
    client.set_cookie(sessions.cookie_name(), secret)
    return secret


class Browser(FlaskClient):
    """A test client whose requests stand alone, as in life: own `g`, own database session."""

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        """Ask for a page; what the test had read is read afresh afterwards."""
        with self.application.app_context():
            answer = super().open(*args, **kwargs)
            answer.get_data()
        db.session.rollback()
        db.session.expire_all()
        return answer

    def fill(self, page: str, action: str | None = None, **typed: Any) -> TestResponse:
        """Open `page`, fill in its form (the one that posts to `action`, else the first) and send it.

        Lists choose several; None leaves a field out. `field-name` is typed as `field_name` where that is its name.
        """
        shown = self.get(page)
        assert shown.status_code == 200, f"{page} answers {shown.status_code}"
        form = form_of(shown.get_data(as_text=True), action)
        data = {**form.values, **typed}
        return self.post(form.action or page, data={name: value for name, value in data.items() if value is not None})


def wednesdays(**given: Any) -> Series:
    """The rule of the Wednesday lunch, 12:00 to 14:00, not saved yet."""
    facts: dict[str, Any] = {
        "kind": "lunch",
        "weekday": 2,
        "starts_local": time(12),
        "ends_local": time(14),
        "capacity": 10,
        "first_on": date(2026, 10, 14),
        "uid": "lunch-series@wok",
        "changed_at": NOW,
    }
    return Series(**{**facts, **given})


def lunch_series(**given: Any) -> Series:
    """The Wednesday lunch with its dates stored ten weeks ahead."""
    row = _save(wednesdays(**given))
    with transaction():
        series.extend(row, through=NOW.date() + timedelta(weeks=10), now=NOW)
    return row


def lunch(**given: Any) -> Occurrence:
    """Wednesday 18 November 2026, the next lunch; makes the series when there is none."""
    day = given.pop("day", date(2026, 11, 18))
    if db.session.query(Series).filter_by(kind=given.get("kind", "lunch")).count() == 0:
        lunch_series(**given)
    return db.session.query(Occurrence).filter_by(original_on=day).one()


def contact(**given: Any) -> Contact:
    """Bruno of the footballers, by e-mail, in Portuguese."""
    number = next(_numbers)
    facts: dict[str, Any] = {
        "name": "Bruno Silva",
        "language": "pt",
        "reach": "email",
        "email": f"bruno{number}@example.org",
    }
    return Contact(**{**facts, **given})


def rsvp(occurrence: Occurrence, adults: int = 2, *, now: datetime = NOW, **given: Any) -> Booking:
    """Bruno's party at a lunch."""
    with transaction():
        return lunches.come(occurrence, Party(adults=adults, **given.pop("party", {})), contact(**given), now=now)


def waiting(occurrence: Occurrence, adults: int = 2, *, now: datetime = NOW, **given: Any) -> Booking:
    """Bruno's party on the waiting list."""
    with transaction():
        return lunches.wait(occurrence, Party(adults=adults), contact(**given), now=now)


def colleague(
    person: Person | None = None,
    days: tuple[int, ...] = (0, 1, 2, 3, 4),
    hours: tuple[int, int] = (9, 17),
    **given: Any,
) -> Colleague:
    """Claire of the Wok can be met on weekdays from 9:00 to 17:00, in French and German."""
    somebody = person or staff()
    facts: dict[str, Any] = {"shown_as": "Claire", "languages": ["fr", "de"], **given}
    week = [Stretch(day, time(hours[0]), time(hours[1])) for day in days]
    with transaction():
        row = team.add_colleague(somebody, now=NOW, **facts)
        team.set_hours(row, row.version, week, now=NOW)
    return row


def oncall_thursday(*on_duty: Colleague, day: date = date(2026, 11, 19), **given: Any) -> Occurrence:
    """Thursday 19 November 2026, the next on-call morning, 9:00 to 12:00, with these colleagues on duty."""
    with transaction():
        rule = duties.open_oncall(now=NOW, first_on=date(2026, 10, 15), **given)
        found = db.session.query(Occurrence).filter_by(series_id=rule.id, original_on=day).one()
        for one in on_duty:
            duties.set_duty(found, one, now=NOW)
    return found


def handover_hours(days: tuple[int, ...] = (0, 1, 2, 3, 4), hours: tuple[int, int] = (9, 17)) -> None:
    """Things are handed out and taken back on weekdays from 9:00 to 17:00."""
    with transaction():
        opening.set_week(opening.Opening(day, time(hours[0]), time(hours[1])) for day in days)


def item(name: str = "Tent", quantity: int = 4, **given: Any) -> Item:
    """Four tents of the Wok, lent at once; makes the hand-over hours when there are none."""
    if db.session.query(HandoverHours).count() == 0:
        handover_hours()
    number = next(_numbers)
    facts: dict[str, Any] = {
        "slug": f"{name.lower().replace(' ', '-')}-{number}",
        "name": {"fr": name, "en": name},
        "category": "outdoors",
        "accepted_at": NOW,
        "changed_at": NOW,
    }
    resource = Resource(kind="equipment", name=name, capacity=quantity)
    row = _save(Item(resource=resource, **{**facts, **given}))
    _save(SharePool(resource_id=resource.id, family="equipment", q_ref=max(1, quantity // 4), t_ref=2, lot=row.pack))
    return row


def statements(client: FlaskClient, page: str, *, anew: bool = True) -> int:
    """How many statements a page asks of the database; with `anew` as if nobody had seen it before."""
    if anew:
        client.application.extensions["unchanged"].forget()
    seen: list[str] = []

    def note(_connection: Any, _cursor: Any, words: str, *_rest: Any) -> None:
        seen.append(words)

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        assert client.get(page).status_code == 200
    finally:
        event.remove(db.engine, "before_cursor_execute", note)
    return len(seen)
