"""What is read about projects; every list in a fixed number of statements."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import joinedload, selectinload

from wok.bookings.models import Booking, BookingCause
from wok.db import db, is_sqlite
from wok.kernel.span import Span
from wok.kernel.values import dataclass
from wok.people.models import Association, Membership, Person
from wok.projects import rules, sight
from wok.projects.models import (
    DatePoll,
    PollVoter,
    Project,
    ProjectLink,
    ProjectPartner,
    ProjectReport,
)

PAGE = 20
OCCUPIES = ("held", "confirmed")
WHOLE_DAYS = ("loan", "block")  # take nobody's time


@dataclass(frozen=True)
class Filters:
    """What the list is narrowed to; empty is everything that runs."""

    state: str = ""
    themes: tuple[str, ...] = ()
    neighbourhood_id: int | None = None


def public(chosen: Filters, *, page: int) -> list[Project]:
    """Public projects, the latest changed first; one more than a page, to know whether there are others."""
    states = (chosen.state,) if chosen.state else rules.OPEN
    wanted = [Project.is_public, Project.hidden_at.is_(None), Project.state.in_(states)]
    if chosen.themes:
        wanted.append(or_(*(_has_theme(theme) for theme in chosen.themes)))
    if chosen.neighbourhood_id:
        wanted.append(Project.neighbourhood_id == chosen.neighbourhood_id)
    rows = select(Project).where(*wanted).options(*sight.whole())
    rows = rows.order_by(Project.changed_at.desc(), Project.id.desc()).offset((page - 1) * PAGE).limit(PAGE + 1)
    return list(db.session.scalars(rows).unique())


def _has_theme(theme: str) -> ColumnElement[bool]:
    """Themes are stored as a JSON list of plain codes."""
    text = Project.themes if is_sqlite() else func.cast(Project.themes, Project.title.type)
    return func.instr(text, f'"{theme}"') > 0 if is_sqlite() else text.contains(f'"{theme}"')


def ours(memberships: Iterable[Membership]) -> list[Project]:
    """Projects our associations take part in, are invited to or ask to join; running ones first, the latest first."""
    here = [one.association_id for one in memberships]
    mine = select(ProjectPartner.project_id).where(
        ProjectPartner.association_id.in_(here), ProjectPartner.state.in_(sight.INVOLVED)
    )
    rows = select(Project).where(Project.id.in_(mine)).options(*sight.whole())
    order = (Project.state.in_(rules.ENDED), Project.changed_at.desc(), Project.id.desc())
    return list(db.session.scalars(rows.order_by(*order)).unique()) if here else []


@dataclass(frozen=True)
class Waiting:
    """What waits for this person: invitations, groups that ask to join, dates to answer."""

    invited: Sequence[ProjectPartner]
    asking: Sequence[ProjectPartner]
    polls: Sequence[DatePoll]

    def __bool__(self) -> bool:
        return bool(self.invited or self.asking or self.polls)


NOTHING = Waiting((), (), ())


def waiting_for(person: Person, memberships: Iterable[Membership]) -> Waiting:
    """Two statements for whoever acts for an association; none for others."""
    acting = [one.association_id for one in memberships if one.role == "delegate"]
    if not acting:
        return NOTHING
    asked = (
        select(ProjectPartner)
        .join(Project, Project.id == ProjectPartner.project_id)
        .options(joinedload(ProjectPartner.project), joinedload(ProjectPartner.association))
        .where(
            Project.state.in_(rules.OPEN),
            or_(
                (ProjectPartner.state == "invited") & ProjectPartner.association_id.in_(acting),
                (ProjectPartner.state == "asked") & Project.owner_id.in_(acting),
            ),
        )
        .order_by(ProjectPartner.since, ProjectPartner.id)
    )
    found = list(db.session.scalars(asked))
    invited = [one for one in found if one.state == "invited"]
    return Waiting(invited, [one for one in found if one.state == "asked"], _unanswered(person, acting))


def _unanswered(person: Person, acting: Collection[int]) -> list[DatePoll]:
    partners = select(ProjectPartner.project_id).where(
        ProjectPartner.association_id.in_(acting), ProjectPartner.state == "in"
    )
    answered = select(PollVoter.poll_id).where(PollVoter.person_id == person.id)
    chosen = (
        select(DatePoll)
        .options(joinedload(DatePoll.project))
        .where(DatePoll.state == "open", DatePoll.project_id.in_(partners), DatePoll.id.not_in(answered))
    )
    return list(db.session.scalars(chosen.order_by(DatePoll.opened_at, DatePoll.id)))


def reported() -> int:
    """How many projects somebody told the staff about, not looked at yet."""
    chosen = select(func.count(ProjectReport.project_id.distinct())).where(ProjectReport.settled_at.is_(None))
    return int(db.session.scalar(chosen) or 0)


def reports() -> dict[int, list[ProjectReport]]:
    """What was reported and not looked at yet, by project."""
    found: dict[int, list[ProjectReport]] = defaultdict(list)
    chosen = select(ProjectReport).where(ProjectReport.settled_at.is_(None)).order_by(ProjectReport.id)
    for one in db.session.scalars(chosen):
        found[one.project_id].append(one)
    return found


def for_staff(state: str, *, page: int) -> list[Project]:
    """All projects, reported ones first, then the latest changed; one more than a page."""
    open_report = Project.id.in_(select(ProjectReport.project_id).where(ProjectReport.settled_at.is_(None)))
    rows = select(Project).options(*sight.whole())
    if state == "hidden":
        rows = rows.where(Project.hidden_at.is_not(None))
    elif state:
        rows = rows.where(Project.state == state)
    rows = rows.order_by(open_report.desc(), Project.changed_at.desc(), Project.id.desc())
    return list(db.session.scalars(rows.offset((page - 1) * PAGE).limit(PAGE + 1)).unique())


def links(project: Project) -> list[ProjectLink]:
    """Files and pages, in the order they were added."""
    chosen = select(ProjectLink).where(ProjectLink.project_id == project.id).order_by(ProjectLink.id)
    return list(db.session.scalars(chosen))


def polls(project: Project) -> list[DatePoll]:
    """Dates asked for, the latest first."""
    chosen = select(DatePoll).options(*_votes()).where(DatePoll.project_id == project.id)
    return list(db.session.scalars(chosen.order_by(DatePoll.id.desc())))


def _votes() -> tuple[Any, ...]:
    voters = selectinload(DatePoll.voters)
    return (selectinload(DatePoll.dates), voters.joinedload(PollVoter.person), voters.joinedload(PollVoter.association))


def poll(project: Project, poll_id: int) -> DatePoll | None:
    """A poll of this project with all answers."""
    chosen = select(DatePoll).options(*_votes()).where(DatePoll.id == poll_id, DatePoll.project_id == project.id)
    return db.session.scalars(chosen).unique().first() if poll_id < 2**31 else None


def poll_by(token: str) -> DatePoll | None:
    """The poll behind a mailed link."""
    chosen = select(DatePoll).options(joinedload(DatePoll.project), *_votes())
    return db.session.scalars(chosen.where(DatePoll.link_token == token[:64])).unique().first()


def clashes(associations: Collection[int], spans: Sequence[Span]) -> dict[datetime, set[int]]:
    """Which of these associations have something booked then, by the beginning of each span. One statement."""
    found: dict[datetime, set[int]] = defaultdict(set)
    if not associations or not spans:
        return found
    first, last = min(one.start for one in spans), max(one.end for one in spans)
    rows = db.session.execute(
        select(Booking.association_id, Booking.starts_at, Booking.ends_at).where(
            Booking.association_id.in_(associations),
            Booking.status.in_(OCCUPIES),
            Booking.kind.not_in(WHOLE_DAYS),
            Booking.ends_at > first,
            Booking.starts_at < last,
        )
    ).all()
    for one in spans:
        for row in rows:
            if row.starts_at < one.end and one.start < row.ends_at:
                found[one.start].add(row.association_id)
    return found


def bookings_to_tie(associations: Collection[int], *, now: datetime) -> list[Booking]:
    """Coming bookings of these associations that are for nothing yet, soonest first."""
    tied = select(BookingCause.booking_id)
    chosen = (
        select(Booking)
        .options(joinedload(Booking.association))
        .where(
            Booking.association_id.in_(associations),
            Booking.status != "cancelled",
            Booking.ends_at > now,
            Booking.kind != "block",
            Booking.id.not_in(tied),
        )
    )
    return list(db.session.scalars(chosen.order_by(Booking.starts_at, Booking.id).limit(40)))


def delegates(associations: Collection[int]) -> list[tuple[Person, int]]:
    """Who acts for these associations, with the one they act for; each person once."""
    chosen = (
        select(Person, Membership.association_id)
        .join(Membership, Membership.person_id == Person.id)
        .where(
            Membership.association_id.in_(associations),
            Membership.role == "delegate",
            Membership.confirmed_at.is_not(None),
            Membership.ended_at.is_(None),
            Person.left_at.is_(None),
        )
        .order_by(Person.id, Membership.association_id)
    )
    found: dict[int, tuple[Person, int]] = {}
    for person, association_id in db.session.execute(chosen):
        found.setdefault(person.id, (person, association_id))
    return list(found.values())


def association_called(typed: str) -> list[Association]:
    """Accepted associations whose name is, or begins with, what was typed; at most 6."""
    known = Association.status == "accepted"
    name = func.lower(Association.name)
    exact = list(db.session.scalars(select(Association).where(known, name == typed.lower()).limit(2)))
    like = select(Association).where(known, name.contains(typed.lower(), autoescape=True))
    return exact or list(db.session.scalars(like.order_by(Association.name, Association.id).limit(6)))
