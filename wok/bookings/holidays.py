"""Luxembourg's public holidays in the five languages, from the `holidays` package.

The package has no Portuguese and silently answers in English, so the Portuguese names stand here;
its English is American. Holidays on a weekend do not move.
"""

from datetime import date
from functools import cache
from typing import Any

from wok.db import Texts
from wok.kernel.values import dataclass

LIBRARY_LANGUAGES = {"fr": "fr", "en": "en_US", "de": "de", "lb": "lb"}
BRITISH = {"Labor Day": "Labour Day", "Pentecost Monday": "Whit Monday", "Saint Stephen's Day": "St Stephen's Day"}
PORTUGUESE = {
    "New Year's Day": "Ano Novo",
    "Easter Monday": "Segunda-feira de Páscoa",
    "Labor Day": "Dia do Trabalhador",
    "Europe Day": "Dia da Europa",
    "Ascension Day": "Ascensão",
    "Pentecost Monday": "Segunda-feira de Pentecostes",
    "National Day": "Festa Nacional",
    "Assumption Day": "Assunção de Nossa Senhora",
    "All Saints' Day": "Todos os Santos",
    "Christmas Day": "Natal",
    "Saint Stephen's Day": "Santo Estêvão",
}


@dataclass(frozen=True)
class PublicHoliday:
    """One public holiday and its name in five languages; two on one day share it ("Ascension; Europe Day")."""

    on: date
    names: Texts


def public_holidays(first: date, last: date) -> list[PublicHoliday]:
    """The public holidays from `first` to `last`, both included, in order."""
    years = range(first.year, last.year + 1)
    return [holiday for year in years for holiday in _of_year(year) if first <= holiday.on <= last]


def public_holiday_on(day: date) -> PublicHoliday | None:
    """The public holiday of this day, or None."""
    return next(iter(public_holidays(day, day)), None)


@cache
def _of_year(year: int) -> tuple[PublicHoliday, ...]:
    calendars = {language: _calendar(year, code) for language, code in LIBRARY_LANGUAGES.items()}
    english = calendars["en"]
    holidays = []
    for on in sorted(english):
        names = {language: calendar[on] for language, calendar in calendars.items()}
        names["en"] = _each(english[on], BRITISH)
        names["pt"] = _each(english[on], PORTUGUESE)
        holidays.append(PublicHoliday(on, names))
    return tuple(holidays)


def _each(names: str, words: dict[str, str]) -> str:
    """Each of the day's names in other words; an unknown one stays as it is."""
    return "; ".join(words.get(name, name) for name in names.split("; "))


def _calendar(year: int, language: str) -> Any:
    import holidays  # slow to import and needed only when closures are looked up: cold start (SPEED.md)

    return holidays.country_holidays("LU", years=year, language=language)
