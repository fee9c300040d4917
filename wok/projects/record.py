"""The record of a project: one line for each change, written with it and never again."""

from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from wok.db import db
from wok.projects.facts import By
from wok.projects.models import Pledge, Project, ProjectChange, ProjectNeed


def note(project: Project, what: str, by: By, *, now: datetime, **facts: Any) -> None:
    """Write a line, and say that the project has changed."""
    row = ProjectChange(
        project_id=project.id, at=now, what=what, association_id=by.association_id, person_id=by.person_id, facts=facts
    )
    db.session.add(row)
    project.changed_at = now
    db.session.flush()


def of_need(need: ProjectNeed, amount: int | None = None) -> dict[str, Any]:
    """What a line says of a need, or of a part of it."""
    return {"need": need.words, "kind": need.kind, "unit": need.unit, "amount": amount or need.amount}


def of_pledge(pledge: Pledge) -> dict[str, Any]:
    """What a line says of something brought."""
    return of_need(pledge.need, pledge.amount)


def lines(project: Project, *, most: int = 50) -> list[ProjectChange]:
    """The latest changes, newest first."""
    chosen = select(ProjectChange).options(joinedload(ProjectChange.association))
    chosen = chosen.where(ProjectChange.project_id == project.id).order_by(ProjectChange.id.desc())
    return list(db.session.scalars(chosen.limit(most)))
