"""Plain counts of joint projects for the reports. Periods are half-open, [start, end)."""

from datetime import datetime

from sqlalchemy import func, select

from wok.db import db
from wok.kernel.values import dataclass
from wok.projects.models import Pledge, Project, ProjectNeed, ProjectPartner


@dataclass(frozen=True)
class ProjectFigures:
    """One project in the counts: no names. `partners` counts the owner, too; two or more make it a joint one."""

    project_id: int
    state: str
    opened_at: datetime
    ended_at: datetime | None
    neighbourhood_id: int | None
    came_from: str
    partners: int


def projects_within(start: datetime, end: datetime) -> list[ProjectFigures]:
    """Projects that were opened before `end` and had not ended before `start`; one statement."""
    joined = func.count(ProjectPartner.id)
    rows = db.session.execute(
        select(Project, joined.label("partners"))
        .join(ProjectPartner, (ProjectPartner.project_id == Project.id) & (ProjectPartner.state == "in"))
        .where(Project.opened_at < end, Project.ended_at.is_(None) | (Project.ended_at >= start))
        .group_by(Project.id)
        .order_by(Project.id)
    ).all()
    return [
        ProjectFigures(
            one.id, one.state, one.opened_at, one.ended_at, one.neighbourhood_id, one.came_from, int(partners)
        )
        for one, partners in rows
    ]


def partner_ids(start: datetime, end: datetime) -> set[int]:
    """Associations that took part in a project of that period which at least two carried."""
    joint = [one.project_id for one in projects_within(start, end) if one.partners > 1]
    chosen = select(ProjectPartner.association_id).where(
        ProjectPartner.project_id.in_(joint), ProjectPartner.state == "in"
    )
    return set(db.session.scalars(chosen))


@dataclass(frozen=True)
class Pooled:
    """What was brought: so many pledges by so many associations; money in cents, people as heads, else 0."""

    kind: str
    pledges: int
    associations: int
    amount: int


def pooled(start: datetime, end: datetime, neighbourhood_id: int | None = None) -> list[Pooled]:
    """What associations brought in that period and did not take back, by kind, to projects there; one statement."""
    chosen = (
        select(
            ProjectNeed.kind,
            func.count(Pledge.id),
            func.count(Pledge.association_id.distinct()),
            func.coalesce(func.sum(Pledge.amount), 0),
        )
        .join(ProjectNeed, ProjectNeed.id == Pledge.need_id)
        .where(Pledge.state != "withdrawn", Pledge.given_at >= start, Pledge.given_at < end)
        .group_by(ProjectNeed.kind)
        .order_by(ProjectNeed.kind)
    )
    if neighbourhood_id:
        chosen = chosen.join(Project, Project.id == ProjectNeed.project_id)
        chosen = chosen.where(Project.neighbourhood_id == neighbourhood_id)
    return [
        Pooled(kind, count, groups, int(amount) if kind in ("money", "people") else 0)
        for kind, count, groups, amount in db.session.execute(chosen)
    ]
