"""Public holidays of Luxembourg, in five languages."""

from datetime import date

import pytest

from wok.bookings.holidays import PORTUGUESE, public_holiday_on, public_holidays


def test_a_year_has_eleven_public_holidays_each_named_in_five_languages():
    holidays = public_holidays(date(2027, 1, 1), date(2027, 12, 31))
    assert len(holidays) == 11
    assert all(set(holiday.names) == {"fr", "pt", "en", "de", "lb"} for holiday in holidays)
    assert all(all(holiday.names.values()) for holiday in holidays)


@pytest.mark.parametrize("year", range(2025, 2036))
def test_no_portuguese_name_is_left_in_english(year):
    for holiday in public_holidays(date(year, 1, 1), date(year, 12, 31)):
        assert set(holiday.names["pt"].split("; ")) <= set(PORTUGUESE.values())


def test_national_day_2027_is_a_wednesday():
    holiday = public_holiday_on(date(2027, 6, 23))
    assert holiday.on.weekday() == 2
    assert holiday.names["fr"] == "Fête nationale" and holiday.names["pt"] == "Festa Nacional"


def test_ascension_is_a_thursday():
    assert public_holiday_on(date(2027, 5, 6)).names["en"] == "Ascension Day"


def test_two_holidays_on_one_day_share_it():
    assert public_holiday_on(date(2024, 5, 9)).names["pt"] == "Ascensão; Dia da Europa"


def test_an_ordinary_wednesday_is_none():
    assert public_holiday_on(date(2026, 11, 25)) is None
