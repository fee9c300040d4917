"""The jobs' check of the record, and what it found last: for the page of health and the mail that tells staff."""

import logging
from datetime import datetime

from sqlalchemy import text

from wok.db import db, transaction
from wok.record import checking, kept, sealing

log = logging.getLogger("wok.record")

JOB = "record check"
WHOLE = "whole"


def run(now: datetime) -> str:
    """Seal stragglers, check everything, keep the newest digest elsewhere; says what was found."""
    with transaction():
        sealing.seal(now=now, is_thorough=True)
    found = checking.check(kept.read())
    if found.faults:
        log.error("the record is not whole: %s", "; ".join(found.faults[:3]))
        return f"{len(found.faults)} faults: {found.faults[0]}"
    if found.last:
        log.info("the record is whole, newest seal %s", found.digest)
        kept.keep(*found.last, now=now)
    return WHOLE


def said() -> str | None:
    """What the last check said, without asking the jobs' own table by its model; None before the first."""
    asked = text("SELECT words FROM job_run WHERE name = :name")
    found = db.session.scalar(asked, {"name": JOB})
    return None if found is None else str(found)


def is_whole() -> bool:
    """Nothing was found to be changed; nothing checked yet is no fault."""
    return said() in (None, "", WHOLE)
