"""Dates of any series that need a decision: held, skipped, moved with every booked time, and taken back."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from tests import make
from tests.lunches.desk import close_the_day
from tests.make import NOW
from wok.bookings import decisions
from wok.bookings import services as core
from wok.bookings.refusals import BookedOutside, InThePast, NoSuchMove, TooLateToUndo
from wok.db import db, transaction
from wok.kernel import weekly
from wok.kernel.span import Span

THURSDAY, FRIDAY = date(2026, 11, 19), date(2026, 11, 20)


@pytest.fixture
def told(monkeypatch):
    """What the on-call would tell its people."""
    heard = []
    monkeypatch.setitem(decisions.tellers, "oncall", lambda decided, **when: heard.append(decided.what))
    return heard


@pytest.fixture
def thursday(app):
    """A Thursday on a closed day with two booked times, 9:00 and 9:20."""
    thursday = make.oncall_thursday()
    close_the_day(THURSDAY)
    for minutes in (0, 20):
        start = thursday.starts_at + timedelta(minutes=minutes)
        span = Span(start, start + timedelta(minutes=20))
        with transaction():
            booking = core.new_booking(
                "oncall", make.contact(), span, 1, now=NOW, status="confirmed", occurrence_id=thursday.id
            )
            core.add(booking, db.session.get_one(core.Resource, thursday.resource_id), now=NOW)
    db.session.refresh(thursday)
    return thursday


def span_on(day, start, end):
    return Span(weekly.instant(day, time(start)), weekly.instant(day, time(end)))


def booked(thursday):
    """The booked times as people read them, and what they take."""
    db.session.expire_all()
    return [
        f"{weekly.local_day(one.starts_at):%a} {weekly.local_time(one.starts_at):%H:%M}"
        for one in decisions.dates.bookings_of(thursday)
        if [taking.starts_at for taking in one.takings] == [one.starts_at]
    ]


def test_a_thursday_on_a_closed_day_is_among_the_decisions(thursday):
    make.lunch()
    assert [one.id for one in decisions.undecided(now=NOW)] == [thursday.id]
    assert decisions.undecided(now=NOW, kind="lunch") == []


def test_a_held_date_takes_place_and_its_people_are_told(thursday, told):
    with transaction():
        decisions.hold(thursday, now=NOW)
    assert (thursday.status, told) == ("planned", ["date_held"] * 2)
    assert booked(thursday) == ["Thu 09:00", "Thu 09:20"]


def test_a_skipped_date_gives_all_times_back_and_undo_brings_them_again(thursday, told):
    with transaction():
        decisions.skip(thursday, {"fr": "Ascension"}, now=NOW)
    assert (thursday.status, booked(thursday), told) == ("cancelled", [], ["date_cancelled"] * 2)
    with transaction():
        decisions.undo(thursday, now=NOW + timedelta(minutes=5))
    assert (thursday.status, booked(thursday)) == ("needs_decision", ["Thu 09:00", "Thu 09:20"])
    with pytest.raises(TooLateToUndo), transaction():
        decisions.undo(thursday, now=NOW)


def test_a_moved_date_takes_every_booked_time_along_and_back(thursday, told):
    with transaction():
        decisions.move(thursday, Span(thursday.starts_at + timedelta(minutes=20), thursday.ends_at), {}, now=NOW)
    assert booked(thursday) == ["Thu 09:20", "Thu 09:40"]
    with transaction():
        decisions.move(thursday, span_on(FRIDAY, 14, 17), {"fr": "Ascension"}, now=NOW)
    assert (thursday.status, booked(thursday), told[-1]) == ("moved", ["Fri 14:00", "Fri 14:20"], "date_moved")
    with transaction():
        decisions.undo(thursday, now=NOW)
    assert booked(thursday) == ["Thu 09:20", "Thu 09:40"]


def test_a_move_that_leaves_somebody_out_or_goes_back_in_time_is_refused(thursday):
    start = weekly.instant(FRIDAY, time(9))
    with pytest.raises(BookedOutside), transaction():
        decisions.move(thursday, Span(start, start + timedelta(minutes=30)), {}, now=NOW)
    with pytest.raises(NoSuchMove), transaction():
        decisions.move(thursday, span_on(date(2026, 11, 13), 9, 12), {}, now=NOW)
    with pytest.raises(InThePast), transaction():
        decisions.hold(thursday, now=datetime(2026, 11, 20, tzinfo=UTC))
