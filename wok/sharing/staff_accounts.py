"""What staff change in a group's account, each change undoable for ten minutes."""

from datetime import date, datetime

from sqlalchemy import select

from wok.bookings.refusals import TooLateToUndo
from wok.bookings.told import undo_time
from wok.db import db
from wok.kernel import weekly
from wok.people.models import Person
from wok.sharing import parameters, penalties
from wok.sharing.ledger_models import Contribution, SharePenalty
from wok.sharing.staff_refusals import AlreadyExcused, InTheFuture


def excuse(penalty: SharePenalty, reason: str, by: Person, *, now: datetime) -> None:
    """It counts no more. Raises AlreadyExcused."""
    db.session.refresh(penalty, with_for_update=True)
    if penalty.excused_at is not None:
        raise AlreadyExcused
    penalties.excuse(penalty, reason, by, now=now)


def unexcuse(penalty: SharePenalty, *, now: datetime) -> None:
    """It counts again. Raises TooLateToUndo."""
    db.session.refresh(penalty, with_for_update=True)
    if penalty.excused_at is None or now > penalty.excused_at + undo_time():
        raise TooLateToUndo
    penalty.excused_at, penalty.excused_by_id, penalty.excuse = None, None, ""
    db.session.flush()


def contribute(
    association_id: int, family: str, units: int, what: str, *, by: Person, on: date, form_token: str, now: datetime
) -> Contribution:
    """So many hours given or days lent, at the rule's points for each; one form is one line. Raises InTheFuture."""
    before = db.session.scalar(select(Contribution).where(Contribution.form_token == form_token))
    if before is not None:
        return before
    if on > weekly.local_day(now):
        raise InTheFuture
    points = units * parameters.current(on).contribution_points
    row = penalties.contribute(association_id, family, points, what, by=by, on=on, now=now)
    row.form_token = form_token
    db.session.flush()
    return row


def uncontribute(row: Contribution, *, now: datetime) -> None:
    """It was written down by mistake. Raises TooLateToUndo."""
    if now > row.made_at + undo_time():
        raise TooLateToUndo
    db.session.delete(row)
    db.session.flush()
