"""What named colleagues do with a report: look, write, note, take a step, leave somebody out. All inside `transaction()`."""

from datetime import datetime, timedelta

from sqlalchemy import delete, select

from wok.db import db
from wok.fair_access import messages, queries
from wok.fair_access.models import FairCase, FairLeftOut, FairLine, FairLook, FairReader
from wok.fair_access.refusals import AlreadyRead, CaseErased, LastReader, OutcomeMissing
from wok.mail import outbox
from wok.people.models import Person


def look(case_id: int, person: Person, *, now: datetime) -> None:
    """Somebody opened it: noted each time."""
    db.session.add(FairLook(case_id=case_id, person_id=person.id, at=now))
    db.session.flush()


def name_reader(person: Person, *, now: datetime) -> None:
    """This colleague reads reports from now on."""
    row = db.session.get(FairReader, person.id)
    if row is None:
        db.session.add(FairReader(person_id=person.id, named_at=now))
    elif row.ended_at is not None:
        row.named_at, row.ended_at = now, None
    db.session.flush()


def end_reader(person: Person, *, now: datetime) -> bool:
    """This colleague reads none any more; what they followed is nobody's. False when they were not named."""
    row = db.session.get(FairReader, person.id)
    if row is None or row.ended_at is not None:
        return False
    row.ended_at = now
    for case in db.session.scalars(select(FairCase).where(FairCase.assigned_id == person.id)):
        case.assigned_id = None
    db.session.flush()
    return True


def write_letter(
    case: FairCase, words: str, language: str, *, by: Person, token: str, undo: timedelta, now: datetime
) -> FairLine | None:
    """A letter to who wrote; it shows once it can no longer be taken back. The first one is the first answer.

    None when this form was sent before. Raises CaseErased.
    """
    _not_erased(case)
    if _was_sent(token):
        return None
    line = FairLine(
        case_id=case.id, kind="to_them", at=now, by_id=by.id, words=words, language=language, shows_at=now + undo,
        form_token=token,
    )  # fmt: skip
    db.session.add(line)
    case.waiting_since, case.changed_at = None, now
    if case.state == "received":
        _step(case, "answered", by=by, now=now)
    db.session.flush()
    link = messages.follow_link(case.language)
    messages.tell_writer("letter", case, _cause(line), link=link, now=now, after=undo)
    return line


def _cause(line: FairLine) -> str:
    return f"fair:{line.case_id}:letter:{line.id}"


def take_back(case: FairCase, line: FairLine, *, now: datetime) -> None:
    """A letter that nobody can have read yet becomes a note; a first answer was none. Raises AlreadyRead."""
    if line.kind != "to_them" or line.shows_at is None or line.shows_at <= now:
        raise AlreadyRead
    outbox.void(now=now, cause=_cause(line))
    line.kind, line.shows_at = "note", None
    db.session.flush()
    others = select(FairLine.id).where(FairLine.case_id == case.id, FairLine.kind == "to_them")
    if case.state == "answered" and db.session.scalar(others.limit(1)) is None:
        steps = (FairLine.case_id == case.id, FairLine.kind == "step", FairLine.words == "answered")
        db.session.execute(delete(FairLine).where(*steps))
        case.state, case.stepped_at = "received", case.received_at
    case.changed_at = now
    db.session.flush()


def write_note(case: FairCase, words: str, *, by: Person, token: str, now: datetime) -> None:
    """A note that only named colleagues read. Raises CaseErased."""
    _not_erased(case)
    if not _was_sent(token):
        db.session.add(FairLine(case_id=case.id, kind="note", at=now, by_id=by.id, words=words, form_token=token))
        db.session.flush()


def change_step(
    case: FairCase, step: str, outcome: str, colleague_id: int | None, *, by: Person, now: datetime
) -> None:
    """How far it is, how it ended, who follows it. Raises OutcomeMissing or CaseErased."""
    _not_erased(case)
    if step in ("decided", "follow_up", "closed") and not outcome:
        raise OutcomeMissing
    case.outcome, case.assigned_id, case.changed_at = outcome, colleague_id, now
    if step != case.state:
        _step(case, step, by=by, now=now)
    db.session.flush()


def _step(case: FairCase, step: str, *, by: Person, now: datetime) -> None:
    case.state, case.stepped_at = step, now
    case.closed_at = now if step == "closed" else None
    if step == "decided":
        case.decided_at = now
    if step == "closed" and case.counted_at is None:
        case.counted_at, case.counted_as = now, case.outcome
    db.session.add(FairLine(case_id=case.id, kind="step", at=now, by_id=by.id, words=step))


def leave_out(case: FairCase, person_id: int, *, now: datetime) -> None:
    """This colleague can open it no more. Raises LastReader when nobody would be left."""
    rest = [one for one in queries.readers_of(case.id) if one.id != person_id]
    if not rest:
        raise LastReader
    db.session.add(FairLeftOut(case_id=case.id, person_id=person_id))
    if case.assigned_id == person_id:
        case.assigned_id = None
    case.changed_at = now
    db.session.flush()


def told(line: FairLine, *, now: datetime | None) -> None:
    """Its writer was called about this letter, or was not after all."""
    line.told_at = now
    db.session.flush()


def _not_erased(case: FairCase) -> None:
    if case.erased_at is not None:
        raise CaseErased


def _was_sent(token: str) -> bool:
    return db.session.scalar(select(FairLine.id).where(FairLine.form_token == token)) is not None
