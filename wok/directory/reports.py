"""A letter somebody finds wrong: the conversation stands still, staff read it (and it is logged) and decide."""

from datetime import datetime, timedelta

from sqlalchemy import select

from wok.db import db
from wok.directory import bars, messages
from wok.directory.locks import lock
from wok.directory.models import Conversation, LetterLook, LetterReport
from wok.directory.refusals import Closed, DecidedAlready
from wok.mail import outbox

LOOK_LASTS = timedelta(minutes=30)


def report(
    conversation: Conversation, *, is_by_association: bool, by_id: int | None, words: str, now: datetime
) -> LetterReport:
    """Stop the conversation; what has not gone out stays. Raises Closed."""
    lock(conversation)
    if conversation.state != "open":
        raise Closed
    conversation.state = "stopped"
    for letter in conversation.letters:
        if letter.goes_at is not None and letter.goes_at > now and letter.taken_back_at is None:
            outbox.void(now=now, cause=messages.cause_of(letter))
            letter.taken_back_at = now
    row = LetterReport(
        conversation=conversation, is_by_association=is_by_association, by_id=by_id, words=words, reported_at=now
    )
    db.session.add(row)
    db.session.flush()
    return row


def withdraw(conversation: Conversation, *, is_by_association: bool) -> None:
    """The report was a mistake; its side takes it back while nobody has decided. Raises DecidedAlready."""
    open_ones = (LetterReport.conversation_id == conversation.id, LetterReport.decision == "")
    row = db.session.scalar(select(LetterReport).where(*open_ones).with_for_update())
    if row is None or row.is_by_association != is_by_association:
        raise DecidedAlready
    db.session.delete(row)
    conversation.state = "open"
    db.session.flush()


def look(row: LetterReport, *, by_id: int, now: datetime) -> None:
    """A colleague reads the letters: it stands on record."""
    db.session.add(LetterLook(report_id=row.id, person_id=by_id, at=now))
    db.session.flush()


def looks(row: LetterReport) -> list[LetterLook]:
    """Who read them, in order."""
    chosen = select(LetterLook).where(LetterLook.report_id == row.id).order_by(LetterLook.id)
    return list(db.session.scalars(chosen))


def may_read(row: LetterReport, *, person_id: int, now: datetime) -> bool:
    """Whether this colleague has just said that they read it."""
    return any(one.person_id == person_id and one.at > now - LOOK_LASTS for one in looks(row))


def decide(
    row: LetterReport, decision: str, reason: str, *, version: int, by_id: int, now: datetime, undo: timedelta
) -> None:
    """Go on ("dismissed") or bar who wrote ("barred"). Both sides hear it after the time to undo. Raises DecidedAlready."""
    if row.decision or row.version != version:
        raise DecidedAlready
    row.decision, row.reason, row.decided_at, row.decided_by_id = decision, reason, now, by_id
    conversation = row.conversation
    conversation.state = "open" if decision == "dismissed" else "closed"
    if decision == "barred":
        is_answer = not row.is_by_association  # the other side is barred
        keys = bars.keys_of_side(conversation, is_answer=is_answer)
        bars.bar(keys if is_answer else bars.keys_of_writer(conversation), conversation, None, now=now)
    db.session.flush()
    messages.tell_decision(row, now=now, due_at=now + undo)


def undo_decision(row: LetterReport, *, now: datetime, undo: timedelta) -> None:
    """Take the decision back while nobody has been told. Raises DecidedAlready."""
    if not row.decision or row.decided_at is None or row.decided_at + undo <= now:
        raise DecidedAlready
    outbox.void(now=now, cause=f"letter_report:{row.id}:{row.version}")
    bars.lift(row.conversation, None, now=now)
    row.decision, row.reason, row.decided_at, row.decided_by_id = "", "", None, None
    row.conversation.state = "stopped"
    db.session.flush()


def block(conversation: Conversation, *, now: datetime) -> None:
    """The association wants no more letters of this writer. Raises Closed."""
    lock(conversation)
    if conversation.state != "open":
        raise Closed
    conversation.state = "closed"
    bars.bar(bars.keys_of_writer(conversation), conversation, conversation.association_id, now=now)


def unblock(conversation: Conversation, *, now: datetime) -> None:
    """The writer may write again; a conversation that the staff closed stays closed."""
    lock(conversation)
    bars.lift(conversation, conversation.association_id, now=now)
    is_barred = bars.is_barred(bars.keys_of_writer(conversation), None)
    if conversation.state == "closed" and not is_barred:
        conversation.state = "open"
    db.session.flush()
