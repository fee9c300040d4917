"""Who sees a project, and how far: the one place that fetches it for a reader (PROMISES S1)."""

from collections.abc import Iterable
from typing import Any

from flask import abort
from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload
from sqlalchemy.util import memoized_property

from wok.db import db
from wok.kernel.values import dataclass
from wok.people.models import Association, Membership, Person
from wok.projects import rules
from wok.projects.facts import By
from wok.projects.models import Project, ProjectNeed, ProjectPartner

INVOLVED = ("in", "invited", "asked")


@dataclass(frozen=True)
class Sight:
    """One project as one reader may see and change it."""

    project: Project
    person: Person | None
    memberships: tuple[Membership, ...]

    @property
    def is_staff(self) -> bool:
        """Staff see every project and may help its owner."""
        return self.person is not None and self.person.is_staff

    @memoized_property
    def mine(self) -> list[Association]:
        """The associations this person may act for."""
        return [one.association for one in self.memberships if one.role == "delegate"]

    @memoized_property
    def states(self) -> dict[int, str]:
        """Every association's state in the project."""
        return {one.association_id: one.state for one in self.project.partners}

    @property
    def is_inside(self) -> bool:
        """Somebody of a partner, or of the staff: sees all names, files and what each brings."""
        return self.is_staff or any(self.states.get(one.association_id) == "in" for one in self.memberships)

    @property
    def is_owner(self) -> bool:
        """May change the project: a delegate of its owner, or staff who help."""
        return self.is_staff or any(one.id == self.project.owner_id for one in self.mine)

    @memoized_property
    def acting(self) -> list[Association]:
        """Partners this person may act for: who brings something, who answers for a date."""
        return [one for one in self.mine if self.states.get(one.id) == "in"]

    @memoized_property
    def partners_here(self) -> list[Association]:
        """Partners this person belongs to at all."""
        return [one.association for one in self.memberships if self.states.get(one.association_id) == "in"]

    @memoized_property
    def may_join(self) -> list[Association]:
        """Associations of this person's that could ask to take part."""
        return [one for one in self.mine if self.states.get(one.id) not in INVOLVED]

    @memoized_property
    def invited(self) -> list[ProjectPartner]:
        """Invitations this person may answer."""
        own = {one.id for one in self.mine}
        return [one for one in self.project.partners if one.state == "invited" and one.association_id in own]

    @property
    def is_running(self) -> bool:
        """Not done, not given up."""
        return self.project.state in rules.OPEN

    @property
    def is_listed(self) -> bool:
        """On the public list."""
        return self.project.is_public and self.project.hidden_at is None

    def may_see(self) -> bool:
        """Public ones everybody; others those who take part, are invited or asked, and staff."""
        involved = any(self.states.get(one.association_id) in INVOLVED for one in self.memberships)
        return self.is_listed or self.is_staff or involved

    def name_of(self, association: Association | None) -> str:
        """The association's name; to outsiders only when it agreed to be named on public pages."""
        return association.name if association is not None and (self.is_inside or association.is_listed) else ""

    def by(self, association_id: int | None = None) -> By:
        """Who acts, in the record: for this partner, else for the owner; None where staff help."""
        assert self.person is not None
        if association_id is None and any(one.id == self.project.owner_id for one in self.mine):
            association_id = self.project.owner_id
        return By(self.person.id, association_id)


def whole() -> tuple[Any, ...]:
    """A project with owner, partners, needs and what is brought, in a fixed number of statements."""
    return (
        joinedload(Project.owner),
        joinedload(Project.neighbourhood),
        selectinload(Project.partners).joinedload(ProjectPartner.association),
        selectinload(Project.needs).selectinload(ProjectNeed.pledges),
    )


def of(project_id: int, person: Person | None, memberships: Iterable[Membership]) -> Sight:
    """The project as this reader sees it; 404 when there is none, or it is not theirs to see."""
    chosen = select(Project).where(Project.id == project_id).options(*whole())
    found = db.session.scalars(chosen).unique().first() if project_id < 2**31 else None
    sight = Sight(found, person, tuple(memberships)) if found is not None else None
    return sight if sight is not None and sight.may_see() else abort(404)


def inside(project_id: int, person: Person | None, memberships: Iterable[Membership]) -> Sight:
    """As a partner or staff; 404 for others."""
    found = of(project_id, person, memberships)
    return found if found.is_inside else abort(404)


def owned(project_id: int, person: Person | None, memberships: Iterable[Membership]) -> Sight:
    """As the owner's delegate or staff. Partners who see it may not change it: 403; others 404."""
    found = of(project_id, person, memberships)
    if found.is_owner:
        return found
    return abort(403 if found.is_inside else 404)
