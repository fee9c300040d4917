"""What a newsletter says, read from what is published at this moment: dates of its days, and projects that look for somebody."""

from dataclasses import replace
from datetime import datetime

from flask import current_app, g, url_for

from wok.kernel import weekly
from wok.kernel.values import dataclass
from wok.programme import lines
from wok.programme.filters import ANY, Wanted
from wok.programme.lines import Day
from wok.programme.models import Newsletter
from wok.projects import queries as projects
from wok.projects.models import Project
from wok.web.sentences import gettext as _
from wok.web.texts import Words, said

SHORT = 200  # characters of a project's own words


@dataclass(frozen=True)
class Looking:
    """One project that looks for somebody or something."""

    key: str
    title: Words
    text: Words
    needs: list[str]
    owner: str
    href: str


@dataclass(frozen=True)
class Content:
    """A newsletter as it is read in the language in force."""

    row: Newsletter
    title: Words
    opening: Words
    days: list[Day]
    looking: list[Looking]

    @property
    def keys(self) -> list[str]:
        """Everything that can be left out."""
        dates = [line.key for day in self.days for line in day.entries]
        return [*dates, *(one.key for one in self.looking)]

    def picked(self) -> "Content":
        """Without what staff left out."""
        left = set(self.row.left_out)
        days = [replace(day, entries=[line for line in day.entries if line.key not in left]) for day in self.days]
        looking = [one for one in self.looking if one.key not in left]
        return replace(self, days=[day for day in days if day.entries or day.closed], looking=looking)


def content(row: Newsletter, *, now: datetime) -> Content:
    """All that could be in it. A neighbourhood's newsletter has its events, and the lunch and on-call of everybody."""
    return Content(
        row=row,
        title=title_of(row),
        opening=said(row.opening, g.lang),
        days=_days(row, now=now),
        looking=looking(row.neighbourhood_id) if row.has_projects else [],
    )


def title_of(row: Newsletter) -> Words:
    """The heading staff wrote, else the name of the neighbourhood."""
    own = said(row.heading, g.lang)
    if own:
        return own
    near = said(row.neighbourhood.name, g.lang).text if row.neighbourhood else ""
    return Words(
        _("Newsletter of %(neighbourhood)s", neighbourhood=near) if near else _("Newsletter of the Wok"), g.lang
    )


def _days(row: Newsletter, *, now: datetime) -> list[Day]:
    wishes = [ANY] if row.neighbourhood_id is None else [Wanted(near=row.neighbourhood_id), *HOUSE]
    found: dict[str, Day] = {}
    for wanted in wishes:
        for day in lines.days(row.first_on, row.last_on + weekly.DAY, wanted, now=now):
            known = found.get(day.day.isoformat(), Day(day.day, []))
            entries = sorted([*known.entries, *day.entries], key=lambda one: (one.start, one.key))
            found[day.day.isoformat()] = Day(day.day, entries, known.closed or day.closed)
    return [found[key] for key in sorted(found)]


HOUSE = (Wanted(kind="lunch"), Wanted(kind="oncall"))


def looking(neighbourhood_id: int | None) -> list[Looking]:
    """Public projects that look for partners or things, the latest changed first."""
    chosen = projects.Filters(state="looking", neighbourhood_id=neighbourhood_id)
    return [_looking(one) for one in projects.public(chosen, page=1)]


def _looking(one: Project) -> Looking:
    text = one.text if len(one.text) <= SHORT else one.text[: SHORT - 1].rsplit(" ", 1)[0] + "…"
    has_page = "projects.show" in current_app.view_functions
    return Looking(
        key=f"p{one.id}",
        title=Words(one.title, one.language),
        text=Words(text, one.language),
        needs=[need.words for need in one.needs if need.withdrawn_at is None],
        owner=one.owner.name if one.owner.is_listed else "",
        href=url_for("projects.show", project_id=one.id) if has_page else "",
    )
