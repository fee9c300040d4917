"""What who reports can do: tell, add words, read their data, have everything erased. All inside `transaction()`."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, select, text, update

from wok.bookings import codes
from wok.db import db
from wok.fair_access import guard, messages, queries
from wok.fair_access.models import FairCase, FairLeftOut, FairLine, FairLook
from wok.fair_access.refusals import CaseErased, NobodyReads
from wok.mail import outbox
from wok.mail.models import DeliveredCopy, Message
from wok.people import attempts

KEPT_FOR = timedelta(days=730)
BATCH = 200
GONE: dict[str, Any] = {
    "code": None,
    "word_hash": "",
    "association_said": "",
    "happened": "",
    "happened_when": "",
    "wish": "",
    "reach": "none",
    "contact_email": None,
    "contact_phone": None,
    "waiting_since": None,
    "form_token": None,
}


def word_hash(code: str, word: str) -> str:
    """The word as it is kept: only this installation can make it, and it fits one code alone."""
    return attempts.keyed(f"fair {codes.read_code(code)} {word}")


def known(token: str) -> FairCase | None:
    """The case that this form has become already."""
    return db.session.scalar(select(FairCase).where(FairCase.form_token == token))


def tell(report: Any, *, language: str, token: str, now: datetime) -> FairCase:
    """A new case; the same form sent twice is one (PROMISES B3). Raises NobodyReads when all are left out."""
    before = known(token)
    if before is not None:
        return before
    readers = [one for one in queries.readers() if one.id not in report.left_out]
    if not readers:
        raise NobodyReads
    code = codes.new_code()
    case = FairCase(
        code=code,
        word_hash=word_hash(code, report.word),
        language=language,
        place=report.place,
        kind=report.kind,
        association_said=report.association,
        happened=report.happened,
        happened_when=report.happened_when,
        wish=report.wish,
        reach=report.reach,
        contact_email=report.email,
        contact_phone=report.phone,
        received_at=now,
        stepped_at=now,
        changed_at=now,
        form_token=token,
    )
    db.session.add(case)
    db.session.flush()
    db.session.add_all([FairLeftOut(case_id=case.id, person_id=number) for number in report.left_out])
    db.session.flush()
    link = messages.follow_link(language)
    messages.tell_writer("received", case, f"fair:{case.id}:received", link=link, now=now)
    messages.tell_readers(case, "received", readers, now=now)
    return case


def add(case: FairCase, words: str, *, token: str, now: datetime) -> None:
    """More words from who wrote; a closed case opens again. Raises CaseErased."""
    case = locked(case)
    if case.erased_at is not None:
        raise CaseErased
    if db.session.scalar(select(FairLine.id).where(FairLine.form_token == token)) is not None:
        return
    line = FairLine(case_id=case.id, kind="from_them", at=now, words=words, language=case.language, form_token=token)
    db.session.add(line)
    case.waiting_since, case.changed_at = case.waiting_since or now, now
    if case.state == "closed":
        case.state, case.stepped_at, case.closed_at = "talks", now, None
        db.session.add(FairLine(case_id=case.id, kind="step", at=now, words="talks"))
    db.session.flush()
    messages.tell_readers(case, f"more:{line.id}", queries.readers_of(case.id), now=now)


def locked(case: FairCase) -> FairCase:
    """The case as it stands, with its row locked."""
    chosen = select(FairCase).where(FairCase.id == case.id).with_for_update(of=FairCase)
    return db.session.scalars(chosen.execution_options(populate_existing=True)).one()


def erase(case: FairCase, *, now: datetime) -> None:
    """Everything said and every way to reach them goes; what is left is counted: when, what kind, how it ended."""
    case = locked(case)
    if case.state != "closed":
        case.state, case.stepped_at, case.closed_at = "closed", now, now
        case.outcome = case.outcome or "withdrawn"
        case.counted_at, case.counted_as = case.counted_at or now, case.counted_as or case.outcome
    _forget([case.id], now=now)
    db.session.expire(case)


def _forget(ids: list[int], *, now: datetime) -> None:
    for number in ids:
        ours = Message.cause.startswith(f"fair:{number}:")
        sent = select(Message.message_id).where(ours)
        db.session.execute(delete(DeliveredCopy).where(DeliveredCopy.message_id.in_(sent)))
        outbox.void(now=now, cause=f"fair:{number}:received")
        db.session.execute(delete(Message).where(ours, Message.kind != "fair_access/waits"))
    for table in (FairLine, FairLeftOut):
        db.session.execute(delete(table).where(table.case_id.in_(ids)))
    gone = update(FairCase).where(FairCase.id.in_(ids)).values(**GONE, erased_at=now, version=FairCase.version + 1)
    db.session.execute(gone.execution_options(synchronize_session=False))


def forget_old(*, now: datetime) -> int:
    """Cases closed two years ago become counts; looks of two years ago go. A batch at a time, for the job that tidies."""
    old = select(FairCase.id).where(FairCase.closed_at < now - KEPT_FOR, FairCase.erased_at.is_(None))
    ids = list(db.session.scalars(old.order_by(FairCase.id).limit(BATCH)))
    if ids:
        _forget(ids, now=now)
    old_enough = guard.OLD_ENOUGH[db.engine.dialect.name].format(row="fair_look")  # a clock set ahead deletes nothing
    db.session.execute(delete(FairLook).where(FairLook.at < now - guard.KEPT_FOR, text(old_enough)))
    return len(ids)


def data_of(case: FairCase, *, now: datetime) -> dict[str, Any]:
    """All that is kept about one report, for who wrote it; never who of us looked, nor our notes."""
    names = "place kind association_said happened happened_when wish reach contact_email contact_phone state outcome"
    return {
        "code": codes.spoken(case.code or ""),
        **{name: getattr(case, name) for name in names.split()},
        "received_at": case.received_at.isoformat(),
        "letters": [
            {"at": one.at.isoformat(), "from": one.kind, "words": one.words} for one in queries.letters(case, now=now)
        ],
    }
