"""Dates are said in people's words, in five languages, in Luxembourg time."""

from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest
from flask import Flask
from flask_babel import Babel, force_locale

from wok.web import dates

LOCALES = {"fr": "fr", "pt": "pt_PT", "en": "en_GB", "de": "de", "lb": "lb"}
NOON = datetime(2027, 3, 4, 11, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def in_march(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A bare application with five languages, in March 2027."""
    monkeypatch.setenv("WOK_NOW", "2027-03-01T08:00:00+00:00")
    app = Flask("wok")
    Babel(app, default_locale="fr")
    dates.bind(app)
    with app.test_request_context("/"):
        yield


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("fr", "jeudi 4 mars"),
        ("pt", "quinta-feira, 4 de março"),
        ("en", "Thursday 4 March"),
        ("de", "Donnerstag, 4. März"),
        ("lb", "Donneschdeg, 4. Mäerz"),
    ],
)
def test_a_day_is_said_in_full_in_each_language(language: str, said: str) -> None:
    with force_locale(LOCALES[language]):
        assert dates.say_day(NOON) == said


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("fr", "mercredi 5 janvier 2028"),
        ("pt", "quarta-feira, 5 de janeiro de 2028"),
        ("en", "Wednesday 5 January 2028"),
        ("de", "Mittwoch, 5. Januar 2028"),
        ("lb", "Mëttwoch, 5. Januar 2028"),
    ],
)
def test_a_day_of_another_year_carries_its_year(language: str, said: str) -> None:
    with force_locale(LOCALES[language]):
        assert dates.say_day(date(2028, 1, 5)) == said


def test_the_first_of_a_month_is_said_the_french_way() -> None:
    with force_locale("fr"):
        assert dates.say_day(date(2027, 5, 1)) == "samedi 1er mai"


def test_noon_stays_noon_across_the_clock_change() -> None:
    assert dates.say_clock(datetime(2027, 3, 24, 11, 0, tzinfo=UTC)) == "12:00"
    assert dates.say_clock(datetime(2027, 3, 31, 10, 0, tzinfo=UTC)) == "12:00"


def test_the_hour_that_comes_twice_says_which_one() -> None:
    with force_locale("en_GB"):
        assert dates.say_clock(datetime(2027, 10, 31, 0, 30, tzinfo=UTC)) == "2:30 (summer time)"
        assert dates.say_clock(datetime(2027, 10, 31, 1, 30, tzinfo=UTC)) == "2:30 (winter time)"
        assert dates.say_clock(datetime(2027, 10, 31, 2, 30, tzinfo=UTC)) == "3:30"
        assert dates.say_clock(datetime(2027, 3, 28, 1, 30, tzinfo=UTC)) == "3:30"


def test_a_span_names_both_days_only_over_midnight() -> None:
    with force_locale("en_GB"):
        two = datetime(2027, 3, 4, 13, 0, tzinfo=UTC)
        late = datetime(2027, 3, 4, 23, 30, tzinfo=UTC)
        assert dates.say_day_span(NOON, two) == "Thursday 4 March, 12:00 to 14:00"
        assert dates.say_day_span(NOON, late) == "Thursday 4 March, 12:00 to Friday 5 March, 0:30"


def test_an_instant_late_in_the_evening_belongs_to_the_day_in_luxembourg() -> None:
    assert dates.iso_day(datetime(2027, 3, 4, 23, 30, tzinfo=UTC)) == "2027-03-05"
    assert dates.iso(NOON) == "2027-03-04T12:00+01:00"
    assert dates.iso(date(2027, 3, 4)) == "2027-03-04"


def test_a_time_without_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        dates.say_day(datetime(2027, 3, 4, 12, 0))


def test_weeks_begin_on_monday_in_every_language() -> None:
    firsts = []
    for locale in LOCALES.values():
        with force_locale(locale):
            firsts.append(dates.weekday_name(0))
    assert firsts == ["lundi", "segunda-feira", "Monday", "Montag", "Méindeg"]


def test_a_month_is_named_with_its_year() -> None:
    with force_locale("pt_PT"):
        assert dates.month_name(date(2027, 3, 1)) == "março de 2027"
