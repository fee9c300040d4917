"""Closed days: public holidays proposed, what needs a decision shown before saving, withdrawn and put back."""

from datetime import date, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from tests import make
from tests.lunches import desk
from tests.lunches.desk import again, close_the_day, guest, on, read
from tests.space import rooms
from wok.bookings.models import Closure, Occurrence
from wok.db import db

CLOSURES = "/en/staff/closures"
NEW = f"{CLOSURES}/new"


@pytest.fixture
def lunch(app: Flask) -> Occurrence:
    return desk.first_lunch()


@pytest.fixture
def claire(app: Flask, client: FlaskClient) -> FlaskClient:
    return desk.signed_in(client)


def closures() -> list[Closure]:
    return list(db.session.scalars(select(Closure).order_by(Closure.id)))


@pytest.mark.parametrize("address", (CLOSURES, NEW))
def test_strangers_sign_in_and_members_find_nothing(client, address):
    assert "/sign-in" in client.get(address).location
    make.sign_in(client, make.person())
    read(client, address, 404)


def test_public_holidays_are_proposed_and_closed_by_one_press(claire):
    rooms.use(rooms.room(), rooms.span(date(2026, 12, 25)), asks=rooms.who(name="Bruno"))
    page = read(claire, CLOSURES)
    assert "Christmas Day" in page and "Move or cancel them one by one" in page and "Les footballeurs" in page
    answer = claire.fill(CLOSURES, "/holidays", on="2026-12-25")
    assert answer.status_code == 303
    assert [(one.first_on, one.kind, one.reason["pt"]) for one in closures()] == [
        (date(2026, 12, 25), "public_holiday", "Natal")
    ]


def test_a_day_that_is_no_holiday_is_not_closed(claire):
    claire.fill(CLOSURES, "/holidays", on="2026-12-24")
    assert not closures()


def test_a_holiday_on_a_wednesday_names_its_lunch_and_makes_it_a_decision(claire, app):
    desk.first_lunch()
    with desk.transaction():
        desk.dates.extend(db.session.scalars(select(desk.Series)).one(), through=date(2027, 6, 30), now=desk.NOW)
    html = read(claire, CLOSURES)
    assert html.count("nobody is booked yet; a decision is needed") == 1
    claire.fill(CLOSURES, "/holidays", on="2027-06-23")
    assert on(date(2027, 6, 23)).status == "needs_decision"


def test_school_holidays_show_the_lunches_first_and_save_on_the_second_press(claire, lunch):
    guest(lunch, adults=3)
    typed = {"kind": "school_holiday", "first_on": "2026-11-16", "last_on": "2026-11-27", "reason_fr": "Vacances"}
    shown = claire.fill(NEW, **typed)
    assert shown.status_code == 200 and "2 dates would need a decision" in shown.text
    assert "3 people are booked" in shown.text and not closures()
    answer = claire.post(NEW, data=make.form_of(shown.text).values)
    assert answer.status_code == 303
    assert closures()[0].reason == {"fr": "Vacances"} and again(lunch).status == "needs_decision"


def test_days_without_lunches_are_saved_at_once(claire, lunch):
    assert claire.fill(NEW, first_on="2026-11-16", reason_fr="Fermé").status_code == 303
    assert (closures()[0].first_on, closures()[0].last_on) == (date(2026, 11, 16), date(2026, 11, 16))


@pytest.mark.parametrize(
    "days", (("2026-11-20", "2026-11-16"), ("1026-11-20", ""), ("2026-11-20", "2036-11-20"), ("soon", ""))
)
def test_days_that_cannot_be_keep_what_was_typed(claire, days):
    answer = claire.fill(NEW, first_on=days[0], last_on=days[1], reason_de="Umbau")
    assert answer.status_code == 422 and "Umbau" in answer.text and days[0] in answer.text and not closures()


def test_a_closure_is_withdrawn_and_put_back(claire, lunch):
    close_the_day(date(2026, 11, 18))
    assert again(lunch).status == "needs_decision"
    claire.fill(CLOSURES, "/withdraw")
    assert again(lunch).status == "planned"
    claire.fill(CLOSURES, "/put-back")
    assert again(lunch).status == "needs_decision" and closures()[0].ended_at is None


def test_a_day_closed_twice_stays_undecided_when_one_closure_is_withdrawn(claire, lunch):
    close_the_day(date(2026, 11, 18))
    close_the_day(date(2026, 11, 18))
    claire.fill(CLOSURES, "/withdraw")
    assert again(lunch).status == "needs_decision"


def test_an_unknown_closure_is_not_found(claire):
    token = make.form_of(read(claire, CLOSURES)).values
    assert claire.post(f"{CLOSURES}/99999999999/withdraw", data=token).status_code == 404


def edit_page() -> str:
    return f"{CLOSURES}/{closures()[0].id}/edit"


def test_changed_days_free_the_dates_left_out_and_ask_about_those_taken_in(claire, lunch):
    guest(lunch, adults=3)
    close_the_day(date(2026, 11, 18))
    close_the_day(date(2026, 12, 2))
    shown = claire.fill(edit_page(), first_on="2026-11-25", last_on="2026-12-02", reason_en="Works")
    assert "1 date would be planned again" in shown.text and "1 date would need a decision" in shown.text
    assert again(lunch).status == "needs_decision"
    assert claire.post(edit_page(), data=make.form_of(shown.text).values).status_code == 303
    assert [again(on(day)).status for day in (lunch.original_on, date(2026, 11, 25), date(2026, 12, 2))] == [
        "planned",
        "needs_decision",
        "needs_decision",
    ]
    changed = closures()[0]
    assert changed.reason == {"fr": "Fermé pour travaux", "en": "Works"} and changed.sequence == 1
    claire.fill(CLOSURES, f"/{changed.id}/withdraw")
    assert again(on(date(2026, 12, 2))).status == "needs_decision"


def test_two_editors_of_a_closure_see_both_texts_and_nothing_is_lost(claire, lunch):
    close_the_day(date(2026, 11, 17))
    late = {**make.form_of(read(claire, edit_page())).values, "reason_fr": "Congé"}
    claire.fill(edit_page(), reason_fr="Travaux au toit")
    answer = claire.post(edit_page(), data=late)
    assert answer.status_code == 409 and "Travaux au toit" in answer.text and "Congé" in answer.text
    assert closures()[0].reason == {"fr": "Travaux au toit"}
    claire.post(edit_page(), data=make.form_of(answer.text).values)
    assert closures()[0].reason == {"fr": "Congé"}


def test_all_public_holidays_are_undone_in_one_press_within_ten_minutes(claire, clock_at):
    days = make.form_of(read(claire, CLOSURES), "/holidays").values["on"]
    token = make.form_of(read(claire, CLOSURES), "/holidays").values["csrf_token"]
    claire.post(f"{CLOSURES}/holidays", data={"csrf_token": token, "on": ["2026-12-25", "2026-12-26"]})
    undo = make.form_of(read(claire, CLOSURES), "/holidays/undo").action
    clock_at(desk.NOW + timedelta(minutes=11))
    claire.post(undo, data={"csrf_token": token})
    assert "the ten minutes are over" in read(claire, CLOSURES)
    assert [one.ended_at for one in closures()] == [None, None] and days
    clock_at(desk.NOW + timedelta(minutes=9))
    claire.post(undo, data={"csrf_token": token})
    assert all(one.ended_at for one in closures())
    assert "2 closures are withdrawn" in read(claire, CLOSURES)
