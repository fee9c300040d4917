"""A date found together: proposed, answered by partners and by whoever has the link, and closed once."""

import secrets
from datetime import datetime

from sqlalchemy import select

from wok.db import db
from wok.people.refusals import Clash
from wok.projects import dates, record, rules
from wok.projects.facts import By, Proposed, Voice
from wok.projects.models import DatePoll, PollDate, PollVoter, Project
from wok.projects.refusals import NoSuchTimes, NotPossibleNow, PollClosed, TimeOver, TooMany
from wok.projects.services import require_running

MOST_VOTERS = 200


def locked(poll_id: int) -> DatePoll:
    """The poll, read again under its lock."""
    chosen = select(DatePoll).where(DatePoll.id == poll_id).with_for_update()
    found = db.session.scalars(chosen.execution_options(populate_existing=True)).one()
    db.session.refresh(found, ["dates", "voters"])
    return found


def is_live(poll: DatePoll, *, now: datetime) -> bool:
    """Open, with a time still to come, of a project that runs."""
    is_on = poll.state == "open" and poll.project.state not in rules.ENDED
    return is_on and any(one.starts_at > now for one in poll.dates)


def open_poll(project: Project, proposed: Proposed, by: By, *, token: str, now: datetime) -> DatePoll:
    """Ask for a date; the same form sent twice asks once.

    One question is open at a time; one whose times
    are all over ends. Raises NoSuchTimes, NotPossibleNow.
    """
    known = db.session.scalar(select(DatePoll).where(DatePoll.form_token == token))
    if known is not None:
        return known
    require_running(project)
    _end_old(project, now=now)
    starts = sorted(set(proposed.starts))
    fewest, most = dates.TIMES
    if not fewest <= len(starts) <= most or starts[0] <= now:
        raise NoSuchTimes
    row = DatePoll(
        project_id=project.id,
        minutes=proposed.minutes,
        opened_at=now,
        link_token=secrets.token_urlsafe(16),
        form_token=token,
        dates=[PollDate(starts_at=at) for at in starts],
    )
    db.session.add(row)
    db.session.flush()
    record.note(project, "poll", by, now=now)
    return row


def _end_old(project: Project, *, now: datetime) -> None:
    standing = select(DatePoll).where(DatePoll.project_id == project.id, DatePoll.state == "open")
    for one in db.session.scalars(standing).all():
        if is_live(one, now=now):
            raise NotPossibleNow
        one.state, one.closed_at = "ended", now
    db.session.flush()


def answer(poll: DatePoll, voice: Voice, *, token: str, now: datetime, voter: PollVoter | None = None) -> PollVoter:
    """Say yes, maybe or no to the dates; a second time changes the first.

    Raises PollClosed, ProjectEnded, TimeOver or TooMany.
    """
    if poll.state != "open":
        raise PollClosed
    require_running(poll.project)
    if not is_live(poll, now=now):
        raise TimeOver
    row = voter or _voter(poll, voice, token)
    if row is None:
        if len(poll.voters) >= MOST_VOTERS:
            raise TooMany
        row = PollVoter(link_token=secrets.token_urlsafe(16), form_token=token, person_id=voice.person_id)
        poll.voters.append(row)
    known = {str(one.id) for one in poll.dates}
    row.answers = {day: said for day, said in voice.answers.items() if day in known and said in rules.ANSWERS}
    row.association_id, row.language, row.at = voice.association_id, voice.language, now
    row.name, row.email = voice.name, voice.email
    db.session.flush()
    return row


def _voter(poll: DatePoll, voice: Voice, token: str) -> PollVoter | None:
    if voice.person_id is not None:
        return next((one for one in poll.voters if one.person_id == voice.person_id), None)
    return next((one for one in poll.voters if one.form_token == token), None)


def close(poll: DatePoll, date_id: int | None, by: By, *, version: int, now: datetime) -> bool:
    """Close with a date, or without one. False when it was so already.

    Raises Clash, NotPossibleNow, ProjectEnded or TimeOver.
    """
    chosen = next((one for one in poll.dates if one.id == date_id), None)
    if poll.state != "open":
        if (chosen.starts_at if chosen else None) != poll.chosen_at:
            raise NotPossibleNow
        return False
    if poll.version != version:
        raise Clash
    if date_id is not None and chosen is None:
        raise NotPossibleNow
    if chosen is not None:
        require_running(poll.project)
        if chosen.starts_at <= now:
            raise TimeOver
    poll.state, poll.closed_at = ("found" if chosen else "ended"), now
    poll.chosen_at = chosen.starts_at if chosen else None
    db.session.flush()
    record.note(poll.project, "date" if chosen else "poll_ended", by, now=now)
    return True
