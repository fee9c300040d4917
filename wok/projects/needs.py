"""What is missing and who brings what. Each change reads the need again under its lock, so nobody brings too much."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from wok.db import db
from wok.people.refusals import Clash
from wok.projects import record, words
from wok.projects.facts import By, Wanted
from wok.projects.models import Pledge, Project, ProjectNeed
from wok.projects.refusals import AlreadyUsed, HasBrought, IsCovered, MoreThanNeeded, NotPossibleNow, TooMany
from wok.projects.rules import Meter
from wok.projects.services import require_running

MOST_NEEDS = 40
COUNTS = ("given", "used")


def meter_of(need: ProjectNeed) -> Meter:
    """How much of it is brought: given and used."""
    return Meter(need.amount, sum(one.amount for one in need.pledges if one.state in COUNTS))


def locked(need_id: int) -> ProjectNeed:
    """The need with all that is brought, read again under its lock."""
    chosen = select(ProjectNeed).where(ProjectNeed.id == need_id).with_for_update()
    need = db.session.scalars(chosen.execution_options(populate_existing=True)).one()
    db.session.refresh(need, ["pledges"])
    return need


def add(project: Project, wanted: Wanted, by: By, *, token: str, now: datetime) -> ProjectNeed:
    """One more thing that is needed; the same form sent twice is one need (PROMISES B3)."""
    known = db.session.scalar(select(ProjectNeed).where(ProjectNeed.form_token == token))
    if known is not None:
        return known
    require_running(project)
    if len(project.needs) >= MOST_NEEDS:
        raise TooMany
    row = ProjectNeed(project_id=project.id, added_at=now, form_token=token, **vars(wanted))
    db.session.add(row)
    db.session.flush()
    record.note(project, "need", by, now=now, **record.of_need(row))
    return row


def change(need: ProjectNeed, wanted: Wanted, by: By, *, version: int, now: datetime) -> None:
    """More, less or in other words. Lowered below what is brought, it shows as more than needed. Raises Clash."""
    if need.version != version:
        raise Clash
    if wanted.kind != need.kind and any(one.state in COUNTS for one in need.pledges):
        raise HasBrought
    for name, value in vars(wanted).items():
        setattr(need, name, value)
    db.session.flush()
    record.note(need.project, "need_changed", by, now=now, **record.of_need(need))


def remove(need: ProjectNeed, by: By, *, now: datetime) -> None:
    """No longer needed. Raises HasBrought while somebody brings something for it."""
    if need.withdrawn_at is not None:
        return
    if any(one.state in COUNTS for one in need.pledges):
        raise HasBrought
    need.withdrawn_at = now
    record.note(need.project, "need_gone", by, now=now, **record.of_need(need))


def bring(need: ProjectNeed, amount: int, said: str, by: By, *, token: str, now: datetime) -> Pledge:
    """An association brings so much; the same form sent twice counts once. Raises MoreThanNeeded or IsCovered."""
    known = db.session.scalar(select(Pledge).where(Pledge.form_token == token))
    if known is not None:
        return known
    require_running(need.project)
    if need.withdrawn_at is not None:
        raise NotPossibleNow
    _refuse_too_much(need, amount)
    row = Pledge(
        association_id=by.association_id,
        person_id=by.person_id,
        amount=amount,
        words=said,
        given_at=now,
        form_token=token,
        state="given",
    )
    need.pledges.append(row)
    db.session.flush()
    record.note(need.project, "brings", by, now=now, **record.of_pledge(row))
    return row


def _refuse_too_much(need: ProjectNeed, amount: int) -> None:
    missing = meter_of(need).missing
    if not missing:
        raise IsCovered
    if amount > missing:
        raise MoreThanNeeded(missing, words.amount(need.kind, missing, need.unit))


def take_back(pledge: Pledge, by: By, *, now: datetime) -> None:
    """Before it is used, what was offered can be taken back. Raises AlreadyUsed."""
    if pledge.state == "used":
        raise AlreadyUsed
    if pledge.state == "given":
        pledge.state, pledge.settled_at = "withdrawn", now
        record.note(pledge.need.project, "takes_back", by, now=now, **record.of_pledge(pledge))


def give_again(pledge: Pledge, by: By, *, now: datetime) -> None:
    """Undo of taking back, while as much is still missing. Raises MoreThanNeeded or IsCovered."""
    if pledge.state != "withdrawn":
        return
    require_running(pledge.need.project)
    _refuse_too_much(pledge.need, pledge.amount)
    pledge.state, pledge.settled_at = "given", None
    record.note(pledge.need.project, "brings", by, now=now, **record.of_pledge(pledge))


def mark_used(pledge: Pledge, by: By, *, now: datetime) -> None:
    """The owner says that it was used; from here on it cannot be taken back. Raises NotPossibleNow."""
    if pledge.state == "withdrawn":
        raise NotPossibleNow
    if pledge.state == "given":
        pledge.state, pledge.settled_at = "used", now
        record.note(pledge.need.project, "used", by, now=now, **record.of_pledge(pledge))


def pledge_of(project: Project, pledge_id: int) -> Pledge | None:
    """Something brought to this project, under its need's lock."""
    chosen = select(Pledge).options(joinedload(Pledge.need)).where(Pledge.id == pledge_id)
    found = db.session.scalars(chosen).first()
    if found is None or found.need.project_id != project.id:
        return None
    locked(found.need_id)
    db.session.refresh(found)
    return found
