"""Late, at risk, moved by a closure, not collected: what happens by itself and who is told when."""

from datetime import date, datetime, timedelta

import pytest

from tests import make
from tests.equipment import desk, loaning
from tests.equipment.desk import BRUNO, FRIDAY, MONDAY, THURSDAY, TUESDAY, WEDNESDAY
from tests.make import NOW
from wok.bookings import closures, series
from wok.bookings.models import Booking
from wok.db import db, transaction
from wok.equipment import desk_due, holding, moved_days, opening, returns, risk_choices, risks, settled_due, stock
from wok.equipment.desk_rules import Coming, days_late, out_until, shortages
from wok.equipment.models import Substitute
from wok.kernel import weekly
from wok.kernel.availability import Taken
from wok.kernel.span import Span
from wok.mail.models import Message
from wok.sharing.ledger_models import SharePenalty

DAY = timedelta(days=1)
WEEKDAYS = range(5)


def _is_open(day: date) -> bool:
    return day.weekday() in WEEKDAYS


def _told(kind: str) -> int:
    db.session.rollback()
    return len(list(db.session.scalars(db.select(Message).where(Message.kind == f"equipment/desk_{kind}"))))


def _at(day: date, hour: int) -> datetime:
    return weekly.day_span(day).start + timedelta(hours=hour)


@pytest.mark.parametrize(
    ("due_on", "back_on", "days"),
    [
        pytest.param(FRIDAY, FRIDAY, 0, id="in time"),
        pytest.param(MONDAY, TUESDAY, 1, id="a day"),
        pytest.param(FRIDAY, FRIDAY + 3 * DAY, 1, id="nobody can come on a weekend"),
        pytest.param(FRIDAY, FRIDAY + 1 * DAY, 1, id="brought on a closed day"),
        pytest.param(FRIDAY, MONDAY, 0, id="early"),
    ],
)
def test_only_days_on_which_one_could_have_come_count_as_late(due_on, back_on, days):
    assert days_late(due_on, back_on, _is_open) == days


def test_what_is_late_counts_as_out_for_two_more_days_at_least_and_to_an_open_one():
    calendar = opening.Calendar(tuple(opening.Opening(day, *_hours()) for day in WEEKDAYS), ())
    assert out_until(FRIDAY, MONDAY, calendar.next_open, is_late=False) == FRIDAY
    assert out_until(MONDAY, TUESDAY, calendar.next_open, is_late=True) == THURSDAY
    assert out_until(WEDNESDAY, THURSDAY, calendar.next_open, is_late=True) == FRIDAY + 3 * DAY


def _hours():
    return datetime.min.time().replace(hour=9), datetime.min.time().replace(hour=17)


def test_those_who_come_first_have_what_is_there_and_the_next_lack_it():
    monday, both = weekly.day_span(MONDAY), Span(weekly.day_span(MONDAY).start, weekly.day_span(TUESDAY).end)
    late = [Taken(both, 3)]
    coming = [Coming(2, weekly.day_span(TUESDAY), 4), Coming(1, monday, 5), Coming(3, weekly.day_span(FRIDAY), 8)]
    assert shortages(8, late, coming) == {}
    assert shortages(7, late, coming) == {1: 1, 3: 1}
    assert shortages(3, late, coming) == {1: 5, 2: 4, 3: 5}


def test_late_things_are_told_once_stretch_their_taking_and_put_the_next_loan_at_risk(app):
    tents = make.item("Tent", 3)
    late = desk.loan(tents, 2, MONDAY, MONDAY)
    following = desk.loan(tents, 2, WEDNESDAY, WEDNESDAY, BRUNO)
    desk.out(late)
    desk_due.run(_at(MONDAY, 16))
    assert _told("late") == 0
    for _again in range(2):
        desk_due.run(_at(MONDAY, 17))
    assert _told("late") == 1
    assert [desk.free(tents, day) for day in (TUESDAY, WEDNESDAY)] == [1, 0], "never over the capacity"
    [risk] = risks.open_risks()
    assert (risk.line.booking_id, risk.short, risk.because) == (following.id, 1, "late")
    desk_due.run(_at(TUESDAY, 0))
    assert _told("at_risk") == 0
    for hour in (4, 5):
        desk_due.run(_at(TUESDAY, hour))
    assert _told("at_risk") == 1, "a day before at the latest, on the call list"
    desk_due.run_slowly(_at(TUESDAY, 18))
    with transaction():
        returns.everything(late, None, now=_at(TUESDAY, 18))
    assert (risks.open_risks(), _told("safe")) == ([], 1)
    settled_due.run(_at(TUESDAY, 18) + timedelta(minutes=5))
    assert db.session.scalars(db.select(SharePenalty)).all() == [], "it can still be undone"
    for minutes in (11, 12):
        settled_due.run(_at(TUESDAY, 18) + timedelta(minutes=minutes))
    [penalty] = db.session.scalars(db.select(SharePenalty))
    assert (penalty.why, penalty.points, penalty.booking_id) == ("late", 500, late.id)


def _risk_of_wednesday(tents):
    """Two of three tents are late, and two are promised for Wednesday."""
    late = desk.loan(tents, 2, MONDAY, MONDAY)
    following = loaning.lend(make.association(), {tents: 2}, WEDNESDAY, WEDNESDAY)
    desk.out(late)
    desk_due.run(_at(MONDAY, 17))
    return late, following


def test_staff_ask_the_borrower_or_give_something_else_and_the_late_one_answers_for_it(app, client):
    tents, pavilions = make.item("Tent", 3), make.item("Pavilion", 2)
    with transaction():
        db.session.add(Substitute(item_id=tents.id, other_id=pavilions.id))
    late, following = _risk_of_wednesday(tents)
    [risk] = risks.open_risks()
    make.sign_in(client, make.staff(language="en"))
    page, address = f"/en/staff/handover/{following.id}", f"/en/staff/handover/risk/{risk.line_id}"
    assert "1 of 2 may be missing" in client.get(page).get_data(as_text=True)
    assert "At risk" in client.get("/en/staff/handover").get_data(as_text=True)
    assert client.fill(page, f"{address}/ask").status_code == 303
    assert _told("ask") == 1
    assert client.fill(page, f"{address}/substitute").status_code == 303
    assert loaning.lines(following) == [(1, 1, "granted"), (1, 1, "granted")]
    assert (_told("settled"), risks.open_risks()) == (1, [])
    assert [desk.free(item, WEDNESDAY) for item in (tents, pavilions)] == [0, 1]
    with transaction():
        returns.everything(late, None, now=_at(TUESDAY, 18))
    settled_due.run(_at(TUESDAY, 19))
    assert sorted(one.why for one in db.session.scalars(db.select(SharePenalty))) == ["late", "late_failed"]


def test_the_next_borrower_agrees_on_fewer_and_nobody_else_gets_what_is_not_there(app):
    tents = make.item("Tent", 3)
    _late, following = _risk_of_wednesday(tents)
    waiting = loaning.lend(make.association(), {tents: 1}, WEDNESDAY, WEDNESDAY)
    with transaction():
        risk_choices.fewer(risks.open_risks()[0], now=_at(MONDAY, 18))
    assert loaning.lines(following) == [(1, 1, "granted")]
    assert loaning.lines(waiting) == [(1, 0, "refused")]
    assert desk.free(tents, WEDNESDAY) == 0
    assert (risks.open_risks(), _told("settled")) == ([], 1)
    with transaction():
        stock.set_quantity(tents, 2, now=_at(MONDAY, 19))
    desk_due.run_slowly(_at(MONDAY, 20))
    assert [one.line.booking_id for one in risks.open_risks()] == [following.id], "whatever made them fewer"


def test_a_closure_moves_the_due_day_to_the_next_open_one_and_tells_once(app):
    tents = make.item("Tent", 3)
    booking = desk.loan(tents, 2, MONDAY, THURSDAY)
    later = desk.loan(tents, 1, THURSDAY, FRIDAY)
    desk.out(booking)
    with transaction():
        series.close(closures.new_closure("other", THURSDAY, FRIDAY, {"fr": "Inventaire"}, now=NOW), now=NOW)
    moved_days.run(NOW + timedelta(minutes=9))
    assert _told("moved") == 0, "closing can still be undone"
    for minutes in (11, 12):
        moved_days.run(NOW + timedelta(minutes=minutes))
    following = FRIDAY + 3 * DAY
    moved = holding.movements_of([desk.line(booking).id])
    assert [one.due_on for one in moved] == [following]
    assert desk.line(later).first_on == following
    assert _told("moved") == 2
    assert desk.free(tents, following) == 0


def test_what_nobody_collects_is_kept_until_the_next_opening_then_passed_on(app):
    tents = make.item("Tent", 3)
    booking = desk.loan(tents, 2, MONDAY, THURSDAY)
    desk_due.run(_at(MONDAY, 16))
    assert _told("kept") == 0
    for hour in (17, 18):
        desk_due.run(_at(MONDAY, hour))
    assert _told("kept") == 1
    desk_due.run(_at(TUESDAY, 16))
    assert db.session.get(Booking, booking.id).status == "confirmed"
    for hour in (17, 18):
        desk_due.run(_at(TUESDAY, hour))
    gone = db.session.get(Booking, booking.id)
    assert (gone.status, gone.attendance, desk.free(tents, WEDNESDAY)) == ("cancelled", "no_show", 3)
    assert _told("passed_on") == 1
    assert [one.why for one in db.session.scalars(db.select(SharePenalty))] == ["no_show"]
