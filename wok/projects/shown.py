"""A project as its pages show it: names only where they may be read, amounts in words, dates counted."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from flask import g

from wok.bookings import causes, free_rooms
from wok.bookings.models import Booking
from wok.kernel import weekly
from wok.kernel.values import dataclass
from wok.people import neighbourhoods
from wok.people.themes import THEMES
from wok.projects import dates, needs, polls, queries, record, rules, words
from wok.projects.causes import KIND
from wok.projects.models import DatePoll, Pledge, PollDate, Project, ProjectNeed
from wok.projects.rules import Meter, Tally
from wok.projects.sight import Sight
from wok.web.sentences import gettext as _


@dataclass(frozen=True)
class Brought:
    """One line of what partners bring."""

    pledge: Pledge
    who: str
    amount: str
    may_take_back: bool


@dataclass(frozen=True)
class NeedShown:
    """One need with its meter in words."""

    need: ProjectNeed
    meter: Meter
    amount: str
    words: str
    brought: Sequence[Brought]


@dataclass(frozen=True)
class Card:
    """One project in a list."""

    project: Project
    sight: Sight
    owner: str
    needs: Sequence[NeedShown]
    partners: int

    @property
    def state(self) -> str:
        """How it stands, in words."""
        return str(words.STATES[self.project.state])

    @property
    def tag(self) -> str:
        """Which tag it wears."""
        return words.TAGS[self.project.state]

    @property
    def about(self) -> list[str]:
        """Themes and neighbourhood, in words."""
        return [*themes(self.project), *filter(None, [place(self.project)])]

    @property
    def missing(self) -> list[NeedShown]:
        """What is not covered yet."""
        return [one for one in self.needs if one.meter.missing]


@dataclass(frozen=True)
class PollShown:
    """A date found together, with the answers counted."""

    poll: DatePoll
    counted: dict[int, Tally]
    best: Sequence[int]
    clashing: dict[datetime, set[int]]
    now: datetime
    roomy: set[datetime]  # times at which a room of the Wok is free

    @property
    def is_live(self) -> bool:
        """Answers are still taken."""
        return polls.is_live(self.poll, now=self.now)

    def is_over(self, date: PollDate) -> bool:
        """A proposed date that has passed."""
        return date.starts_at <= self.now

    def ends_at(self, date: PollDate) -> datetime:
        """When a proposed date would end."""
        return dates.end_of(date.starts_at, self.poll.minutes)


def need(one: ProjectNeed, sight: Sight) -> NeedShown:
    """A need as this reader sees it."""
    meter = needs.meter_of(one)
    own = {association.id for association in sight.acting}
    brought = [
        Brought(
            pledge,
            sight.name_of(pledge.association),
            words.amount(one.kind, pledge.amount, one.unit),
            pledge.state == "given" and (pledge.association_id in own or sight.is_staff),
        )
        for pledge in one.pledges
        if pledge.state != "withdrawn" or sight.is_inside
    ]
    return NeedShown(
        one, meter, words.amount(one.kind, one.amount, one.unit), words.meter(one.kind, one.unit, meter), brought
    )


def needs_of(sight: Sight) -> list[NeedShown]:
    """What is needed, kind by kind."""
    rows = [one for one in sight.project.needs if one.withdrawn_at is None]
    return [need(one, sight) for one in sorted(rows, key=lambda one: (rules.KINDS.index(one.kind), one.id))]


def card(sight: Sight) -> Card:
    """A project as a list shows it."""
    joined = [one for one in sight.project.partners if one.state == "in"]
    return Card(sight.project, sight, sight.name_of(sight.project.owner), needs_of(sight), len(joined))


def themes(project: Project) -> list[str]:
    """Its themes as words."""
    return [str(THEMES[code]) for code in project.themes if code in THEMES]


def place(project: Project) -> str:
    """Its neighbourhood as a word."""
    return neighbourhoods.full_name(project.neighbourhood, g.lang) if project.neighbourhood else ""


def poll(one: DatePoll, associations: Sequence[int], *, now: datetime) -> PollShown:
    """Answers counted, which of these associations have something then, and when a room is still free."""
    answers = [voter.answers for voter in one.voters]
    return PollShown(
        one,
        {date.id: rules.tally(date.id, answers) for date in one.dates},
        rules.best({date.id: date.starts_at for date in one.dates}, answers),
        queries.clashes(associations, [dates.span(date.starts_at, one.minutes) for date in one.dates]),
        now,
        _roomy(one, now=now),
    )


def _roomy(one: DatePoll, *, now: datetime) -> set[datetime]:
    """Of the times to come; a room that was free when they were proposed may be taken since."""
    coming = [date.starts_at for date in one.dates if date.starts_at > now]
    if one.state != "open" or not coming:
        return set()
    first, last = weekly.local_day(min(coming)), weekly.local_day(max(coming))
    return free_rooms.starts(first, last, timedelta(minutes=one.minutes)) & set(coming)


def bookings(project: Project) -> list[Booking]:
    """What is booked for it, soonest first."""
    return causes.bookings_for(KIND, project.id)


def page(sight: Sight, *, now: datetime) -> dict[str, Any]:
    """All that the page of one project shows, in a fixed number of statements."""
    project = sight.project
    inside = sight.is_inside
    asked = queries.polls(project) if inside else []
    return {
        "project": project,
        "sight": sight,
        "now": now,
        "card": card(sight),
        "needs": needs_of(sight),
        "partners": [one for one in project.partners if one.state == "in"],
        "asking": [one for one in project.partners if one.state in ("asked", "invited")] if sight.is_owner else [],
        "themes": themes(project),
        "place": place(project),
        "lines": [(one, sight.name_of(one.association), _line(one, sight)) for one in record.lines(project)],
        "open_poll": next((one for one in asked if polls.is_live(one, now=now)), None),
        "found": next((one for one in asked if one.state == "found"), None),
        "bookings": bookings(project) if inside else [],
        "links": queries.links(project) if inside else [],
        "host_of": rules.host_of,
        "words": words,
        "thanks_to": thanks_to(sight),
    }


def _line(one: Any, sight: Sight) -> str:
    """A line of the record; whom the owner invited is the partners' business."""
    if one.what == "invited" and not sight.is_inside:
        return _("Invited an association.")
    return words.record(one.what, one.facts)


@dataclass(frozen=True)
class Thanked:
    """One partner and what it brought."""

    name: str
    brought: Sequence[str]


def thanks_to(sight: Sight) -> list[Thanked]:
    """Every partner with what it brought; those that may not be named are left out."""
    found = []
    for partner in sight.project.partners:
        name = sight.name_of(partner.association)
        if partner.state == "in" and name:
            found.append(Thanked(name, _brought_by(sight.project, partner.association_id)))
    return found


def _brought_by(project: Project, association_id: int) -> list[str]:
    return [
        f"{words.amount(one.kind, pledge.amount, one.unit)} ({one.words})"
        for one in project.needs
        for pledge in one.pledges
        if pledge.association_id == association_id and pledge.state != "withdrawn"
    ]
