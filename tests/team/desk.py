"""What the tests of the team's pages share: addresses, an appointment, the page's own form and its Undo."""

from datetime import date, time, timedelta

from tests import make
from tests.lunches.desk import read
from tests.make import NOW
from wok.bookings import services as core
from wok.db import db, transaction
from wok.kernel import weekly
from wok.kernel.span import Span
from wok.team import queries

TEAM, ROTA = "/en/staff/team", "/en/staff/team/thursdays"
MONDAY, THURSDAY = date(2026, 11, 23), date(2026, 11, 19)


def of(colleague, more=""):
    return f"{TEAM}/{colleague.person_id}{more}"


def appointment(colleague, day=MONDAY, hour=10):
    """Bruno meets this colleague for an hour."""
    start = weekly.instant(day, time(hour))
    with transaction():
        booking = core.new_booking(
            "appointment",
            make.contact(),
            Span(start, start + timedelta(hours=1)),
            1,
            now=NOW,
            status="confirmed",
        )
        return core.add(booking, db.session.get_one(core.Resource, colleague.resource_id), now=NOW)


def undo(client, page):
    """Press Undo in the notice of a page."""
    form = next(form for form in make.forms_of(read(client, page)) if "undo" in form.action)
    assert client.post(form.action, data=form.values).status_code == 303


def typed_in(html):
    """The page's own form, as it would be sent once more."""
    return next(form.values for form in make.forms_of(html) if "seen" in form.values)


def free_on(colleague, day):
    found = queries.open_spans_of(queries.colleagues(), day, day)[colleague.person_id]
    return [f"{weekly.local_time(one.start):%H:%M}-{weekly.local_time(one.end):%H:%M}" for one in found]
