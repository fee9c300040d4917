"""What anybody may read of rounds. A round's name in an address is its key with hyphens for spaces."""

import json
import re

from sqlalchemy import func, select
from sqlalchemy.orm import defer

from wok.db import db
from wok.sharing.models import ShareRound

PAGE, LAST_PAGE = 40, 500
COMING = 30
UNDRAWN = ("open", "closed")
NAME = re.compile(r"[A-Za-z0-9-]{1,80}", re.ASCII)
TEXTS = (ShareRound.snapshot, ShareRound.outcome, ShareRound.document)


def name_of(row: ShareRound) -> str:
    """What stands for the round in an address."""
    return row.key.replace(" ", "-")


def round_called(name: str) -> ShareRound | None:
    """The round of an address."""
    if not NAME.fullmatch(name):
        return None
    return db.session.scalar(select(ShareRound).where(func.replace(ShareRound.key, " ", "-") == name))


def coming() -> list[ShareRound]:
    """Rounds that are not drawn yet, the next to close first."""
    chosen = select(ShareRound).options(*map(defer, TEXTS)).where(ShareRound.state.in_(UNDRAWN))
    return list(db.session.scalars(chosen.order_by(ShareRound.closes_at, ShareRound.id).limit(COMING)))


def over(page: int) -> tuple[list[ShareRound], bool]:
    """One page of published rounds, the latest first, and whether there are more."""
    chosen = select(ShareRound).options(*map(defer, TEXTS)).where(ShareRound.state == "published")
    chosen = chosen.order_by(ShareRound.closes_at.desc(), ShareRound.id.desc())
    found = list(db.session.scalars(chosen.offset(page * PAGE).limit(PAGE + 1)))
    return found[:PAGE], len(found) > PAGE


def count_of(row: ShareRound) -> int | None:
    """How many requests a round decided or will; nobody is told while its wishes are open."""
    if row.state == "open":
        return None
    text = row.document or row.snapshot
    plain = json.loads(text) if text else {}
    return len(plain.get("input", plain).get("requests", []))
