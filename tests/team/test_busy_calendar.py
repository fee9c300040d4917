"""A colleague's own calendar: named by its owner, read by the jobs process, blocking their hours, shown to nobody else."""

import logging
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from tests import make
from tests.make import NOW
from tests.team.busy_files import calendar, shown, utc
from tests.team.tls_server import HOST, answer, drip, head, serving
from wok.bookings import services as bookings
from wok.bookings.models import Booking, Resource
from wok.db import db, transaction
from wok.jobs import schedule, ticks
from wok.jobs.models import JobRun
from wok.kernel.span import Span
from wok.team import busy_due, busy_queries, queries
from wok.team.models import BusyCalendar, BusySpan, Colleague

PAGE = "/en/staff/team/busy"
TUESDAY = "SUMMARY:Dentist\nLOCATION:Esch\nDTSTART:20261117T100000Z\nDURATION:PT1H"
FILE = calendar(TUESDAY)
HALF_HOUR = timedelta(minutes=30)


@pytest.fixture
def claire(app) -> Colleague:
    """Claire, who can be met on Tuesdays from nine to one."""
    return make.colleague(days=(1,), hours=(9, 13))


def _named(colleague: Colleague, address: str) -> BusyCalendar:
    with transaction():
        row = BusyCalendar(colleague_id=colleague.person_id, address=address)
        db.session.add(row)
    return row


def _spans(person_id: int) -> list[str]:
    db.session.rollback()
    rows = db.session.scalars(select(BusySpan).where(BusySpan.calendar_id == person_id).order_by(BusySpan.starts_at))
    return shown([Span(row.starts_at, row.ends_at) for row in rows])


def test_busy_hours_are_read_and_cannot_be_booked(claire, tmp_path):
    with serving(tmp_path, answer(FILE)) as server:
        _named(claire, server.address)
        assert busy_due.run(NOW, ways=server.ways()) == "1 busy calendars, 0 faults"
        assert busy_due.run(NOW + timedelta(minutes=14), ways=server.ways()) == ""
    assert _spans(claire.person_id) == ["Tue 17 Nov 11:00-12:00"]
    row = db.session.get(BusyCalendar, claire.person_id)
    assert (row.read_at, row.fault, row.events, row.skipped, row.version) == (NOW, "", 1, 0, 1)
    free = queries.open_spans_of([claire], date(2026, 11, 17), date(2026, 11, 17))[claire.person_id]
    assert shown(free) == ["Tue 17 Nov 09:00-11:00", "Tue 17 Nov 12:00-13:00"]


def test_a_calendar_that_fails_keeps_its_last_good_copy_and_spoils_no_other(claire, tmp_path):
    other = make.colleague(shown_as="Dan")
    bomb = calendar("DTSTART:20261117T100000Z\nRRULE:FREQ=SECONDLY")
    (tmp_path / "good").mkdir()
    with serving(tmp_path, answer(FILE), answer(bomb), drip()) as bad, serving(tmp_path / "good", answer(FILE)) as good:
        _named(claire, bad.address)
        busy_due.run(NOW, ways=bad.ways())
        with transaction():
            db.session.add(BusyCalendar(colleague_id=other.person_id, address=good.address))
        faults = []
        for turn in (1, 2):
            assert busy_due.run(NOW + turn * HALF_HOUR, ways=bad.ways(seconds=0.5)) == "1 busy calendars, 1 faults"
            faults.append(db.session.get(BusyCalendar, claire.person_id, populate_existing=True).fault)
    assert faults == ["repeats", "slow_answer"]
    assert _spans(claire.person_id) == _spans(other.person_id) == ["Tue 17 Nov 11:00-12:00"]
    assert db.session.get(BusyCalendar, claire.person_id).read_at == NOW
    busy_due.run(NOW + timedelta(days=9), ways=bad.ways(seconds=0.1))
    assert _spans(claire.person_id) == [], "past hours are forgotten, also without an answer"


def test_an_unchanged_calendar_is_asked_for_in_whole_once_a_day(claire, tmp_path):
    scripts = [answer(FILE, 'ETag: "a"'), lambda client: client.sendall(head("304 Not Modified")), answer(calendar())]
    with serving(tmp_path, *scripts) as server:
        _named(claire, server.address)
        for at in (NOW, NOW + HALF_HOUR):
            busy_due.run(at, ways=server.ways())
        assert _spans(claire.person_id) == ["Tue 17 Nov 11:00-12:00"]
        assert db.session.get(BusyCalendar, claire.person_id).read_at == NOW + HALF_HOUR
        busy_due.run(NOW + timedelta(hours=15), ways=server.ways())
    assert ["If-None-Match" in asked for asked in server.asked] == [False, True, False]
    assert _spans(claire.person_id) == []


def test_an_address_replaced_while_the_old_one_is_read_wins(claire, tmp_path, app):
    def script(client):
        with app.app_context(), transaction():
            db.session.get(BusyCalendar, claire.person_id).address = "https://new.example/"
        answer(FILE)(client)

    with serving(tmp_path, script) as server:
        _named(claire, server.address)
        busy_due.run(NOW, ways=server.ways())
    assert _spans(claire.person_id) == []
    assert db.session.get(BusyCalendar, claire.person_id, populate_existing=True).read_at is None


def test_what_is_agreed_stays_and_is_shown_as_a_clash(claire, client):
    _named(claire, "https://calendar.example/")
    with transaction():
        db.session.add(
            BusySpan(calendar_id=claire.person_id, starts_at=utc("2026-11-17T10:00"), ends_at=utc("2026-11-17T11:00"))
        )
    agreed = [_agreed(claire, *hours) for hours in (("10:30", "11:30"), ("11:30", "12:00"))]
    assert [one.booking.id for one in busy_queries.clashes(claire, now=NOW)] == [agreed[0].id]
    make.sign_in(client, claire.person)
    page = client.get(PAGE).text
    assert agreed[0].code in page and agreed[1].code not in page
    assert {one.status for one in db.session.scalars(select(Booking))} == {"confirmed"}


def _agreed(colleague: Colleague, start: str, end: str) -> Booking:
    hours = Span(utc(f"2026-11-17T{start}"), utc(f"2026-11-17T{end}"))
    with transaction():
        booking = bookings.new_booking("appointment", make.contact(), hours, 1, now=NOW, status="confirmed")
        return bookings.add(booking, db.session.get_one(Resource, colleague.resource_id), now=NOW)


def test_only_claire_names_sees_and_removes_her_calendar(claire, client, tmp_path, caplog):
    caplog.set_level(logging.DEBUG)
    make.sign_in(client, claire.person)
    refused = client.fill(PAGE, address="ftp://calendar.example/s3cr3t")
    assert refused.status_code == 422 and "ftp://calendar.example/s3cr3t" in refused.text
    with serving(tmp_path, answer(FILE)) as server:
        assert (
            client.fill(
                PAGE, address=server.address.replace(f":{server.port}", "").replace("https", "webcal")
            ).status_code
            == 303
        )
        row = db.session.get(BusyCalendar, claire.person_id)
        assert row.address == f"https://{HOST}/secret-path/basic.ics?key=s3cr3t"
        assert "Not yet" in client.get(PAGE).text
        with transaction():
            row.address = server.address
        busy_due.run(NOW, ways=server.ways())
    page = client.get(PAGE).text
    assert HOST in page and "1 entry" in page and "11:00" in page
    assert not any(word in page for word in ("s3cr3t", "secret-path", "Dentist", "Esch"))
    assert "s3cr3t" not in caplog.text and "secret-path" not in caplog.text
    with transaction():
        db.session.get(BusyCalendar, claire.person_id).fault = "gone"
    assert "There is no calendar at this address any more." in client.get(PAGE).text
    assert client.fill(PAGE, "remove").status_code == 303
    assert _spans(claire.person_id) == [] and db.session.get(BusyCalendar, claire.person_id) is None
    assert client.post(f"{PAGE}/remove").status_code in (400, 404)


def test_a_stale_page_replaces_nothing_and_keeps_what_was_typed(claire, client):
    make.sign_in(client, claire.person)
    stale = client.fill(PAGE, PAGE, address="https://one.example/a.ics", version="0")
    assert stale.status_code == 303
    again = client.fill(PAGE, PAGE, address="https://two.example/b.ics", version="0")
    assert again.status_code == 409 and "https://two.example/b.ics" in again.text and "one.example" in again.text
    assert db.session.get(BusyCalendar, claire.person_id).address == "https://one.example/a.ics"


def test_the_jobs_process_reads_calendars(app):
    schedule.run(app, next(job for job in ticks.JOBS if job.name == "busy"))
    assert db.session.get(JobRun, "busy").failed_at is None
