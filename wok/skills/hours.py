"""Hours given: said by both sides, equal or settled by staff; then the helper's group is credited, once.

All inside `transaction()`.
"""

from datetime import datetime

from wok.db import db
from wok.kernel import weekly
from wok.people.models import Person
from wok.sharing import circles, parameters, penalties
from wok.skills import messages, queries, rules
from wok.skills.models import SkillAsk
from wok.skills.refusals import Answered, NotOverYet
from wok.skills.words import hours_words, skill_words
from wok.web.language import in_language
from wok.web.sentences import colon

FAMILY = "equipment"  # skills and equipment are one family of sharing (FAIRNESS.md 4)
ASKER, HELPER = "asker", "helper"


def say(row: SkillAsk, side: str, halves: int, *, now: datetime) -> None:
    """One side says how long it was; 0 is "nobody came". Raises NotOverYet, Answered."""
    queries.lock(row)
    if row.state == "done" or row.state != "confirmed":
        raise Answered
    if row.ends_at > now:
        raise NotOverYet
    if side == HELPER:
        row.helper_halves = halves
    else:
        row.asker_halves = halves
    row.changed_at = now
    found = rules.agreed(row.asker_halves, row.helper_halves)
    if found is not None:
        _finish(row, found, None, now=now)
    db.session.flush()


def settle(row: SkillAsk, halves: int, by: Person, *, now: datetime) -> None:
    """Staff say how long it was. Raises NotOverYet, Answered."""
    queries.lock(row)
    if row.state != "confirmed":
        raise Answered
    if row.ends_at > now:
        raise NotOverYet
    _finish(row, halves, by, now=now)


def _finish(row: SkillAsk, halves: int, by: Person | None, *, now: datetime) -> None:
    """Done: the credit stands once, as the row is locked and its state changes with it."""
    row.state, row.agreed_halves, row.settled_at, row.changed_at = "done", halves, now, now
    row.contribution_id = _credit(row, halves, by, now=now)
    db.session.flush()
    for one in row.calls:
        if one.state == "yes":
            messages.tell_helper("settled", one, now=now, given=lambda: hours_words(halves))
    messages.tell_asker("settled", row, now=now, given=lambda: hours_words(halves))


def _credit(row: SkillAsk, halves: int, by: Person | None, *, now: datetime) -> int | None:
    """A contribution for the helper's group; none for less than an hour, or help within one group."""
    on = weekly.local_day(row.starts_at)
    points = rules.points(halves, parameters.current(on).contribution_points)
    if not points or row.helper is None or _is_one_group(row, now=now):
        return None
    with in_language("fr"):
        what = f"{skill_words(row.skill)}{colon()}{hours_words(halves)}"
    return penalties.contribute(row.helper.association_id, FAMILY, points, what, by=by, on=on, now=now).id


def _is_one_group(row: SkillAsk, *, now: datetime) -> bool:
    """Helping oneself counts for nothing, linked groups included."""
    if row.association_id is None or row.helper is None:
        return False
    return len(circles.circles_of([row.association_id, row.helper.association_id], now=now)) == 1
