"""The organiser's rules alone: days, hours, what is missing and what is old."""

from datetime import UTC, date, datetime, time

import pytest

from wok.events import fields, rules
from wok.kernel.span import Span

NOW = datetime(2026, 11, 16, 9, tzinfo=UTC)
TODAY = date(2026, 11, 16)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("2026-12-24", date(2026, 12, 24)),
        ("24.12.2026", date(2026, 12, 24)),
        ("4/3/2027", date(2027, 3, 4)),
        ("31.2.2027", None),
        ("9999999.1.1", None),
        ("tomorrow", None),
        ("", None),
    ],
)
def test_a_day_is_read_as_people_write_it(typed: str, meant: date | None) -> None:
    assert fields.read_day(typed) == meant


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("18:30", time(18, 30)), ("18h", time(18)), ("7.05", time(7, 5)), ("24:00", None), ("²:1", None)],
)
def test_a_time_is_read_as_people_write_it(typed: str, meant: time | None) -> None:
    assert fields.read_clock(typed) == meant


def test_a_party_goes_on_after_midnight_and_a_skipped_hour_is_refused() -> None:
    span = rules.span_on(date(2026, 12, 31), time(20), time(2))
    assert span == Span(datetime(2026, 12, 31, 19, tzinfo=UTC), datetime(2027, 1, 1, 1, tzinfo=UTC))
    with pytest.raises(rules.CannotBe):
        rules.span_on(date(2027, 3, 28), time(2, 30), time(4))


def test_only_new_days_to_come_are_added_each_once() -> None:
    wanted = [date(2026, 11, 15), date(2026, 11, 17), date(2026, 11, 17), date(2026, 11, 18), date(2029, 1, 1)]
    assert rules.new_days(wanted, [date(2026, 11, 18)], today=TODAY) == [date(2026, 11, 17)]
    assert rules.weekly_days(date(2026, 11, 17), date(2026, 12, 1)) == [date(2026, 11, d) for d in (17, 24)] + [
        date(2026, 12, 1)
    ]


def test_a_text_older_than_the_first_language_is_marked_until_it_is_written_again() -> None:
    before = {"title": {"fr": "Café", "de": "Kaffee"}}
    said = {"fr": "2026-11-01T09:00:00+00:00", "de": "2026-11-01T09:00:00+00:00"}
    later = rules.rewritten(before, {"title": {"fr": "Grand café", "de": "Kaffee"}}, said, now=NOW)
    assert rules.older(later, "fr") == ["de"] and rules.older(said, "fr") == []
    emptied = rules.rewritten(before, {"title": {"fr": "Café"}}, said, now=NOW)
    assert set(emptied) == {"fr"}
    codes = ("fr", "pt", "de")
    assert rules.missing([{"fr": "Café", "de": "Kaffee"}, {"fr": "Venez"}, {}], "fr", codes) == ["pt", "de"]


def test_helpers_come_at_most_six_hours_around_a_date() -> None:
    whole = rules.span_on(TODAY, time(18), time(20))
    assert rules.is_near(rules.span_on(TODAY, time(12), time(13)), whole)
    assert not rules.is_near(rules.span_on(TODAY, time(11), time(13)), whole)
