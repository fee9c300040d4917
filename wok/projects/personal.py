"""What projects keep about a person: for their own file of data, and what goes after its time."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import or_, select, update

from wok.db import db, transaction
from wok.people.models import Person
from wok.projects.models import DatePoll, Pledge, PollVoter, Project, ProjectPartner, ProjectReport

Data = dict[str, Any]
VOICES_KEPT = timedelta(days=90)  # after a question about a date has closed
OPEN_KEPT = timedelta(days=365)  # a question that nobody closes
REPORTS_KEPT = timedelta(days=365)
BATCH = 500


def kept_about(person: Person) -> dict[str, list[Data]]:
    """What this person wrote and answered, oldest first; five statements."""
    opened = select(Project).where(Project.opened_by_id == person.id).order_by(Project.id)
    asked = select(ProjectPartner).where(ProjectPartner.person_id == person.id).order_by(ProjectPartner.id)
    brought = select(Pledge).where(Pledge.person_id == person.id).order_by(Pledge.id)
    told = select(ProjectReport).where(ProjectReport.person_id == person.id).order_by(ProjectReport.id)
    own = PollVoter.person_id == person.id
    answered = select(PollVoter).where(or_(own, PollVoter.email == person.email) if person.email else own)
    return {
        "projects": [_plain(one, "title text state opened_at") for one in db.session.scalars(opened)],
        "asked_to_take_part": [_plain(one, "project_id words state since") for one in db.session.scalars(asked)],
        "brought": [_plain(one, "amount words state given_at") for one in db.session.scalars(brought)],
        "reported": [_plain(one, "project_id words at") for one in db.session.scalars(told)],
        "dates_answered": [
            _plain(one, "poll_id name email answers at") for one in db.session.scalars(answered.order_by(PollVoter.id))
        ],
    }


def _plain(row: Any, names: str) -> Data:
    values = {name: getattr(row, name) for name in names.split()}
    return {name: value.isoformat() if isinstance(value, datetime) else value for name, value in values.items()}


def forget(now: datetime) -> str:
    """Names and addresses of who answered by a link, what groups wrote when they asked, and old reports go."""
    voices, words, reports = _forget_voices(now=now), _forget_words(now=now), _forget_reports(now=now)
    done = {"answers without name": voices, "words": words, "reports": reports}
    return ", ".join(f"{count} {what}" for what, count in done.items() if count)


def _forget_voices(*, now: datetime) -> int:
    over = select(DatePoll.id).where(or_(DatePoll.closed_at < now - VOICES_KEPT, DatePoll.opened_at < now - OPEN_KEPT))
    named = or_(PollVoter.name != "", PollVoter.email.is_not(None))
    return _empty(PollVoter, PollVoter.poll_id.in_(over) & named, {"name": "", "email": None})


def _forget_words(*, now: datetime) -> int:
    old = (ProjectPartner.words != "") & (ProjectPartner.since < now - VOICES_KEPT) & (ProjectPartner.state != "asked")
    return _empty(ProjectPartner, old, {"words": ""})


def _forget_reports(*, now: datetime) -> int:
    old = (ProjectReport.words != "") & (ProjectReport.settled_at < now - REPORTS_KEPT)
    return _empty(ProjectReport, old, {"words": ""})


def _empty(table: Any, condition: Any, values: dict[str, Any]) -> int:
    ids = list(db.session.scalars(select(table.id).where(condition).limit(BATCH)))
    if ids:
        with transaction():
            db.session.execute(update(table).where(table.id.in_(ids)).values(**values))
    return len(ids)
