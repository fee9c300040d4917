"""The invented year: believable, the same from the same seed, and within every rule of the Wok."""

from datetime import date, timedelta

import pytest
from sqlalchemy import func, select

from tests.conftest import NOW
from wok.bookings.models import Booking, Occurrence, Resource, Taking, WaitlistEntry
from wok.db import db
from wok.demo import cast, year
from wok.lunches import queries
from wok.lunches.models import Chip, Rsvp, StandingRsvp
from wok.mail.models import Message
from wok.people.contact import read_email, read_phone
from wok.people.models import Association, Person
from wok.team import effects
from wok.team import queries as team_queries


@pytest.fixture
def demo(app):
    """A year of sixty associations around NOW."""
    return year.make(60, 1, 1535, now=NOW, say=lambda _words: None)


def _state() -> list[tuple]:
    rows = db.session.execute(
        select(
            Booking.contact_name, Booking.status, Booking.quantity, Booking.starts_at, Booking.attendance, Rsvp.diets
        )
        .join(Rsvp, Rsvp.booking_id == Booking.id)
        .order_by(Booking.id)
    )
    return [tuple(str(value) for value in row) for row in rows]


def test_a_year_holds_all_that_the_wok_meets(demo):
    lunches = {one.state for one in queries.lunch_dates(NOW, NOW + timedelta(days=550))}
    ends = set(db.session.scalars(select(Booking.attendance).where(Booking.ends_at < NOW).distinct()))
    associations = dict(db.session.execute(select(Association.status, func.count()).group_by(Association.status)).all())
    assert lunches == {"few", "full", "open", "cancelled", "needs_decision"}
    assert ends == {"came", "told_us", "no_show", None}
    assert associations == {"accepted": 58, "asked": 2}
    assert set(db.session.scalars(select(Person.language).distinct())) == {"fr", "pt", "en", "de", "lb"}
    assert db.session.scalar(select(func.count(Person.id)).where(Person.is_staff)) == 4
    assert set(db.session.scalars(select(WaitlistEntry.state))) == {"waiting", "offered"}
    assert db.session.scalar(select(func.count(StandingRsvp.id))) == 4
    assert set(db.session.scalars(select(Chip.state).distinct())) == {"shown", "new"}
    assert db.session.scalar(select(func.count(Message.id)).where(Message.channel == "phone")) == 1


def test_a_lunch_on_a_public_holiday_waits_for_a_decision(demo):
    held = db.session.scalars(select(Occurrence).where(Occurrence.original_on == date(2027, 6, 23))).one()
    assert held.status == "needs_decision"


def test_four_colleagues_are_on_duty_in_turn_and_never_when_away(demo):
    team = team_queries.colleagues()
    assert {"fr", "pt", "lb", "de", "en", "ar"} <= {code for one in team for code in one.languages}
    thursdays = team_queries.oncall_dates(NOW - timedelta(days=350), NOW + timedelta(days=350))
    duties, away = team_queries.duties_of(thursdays), effects.away_on(thursdays)
    for one in thursdays:
        on_duty = {duty.colleague_id for duty in duties.get(one.id, [])}
        assert bool(on_duty) == (one.status == "planned")
        assert not on_duty & away[one.id]


def test_the_demonstration_never_sells_more_than_there_is(demo):
    over = db.session.execute(
        select(Resource.id)
        .join(Taking, Taking.resource_id == Resource.id)
        .group_by(Resource.id, Resource.capacity)
        .having(func.sum(Taking.quantity) > Resource.capacity)
    ).all()
    assert not over


def test_the_same_seed_and_day_give_the_same_year(demo, house, tmp_path):
    from wok.app import create_app

    mine = _state()
    url = house.sqlite()
    with create_app(house.settings(url), instance=tmp_path).app_context():
        year.make(60, 1, 1535, now=NOW, say=lambda _words: None)
        theirs = _state()
        db.session.remove()
        db.engine.dispose()
    assert mine == theirs


def test_a_filled_database_is_left_alone(demo):
    assert not year.is_empty()


def test_the_cast_can_be_reached_on_paper_only():
    assert read_phone(cast.phone(17)) == cast.phone(17)
    assert read_email(cast.address("Jean-Noël D’Haeyer", 4)) == "jeannoel.dhaeyer.4@mail.example"
    assert read_email(cast.address("نور الخطيب", 5)) == "contact.5@mail.example"
