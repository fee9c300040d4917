"""The staff's calendar shows a day in lanes, a week by colleague and a month, with a fixed number of statements."""

from datetime import timedelta

from tests import make
from tests.appointments.desk import FRIDAY, at
from tests.calendar import staff_days
from tests.make import NOW
from wok.calendar import staff_blocks
from wok.db import db, transaction
from wok.kernel.span import Span
from wok.team.models import BusyCalendar, BusySpan, Colleague

DAY = "/en/staff/calendar?day=2026-11-20"


def blocked(one: Colleague, hour: int, words: str = "Dentist", count: int = 1) -> None:
    spans = [
        Span(at(FRIDAY, hour) + timedelta(weeks=n), at(FRIDAY, hour + 1) + timedelta(weeks=n)) for n in range(count)
    ]
    with transaction():
        staff_blocks.add(one, spans, words, now=NOW)


def test_a_day_has_a_lane_for_each_colleague_with_all_that_is_in_it(app, client):
    claire = staff_days.desk(client)
    staff_days.friday(staff_days.statutes(claire))
    staff_days.friday(staff_days.statutes(claire, confirmation="by_staff"), 11)
    blocked(claire, 14)
    with transaction():
        db.session.add(BusyCalendar(colleague_id=claire.person_id, address="https://example.org/a.ics"))
        db.session.flush()
        db.session.add(BusySpan(calendar_id=claire.person_id, starts_at=at(FRIDAY, 16), ends_at=at(FRIDAY, 17)))

    page = client.get(DAY).get_data(as_text=True)

    assert "Français, Deutsch" in page
    assert page.count("Bruno Silva") >= 2
    assert "to confirm" in page
    assert "Dentist" in page
    assert "Busy elsewhere" in page
    assert "New entry: Claire, 12:00" in page
    assert "New entry: Claire, 14:00" not in page
    before, lanes = page.split('data-live="lanes"')
    assert "Press an entry to change its day, its time or its colleague." in before
    entry = make.form_of(
        client.get(lanes.split("data-move=")[1].split('href="')[1].split('"')[0]).get_data(as_text=True)
    )
    assert {"day", "starts", "ends", "colleague"} <= set(entry.values)


def test_thursday_and_wednesday_have_lanes_of_their_own(app, client):
    claire = staff_days.desk(client)
    make.oncall_thursday(claire)
    make.lunch()

    thursday = client.get("/en/staff/calendar?day=2026-11-19").get_data(as_text=True)
    wednesday = client.get("/en/staff/calendar?day=2026-11-18").get_data(as_text=True)

    assert "On-call service" in thursday
    assert "On call" in thursday
    assert "0 of 10 places" in wednesday


def test_filters_are_words_in_the_address_and_each_can_be_taken_away(app, client):
    claire = staff_days.desk(client)
    staff_days.friday(staff_days.statutes(claire))
    blocked(claire, 14)

    page = client.get(f"{DAY}&kind=block&who={claire.person_id}&who=nonsense&kind=nothing").get_data(as_text=True)

    assert "Dentist" in page
    assert "Bruno Silva" not in page
    assert page.count("take this filter away") == 2


def test_week_and_month_show_the_same_entries_with_as_many_statements_for_many(app, client):
    claire = staff_days.desk(client)
    what = staff_days.statutes(claire)
    staff_days.friday(what)
    pages = [DAY, "/en/staff/calendar/week?day=2026-11-20", "/en/staff/calendar/month?day=2026-11-20"]
    few = [make.statements(client, page) for page in pages]
    for hour in range(11, 16):
        staff_days.friday(what, hour)
    blocked(claire, 9, count=3)
    other = make.colleague(make.staff(name="Zoe Weber"), shown_as="Zoe")
    blocked(other, 9)

    assert [make.statements(client, page) for page in pages] == few
    for page in pages:
        assert client.get(page).get_data(as_text=True).count("Bruno Silva") >= 6


def test_nonsense_in_the_address_shows_today_and_far_years_are_clamped(app, client):
    staff_days.desk(client)
    for asked in ("day=nonsense", "day=9999-12-31", "day=0001-01-01", "day=2027-03-28", "who=99999999999999999999"):
        for view in ("", "/week", "/month"):
            assert client.get(f"/en/staff/calendar{view}?{asked}").status_code == 200


def test_a_stranger_and_amina_do_not_see_it(app, client):
    assert client.get("/en/staff/calendar").status_code == 303
    make.sign_in(client, make.delegate())
    assert client.get("/en/staff/calendar").status_code == 404
