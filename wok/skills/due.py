"""What is due for skills: bookings followed, asks lapsed, hours asked for, old words erased. Twice does no harm."""

from datetime import datetime, time, timedelta

from sqlalchemy import select, update

from wok.alone import alone
from wok.db import db, transaction
from wok.kernel import weekly
from wok.skills import asking, following, messages, rules
from wok.skills.models import SkillAsk, SkillCall

BATCH = 200
HOURS_FROM = time(9)  # the morning after
WORDS_KEPT = timedelta(days=90)
NAMES_KEPT = timedelta(days=730)


def run(now: datetime) -> str:
    """Do all that is due; returns what was done in words for the jobs page."""
    done = {
        "bookings followed": follow(now=now),
        "lapsed": lapse(now=now),
        "hours asked": ask_hours(now=now),
        "reminded": remind(now=now),
        "words erased": erase(now=now),
    }
    return ", ".join(f"{count} {what}" for what, count in done.items() if count)


def follow(*, now: datetime) -> int:
    """Cancelled and moved bookings."""
    found = following.due(now=now)
    for ask_id in found:
        with alone(f"help {ask_id}"):
            following.follow(db.session.get_one(SkillAsk, ask_id), now=now)
    return len(found)


def lapse(*, now: datetime) -> int:
    """Nobody answered before it began."""
    late = select(SkillAsk.id).where(SkillAsk.state.in_(("asked", "declined")), SkillAsk.starts_at <= now)
    found = list(db.session.scalars(late.order_by(SkillAsk.id).limit(BATCH)))
    for ask_id in found:
        with alone(f"help {ask_id}"):
            asking.lapse(db.session.get_one(SkillAsk, ask_id), now=now)
    return len(found)


def ask_hours(*, now: datetime) -> int:
    """The day after, both sides are asked how long it was."""
    if weekly.local_time(now) < HOURS_FROM:
        return 0
    before = weekly.day_span(weekly.local_day(now)).start
    chosen = select(SkillAsk.id).where(
        SkillAsk.state == "confirmed", SkillAsk.hours_asked_at.is_(None), SkillAsk.ends_at < before
    )
    return _each(list(db.session.scalars(chosen.order_by(SkillAsk.id).limit(BATCH))), now=now, is_reminder=False)


def remind(*, now: datetime) -> int:
    """Whoever has said nothing for some days is asked once more; then staff look after it."""
    chosen = select(SkillAsk.id).where(
        SkillAsk.state == "confirmed",
        SkillAsk.hours_asked_at <= now - rules.REMIND_AFTER,
        SkillAsk.hours_reminded_at.is_(None),
    )
    return _each(list(db.session.scalars(chosen.order_by(SkillAsk.id).limit(BATCH))), now=now, is_reminder=True)


def _each(found: list[int], *, now: datetime, is_reminder: bool) -> int:
    for ask_id in found:
        with alone(f"help {ask_id}"):
            row = db.session.get_one(SkillAsk, ask_id, with_for_update=True, populate_existing=True)
            _ask_both(row, now=now, is_reminder=is_reminder)
    return len(found)


def _ask_both(row: SkillAsk, *, now: datetime, is_reminder: bool) -> None:
    is_asked = row.hours_reminded_at if is_reminder else row.hours_asked_at
    if row.state != "confirmed" or is_asked is not None:
        return
    if is_reminder:
        row.hours_reminded_at = now
    else:
        row.hours_asked_at = now
    cause = "hours again" if is_reminder else "hours"
    if row.asker_halves is None and row.association_id is not None:
        messages.tell_asker("hours", row, now=now, cause=cause, is_reminder=is_reminder)
    for one in row.calls:
        if one.state == "yes" and row.helper_halves is None:
            messages.tell_helper("hours", one, now=now, cause=cause, is_reminder=is_reminder, is_helper=True)


def erase(*, now: datetime) -> int:
    """Words about an ask go 90 days after it, who asked after two years; hours and credits stay."""
    old = SkillAsk.ends_at < now - WORDS_KEPT, (SkillAsk.purpose != "") | (SkillAsk.place != "")
    ids = list(db.session.scalars(select(SkillAsk.id).where(*old).limit(BATCH)))
    names = SkillAsk.ends_at < now - NAMES_KEPT, SkillAsk.person_id.is_not(None)
    nameless = list(db.session.scalars(select(SkillAsk.id).where(*names).limit(BATCH)))
    said = select(SkillCall.id).join(SkillAsk, SkillAsk.id == SkillCall.ask_id)
    calls = list(
        db.session.scalars(said.where(SkillAsk.ends_at < now - WORDS_KEPT, SkillCall.words != "").limit(BATCH))
    )
    if ids or nameless or calls:
        with transaction():
            db.session.execute(update(SkillAsk).where(SkillAsk.id.in_(ids)).values(purpose="", place=""))
            db.session.execute(update(SkillAsk).where(SkillAsk.id.in_(nameless)).values(person_id=None))
            db.session.execute(update(SkillCall).where(SkillCall.id.in_(calls)).values(words=""))
    return len(ids) + len(nameless) + len(calls)
