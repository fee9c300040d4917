"""`wok backup`, `wok restore` and `wok end-all`: what the owner of the machine needs on a bad day (PROMISES F5, D7).

cli.py calls these within the application's context.
"""

import argparse
import sys
from pathlib import Path

from sqlalchemy import Update, select, update

from wok import clock, schema
from wok.calendar import erased_again
from wok.db import db, transaction
from wok.feeds.models import FeedAddress
from wok.jobs import backups
from wok.people.contact import read_email
from wok.people.models import EmailChange, Login, Person, SignInMail
from wok.record import acts, kept, sealing
from wok.record.commands import verify as verify
from wok.web.noted import note


def backup(_given: argparse.Namespace) -> int:
    """Copy the database now."""
    try:
        print(f"a copy lies in {backups.make(now=clock.now())}")
    except backups.BadCopy as fault:
        print(fault, file=sys.stderr)
        return 1
    return 0


def restore(given: argparse.Namespace) -> int:
    """Put a copy into an empty database, bring that up to date, and erase again whoever was erased since."""
    if schema.present() is not None:
        print("This database holds something already; a copy wants an empty one.", file=sys.stderr)
        return 1
    try:
        count = sum(backups.restore(Path(given.path)).values())
    except backups.BadCopy as fault:
        print(fault, file=sys.stderr)
        return 1
    print(f"{count} rows are back; database at revision {schema.upgrade()}")
    now, newest = clock.now(), sealing.last()
    kept.restored(newest.id if newest else 0, now=now)
    with acts.doing("wok restore", None, {}, now=now), transaction():
        count = sealing.seal(now=now)
    print(f"{erased_again.apply(now=now)} people erased again; {count} lines of the record sealed")
    return 0


def end_all(given: argparse.Namespace) -> int:
    """Every login, every way in that was mailed, and every private calendar link ends at once: of one person, or of all."""
    now, person = clock.now(), None
    if given.email:
        person = db.session.scalar(select(Person.id).where(Person.email == (read_email(given.email) or "")))
        if person is None:
            print(f"nobody has the address {given.email}", file=sys.stderr)
            return 1
    ended: list[Update] = [
        update(Login).where(Login.ended_at.is_(None)).values(ended_at=now),
        update(FeedAddress).where(FeedAddress.revoked_at.is_(None)).values(revoked_at=now),
        update(SignInMail).where(SignInMail.used_at.is_(None)).values(used_at=now),
        update(EmailChange).where(EmailChange.used_at.is_(None)).values(used_at=now),
    ]
    if person is not None:
        ended = [one.where(one.table.c.person_id == person) for one in ended]
    with acts.doing("wok end-all", None, {"person": person} if person else {}, now=now), transaction():
        logins, links, *_mails = [getattr(db.session.execute(one), "rowcount", 0) for one in ended]
        note("all.ended", person=person)
    print(f"{logins} logins and {links} private calendar links ended")
    return 0
