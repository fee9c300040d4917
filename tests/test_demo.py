"""The invented year: believable, the same from the same seed, and within every rule of the Wok."""

from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import ColumnElement, func, select

from tests import invented
from tests.conftest import NOW
from tests.databases import House
from wok import cli, verify
from wok.bookings.models import Booking, BookingCause, Occurrence, Resource, Taking, WaitlistEntry
from wok.db import db
from wok.demo import cast, year
from wok.directory import search
from wok.equipment import desk_today, pictures
from wok.equipment.models import Picture
from wok.equipment.movement_models import MissingPiece
from wok.events.models import Event, Organisation, ShiftHelper
from wok.figures.models import FigureRelease
from wok.lunches import queries
from wok.lunches.models import Chip, Rsvp, StandingRsvp
from wok.mail.models import Message
from wok.people.contact import read_email, read_phone
from wok.people.models import Association, Person
from wok.projects.models import DatePoll, Project
from wok.sharing.ledger_models import SharePenalty, ShareReview
from wok.sharing.models import ShareOffer, ShareRequest, ShareRound
from wok.space.models import SpaceUse
from wok.team import effects
from wok.team import queries as team_queries

SMALLEST = ("smallest on sqlite", "smallest on postgresql")


@pytest.fixture(scope="module")
def years(house: House) -> Iterator[dict[str, Flask]]:
    """The invented year of `wok demo`, and the smallest it makes, which is made here on each of the two databases."""
    invented.furnish(house.folder, house.folder)
    urls = {
        "sqlite": f"sqlite:///{house.folder / 'wok.sqlite3'}",
        "smallest on sqlite": house.sqlite("the_demo"),
        "smallest on postgresql": house.postgresql("the_demo"),
    }
    made = {name: house.app(url) for name, url in urls.items()}
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("WOK_NOW", NOW.isoformat())
        for name in SMALLEST:
            with made[name].app_context():
                year.make(*year.SMALLEST, invented.SEED, now=NOW, say=lambda _words: None)
    yield made
    for name, app in made.items():
        with app.app_context():
            db.engine.dispose()
        house.drop(urls[name])


@pytest.fixture
def demo(years: dict[str, Flask], clock_at: Callable[[datetime], None]) -> Iterator[None]:
    """A look at the year that browsers walk through."""
    with years["sqlite"].app_context():
        yield
        db.session.remove()


@pytest.fixture(params=["sqlite", SMALLEST[1]])
def each(
    request: pytest.FixtureRequest, years: dict[str, Flask], clock_at: Callable[[datetime], None]
) -> Iterator[None]:
    """A look at that year, and at the smallest on PostgreSQL."""
    with years[request.param].app_context():
        yield
        db.session.remove()


def _count(*chosen: ColumnElement[bool]) -> int:
    """Rows of the one table that these conditions speak of."""
    return db.session.scalar(select(func.count()).where(*chosen)) or 0


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


def test_things_and_rooms_were_shared_by_real_rounds_and_go_over_the_desk_today(demo):
    loans = Counter(db.session.scalars(select(Booking.status).where(Booking.kind == "loan")))
    assert loans["confirmed"] > 60
    assert loans["waiting"] > 3
    assert _count(Booking.kind == "space", Booking.status == "confirmed") > 20
    drawn = db.session.scalars(select(ShareRound).where(ShareRound.document.is_not(None))).all()
    assert {"week", "season", "waitlist"} <= {one.kind for one in drawn}
    for one in drawn:
        text = (one.document or "").encode()
        assert not list(verify.differences(verify.opened(text), text)), one.key
    to_come = select(ShareRequest).where(ShareRequest.is_contested, ShareRequest.starts_at > NOW)
    assert {"SERVED", "OTHERS_HAD_LESS"} <= {one.reason for one in db.session.scalars(to_come)}
    assert _count(ShareRequest.state == "open") > 5
    assert _count(ShareOffer.state == "open", ShareOffer.until > NOW)
    assert _count(ShareReview.answered_at.is_(None)) == 1
    assert _count(SharePenalty.excused_at.is_(None)) > 1
    today = desk_today.summary(now=NOW)
    assert min(today.pick_ups, today.returns, today.late, today.at_risk, today.repairs) >= 1
    assert _count(MissingPiece.found_at.is_(None)) == 1
    shown = db.session.scalars(select(Picture).where(Picture.removed_at.is_(None))).all()
    assert len(shown) >= 6 and all(pictures.path_of(one.digest).exists() and len(one.alt) == 5 for one in shown)


def test_associations_meet_at_events_in_projects_and_in_the_directory(demo):
    states = Counter(db.session.scalars(select(Event.state)))
    assert states["published"] > 12 and {"draft", "asked", "cancelled"} <= set(states)
    assert {len(title) for title in db.session.scalars(select(Event.title).where(Event.state == "published"))} == {5}
    assert _count(Organisation.is_shown) == 4
    signed_up = Booking.kind == "event"
    assert _count(signed_up, Booking.status == "waiting", Booking.starts_at > NOW) > 1
    assert _count(signed_up, Booking.attendance == "came") > 20
    assert _count(ShiftHelper.state == "coming") > 1 and _count(ShiftHelper.minutes > 0) > 1
    assert set(db.session.scalars(select(Project.state))) == {"idea", "looking", "under_way", "done", "given_up"}
    assert {len(text) for text in db.session.scalars(select(Event.text).where(Event.state == "published"))} == {3, 4, 5}
    of_events = select(SpaceUse).join(BookingCause, BookingCause.booking_id == SpaceUse.booking_id)
    assert db.session.scalars(of_events.where(BookingCause.kind == "event")).first() is not None, "a room is taken"
    (quarter,) = db.session.scalars(select(FigureRelease))
    shown = {one["key"]: one["lines"][-1][-1] for one in quarter.tables["tables"] if one["lines"]}
    assert quarter.quarter == "2026-Q3" and shown["attendance"] > 50, "what is published tells something"
    assert _count(DatePoll.state == "open") == 1
    assert search.find("dancas minho").total and search.find("bal", themes=["dance"]).total


def test_a_lunch_on_a_public_holiday_waits_for_a_decision(each):
    held = db.session.scalars(select(Occurrence).where(Occurrence.original_on == date(2027, 6, 23))).one()
    assert held.status == "needs_decision"


def test_four_colleagues_are_on_duty_in_turn_and_never_when_away(each):
    team = team_queries.colleagues()
    assert {"fr", "pt", "lb", "de", "en", "ar"} <= {code for one in team for code in one.languages}
    thursdays = team_queries.oncall_dates(NOW - timedelta(days=350), NOW + timedelta(days=350))
    duties, away = team_queries.duties_of(thursdays), effects.away_on(thursdays)
    for one in thursdays:
        on_duty = {duty.colleague_id for duty in duties.get(one.id, [])}
        assert bool(on_duty) == (one.status == "planned")
        assert not on_duty & away[one.id]


def test_the_demonstration_never_sells_more_than_there_is(each):
    over = db.session.execute(
        select(Resource.id)
        .join(Taking, Taking.resource_id == Resource.id)
        .where(Resource.kind == "lunch")
        .group_by(Resource.id, Resource.capacity)
        .having(func.sum(Taking.quantity) > Resource.capacity)
    ).all()
    assert not over


def test_the_same_seed_and_day_give_the_same_year(years):
    states = []
    for name in SMALLEST:
        with years[name].app_context():
            states.append(_state())
            db.session.remove()
    assert states[0]
    assert states[0] == states[1]


def test_a_filled_database_is_left_alone(each):
    assert not year.is_empty()


@pytest.mark.parametrize("chosen", [("4", "1"), ("60", "0.05"), ("60", "nan")])
def test_a_demonstration_too_small_for_its_stories_is_refused_in_words(capsys, chosen):
    assert cli.main(["demo", "--associations", chosen[0], "--years", chosen[1]]) == 2
    assert "smallest demonstration has 5 associations and 0.1 years" in capsys.readouterr().err


def test_the_cast_can_be_reached_on_paper_only():
    assert read_phone(cast.phone(17)) == cast.phone(17)
    assert read_email(cast.address("Jean-Noël D’Haeyer", 4)) == "jeannoel.dhaeyer.4@mail.example"
    assert read_email(cast.address("نور الخطيب", 5)) == "contact.5@mail.example"
