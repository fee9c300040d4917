"""The bytes of a feed keep the rules of CALENDAR.md 1 to 10, and can be read back."""

import re
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import icalendar
import pytest

from wok.feeds import ics
from wok.kernel.entry import CANCELLED, TRANSPARENT, Entry, Weekly

ZONE = ZoneInfo("Europe/Luxembourg")
REVISED = datetime(2026, 11, 16, 9, tzinfo=UTC)


def entry(**given) -> Entry:
    facts = {
        "uid": "lunch-1@wok",
        "sequence": 2,
        "dtstamp": REVISED,
        "last_modified": REVISED,
        "dtstart": datetime(2026, 11, 25, 11, tzinfo=UTC),
        "dtend": datetime(2026, 11, 25, 13, tzinfo=UTC),
        "summary": "Wednesday lunch at the Wok",
        "url": "https://wok.example/en/lunch",
        "categories": ("Lunch",),
    }
    return Entry(**{**facts, **given})


def feed(*entries: Entry, name: str = "The Wok") -> bytes:
    return ics.calendar_bytes(entries, name=name, language="en", color="teal")


def read(body: bytes) -> icalendar.Calendar:
    return icalendar.Calendar.from_ical(body)


def unfolded(body: bytes) -> list[str]:
    return body.decode().replace("\r\n ", "").split("\r\n")


def events(body: bytes) -> list[icalendar.Event]:
    return list(read(body).walk("VEVENT"))


LONG = "Déjeuner " + "é日本語🍲" * 60


def test_rule_1_lines_are_at_most_75_octets_and_never_folded_inside_a_character():
    body = feed(entry(summary=LONG, description=LONG))
    for line in body.split(b"\r\n"):
        assert len(line) <= 75
        line.decode()
    assert events(body)[0]["SUMMARY"] == LONG


def test_rule_1_the_file_is_utf8_with_crlf_one_calendar_and_no_uid_on_it():
    body = feed(entry(), entry(uid="other@wok"))
    assert not body.startswith(b"\xef\xbb\xbf") and body.endswith(b"END:VCALENDAR\r\n")
    assert re.search(rb"[^\r]\n|\r[^\n]", body) is None
    assert body.count(b"BEGIN:VCALENDAR") == 1
    calendar = read(body)
    assert calendar["VERSION"] == "2.0" and "Wok" in calendar["PRODID"]
    assert "UID" not in calendar


def test_rule_2_control_characters_go_and_odd_breaks_become_lines():
    body = feed(entry(summary="a\x00b\u2028c\x0bd\ud800", description="one\u2029two\x85three\x0cfour\x07"))
    (event,) = events(body)
    assert event["SUMMARY"] == "ab c d"
    assert event["DESCRIPTION"] == "one\ntwo\nthree\nfour"


@pytest.mark.parametrize(
    "text", ["a, b; c\\d", "<b>Lunch</b> & more", "END:VEVENT\r\nATTENDEE:mailto:x@y", 'say "hi": no']
)
def test_rule_2_text_is_escaped_once_and_comes_back_whole(text):
    (event,) = events(feed(entry(summary=text, description=text, location=text, categories=(text, "Lunch"))))
    assert event["DESCRIPTION"] == text.replace("\r\n", "\n")
    assert event["SUMMARY"] == event["LOCATION"] == text.replace("\r\n", " ")
    assert "ATTENDEE" not in event


def test_rule_3_a_feed_has_no_method_organizer_attendee_or_alarm():
    names = {re.split("[:;]", line)[0] for line in unfolded(feed(entry()))}
    assert not names & {"METHOD", "ORGANIZER", "ATTENDEE"}
    assert b"VALARM" not in feed(entry())


def test_rule_4_the_name_is_said_twice_and_escaped():
    lines = unfolded(feed(entry(), name="Wok, lunch; \\more"))
    assert "NAME:Wok\\, lunch\\; \\\\more" in lines and "X-WR-CALNAME:Wok\\, lunch\\; \\\\more" in lines
    assert "REFRESH-INTERVAL;VALUE=DURATION:PT1H" in lines and "X-PUBLISHED-TTL:PT1H" in lines
    assert "COLOR:teal" in lines


def test_rule_5_stamps_are_those_of_the_revision():
    (event,) = events(feed(entry(sequence=7, last_modified=REVISED + timedelta(minutes=1))))
    assert event["UID"] == "lunch-1@wok" and event["SEQUENCE"] == 7
    assert event.decoded("DTSTAMP") == REVISED
    assert event.decoded("LAST-MODIFIED") == REVISED + timedelta(minutes=1)


def test_rule_6_every_event_says_status_transp_class_categories_and_url():
    for event in events(feed(entry(), entry(uid="c@wok", dtstart=date(2026, 12, 24), dtend=date(2027, 1, 4)))):
        assert all(event.get(name) for name in ("STATUS", "TRANSP", "CLASS", "CATEGORIES", "URL", "LAST-MODIFIED"))


def test_rule_6_closures_are_whole_days_and_block_nobody():
    lines = unfolded(feed(entry(dtstart=date(2026, 12, 24), dtend=date(2027, 1, 4), transp=TRANSPARENT)))
    assert "DTSTART;VALUE=DATE:20261224" in lines and "DTEND;VALUE=DATE:20270104" in lines
    assert "TRANSP:TRANSPARENT" in lines


def test_rule_8_the_time_zone_is_two_yearly_rules_before_every_event():
    body = feed(entry())
    zones = list(read(body).walk("VTIMEZONE"))
    assert len(zones) == 1 and zones[0]["TZID"] == "Europe/Luxembourg"
    rules = [str(part["RRULE"].to_ical(), "ascii") for part in zones[0].subcomponents]
    assert sorted(rules) == ["FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10", "FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3"]
    assert b"RDATE" not in body


@pytest.mark.parametrize(
    "start",
    [
        datetime(2026, 3, 25, 11, tzinfo=UTC),
        datetime(2026, 4, 1, 10, tzinfo=UTC),
        datetime(2026, 10, 21, 10, tzinfo=UTC),
        datetime(2026, 10, 28, 11, tzinfo=UTC),
    ],
)
def test_rule_8_noon_stays_noon_by_our_zone_alone_around_both_clock_changes(start):
    body = feed(entry(dtstart=start, dtend=start + timedelta(hours=2)))
    calendar = read(body)
    assert f"DTSTART;TZID=Europe/Luxembourg:{start.astimezone(ZONE):%Y%m%dT120000}" in unfolded(body)
    ours = next(iter(calendar.walk("VTIMEZONE"))).to_tz(lookup_tzid=False)
    assert start.astimezone(ours).hour == 12


def test_rule_8_a_floating_time_is_left_out():
    body = feed(entry(), entry(uid="floating@wok", dtstart=datetime(2026, 11, 25, 12)))
    assert [event["UID"] for event in events(body)] == ["lunch-1@wok"]


def test_rule_9_a_master_has_its_rule_exceptions_and_overrides_in_its_own_zone():
    rule_at = datetime(2027, 3, 31, 10, tzinfo=UTC)
    master = entry(
        rrule=Weekly(2, datetime(2027, 6, 30, 10, tzinfo=UTC)), exdates=(datetime(2026, 12, 23, 11, tzinfo=UTC),)
    )
    moved = entry(
        sequence=3, recurrence_id=rule_at, dtstart=rule_at + timedelta(hours=25), dtend=rule_at + timedelta(hours=27)
    )
    lines = unfolded(feed(moved, master))
    assert "RRULE:FREQ=WEEKLY;UNTIL=20270630T100000Z;BYDAY=WE" in lines
    assert "EXDATE;TZID=Europe/Luxembourg:20261223T120000" in lines
    assert "RECURRENCE-ID;TZID=Europe/Luxembourg:20270331T120000" in lines
    first, second = events(feed(moved, master))
    assert "RRULE" in first and "RRULE" not in second and "EXDATE" not in second


def test_rule_9_overrides_of_a_master_that_cannot_be_written_go_with_it():
    master = entry(rrule=Weekly(2), sequence="two")
    override = entry(recurrence_id=datetime(2026, 12, 2, 11, tzinfo=UTC))
    body = feed(master, override, entry(uid="other@wok"))
    assert [event["UID"] for event in events(body)] == ["other@wok"]


def test_rule_10_the_same_entries_in_any_order_give_the_same_bytes():
    several = [entry(uid=f"{number}@wok", summary=f"Lunch {number}") for number in range(5)]
    first = feed(*several)
    ics.event_text.cache_clear()
    assert feed(*reversed(several)) == first


def test_rule_10_line_breaks_in_addresses_and_colours_do_no_harm():
    body = ics.calendar_bytes(
        [entry(url="https://wok.example/\r\nX-EVIL:1")], name="a\r\nX-EVIL:1", language="en", color="red\r\nX-EVIL:1"
    )
    assert not any(line.startswith("X-EVIL") for line in unfolded(body))
    read(body)


def test_f7_a_poisoned_entry_is_left_out_and_logged(caplog):
    poisoned = entry(uid="poisoned@wok", dtstart=datetime(1, 1, 1, tzinfo=UTC), summary=None)
    body = feed(poisoned, entry())
    assert [event["UID"] for event in events(body)] == ["lunch-1@wok"]
    assert "poisoned@wok" in caplog.text


def test_an_empty_feed_is_a_calendar_without_events():
    assert events(feed()) == []


def test_a_mails_event_says_publish_and_asks_for_nothing():
    body = ics.event_bytes(entry(status=CANCELLED))
    lines = unfolded(body)
    assert "METHOD:PUBLISH" in lines and "STATUS:CANCELLED" in lines
    assert not {re.split("[:;]", line)[0] for line in lines} & {"ORGANIZER", "ATTENDEE", "RSVP"}
    assert body == ics.event_bytes(replace(entry(status=CANCELLED)))
    assert len(events(body)) == 1 and len(list(read(body).walk("VTIMEZONE"))) == 1
