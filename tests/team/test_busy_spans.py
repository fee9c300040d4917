"""A colleague's own calendar becomes busy spans: the cases of RFC 5545 that calendars really use, in Luxembourg's time."""

from datetime import date

import pytest

from tests.team.busy_files import FIRST, LAST, NEW_YORK, calendar, shown
from wok.team.busy.spans import busy_spans

TEN = "DTSTART;TZID=Europe/Luxembourg:20261019T100000\nDTEND;TZID=Europe/Luxembourg:20261019T110000"
# name -> (events, busy in the first seven weeks from Monday 19 October, clocks back on Sunday 25 October)
CASES = {
    "utc": (["DTSTART:20261116T080000Z\nDTEND:20261116T090000Z"], ["Mon 16 Nov 09:00-10:00"]),
    "floating is here": (["DTSTART:20261116T080000\nDURATION:PT1H30M"], ["Mon 16 Nov 08:00-09:30"]),
    "zone by name": (
        ["DTSTART;TZID=Europe/London:20261116T080000\nDTEND;TZID=Europe/London:20261116T090000"],
        ["Mon 16 Nov 09:00-10:00"],
    ),
    "zone by outlook's name": (
        ["DTSTART;TZID=Pacific Standard Time:20261116T080000\nDURATION:PT1H"],
        ["Mon 16 Nov 17:00-18:00"],
    ),
    "zone by a path": (["DTSTART;TZID=/mozilla.org/2005/Europe/London:20261116T080000\nDURATION:PT1H"],
        ["Mon 16 Nov 09:00-10:00"]),
    "zone of the file, either side of its change": (
        ["DTSTART;TZID=Customized Time Zone:20261030T080000\nDURATION:PT1H\nRRULE:FREQ=DAILY;COUNT=2;INTERVAL=3"],
        ["Fri 30 Oct 13:00-14:00", "Mon 02 Nov 14:00-15:00"],
    ),
    "whole days, end excluded": (
        ["DTSTART;VALUE=DATE:20261024\nDTEND;VALUE=DATE:20261026"],
        ["Sat 24 Oct 00:00-26 Oct 00:00"],
    ),
    "a whole day without end": (["DTSTART;VALUE=DATE:20261024"], ["Sat 24 Oct 00:00-25 Oct 00:00"]),
    "a moment is not busy": (["DTSTART:20261024T100000Z"], []),
    "two events touch": ([TEN, "DTSTART:20261019T090000Z\nDURATION:PT1H"], ["Mon 19 Oct 10:00-12:00"]),
    "not busy": ([f"{TEN}\nTRANSP:TRANSPARENT", f"{TEN}\nSTATUS:CANCELLED"], []),
    "perhaps is busy": ([f"{TEN}\nSTATUS:TENTATIVE"], ["Mon 19 Oct 10:00-11:00"]),
    "weekly across the change of the clocks": (
        [f"{TEN}\nRRULE:FREQ=WEEKLY;COUNT=3"],
        ["Mon 19 Oct 10:00-11:00", "Mon 26 Oct 10:00-11:00", "Mon 02 Nov 10:00-11:00"],
    ),
    "nightly, the exact length": (
        ["DTSTART;TZID=Europe/Luxembourg:20261023T220000\nDTEND;TZID=Europe/Luxembourg:20261024T060000\n"
         "RRULE:FREQ=DAILY;COUNT=2"],
        ["Fri 23 Oct 22:00-24 Oct 06:00", "Sat 24 Oct 22:00-25 Oct 05:00"],
    ),
    "a day by duration is a day on the clock": (
        ["DTSTART;TZID=Europe/Luxembourg:20261024T120000\nDURATION:P1D"],
        ["Sat 24 Oct 12:00-25 Oct 12:00"],
    ),
    "every other tuesday and thursday until": (
        [f"{TEN}\nRRULE:FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,TH;WKST=SU;UNTIL=20261106T000000Z"],
        ["Mon 19 Oct 10:00-11:00", "Tue 20 Oct 10:00-11:00", "Thu 22 Oct 10:00-11:00",
         "Tue 03 Nov 10:00-11:00", "Thu 05 Nov 10:00-11:00"],
    ),
    "first monday and last friday": (
        [f"{TEN}\nRRULE:FREQ=MONTHLY;BYDAY=1MO,-1FR;COUNT=4"],
        ["Mon 19 Oct 10:00-11:00", "Fri 30 Oct 10:00-11:00", "Mon 02 Nov 10:00-11:00", "Fri 27 Nov 10:00-11:00"],
    ),
    "last working day of the month": (
        [f"{TEN}\nRRULE:FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1;COUNT=3"],
        ["Mon 19 Oct 10:00-11:00", "Fri 30 Oct 10:00-11:00", "Mon 30 Nov 10:00-11:00"],
    ),
    "last day of the month": (
        ["DTSTART;VALUE=DATE:20251031\nRRULE:FREQ=MONTHLY;BYMONTHDAY=-1"],
        ["Sat 31 Oct 00:00-01 Nov 00:00", "Mon 30 Nov 00:00-01 Dec 00:00"],
    ),
    "the 31st skips november": (["DTSTART;VALUE=DATE:20260831\nRRULE:FREQ=MONTHLY"], ["Sat 31 Oct 00:00-01 Nov 00:00"]),
    "friday the thirteenth": (
        ["DTSTART;VALUE=DATE:20260213\nRRULE:FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13"],
        ["Fri 13 Nov 00:00-14 Nov 00:00"],
    ),
    "birthday since 1970": (
        ["DTSTART;VALUE=DATE:19701111\nRRULE:FREQ=YEARLY"],
        ["Wed 11 Nov 00:00-12 Nov 00:00"],
    ),
    "fourth thursday of november": (
        ["DTSTART;VALUE=DATE:20201126\nRRULE:FREQ=YEARLY;BYMONTH=11;BYDAY=4TH"],
        ["Thu 26 Nov 00:00-27 Nov 00:00"],
    ),
    "counted from long ago": (
        ["DTSTART:20200101T100000Z\nDURATION:PT1H\nRRULE:FREQ=DAILY;COUNT=2486"],
        ["Mon 19 Oct 12:00-13:00", "Tue 20 Oct 12:00-13:00", "Wed 21 Oct 12:00-13:00"],
    ),
    "left out and added": (
        [f"{TEN}\nRRULE:FREQ=DAILY;COUNT=3\nEXDATE;TZID=Europe/Luxembourg:20261020T100000\n"
         "RDATE:20261105T090000Z,20261106T090000Z\nRDATE;VALUE=PERIOD:20261107T090000Z/PT3H"],
        ["Mon 19 Oct 10:00-11:00", "Wed 21 Oct 10:00-11:00", "Thu 05 Nov 10:00-11:00", "Fri 06 Nov 10:00-11:00",
         "Sat 07 Nov 10:00-13:00"],
    ),
    "one moved, one cancelled": (
        [f"UID:a\n{TEN}\nRRULE:FREQ=DAILY;COUNT=3",
         "UID:a\nRECURRENCE-ID;TZID=Europe/Luxembourg:20261020T100000\nDTSTART:20261101T120000Z\nDURATION:PT1H",
         "UID:a\nRECURRENCE-ID:20261021T080000Z\nSTATUS:CANCELLED\nDTSTART:20261021T080000Z\nDURATION:PT1H"],
        ["Mon 19 Oct 10:00-11:00", "Sun 01 Nov 13:00-14:00"],
    ),
    "moved out of the days asked, and into them": (
        [f"UID:a\n{TEN}\nRRULE:FREQ=DAILY;COUNT=2",
         "UID:a\nRECURRENCE-ID:20261020T080000Z\nDTSTART:20300101T080000Z\nDURATION:PT1H",
         "UID:b\nRECURRENCE-ID:20300101T080000Z\nDTSTART:20261120T080000Z\nDURATION:PT1H"],
        ["Mon 19 Oct 10:00-11:00", "Fri 20 Nov 09:00-10:00"],
    ),
    "a long absence that began before": (
        ["DTSTART;VALUE=DATE:20260901\nDTEND;VALUE=DATE:20261021"],
        ["Mon 19 Oct 00:00-21 Oct 00:00"],
    ),
    "the hour that autumn repeats is the first one": (
        ["DTSTART;TZID=Europe/Luxembourg:20261025T023000\nDTEND:20261025T013000Z"],
        ["Sun 25 Oct 02:30-02:30"],
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_busy_hours_of_a_calendar(name):
    events, expected = CASES[name]
    reading = busy_spans(calendar(*events, zones=NEW_YORK), first=FIRST, last=date(2026, 12, 6))
    assert (shown(reading.spans), reading.skipped) == (expected, 0)


def test_the_hour_that_spring_skips_is_read_before_the_change():
    own = NEW_YORK.replace("1SU;BYMONTH=11", "-1SU;BYMONTH=10").replace("2SU;BYMONTH=3", "-1SU;BYMONTH=3")
    own = own.replace("-0500", "+0100").replace("-0400", "+0200").replace("Customized", "Own")
    for zone in ("Europe/Luxembourg", "Own Time Zone"):
        data = calendar(f"DTSTART;TZID={zone}:20270326T023000\nDURATION:PT30M\nRRULE:FREQ=DAILY;COUNT=4", zones=own)
        assert shown(busy_spans(data, first=FIRST, last=LAST).spans) == [
            "Fri 26 Mar 02:30-03:00", "Sat 27 Mar 02:30-03:00", "Sun 28 Mar 03:30-04:00", "Mon 29 Mar 02:30-03:00",
        ]  # fmt: skip


def test_a_line_may_be_folded_within_a_character():
    folded = calendar("SUMMARY:Caf\u00e9\nDTSTART:20261116T080000Z\nDURATION:PT1H").replace(
        b"\xc3\xa9", b"\xc3\r\n \xa9"
    )
    folded = folded.replace(b"DTSTART:2026", b"DTSTART:20\r\n\t26")
    assert shown(busy_spans(folded, first=FIRST, last=LAST).spans) == ["Mon 16 Nov 09:00-10:00"]


BAD = {
    "no start": "SUMMARY:x",
    "a date that is none": "DTSTART:20260231T100000Z\nDURATION:PT1H",
    "ends before it starts": "DTSTART:20261120T100000Z\nDTEND:20261119T100000Z",
    "backward duration": "DTSTART:20261120T100000Z\nDURATION:-PT1H",
    "a zone nobody knows": "DTSTART;TZID=Atlantis/Deep:20261120T100000\nDURATION:PT1H",
    "a rule of another planet": f"{TEN}\nRRULE:FREQ=LUNAR",
    "several times a day": f"{TEN}\nRRULE:FREQ=DAILY;BYHOUR=1,2,3",
    "week numbers": f"{TEN}\nRRULE:FREQ=YEARLY;BYWEEKNO=20",
    "four hundred extra dates": f"{TEN}\n" + "RDATE:20261101T100000Z\n" * 400,
    "past the end of all calendars": "DTSTART:97001120T100000Z\nDURATION:P9999W99999D",
    "year 9999": "DTSTART:99991231T235959Z\nDURATION:PT9H",
}


@pytest.mark.parametrize("name", BAD)
def test_one_event_that_makes_no_sense_spoils_no_other(name):
    data = calendar(BAD[name], "DTSTART:20261116T080000Z\nDURATION:PT1H")
    reading = busy_spans(data, first=FIRST, last=LAST)
    assert (shown(reading.spans), reading.events, reading.skipped) == (["Mon 16 Nov 09:00-10:00"], 2, 1)
