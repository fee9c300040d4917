"""Guessing is limited, and nobody can be locked out by it (PROMISES S5).

Failures are counted in the database per purpose and key; only the address that guesses is slowed.
Keys are kept as keyed hashes, so the table names nobody.
"""

import hashlib
import hmac
from datetime import datetime, timedelta

from flask import current_app
from sqlalchemy import func, select

from wok.db import db
from wok.people.models import Attempt

WITHIN = timedelta(minutes=15)
PER_ADDRESS = 20  # failures from one address within WITHIN; a whole house may share an address


def keyed(text: str) -> str:
    """A hash of `text` that only this installation can make."""
    return hmac.new(current_app.config["SECRET_KEY"].encode(), text.encode(), hashlib.sha256).hexdigest()


def note(purpose: str, key: str, *, now: datetime) -> None:
    """Count one try; call it inside a transaction that commits."""
    db.session.add(Attempt(purpose=purpose, key_hash=keyed(key), at=now))
    db.session.flush()


def count(purpose: str, key: str, *, since: datetime) -> int:
    """How many tries were counted after `since`."""
    chosen = (Attempt.purpose == purpose, Attempt.key_hash == keyed(key), Attempt.at > since)
    return db.session.scalar(select(func.count()).select_from(Attempt).where(*chosen)) or 0


def is_slowed(purpose: str, key: str, *, now: datetime, most: int = PER_ADDRESS, within: timedelta = WITHIN) -> bool:
    """Whether this key has failed too often to try again now."""
    return count(purpose, key, since=now - within) >= most
