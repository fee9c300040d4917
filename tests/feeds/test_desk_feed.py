"""On-call and appointments in calendars: the public Thursdays, one's own meeting, and what a colleague's own feed holds."""

from datetime import date, timedelta

import pytest

from tests import make
from tests.appointments.desk import FRIDAY, at, book, matter
from wok.db import db, transaction
from wok.feeds import services
from wok.feeds.queries import FeedKey
from wok.team import duties
from wok.team.models import Duty

NOW = make.NOW


def events(key: FeedKey) -> list[str]:
    """Each event of a feed as one unfolded text."""
    body = services.render(key, now=NOW).body.decode().replace("\r\n ", "").replace("\\,", ",")
    return body.split("BEGIN:VEVENT")[1:]


def mine(person) -> FeedKey:
    with transaction():
        services.make_address(person, "mine", None, "en", now=NOW)
    return FeedKey("mine", "en", person.id)


@pytest.fixture
def claire(app):
    return make.colleague()


def test_rule_9_the_thursdays_are_one_master_and_the_date_that_falls_out_its_override(claire):
    thursday = make.oncall_thursday(claire)
    (master,) = events(FeedKey("oncall", "en"))
    assert "RRULE:FREQ=WEEKLY;BYDAY=TH" in master and "/en/on-call" in master
    with transaction():
        thursday.status, thursday.sequence = "cancelled", thursday.sequence + 1
        thursday.resource.version += 1
    override = next(one for one in events(FeedKey("oncall", "en")) if "RECURRENCE-ID" in one)
    assert "STATUS:CANCELLED" in override and "The on-call service does not take place that day." in override
    assert len(events(FeedKey("all", "en"))) == 2 and events(FeedKey("lunch", "en")) == []


def test_an_appointment_stands_in_the_bookers_feed_with_matter_colleague_and_place(claire):
    bruno = make.person(name="Bruno", email="bruno@example.org")
    booking = book(matter(claire), at(FRIDAY, 10), ask={"place": "phone"}, email="bruno@example.org")
    (event,) = events(mine(bruno))
    assert "SUMMARY:Appointment: Statutes" in event and booking.uid in event
    assert "You meet Claire." in event and "LOCATION:By phone" in event


def test_s9_a_colleagues_own_feed_holds_appointments_and_thursdays_without_names(claire):
    thursday = make.oncall_thursday(claire)
    booking = book(matter(claire), at(FRIDAY, 10), name="Bruno Silva")
    key = mine(claire.person)
    found = "".join(events(key))
    assert "Appointment: Statutes" in found and booking.uid in found and "On-call service at the Wok" in found
    assert "Bruno" not in found and booking.code not in found
    services.publish_changed(now=NOW)
    assert services.publish_changed(now=NOW) == []
    with transaction():
        duty = db.session.query(Duty).filter_by(occurrence_id=thursday.id).one()
        duties.mark_ill(duty, now=NOW + timedelta(hours=1))
    assert services.publish_changed(now=NOW) == [key.text] and "STATUS:CANCELLED" in "".join(events(key))
    book(matter(claire), at(date(2026, 11, 23), 10))
    assert services.publish_changed(now=NOW) == [key.text]
    assert len(events(mine(make.person()))) == 0
