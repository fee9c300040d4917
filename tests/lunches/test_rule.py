"""The weekly rule: another weekday, hours or places from a date on; shown first, undone within ten minutes, true in the feed."""

from datetime import UTC, date, datetime, time, timedelta

import icalendar
import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from tests import make
from tests.lunches import desk
from tests.lunches.desk import NOW, again, close_the_day, guest, on, read
from wok.bookings.models import Booking, Occurrence, Series
from wok.db import db, transaction
from wok.feeds import services as feeds
from wok.feeds.queries import FeedKey
from wok.kernel import weekly
from wok.lunches import due, rule_services, staff_services, standing_services
from wok.lunches.models import Rsvp
from wok.lunches.rules import WeeklyRule
from wok.mail.models import Message

RULE = "/en/staff/lunches/rule"
REASON = {"fr": "Le marché est le mercredi.", "en": "The market is on Wednesdays."}
TUESDAY, THURSDAY = 1, 3


@pytest.fixture
def lunch(app: Flask) -> Occurrence:
    return desk.first_lunch()


@pytest.fixture
def claire(app: Flask, client: FlaskClient) -> FlaskClient:
    return desk.signed_in(client)


def change(weekday: int = THURSDAY, from_on: date = date(2026, 11, 25), **given) -> None:
    facts = {"starts_local": time(12), "ends_local": time(14), "capacity": 40, **given}
    with transaction():
        series = db.session.scalars(select(Series)).one()
        rule = WeeklyRule(weekday, from_on=from_on, **facts)
        rule_services.change_rule(series, rule, REASON, version=series.version, now=NOW)
    db.session.expire_all()


def undo(now: datetime = NOW) -> None:
    with transaction():
        rule_services.undo_rule(db.session.scalars(select(Series)).one(), now=now)
    db.session.expire_all()


def days() -> list[str]:
    """The local days of the coming lunches, with their states where they are not planned."""
    rows = db.session.scalars(select(Occurrence).order_by(Occurrence.starts_at).limit(5))
    return [
        f"{weekly.local_day(one.starts_at):%a %d}{'' if one.status == 'planned' else ' ' + one.status}" for one in rows
    ]


def published() -> list[str]:
    """What a calendar program shows of the lunch feed until the middle of December: the day, and if it is cancelled."""
    body = feeds.render(FeedKey("lunch", "en"), now=NOW).body
    events = icalendar.Calendar.from_ical(body).walk("VEVENT")
    overridden = {event["RECURRENCE-ID"].dt for event in events if "RECURRENCE-ID" in event}
    shown = []
    for event in events:
        start = event["DTSTART"].dt
        starts = [start]
        if "RRULE" in event:
            assert event["RRULE"]["BYDAY"] == [f"{start:%a}"[:2].upper()], "the master begins on a day of its rule"
            parts = event.get("EXDATE", [])
            gone = {one.dt for part in (parts if isinstance(parts, list) else [parts]) for one in part.dts}
            starts = [start + timedelta(weeks=week) for week in range(90)]
            assert overridden <= set(starts) - gone, "each override stands for a date of the rule"
            starts = [one for one in starts if one not in overridden | gone]
        cancelled = " cancelled" if event["STATUS"] == "CANCELLED" else ""
        shown += [(one, f"{one:%a %d}{cancelled}") for one in starts if one.date() < date(2026, 12, 18)]
    return [words for _start, words in sorted(shown)]


def sequence() -> int:
    return db.session.scalars(select(Series.sequence)).one()


def test_other_hours_from_a_date_on_move_what_still_follows_the_rule(lunch):
    amina = guest(lunch)
    change(weekday=2, from_on=date(2026, 11, 18), starts_local=time(12, 30), capacity=20)
    assert again(amina).starts_at == datetime(2026, 11, 18, 11, 30, tzinfo=UTC)
    assert (again(lunch).status, lunch.resource.capacity) == ("planned", 20)


def test_another_weekday_moves_coming_dates_within_their_weeks_and_the_feed_says_the_same(lunch):
    amina, bruno = guest(lunch), guest(on(date(2026, 11, 25)), "Bruno Lopes")
    change()
    assert days() == ["Wed 18", "Thu 26", "Thu 03", "Thu 10", "Thu 17"]
    assert published() == ["Wed 18", "Thu 26", "Thu 03", "Thu 10", "Thu 17"] and sequence() == 1
    assert again(amina).starts_at == lunch.starts_at and again(amina).sequence == 0
    assert (again(bruno).starts_at, bruno.sequence) == (datetime(2026, 11, 26, 11, tzinfo=UTC), 1)


def test_dates_decided_by_hand_keep_their_day_and_get_no_twin(lunch):
    with transaction():
        staff_services.cancel_date(on(date(2026, 12, 2)), REASON, carry=False, now=NOW, staff_id=1)
    change()
    with transaction():
        desk.dates.extend(again(lunch).series, through=date(2027, 1, 31), now=NOW)
    assert days() == ["Wed 18", "Thu 26", "Wed 02 cancelled", "Thu 10", "Thu 17"]
    assert published() == ["Wed 18", "Thu 26", "Wed 02 cancelled", "Thu 10", "Thu 17"]


def test_a_date_whose_new_day_lies_before_the_chosen_one_keeps_its_day(lunch):
    change(weekday=TUESDAY, from_on=date(2026, 11, 18))
    assert days() == published() == ["Wed 18", "Tue 24", "Tue 01", "Tue 08", "Tue 15"]


def test_a_new_day_that_is_closed_needs_a_decision_and_an_old_one_no_longer_does(lunch):
    close_the_day(date(2026, 11, 25))
    close_the_day(date(2026, 12, 3))
    change()
    assert days()[1:3] == ["Thu 26", "Thu 03 needs_decision"]


def test_dates_stored_later_follow_the_new_weekday(lunch):
    change()
    due.extend(now=NOW + timedelta(days=7))
    later = db.session.scalars(select(Occurrence.original_on).where(Occurrence.original_on > date(2027, 1, 31))).all()
    assert later and {day.weekday() for day in later} == {THURSDAY}


def test_who_comes_every_week_moves_along_is_asked_again_once_and_not_booked_twice(lunch):
    amina = guest(on(date(2026, 11, 25)), reach="email", email="amina@example.org")
    with transaction():
        standing = standing_services.every_week(again(amina), now=NOW)
    booked = db.session.query(Booking).count()
    change()
    with transaction():
        assert standing_services.book_standing(again(standing), now=NOW) == 0
    assert db.session.query(Booking).count() == booked and db.session.get(Rsvp, amina.id).must_reconfirm
    (told,) = db.session.scalars(select(Message).where(Message.kind == "lunches/date_moved")).all()
    assert told.facts["every_week"] and told.facts["reason"] == REASON["en"]


def test_an_undone_weekday_puts_everything_back_and_tells_nobody(lunch):
    bruno = guest(on(date(2026, 11, 25)), "Bruno Lopes", reach="email", email="bruno@example.org")
    close_the_day(date(2026, 12, 2))
    before = days(), published()
    change(capacity=30)
    due.extend(now=NOW + timedelta(days=7))
    undo()
    assert (days(), published()) == before and sequence() == 2
    assert again(bruno).starts_at == datetime(2026, 11, 25, 11, tzinfo=UTC) and again(lunch).resource.capacity == 40
    assert [one.state for one in db.session.scalars(select(Message).where(Message.kind == "lunches/date_moved"))] == [
        "void"
    ]
    assert {day.weekday() for day in db.session.scalars(select(Occurrence.original_on))} == {2}


def test_what_was_decided_since_the_change_survives_its_undoing(lunch):
    change()
    with transaction():
        staff_services.cancel_date(on(date(2026, 12, 3)), REASON, carry=False, now=NOW, staff_id=1)
    undo()
    assert days() == ["Wed 18", "Wed 25", "Thu 03 cancelled", "Wed 09", "Wed 16"] == published()


def test_the_page_shows_whom_it_touches_then_changes_then_undoes(claire, lunch, clock_at):
    guest(lunch, reach="none")
    shown = claire.fill(RULE, from_on="2026-11-18", weekday="3", starts="12:30", ends="14:30", capacity="30")
    assert shown.status_code == 200 and "1 booking cannot be reached" in shown.text and "Amina Haddad" in shown.text
    assert "Wednesday 18 November" in shown.text and "Thursday 19 November" in shown.text
    assert again(lunch).series.capacity == 40
    answer = claire.post(RULE, data=make.form_of(shown.text).values)
    assert answer.status_code == 303
    assert again(lunch).starts_at == datetime(2026, 11, 19, 11, 30, tzinfo=UTC) and lunch.resource.capacity == 30
    token = make.form_of(read(claire, RULE), "/rule/undo").values
    clock_at(NOW + timedelta(minutes=11))
    claire.post(f"{RULE}/undo", data=token)
    html = read(claire, RULE)
    assert "the ten minutes are over" in html and "/rule/undo" not in html and again(lunch.series).weekday == THURSDAY
    clock_at(NOW)
    claire.fill(RULE, "/rule/undo")
    assert again(lunch).starts_at == datetime(2026, 11, 18, 11, tzinfo=UTC) and again(lunch.series).weekday == 2


@pytest.mark.parametrize(
    "typed",
    ({"starts": "14:00", "ends": "12:00"}, {"from_on": "2031-01-01"}, {"weekday": "9"}, {"capacity": "many"},
     {"weekday": "6", "starts": "02:05", "ends": "02:55", "from_on": "2026-11-18"}),
    ids=("ends first", "too far ahead", "no such day", "no number", "skipped by the clocks"),
)  # fmt: skip
def test_a_rule_that_cannot_be_keeps_what_was_typed(claire, lunch, typed):
    with transaction():
        desk.dates.extend(lunch.series, through=date(2027, 4, 30), now=NOW)
    answer = claire.fill(RULE, **typed, reason_fr="Parce que")
    assert answer.status_code == 422 and "Parce que" in answer.text


def test_another_answer_is_previewed_again(claire, lunch):
    shown = claire.fill(RULE, capacity="30")
    data = {**make.form_of(shown.text).values, "capacity": "20"}
    assert claire.post(RULE, data=data).status_code == 200 and again(lunch.series).capacity == 40


def test_two_editors_of_the_rule_see_both_and_nothing_is_overwritten(claire, lunch):
    late = {**make.form_of(claire.fill(RULE, capacity="30").text).values, "reason_fr": "Parce que"}
    change(weekday=2, capacity=50)
    answer = claire.post(RULE, data=late)
    assert answer.status_code == 409 and "50 places" in answer.text and "Parce que" in answer.text
    assert again(lunch.series).capacity == 50
    (form,) = [one for one in make.forms_of(answer.text) if "seen" in one.values]
    assert claire.post(RULE, data=form.values).status_code == 303
    assert again(lunch.series).capacity == 30
