"""What somebody looks for in one line, "show a film, 40 people, Saturday 13 June": words, people, a day."""

import re
from datetime import date
from functools import lru_cache

from wok.kernel import letters
from wok.kernel.values import dataclass
from wok.web.dates import LOCALES

# Words that say nothing about a thing, in the five languages, folded.
_EMPTY = (
    "a an the for of and to on in at we i need want please with from my our le la les l un une des de du d pour et au aux "
    "avec nous je dans sur o os as um uma para com e em do da dos das no na der die das den ein eine einen fur und mit im am "
    "zu wir ich auf fir mat op mir people persons person personnes pessoas personen leute leit gens place places"
)
EMPTY = frozenset(_EMPTY.split())
MONTH_FORMS = ("wide", "abbreviated")
MOST_PEOPLE = 5000
NUMBER = re.compile(r"\d{1,4}")
ISO = re.compile(r"\b(\d{4})-(\d{1,2})-(\d{1,2})\b")
DOTTED = re.compile(r"\b(\d{1,2})[./](\d{1,2})(?:[./](\d{4}))?(?!\d)")


@dataclass(frozen=True)
class Sentence:
    """The words to find, folded; how many people, 0 when not said; the day, when one was named."""

    words: tuple[str, ...]
    people: int
    day: date | None


def read(typed: str, *, today: date) -> Sentence:
    """Take the sentence apart. A day without a year is the next one; a number alone is a number of people."""
    day, rest = _figures(typed, today)
    tokens = [letters.fold(part) for part in re.split(r"[^\w]+", rest)]
    if day is None:
        day, tokens = _named(tokens, today)
    people = next((int(one) for one in tokens if NUMBER.fullmatch(one) and one.isascii()), 0)
    kept = [one for one in tokens if one and not one.isdecimal() and one not in EMPTY and one not in _weekdays()]
    return Sentence(tuple(dict.fromkeys(one[:60] for one in kept))[: letters.MOST_WORDS], min(people, MOST_PEOPLE), day)


def score(line: str, words: tuple[str, ...]) -> int:
    """How many of the words a folded line holds; the last letter of a long word may differ (tents, tent)."""
    return sum(1 for word in words if word in line or (len(word) > 4 and word[:-1] in line))


def _figures(typed: str, today: date) -> tuple[date | None, str]:
    """A day in figures, and the text without it."""
    for pattern, order in ((ISO, (0, 1, 2)), (DOTTED, (2, 1, 0))):
        found = pattern.search(typed)
        if found:
            parts = found.groups()
            year = parts[order[0]]
            day = _day(int(year) if year else None, int(parts[order[1]]), int(parts[order[2]]), today)
            return day, typed[: found.start()] + " " + typed[found.end() :]
    return None, typed


def _named(tokens: list[str], today: date) -> tuple[date | None, list[str]]:
    """A day by the name of its month, "13 June" or "June 13", and the rest of the words."""
    for at, token in enumerate(tokens):
        month = _months().get(token)
        near = [other for other in (at - 1, at - 2, at + 1) if 0 <= other < len(tokens) and tokens[other].isdecimal()]
        if month and near and len(tokens[near[0]]) <= 2:
            rest = [one for number, one in enumerate(tokens) if number not in (at, near[0])]
            year = next((int(one) for one in rest if len(one) == 4 and one.startswith("20") and one.isdecimal()), None)
            rest = [one for one in rest if year is None or one != str(year)]
            return _day(year, month, int(tokens[near[0]]), today), rest
    return None, tokens


def _day(year: int | None, month: int, day: int, today: date) -> date | None:
    try:
        found = date(year or today.year, month, day)
        return found if year or found >= today else date(today.year + 1, month, day)
    except ValueError:
        return None


@lru_cache(maxsize=1)
def _months() -> dict[str, int]:
    """The months' names in the five languages, folded."""
    return {
        letters.fold(name.rstrip(".")): number
        for locale in LOCALES.values()
        for form in MONTH_FORMS
        for context in ("format", "stand-alone")
        for number, name in locale.months[context][form].items()
    }


@lru_cache(maxsize=1)
def _weekdays() -> frozenset[str]:
    """The weekdays' names in the five languages, folded."""
    names = [
        name for locale in LOCALES.values() for form in MONTH_FORMS for name in locale.days["format"][form].values()
    ]
    return frozenset(letters.fold(name.rstrip(".")) for name in names) | {"feira"}
