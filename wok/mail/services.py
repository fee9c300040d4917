"""What staff do with the outbox: tick a call, take the tick back, have a failed mail tried again.

Each is a conditional UPDATE: pressing twice does no harm. True when something changed.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, update

from wok.db import db
from wok.mail.models import MailAnswer, Message


def tick(message_id: int, *, by: int, now: datetime) -> bool:
    """The person was told: by phone, through their association, or at the Wok; also when their mail had failed."""
    return _change(
        message_id,
        (Message.channel != "email") & (Message.state == "due")
        | (Message.channel == "email") & (Message.state == "failed"),
        {"state": "done", "finished_at": now, "finished_by": by},
    )


def untick_call(message_id: int) -> bool:
    """The tick was a mistake: the call is due again."""
    changes = {"state": "due", "finished_at": None, "finished_by": None}
    return _change(message_id, (Message.channel != "email") & (Message.state == "done"), changes)


def untick_mail(message_id: int) -> bool:
    """The tick was a mistake: the mail stands among the failed again."""
    changes = {"state": "failed", "finished_by": None}
    return _change(message_id, (Message.channel == "email") & (Message.state == "done"), changes)


def try_again(message_id: int) -> bool:
    """Send a failed mail once more, with all its tries."""
    changes = {"state": "due", "tries": 0, "lease_until": None, "finished_at": None}
    return _change(message_id, (Message.channel == "email") & (Message.state == "failed"), changes)


def _change(message_id: int, condition: ColumnElement[bool], changes: dict[str, Any]) -> bool:
    change = update(Message).where(Message.id == message_id, condition).values(**changes)
    done = db.session.execute(change.execution_options(synchronize_session=False))
    return bool(getattr(done, "rowcount", 0))


def read_answer(answer_id: int, *, by: int, now: datetime) -> bool:
    """Somebody read this mail and did what it needs."""
    return _mark_answer(answer_id, "new", {"state": "read", "read_at": now, "read_by": by})


def unread_answer(answer_id: int) -> bool:
    """The tick was a mistake: it waits again."""
    return _mark_answer(answer_id, "read", {"state": "new", "read_at": None, "read_by": None})


def _mark_answer(answer_id: int, before: str, changes: dict[str, Any]) -> bool:
    change = update(MailAnswer).where(MailAnswer.id == answer_id, MailAnswer.state == before).values(**changes)
    done = db.session.execute(change.execution_options(synchronize_session=False))
    return bool(getattr(done, "rowcount", 0))
