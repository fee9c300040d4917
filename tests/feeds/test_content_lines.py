"""The lines of an event are those that the icalendar library writes."""

from datetime import UTC, date, datetime, timedelta

import icalendar
import pytest

from wok.feeds import ics
from wok.kernel.entry import Entry, Invitation, Weekly

REVISED = datetime(2026, 11, 16, 9, tzinfo=UTC)
LONG = 'Déjeuner 🍲; dancers, "friends" \\ and ^others, '
LUNCH = {
    "uid": "lunch-1@wok",
    "sequence": 2,
    "dtstamp": REVISED,
    "last_modified": REVISED,
    "dtstart": REVISED,
    "dtend": REVISED + timedelta(hours=2),
    "summary": "Lunch",
    "url": "https://wok.example/en/lunch?day=1,2;x",
}
CASES = {
    "bare": {},
    "whole day": {"dtstart": date(2026, 12, 24), "dtend": date(2026, 12, 26)},
    "weekly": {"rrule": Weekly(2), "exdates": (REVISED + timedelta(days=210), REVISED)},
    "weekly until": {"rrule": Weekly(0, REVISED + timedelta(days=90))},
    "moved": {"recurrence_id": REVISED + timedelta(days=150)},
    "all words": {"description": "One\ntwo\n" + LONG, "location": LONG, "categories": ("a,b", "c;d")},
    **{f"folded {more}": {"summary": "x" * more + LONG * 9} for more in range(9)},
}


@pytest.mark.parametrize("facts", CASES.values(), ids=CASES)
def test_an_event_read_and_written_by_the_library_is_the_same(facts: dict):
    for invitation in (None, Invitation("answers+1@wok.example", "amina@dancers.example")):
        written = ics.event_text(Entry(**{**LUNCH, **facts}), invitation)
        assert icalendar.Event.from_ical(written).to_ical() == written
