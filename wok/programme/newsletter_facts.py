"""What is said of a newsletter, between its form and its row."""

from dataclasses import field, replace
from datetime import date, timedelta

from wok.db import Texts
from wok.kernel.values import dataclass

LONGEST = 100  # days: a season


@dataclass(frozen=True)
class NewsletterFacts:
    """For whom, from `first_on` to `last_on` (both in it), in which languages, with which words."""

    neighbourhood_id: int | None
    first_on: date
    last_on: date
    languages: list[str]
    heading: Texts = field(default_factory=dict)
    opening: Texts = field(default_factory=dict)
    has_projects: bool = True


def month_after(day: date) -> NewsletterFacts:
    """A new one: the whole town, the next month, in French."""
    first = (day.replace(day=1) + timedelta(days=32)).replace(day=1)
    last = (first + timedelta(days=32)).replace(day=1) - timedelta(days=1)
    return NewsletterFacts(None, first, last, ["fr"])


def following(before: NewsletterFacts) -> NewsletterFacts:
    """The next one like it: from the day after it on, as long; a whole month is followed by a whole month."""
    first = before.last_on + timedelta(days=1)
    if before.first_on.day == 1 and first.day == 1:
        months = (first.year - before.first_on.year) * 12 + first.month - before.first_on.month
        later = first.month - 1 + months
        last = date(first.year + later // 12, later % 12 + 1, 1) - timedelta(days=1)
    else:
        last = first + (before.last_on - before.first_on)
    return replace(before, first_on=first, last_on=last, opening={})
