"""What is changed about a project itself: open it, keep its words right, say how it stands, pass it on, thank, hide."""

from datetime import datetime, timedelta

from sqlalchemy import func, select

from wok.db import db
from wok.people.refusals import Clash
from wok.projects import record, rules
from wok.projects.facts import By, ProjectFacts
from wok.projects.models import Project, ProjectLink, ProjectPartner, ProjectReport
from wok.projects.refusals import NotPossibleNow, ProjectEnded, TooMany

MOST_A_DAY = 5  # projects opened for one association
MOST_LINKS = 30


def locked(project_id: int) -> Project:
    """The project, read again under its lock: changes to one project follow one another."""
    return db.session.scalars(
        select(Project).where(Project.id == project_id).with_for_update().execution_options(populate_existing=True)
    ).one()


def open_project(facts: ProjectFacts, by: By, *, token: str, came_from: str, now: datetime) -> Project:
    """A new idea; the same form sent twice is one project (PROMISES B3). Raises TooMany."""
    known = db.session.scalar(select(Project).where(Project.form_token == token))
    if known is not None:
        return known
    recent = (Project.owner_id == by.association_id, Project.opened_at > now - timedelta(days=1))
    if (db.session.scalar(select(func.count()).select_from(Project).where(*recent)) or 0) >= MOST_A_DAY:
        raise TooMany
    row = Project(
        owner_id=by.association_id,
        opened_by_id=by.person_id,
        came_from=came_from,
        opened_at=now,
        changed_at=now,
        form_token=token,
        **_columns(facts),
    )
    db.session.add(row)
    db.session.flush()
    first = ProjectPartner(
        project_id=row.id,
        association_id=row.owner_id,
        person_id=by.person_id,
        state="in",
        language=facts.language,
        since=now,
    )
    db.session.add(first)
    record.note(row, "opened", by, now=now)
    return row


def _columns(facts: ProjectFacts) -> dict[str, object]:
    return {**vars(facts), "themes": list(facts.themes)}


def change(project: Project, facts: ProjectFacts, by: By, *, version: int, now: datetime) -> None:
    """Other words. Raises Clash when somebody saved first (PROMISES B5)."""
    if project.version != version:
        raise Clash
    for name, value in _columns(facts).items():
        setattr(project, name, value)
    record.note(project, "changed", by, now=now)


def set_state(project: Project, wanted: str, by: By, *, now: datetime) -> None:
    """An idea, looking for partners, under way, done, given up, or taken up again. The same twice changes nothing."""
    if project.state == wanted:
        return
    if not rules.may_follow(project.state, wanted):
        raise NotPossibleNow
    project.state = wanted
    project.ended_at = now if wanted in rules.ENDED else None
    record.note(project, "state", by, now=now, state=wanted)


def finish(project: Project, thanks: str, by: By, *, now: datetime) -> bool:
    """Done, with thanks. True when the partners are to be told: the words are new."""
    if project.state != "done":
        set_state(project, "done", by, now=now)
    if not thanks or thanks == project.thanks:
        return False
    project.thanks = thanks
    record.note(project, "thanks", by, now=now)
    return True


def require_running(project: Project) -> None:
    """Raise ProjectEnded unless it runs."""
    if project.state in rules.ENDED:
        raise ProjectEnded


def pass_on(project: Project, association_id: int, by: By, *, now: datetime) -> None:
    """Another partner leads it from now on. Raises NotPossibleNow."""
    partners = {one.association_id for one in project.partners if one.state == "in"}
    if association_id not in partners:
        raise NotPossibleNow
    if association_id != project.owner_id:
        project.owner_id = association_id
        record.note(project, "passed_on", By(by.person_id, association_id), now=now)


def add_link(project: Project, url: str, words: str, by: By, *, token: str, now: datetime) -> None:
    """A link to a file or page; the same form sent twice is one link. Raises TooMany."""
    links = select(ProjectLink).where(ProjectLink.project_id == project.id)
    rows = list(db.session.scalars(links))
    if any(one.form_token == token for one in rows):
        return
    if len(rows) >= MOST_LINKS:
        raise TooMany
    db.session.add(
        ProjectLink(
            project_id=project.id,
            association_id=by.association_id,
            url=url,
            words=words,
            added_at=now,
            form_token=token,
        )
    )
    record.note(project, "link", by, now=now)


def remove_link(project: Project, link_id: int, by: By, *, now: datetime) -> None:
    """Take a link away; gone already is as good."""
    row = db.session.get(ProjectLink, link_id)
    if row is not None and row.project_id == project.id:
        db.session.delete(row)
        record.note(project, "link_gone", by, now=now)


def report(project: Project, words: str, person_id: int, *, token: str, now: datetime) -> None:
    """Tell the staff that something on the page is not right; the same form sent twice is one report."""
    if db.session.scalar(select(ProjectReport.id).where(ProjectReport.form_token == token)) is None:
        db.session.add(ProjectReport(project_id=project.id, person_id=person_id, words=words, at=now, form_token=token))
        db.session.flush()


def settle_reports(project: Project, *, now: datetime) -> None:
    """Staff have looked at what was reported."""
    for one in db.session.scalars(
        select(ProjectReport).where(ProjectReport.project_id == project.id, ProjectReport.settled_at.is_(None))
    ):
        one.settled_at = now
    db.session.flush()


def hide(project: Project, reason: str, by: By, *, now: datetime) -> bool:
    """Staff take a project off the public list; its partners still see it, with the reason. True when that is new."""
    is_new = project.hidden_at is None or project.hidden_reason != reason
    project.hidden_reason = reason
    if project.hidden_at is None:
        project.hidden_at = now
        record.note(project, "hidden", by, now=now)
    settle_reports(project, now=now)
    return is_new


def show(project: Project, by: By, *, now: datetime) -> None:
    """Staff put it back."""
    if project.hidden_at is not None:
        project.hidden_at, project.hidden_reason = None, ""
        record.note(project, "shown", by, now=now)
    settle_reports(project, now=now)
