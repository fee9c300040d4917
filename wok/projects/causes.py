"""A project as what a booking is for: partners' delegates and staff book for it."""

from flask import url_for

from wok.bookings.causes import Cause
from wok.db import db
from wok.people.models import Person
from wok.projects.models import Project
from wok.projects.rules import OPEN

KIND = "project"


def read(project_id: int, person: Person | None) -> Cause | None:
    """The project, while it runs, for staff and the delegates of its partners."""
    found = db.session.get(Project, project_id) if 0 < project_id < 2**31 else None
    if found is None or person is None or found.state not in OPEN:
        return None
    partners = frozenset(one.association_id for one in found.partners if one.state == "in")
    mine = {one.association_id for one in person.memberships if one.role == "delegate" and one.confirmed_at}
    running = {one.association_id for one in person.memberships if one.ended_at is None}
    if not person.is_staff and not (partners & mine & running):
        return None
    return Cause(KIND, found.id, found.title, url_for("projects.show", project_id=found.id), partners)
