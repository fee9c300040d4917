"""Hostile, broken and odd calendar files: refused with a code the owner reads in words, within a second (PROMISES S10)."""

import random
import time
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.team.busy_files import FIRST, LAST, NEW_YORK, calendar
from wok.kernel.availability import free_spans
from wok.kernel.span import Span
from wok.kernel.weekly import day_span
from wok.team.busy.limits import MOST_BYTES, Fault
from wok.team.busy.spans import Reading, busy_spans

WINDOW = Span(day_span(FIRST).start, day_span(LAST).end)
START = "DTSTART:19700101T100000Z\nDURATION:PT1H"
DEEP = b"BEGIN:VCALENDAR\n" + b"BEGIN:VEVENT\n" * 1500
BOMBS = {
    "every second": (calendar(f"{START}\nRRULE:FREQ=SECONDLY"), "repeats"),
    "every minute": (calendar(f"{START}\nRRULE:FREQ=MINUTELY;COUNT=9"), "repeats"),
    "every hour": (calendar(f"{START}\nRRULE:FREQ=HOURLY;UNTIL=20270101T000000Z"), "repeats"),
    "interval nought": (calendar(f"{START}\nRRULE:FREQ=DAILY;INTERVAL=0"), "repeats"),
    "backwards": (calendar(f"{START}\nRRULE:FREQ=DAILY;INTERVAL=-1"), "repeats"),
    "a zone that changes every second": (
        calendar("DTSTART;TZID=Z9:20261120T100000\nDURATION:PT1H", zones=NEW_YORK.replace("Customized Time Zone", "Z9")
                 .replace("YEARLY", "SECONDLY")), "repeats"),
    "too big": (b"BEGIN:VCALENDAR\r\n" + b"X" * MOST_BYTES, "too_big"),
    "too many": (calendar(*[START] * 2001), "too_many"),
    "busy every other minute": (calendar(*[
        f"DTSTART:20261020T{minute // 60:02}{minute % 60:02}00Z\nDURATION:PT1M\nRRULE:FREQ=DAILY" for minute in range(0, 60, 2)
    ]), "too_many"),
    "too deep": (DEEP, "odd_file"),
    "crossed": (b"BEGIN:VCALENDAR\nBEGIN:VEVENT\nEND:VCALENDAR\nEND:VEVENT\n", "odd_file"),
    "ended twice": (b"END:VCALENDAR\n", "odd_file"),
    "a line without end": (b"BEGIN:VCALENDAR\nX:" + b"a" * 300_000, "odd_file"),
    "cut off": (calendar(START)[:-20], "odd_file"),
    "a web page": (b"<!doctype html><title>Sign in</title>", "no_calendar"),
    "nothing": (b"", "no_calendar"),
    "a picture": (b"\x89PNG\r\n\x1a\n\x00\x00\x00", "no_calendar"),
    "latin letters": (calendar("SUMMARY:Caf\u00e9").decode().encode("latin-1"), "no_text"),
}  # fmt: skip
# Never a date, or very many to count: each by itself ends at once.
TREADMILLS = [
    "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30", "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", "FREQ=YEARLY;BYYEARDAY=366;BYDAY=MO",
    "FREQ=DAILY;COUNT=999999", "FREQ=MONTHLY;BYSETPOS=300", "FREQ=DAILY;INTERVAL=999999", "FREQ=YEARLY;INTERVAL=999999",
    "FREQ=YEARLY;COUNT=999999;BYMONTHDAY=1,2,3", "FREQ=WEEKLY;UNTIL=99991231T000000Z", "FREQ=YEARLY;BYDAY=53MO;COUNT=9",
]  # fmt: skip


def _reads(data: bytes, **limits: float) -> Reading | str:
    """What comes of it, within the limits; any other end is a bug."""
    began = time.thread_time()
    try:
        result = busy_spans(data, first=FIRST, last=LAST, **limits)
        _is_sound(result.spans)
    except Fault as fault:
        result = fault.code
    assert time.thread_time() - began < 3
    return result


def _is_sound(spans: list[Span]) -> None:
    assert all(one.end < other.start for one, other in pairwise(spans)), "in order and joined"
    assert all(WINDOW.covers(span) for span in spans)
    free = free_spans([WINDOW], spans)
    assert sum((span.length for span in [*free, *spans]), timedelta()) == WINDOW.length


@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_is_refused_in_words(name):
    data, code = BOMBS[name]
    assert _reads(data) == code


@pytest.mark.parametrize("words", TREADMILLS)
def test_a_rule_that_hardly_ever_falls_ends_at_once(words):
    began = time.thread_time()
    assert isinstance(_reads(calendar(f"{START}\nRRULE:{words}")), Reading)
    assert time.thread_time() - began < 1


def test_many_slow_rules_together_end_with_the_time_allowed():
    slow = [
        f"DTSTART:00020101T100000Z\nDURATION:PT1H\nRRULE:FREQ=DAILY;COUNT=999999;BYMONTH={1 + n % 12}"
        for n in range(900)
    ]
    assert _reads(calendar(*slow), budget_seconds=0.3) == "slow_file"


def test_a_thousand_ordinary_events_are_read_in_time():
    events = [f"UID:{n}\nDTSTART;TZID=Europe/Paris:2026{1 + n % 9:02}{1 + n % 28:02}T{8 + n % 10:02}0000\nDURATION:PT1H\n"
              f"RRULE:FREQ=WEEKLY;COUNT={1 + n % 30}" for n in range(1000)]  # fmt: skip
    reading = _reads(calendar(*events))
    assert isinstance(reading, Reading) and (reading.events, reading.skipped) == (1000, 0)


_days = st.dates(date(2024, 1, 1), date(2027, 12, 31))
_rules = st.builds(
    "RRULE:FREQ={};INTERVAL={}{}{}".format,
    st.sampled_from(["DAILY", "WEEKLY", "MONTHLY", "YEARLY"]),
    # With these every rule falls at some time; the other reader would look for the others up to the year 9999.
    st.sampled_from([1, 2, 5, 7, 25]),
    st.sampled_from(
        ["", ";BYDAY=MO,FR", ";BYDAY=2MO,-1FR", ";BYMONTHDAY=1,-1", ";BYMONTH=3,10", ";BYDAY=SU;BYSETPOS=1,-1"]
    ),
    st.sampled_from(["", ";COUNT=7", ";UNTIL=20261231T235959", ";COUNT=500"]),
)
_events = st.builds(
    "DTSTART{}:{:%Y%m%d}T{:02}3000\nDURATION:PT{}M\n{}".format,
    st.sampled_from(["", ";TZID=Europe/Luxembourg", ";TZID=America/New_York", ";TZID=Customized Time Zone"]),
    _days, st.integers(0, 23), st.integers(0, 9999), st.one_of(st.just(""), _rules),
)  # fmt: skip


@settings(max_examples=40, deadline=None)
@given(st.lists(_events, max_size=6))
def test_free_and_busy_are_the_whole_time_whatever_the_calendar(events):
    reading = busy_spans(calendar(*events, zones=NEW_YORK), first=FIRST, last=LAST)
    _is_sound(reading.spans)
    assert reading.skipped == 0


@settings(max_examples=25, deadline=None)
@given(_days, _rules, st.integers(0, 23))
def test_the_dates_of_a_rule_are_those_another_reader_finds(day, words, hour):
    from dateutil.rrule import rrulestr

    start = datetime(day.year, day.month, day.day, hour)
    theirs = rrulestr(words.removeprefix("RRULE:"), dtstart=start).between(
        datetime(2026, 1, 1), datetime(2028, 1, 1), inc=True
    )
    asked = {"first": date(2026, 10, 19), "last": date(2027, 2, 1)}
    ours = busy_spans(calendar(f"DTSTART:{start:%Y%m%dT%H%M%S}Z\nDURATION:PT1M\n{words}"), **asked).spans
    window = Span(day_span(asked["first"]).start, day_span(asked["last"]).end)
    # The first start counts even where the rule leaves it out; the other reader counts it only where it fits.
    if words.split(";COUNT=")[0] == words or start in rrulestr(words.removeprefix("RRULE:"), dtstart=start):
        wanted = {one.replace(tzinfo=UTC) for one in theirs} | {start.replace(tzinfo=UTC)}
        assert [span.start for span in ours] == sorted(one for one in wanted if window.contains(one))


def _mutated(chance: random.Random) -> bytes:
    """A good file with a few bytes, lines or words changed."""
    event = f"UID:a\n{START}\nRRULE:FREQ=MONTHLY;BYDAY=1MO,-1FR;COUNT=9;UNTIL=20270101\nEXDATE:20261120T100000Z,20261121\nDTEND:20270101"
    data = bytearray(calendar(event, event.replace("RRULE", "RECURRENCE-ID:20261130T100000Z\nRDATE"), zones=NEW_YORK))
    for _turn in range(chance.randint(1, 12)):
        at, length = chance.randrange(len(data)), chance.randint(0, 12)
        other = chance.randrange(len(data))
        piece = chance.choice([chance.randbytes(length), bytes(data[other : other + length * 4]), b"9" * length, b""])
        data[at : at + chance.randint(0, length)] = piece
    return bytes(data)


def test_random_and_mutated_files_are_read_or_refused_never_worse():
    chance = random.Random(7)
    for _turn in range(300):
        _reads(_mutated(chance))
        _reads(b"BEGIN:VCALENDAR\n" + chance.randbytes(chance.randint(0, 400)) + b"\nEND:VCALENDAR\n")


@pytest.mark.drill
@pytest.mark.parametrize("seed", range(20))
def test_very_many_mutated_files_are_read_or_refused_never_worse(seed):
    chance = random.Random(1000 + seed)
    for _turn in range(5000):
        _reads(_mutated(chance))
