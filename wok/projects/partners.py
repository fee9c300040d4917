"""Who takes part: invited by the owner or asking to join, answered by the other side, and leaving again."""

from datetime import datetime, timedelta

from sqlalchemy import func, select

from wok.db import db
from wok.projects import record
from wok.projects.facts import By
from wok.projects.models import Project, ProjectPartner
from wok.projects.refusals import AlreadyIn, NotPossibleNow, OwnerStays, TooMany
from wok.projects.services import require_running

MOST_INVITED = 20  # of one project, a day


def of(project: Project, association_id: int | None) -> ProjectPartner | None:
    """The association's row in the project, in whatever state."""
    return next((one for one in project.partners if one.association_id == association_id), None)


def _enter(project: Project, association_id: int, state: str, by: By, *, now: datetime) -> ProjectPartner:
    row = of(project, association_id)
    if row is not None and row.state in ("in", "invited", "asked"):
        raise AlreadyIn
    if row is None:
        row = ProjectPartner(association_id=association_id)
        project.partners.append(row)
    row.state, row.since, row.person_id = state, now, by.person_id
    db.session.flush()
    return row


def invite(project: Project, association_id: int, name: str, by: By, *, now: datetime) -> ProjectPartner:
    """The owner asks an association; whoever asked to join by themselves is in at once. Raises AlreadyIn, TooMany."""
    require_running(project)
    row = of(project, association_id)
    if row is not None and row.state == "asked":
        _join(row, by, now=now)
        return row
    recent = (
        ProjectPartner.project_id == project.id,
        ProjectPartner.state == "invited",
        ProjectPartner.since > now - timedelta(days=1),
    )
    if (db.session.scalar(select(func.count()).select_from(ProjectPartner).where(*recent)) or 0) >= MOST_INVITED:
        raise TooMany
    row = _enter(project, association_id, "invited", by, now=now)
    record.note(project, "invited", by, now=now, who=name)
    return row


def ask_to_join(project: Project, words: str, language: str, by: By, *, now: datetime) -> ProjectPartner:
    """An association offers to take part; an invited one is in at once. Raises AlreadyIn."""
    require_running(project)
    association_id = by.association_id
    assert association_id is not None
    row = of(project, association_id)
    if row is not None and row.state == "invited":
        _join(row, by, now=now)
        return row
    row = _enter(project, association_id, "asked", by, now=now)
    row.words, row.language = words, language
    record.note(project, "asked", by, now=now)
    return row


def say(row: ProjectPartner, by: By, *, is_yes: bool, now: datetime) -> None:
    """The other side answers. Pressed twice, it stays. Raises NotPossibleNow."""
    wanted = "in" if is_yes else "declined"
    if row.state == wanted:
        return
    if row.state not in ("invited", "asked"):
        raise NotPossibleNow
    if is_yes:
        require_running(row.project)
        _join(row, by, now=now)
        return
    row.state, row.since = "declined", now
    record.note(row.project, "declined", By(by.person_id, row.association_id), now=now)


def _join(row: ProjectPartner, by: By, *, now: datetime) -> None:
    row.state, row.since = "in", now
    record.note(row.project, "joined", By(by.person_id, row.association_id), now=now)


def leave(row: ProjectPartner, by: By, *, now: datetime) -> None:
    """Take part no longer; what was given and not used goes back with them. Raises OwnerStays."""
    project = row.project
    if row.association_id == project.owner_id:
        raise OwnerStays
    if row.state == "left":
        return
    if row.state not in ("in", "asked", "invited"):
        raise NotPossibleNow
    whose = By(by.person_id, row.association_id)
    for pledge in (one for need in project.needs for one in need.pledges):
        if pledge.association_id == row.association_id and pledge.state == "given":
            pledge.state, pledge.settled_at = "withdrawn", now
            record.note(project, "takes_back", whose, now=now, **record.of_pledge(pledge))
    row.state, row.since = "left", now
    record.note(project, "left", whose, now=now)
