"""Projects of an erased person: who they were goes; what their association opened, promised and gave stays its own."""

from datetime import datetime

from sqlalchemy import or_, select, update

from wok.db import db
from wok.people.erasing import Gone
from wok.projects.models import Pledge, PollVoter, Project, ProjectChange, ProjectPartner, ProjectReport


def erase(gone: Gone, now: datetime) -> None:
    """Names in questions about dates, reports, and who of an association acted."""
    own = PollVoter.person_id == gone.person_id
    mine = or_(own, PollVoter.email == gone.email) if gone.email else own
    for voter in db.session.scalars(select(PollVoter).where(mine)):
        voter.name, voter.email, voter.person_id = "", None, None
    reports = ProjectReport.person_id == gone.person_id
    db.session.execute(update(ProjectReport).where(reports).values(words="", person_id=None))
    db.session.execute(update(Project).where(Project.opened_by_id == gone.person_id).values(opened_by_id=None))
    for table in (ProjectPartner, Pledge, ProjectChange):
        db.session.execute(update(table).where(table.person_id == gone.person_id).values(person_id=None))
    db.session.flush()
